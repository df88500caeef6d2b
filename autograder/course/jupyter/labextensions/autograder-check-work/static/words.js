// Small pieces that notes and the bar share: elements, icons, counts.

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  passed: "M3 8.6l3.3 3.3L13 5",
  failed: "M4 4l8 8M12 4l-8 8",
  open: "M8 2.5a5.5 5.5 0 1 0 .01 0M8 5v3.4M8 11v.1",
  down: "M8 3v9M4 8.5L8 12.5l4-4",
  unfold: "M4 6l4 4 4-4",
};

const KNOWN = new Set("b code dd div dl dt em p pre span strong".split(" "));

// An element with attributes and children; strings become text, never markup.
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child != null && child !== false));
  return made;
}

export function icon(shape) {
  const drawn = document.createElementNS(SVG, "svg");
  for (const [name, value] of [
    ["viewBox", "0 0 16 16"],
    ["aria-hidden", "true"],
    ["focusable", "false"],
    ["class", `check-work-icon check-work-${shape}`],
  ])
    drawn.setAttribute(name, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[shape]);
  drawn.append(path);
  return drawn;
}

// What the server says: HTML through JupyterLab's own sanitizer, which leaves pictures and links; of
// what is left, only the elements that messages are made of. Plain text where there is no HTML.
export function said(tag, words, sanitizer) {
  const made = element(tag);
  if (words.html) {
    const parsed = document.createElement("template"); // nothing in it loads
    parsed.innerHTML = sanitizer.sanitize(words.html);
    for (const other of [...parsed.content.querySelectorAll("*")].reverse())
      if (!KNOWN.has(other.localName)) other.replaceWith(other.textContent);
    made.append(parsed.content);
  } else made.textContent = words.text;
  for (const wide of made.querySelectorAll("pre, dl")) wide.tabIndex = 0; // to scroll by keys
  return made;
}

export const number = (value) => String(Math.round(value * 100) / 100).replace("-", "−");
export const counted = (count, one) => `${number(count)} ${count === 1 ? one : `${one}s`}`;
export const worth = (row) =>
  row.possible == null
    ? ""
    : `${row.points == null ? "?" : number(row.points)} of ${number(row.possible)}`;
