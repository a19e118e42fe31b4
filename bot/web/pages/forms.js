// A form as it is asked: fields, hints, problems, and what was filled in. It keeps nothing once it is cleared.

import { el, freshId } from "./dom.js";
import { blockNodes } from "./says.js";

const FEW = 6;

export class Form {
  constructor(shown, words) {
    this.shown = shown;
    this.words = words;
    this.fields = shown.form.fields.map((field) => fieldOf(field, words));
    this.alert = el("div", { class: "alert", role: "alert", hidden: shown.form.problems.length === 0 });
    this.alert.append(...blockNodes(shown.form.problems, words));
  }

  nodes() {
    return [this.alert, ...blockNodes(this.shown.form.blocks, this.words), ...this.fields.map((field) => field.node).filter(Boolean)];
  }

  reply() {
    const { dialog, regarding, digest, nonce, given, form } = this.shown;
    const answers = Object.fromEntries(this.fields.map((field) => [field.name, field.value()]));
    return { dialog, regarding, digest, nonce, given, key: form.key, restates: form.restates, answers };
  }

  typed() {
    return this.fields.some((field) => field.typed());
  }

  say(...nodes) {
    this.alert.replaceChildren(...nodes);
    this.alert.hidden = nodes.length === 0;
    this.alert.scrollIntoView({ block: "nearest" });
  }

  focusFirstProblem() {
    const wrong = this.fields.find((field) => field.wrong);
    wrong?.focus();
    return Boolean(wrong);
  }

  clear() {
    this.fields.forEach((field) => field.clear());
  }
}

function fieldOf(field, words) {
  if (field.kind === "kept") return keptField(field);
  if (field.kind === "many") return tickField(field, "checkbox", words);
  if (field.kind === "one") return field.options.length > FEW ? listField(field, words) : tickField(field, "radio", words);
  return textField(field, words);
}

function keptField(field) {
  let { value } = field;
  return { name: field.name, value: () => value, typed: () => false, clear: () => { value = ""; }, focus() {} };
}

function textField(field, words) {
  const told = described(field, words);
  const tag = field.kind === "long" ? "textarea" : "input";
  const input = el(tag, {
    id: freshId(), class: classOf(field), autocomplete: "off", "aria-describedby": told.ids,
    "aria-invalid": isWrong(field) ? "true" : null, "aria-required": field.required ? "true" : null,
    spellcheck: field.kind === "receipt" ? "false" : null, autocapitalize: field.kind === "receipt" ? "characters" : null,
    rows: field.kind === "long" ? "5" : null, dir: "auto", "data-field": field.name,
  });
  input.value = field.value;
  const left = el("p", { class: "count", "aria-live": "polite" });
  input.addEventListener("input", () => count(input, field, left, words));
  count(input, field, left, words);
  return {
    name: field.name, wrong: isWrong(field), value: () => input.value, focus: () => input.focus(),
    typed: () => input.value.trim() !== "", clear: () => { input.value = ""; },
    node: el("div", { class: "field" }, label(field, words, input.id), ...told.before, input, left, ...told.after),
  };
}

function classOf(field) {
  if (field.kind === "receipt") return "secret";
  return field.required ? "" : "may-stay-empty";
}

function count(input, field, left, words) {
  const rest = field.limit - [...input.value].length;
  left.textContent = rest < field.limit / 10 ? countOf(rest, words) : "";
  left.classList.toggle("over", rest < 0);
  if (input.tagName === "TEXTAREA" && !CSS.supports("field-sizing", "content")) grow(input);
}

function countOf(rest, words) {
  return rest < 0 ? words.over.replace("{n}", -rest) : words.left.replace("{n}", rest);
}

function grow(input) {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight + 2}px`;
}

function listField(field, words) {
  const told = described(field, words);
  const input = el("select", {
    id: freshId(), autocomplete: "off", "aria-describedby": told.ids, "data-field": field.name,
    "aria-invalid": isWrong(field) ? "true" : null, "aria-required": field.required ? "true" : null,
  }, el("option", { value: "" }, words.choose), ...field.options.map((option) => el("option", { value: option.value }, option.label)));
  input.value = field.value;
  return {
    name: field.name, wrong: isWrong(field), value: () => input.value, focus: () => input.focus(),
    typed: () => false, clear: () => { input.value = ""; },
    node: el("div", { class: "field" }, label(field, words, input.id), ...told.before, input, ...told.after),
  };
}

function tickField(field, type, words) {
  const told = described(field, words);
  const group = freshId();
  const chosen = [field.value].flat();
  const inputs = field.options.map((option) => el("input", {
    type, name: group, id: freshId(), value: option.value, checked: chosen.includes(option.value), autocomplete: "off",
    "data-field": field.name, "aria-invalid": isWrong(field) ? "true" : null,
  }));
  const ticked = () => inputs.filter((input) => input.checked).map((input) => input.value);
  const rows = inputs.map((input, n) => el("label", { class: "tick" }, input, el("span", {}, field.options[n].label)));
  return {
    name: field.name, wrong: isWrong(field), focus: () => (inputs.find((input) => input.checked) ?? inputs[0])?.focus(),
    value: () => (type === "radio" ? ticked()[0] ?? "" : ticked()), typed: () => false,
    clear: () => inputs.forEach((input) => { input.checked = false; }),
    node: el("fieldset", { class: "field", "aria-describedby": told.ids }, legend(field, words), ...told.before, el("div", { class: "ticks" }, ...rows), ...told.after),
  };
}

function label(field, words, id) {
  return el("label", { for: id, class: "label" }, field.label, optional(field, words));
}

function legend(field, words) {
  return el("legend", { class: "label" }, field.label, field.kind === "one" ? optional(field, words) : "");
}

function optional(field, words) {
  return field.required || field.label.includes(words.optional) ? "" : el("span", { class: "optional" }, words.optional);
}

// What is wrong with a field, as blocks; a field that is kept has nothing to be wrong.
export function isWrong(field) {
  return Boolean(field.problem?.length);
}

export function problemNode(field, words) {
  return el("div", { class: "problem", id: freshId() }, ...blockNodes(field.problem, words));
}

function described(field, words) {
  const hint = field.hint ? el("p", { class: "hint", id: freshId() }, field.hint) : null;
  const problem = isWrong(field) ? problemNode(field, words) : null;
  const ids = [problem, hint].filter(Boolean).map((node) => node.id).join(" ") || null;
  return { before: [hint].filter(Boolean), after: [problem].filter(Boolean), ids };
}
