// Sorts a table by the column whose head is pressed: up, down, and back to the order of the page.
for (const table of document.querySelectorAll("table.sortable")) {
  const bodies = [...table.tBodies];
  const all = bodies.map((body) => [...body.rows]);
  const rows = all.flat().filter((row) => !row.matches(".group"));
  const heads = [...table.tHead.rows[0].cells];

  const value = (row, at) => {
    const text = row.cells[at].dataset.value ?? row.cells[at].innerText.trim();
    const number = parseFloat(text.replace("\u2212", "-"));
    return heads[at].matches(".n") ? number : text.toLocaleLowerCase();
  };
  const compare = (a, b) => {
    if (a !== a || b !== b) return (a !== a) - (b !== b); // what is no number comes last
    return a < b ? -1 : a > b ? 1 : 0;
  };
  const show = (head, order) => {
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    if (order === null) {
      bodies.forEach((body, at) => body.append(...all[at]));
    } else {
      const at = heads.indexOf(head);
      const sign = order === "ascending" ? 1 : -1;
      const keyed = rows.map((row) => [value(row, at), row]);
      keyed.sort(([a], [b]) => (a !== a || b !== b ? 1 : sign) * compare(a, b));
      bodies[0].append(...keyed.map(([, row]) => row));
      head.setAttribute("aria-sort", order);
    }
    for (const row of all.flat()) if (row.matches(".group")) row.hidden = order !== null;
  };
  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const before = head.getAttribute("aria-sort");
      show(head, before === null ? "ascending" : before === "ascending" ? "descending" : null);
    });
  }
}
