// A question of a walk: each choice is a button that answers at once; a note may be added first.

import { button, el, freshId } from "./dom.js";
import { Form, isWrong, problemNode } from "./forms.js";
import { blockNodes } from "./says.js";

// One choice, and beside it nothing but notes that may stay empty.
export function isStep(form) {
  const [choice, ...rest] = form.fields;
  return choice?.kind === "one" && choice.required && rest.every((field) => field.kind === "long" && !field.required);
}

export class Step extends Form {
  constructor(shown, words, answer) {
    super(shown, words);
    [this.choice, ...this.notes] = this.fields;
    this.field = shown.form.fields[0];
    this.choice.value = () => this.chosen ?? "";
    this.answer = answer;
  }

  nodes() {
    const name = freshId();
    const choices = this.field.options.map((option) => button(option.label, () => this.choose(option), { class: "choice" }));
    this.choice.focus = () => choices[0].focus();
    return [
      this.alert, ...blockNodes(this.shown.form.blocks),
      el(
        "div", { class: "step", role: "group", "aria-labelledby": name },
        el("p", { class: "step-question", id: name }, this.shown.form.title || this.field.label),
        this.field.hint ? el("p", { class: "hint" }, this.field.hint) : "",
        isWrong(this.field) ? problemNode(this.field, this.words) : "",
        ...this.notes.map((note) => this.disclosure(note)),
        el("div", { class: "choices" }, ...choices),
      ),
    ];
  }

  disclosure(note) {
    return el("details", { class: "note", open: note.typed() || note.wrong }, el("summary", {}, this.words.note_add), note.node);
  }

  choose(option) {
    this.chosen = option.value;
    this.said = option.label;
    this.answer(this);
  }

  // What the person's own bubble says: the answer, and that a note went with it.
  spoken() {
    return this.notes.some((note) => note.typed()) ? `${this.said} ${this.words.note_added}` : this.said;
  }
}
