// The notes below the cells: where they stand, and whether the notebook has changed since.

import { element, icon, said, worth } from "./words.js";

const IDLE = 150; // milliseconds without a change before it is looked for what is stale

// What was graded, as a list to compare: each code cell's id and text.
export function snapshot(notebook) {
  return notebook.widgets
    .filter((cell) => cell.model.type === "code")
    .map((cell) => ({ id: cell.model.id, text: cell.model.sharedModel.getSource() }));
}

export class Notes {
  // `changed` is called with how many notes are stale, whenever that changes.
  constructor(lab, notebook, { changed, next }) {
    Object.assign(this, { lab, notebook, changed, next, placed: [], before: [], timer: 0 });
    this.later = () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.update(), IDLE);
    };
  }

  show(notes, before) {
    this.clear();
    this.before = before;
    const here = cells(this.notebook);
    for (const note of notes) {
      const id = note.below.find((one) => here.has(one));
      if (id === undefined) continue; // the cell was deleted: the bar still counts it
      this.placed.push({ note, id, widget: this.made(note), stale: false });
    }
    this.model = this.notebook.model;
    this.model.contentChanged.connect(this.later);
    this.update();
  }

  clear() {
    clearTimeout(this.timer);
    this.model?.contentChanged.disconnect(this.later);
    for (const one of this.placed) one.widget.dispose();
    this.placed = [];
  }

  // Put each note where its cell is now, and mark those below the first change.
  update() {
    if (this.notebook.isDisposed || this.model !== this.notebook.model) return;
    const here = cells(this.notebook);
    const order = snapshot(this.notebook);
    const at = order.findIndex((cell, index) => !same(cell, this.before[index]));
    const first = at < 0 && order.length < this.before.length ? order.length : at;
    const places = new Map(order.map((cell, index) => [cell.id, index]));
    for (const one of this.placed) {
      const cell = here.get(one.id);
      // a cell that was taken away, or put back by undo, took its note along
      if (one.widget.isDisposed) one.widget = this.made(one.note);
      if (!cell) {
        one.widget.parent = null;
        continue;
      }
      this.attach(one.widget, cell);
      const place = places.get(cell.model.id) ?? nextPlace(this.notebook, cell, places);
      one.stale = first >= 0 && place >= first;
      one.widget.node.classList.toggle("check-work-stale", one.stale);
      one.widget.node.querySelector(".check-work-since").hidden = !one.stale;
    }
    this.changed(this.placed.filter((one) => one.stale).length);
  }

  // The note that needs work and comes after the active cell; from the top if there is none.
  following() {
    const here = cells(this.notebook);
    const active = this.notebook.activeCellIndex;
    const index = (one) => this.notebook.widgets.indexOf(here.get(one.id));
    const open = this.placed.filter((one) => one.note.to_do && here.has(one.id));
    return (open.find((one) => index(one) > active) ?? open[0])?.note.cell;
  }

  // Scroll to a note and give it the focus.
  async jump(name) {
    const one = this.placed.find((placed) => placed.note.cell === name);
    const cell = one && cells(this.notebook).get(one.id);
    if (!cell) return false;
    this.lab.notebook.NotebookActions.expandParent?.(cell, this.notebook); // a folded section
    this.notebook.activeCellIndex = this.notebook.widgets.indexOf(cell);
    this.notebook.deselectAll();
    await this.notebook.scrollToCell(cell, "center").catch(() => {});
    await cell.ready;
    this.attach(one.widget, cell);
    this.notebook.mode = "command";
    one.widget.node.scrollIntoView({ block: "nearest" });
    one.widget.node.focus({ preventScroll: true });
    return true;
  }

  attach(widget, cell) {
    if (cell.isDisposed || widget.isDisposed || widget.parent === cell) return;
    if (cell.isPlaceholder?.()) {
      cell.ready.then(() => this.attach(widget, cell)).catch(() => {});
      return;
    }
    cell.layout.addWidget(widget);
  }

  made(note) {
    const { sanitizer } = this.notebook.rendermime;
    const points = worth(note);
    const node = element(
      "section",
      {
        class: `check-work-note check-work-is-${note.look}`,
        "aria-label": `Check my work, ${note.state}: ${note.title.text}`,
        tabindex: "-1",
        "data-lm-suppress-shortcuts": "true", // keys in it are not the notebook's
        "data-check-work": note.cell,
      },
      element(
        "p",
        { class: "check-work-head" },
        icon(note.look),
        element("span", { class: "check-work-state" }, note.state),
        Object.assign(said("span", note.title, sanitizer), { className: "check-work-title" }),
        points && element("span", { class: "check-work-worth" }, points),
      ),
      element(
        "p",
        { class: "check-work-since", hidden: true },
        "Something above has changed since. Check again.",
      ),
    );
    if (note.message.text) {
      const body = said("div", note.message, sanitizer);
      body.className = "check-work-said";
      node.append(body);
    }
    if (note.to_do)
      node.append(
        element(
          "button",
          { class: "check-work-button check-work-onward", type: "button", click: this.next },
          icon("down"),
          "Next to work on",
        ),
      );
    return new this.lab.widgets.Widget({ node });
  }
}

// The cells of a notebook by nbgrader's ids, and by their own where nbgrader's are missing.
function cells(notebook) {
  const found = new Map();
  for (const cell of notebook.widgets) {
    const name = cell.model.getMetadata("nbgrader")?.grade_id;
    if (name && !found.has(name)) found.set(name, cell);
  }
  for (const cell of notebook.widgets)
    if (!found.has(cell.model.id)) found.set(cell.model.id, cell);
  return found;
}

const same = (one, other) => other && one.id === other.id && one.text === other.text;

// A cell of text stands where the next code cell does.
function nextPlace(notebook, cell, places) {
  const after = notebook.widgets.slice(notebook.widgets.indexOf(cell));
  const code = after.find((one) => places.has(one.model.id));
  return code ? places.get(code.model.id) : places.size;
}
