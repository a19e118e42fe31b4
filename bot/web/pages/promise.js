// What is promised before a report: its first part is shown, and on a phone the others are folded under their titles.

import { el } from "./dom.js";

const PHONE = "(max-width: 640px)";

export function promiseNodes(says, nodes) {
  if (!says.length || nodes.length !== says.length || !says.every(isPromise)) return nodes;
  const parts = [];
  says.forEach((say, n) => {
    if (say.title || !parts.length) parts.push([]);
    parts.at(-1).push(nodes[n]);
  });
  return parts.flatMap((part, n) => (n ? [folded(part)] : part));
}

function isPromise(say) {
  return say.key.startsWith("promise.");
}

function folded([head, ...rest]) {
  const title = head.querySelector(".say-title");
  return el("details", { class: "part", open: !matchMedia(PHONE).matches }, el("summary", {}, title), head, ...rest);
}
