// Renders what the bot says: paragraphs, quotes of the Code, people's words, buttons.

import { button, el, freshId, icon } from "./dom.js";

// Everything said in one turn. The lines of a list become rows; a summary gets its [Copy] and [Download] below the last part.
export function saysNodes(says, words, press) {
  const rows = says.filter(isRow).length > 1 || says.some((say) => say.key.endsWith("line"));
  const nodes = says.map((say) => sayNode(say, words, press, rows && isRow(say)));
  const summary = says.filter((say) => say.summary);
  if (summary.length) nodes.splice(says.lastIndexOf(summary.at(-1)) + 1, 0, takeNode(summary, words));
  return nodes;
}

function isRow(say) {
  return say.offers.length === 1 && say.blocks.length === 1 && say.blocks[0].text && !say.quotes.length && !say.words.length && !say.title;
}

function sayNode(say, words, press, row) {
  const node = el(
    "div", { class: `say${row ? " row" : ""}`, "data-key": say.key },
    say.title ? el("h3", { class: "say-title" }, say.title) : "",
    ...blockNodes(say.blocks, words),
    ...say.quotes.map((quote) => quoteNode(quote, words)),
    ...say.words.map(wordsNode),
    say.repeat ? el("p", { class: "aside" }, say.repeat) : "",
    say.offers.length ? offersNode(say.offers, press) : "",
  );
  if (row) describe(node.querySelector("button"), node.querySelector("p"));
  return node;
}

// Many rows have the same button: whoever hears it also hears which row it is in.
function describe(press, text) {
  text.id = freshId();
  press.setAttribute("aria-describedby", text.id);
}

export function blockNodes(blocks, words) {
  return blocks.map((block) => {
    if (block.receipt) return receiptNode(block.receipt, words);
    if (block.items) return el("ul", {}, ...block.items.map((item) => el("li", {}, item)));
    return el("p", {}, block.text);
  });
}

function quoteNode(quote, words) {
  return el(
    "figure", { class: "quote" },
    el("blockquote", {}, el("p", {}, `${words.quote_open}${quote.text}${words.quote_close}`)),
    el("figcaption", {}, quote.source),
    quote.note ? el("p", { class: "erratum" }, el("b", {}, words.quote_note), " ", quote.note) : "",
  );
}

function wordsNode(said) {
  const head = [said.label, said.by, said.on].filter(Boolean);
  return el(
    "figure", { class: "words" },
    el("figcaption", {}, ...head.map((part, n) => el(n ? "span" : "b", { dir: "auto" }, part))),
    el("p", { class: "written", dir: "auto" }, said.text),
  );
}

function receiptNode(receipt, words) {
  return el(
    "div", { class: "receipt", role: "group", "aria-label": words.receipt },
    el("code", { class: "receipt-code", translate: "no", tabindex: "0" }, receipt),
    copyButton(() => receipt, words),
  );
}

function takeNode(says, words) {
  const text = () => says.map(plainText).join("\n\n");
  const save = button(words.download, () => download(words.download_name, text()), { class: "quiet" });
  save.prepend(icon("down"));
  return el("div", { class: "take" }, copyButton(text, words), save);
}

function copyButton(text, words) {
  const label = el("span", { "aria-live": "polite" }, words.copy);
  const copy = button(label, async () => {
    await copied(text(), copy);
    label.textContent = words.copied;
  }, { class: "quiet copy" });
  copy.prepend(icon("copy"));
  return copy;
}

// Without a secure address a browser offers no clipboard; then the old way, beside the button so that a window allows it.
async function copied(text, beside) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const holder = el("textarea", { class: "unseen" });
  holder.value = text;
  beside.after(holder);
  holder.select();
  document.execCommand("copy");
  holder.remove();
  return beside.focus();
}

function offersNode(offers, press) {
  return el("div", { class: "offers" }, ...offers.map((offer) => (
    button(offer.label, (event) => press(offer, event.currentTarget), { class: "chip", "data-dialog": offer.dialog })
  )));
}

function plainText(say) {
  const blocks = say.blocks.map((block) => (block.items ? block.items.map((item) => `- ${item}`).join("\n") : block.text));
  const said = say.words.map((part) => `${[part.label, part.by, part.on].filter(Boolean).join(", ")}\n${part.text}`);
  const quotes = say.quotes.map((quote) => `“${quote.text}”\n${quote.source}`);
  return [say.title, ...blocks, ...said, ...quotes].filter(Boolean).join("\n\n");
}

function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = el("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
