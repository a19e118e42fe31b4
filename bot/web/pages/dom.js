// Builds the page's nodes. People's words and ours alike only ever become text: nothing here parses HTML.

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value !== "string") node[name] = value;
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null && child !== ""));
  return node;
}

let last = 0;

export function freshId() {
  last += 1;
  return `n${last}`;
}

export function button(label, press, attributes = {}) {
  return el("button", { type: "button", onclick: press, ...attributes }, label);
}

const SHAPES = {
  close: "M6 6l12 12M18 6L6 18",
  send: "M4 12h14M12 5.500l6.500 6.500-6.500 6.500",
  lock: "M7.500 10.500V8a4.500 4.500 0 0 1 9 0v2.500M6 10.500h12v9H6z",
  copy: "M9 9h10v11H9zM5 15V4h10",
  down: "M12 4v11M7 11l5 5 5-5M5 20h14",
  back: "M19 12H5M11 6l-6 6 6 6",
  pause: "M9 6v12M15 6v12",
  hash: "M9 4L7 20M17 4l-2 16M4.500 9h16M3.500 15h16",
  mail: "M4 6h16v12H4zM4 7l8 6 8-6",
  files: "M4 7h6l2 2h8v10H4z",
  alert: "M12 8v5M12 16.500v.1M12 3.500L2.500 20h19z",
  chevron: "M7 10l5 5 5-5",
};

export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  for (const [key, value] of [["viewBox", "0 0 24 24"], ["class", "icon"], ["aria-hidden", "true"]]) {
    drawing.setAttribute(key, value);
  }
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", SHAPES[name]);
  drawing.append(path);
  return drawing;
}
