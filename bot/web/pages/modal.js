// What no history keeps: a form, a receipt, a case. When it closes, nothing of it is left in the page.

import { button, el, freshId, icon } from "./dom.js";
import { Form } from "./forms.js";
import { promiseNodes } from "./promise.js";
import { saysNodes } from "./says.js";

export class Modal {
  constructor(words, talk) {
    this.words = words;
    this.talk = talk; // { press, answer, home, pause }
    this.title = el("h2", { id: freshId(), tabindex: "-1" });
    this.body = el("div", { class: "modal-body" });
    this.feet = el("div", { class: "modal-feet" });
    this.wait = el("p", { class: "wait", role: "status" });
    this.form = null;
    this.sheet = el("form", { class: "sheet", noValidate: true, autocomplete: "off" }, this.head(), this.body, this.feet);
    this.node = el("dialog", { class: "modal", "aria-labelledby": this.title.id }, this.sheet);
    this.question = new Question(words);
    this.listen();
    document.body.append(this.node, this.question.node);
  }

  head() {
    const close = button(icon("close"), () => this.leave(), { class: "bare", "aria-label": this.words.close });
    const lock = el("p", { class: "confidential" }, icon("lock"), this.words.private);
    return el("header", { class: "modal-head" }, el("div", {}, this.title, lock), close);
  }

  listen() {
    this.sheet.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.form) this.talk.answer(this.form);
    });
    this.node.addEventListener("cancel", (event) => { event.preventDefault(); this.leave(); });
    this.node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); this.leave(); }
    });
    this.node.addEventListener("close", () => { if (!this.node.open) this.empty(); });
    addEventListener("beforeunload", (event) => { if (this.node.open && this.holds()) event.preventDefault(); });
  }

  show(shown, opener, label) {
    if (!this.node.open) this.opener = opener ?? document.activeElement;
    this.forget();
    this.receipt = shown.said.some((say) => say.receipt);
    this.unsure = false;
    this.form = shown.form ? new Form(shown, this.words) : null;
    this.title.textContent = shown.form?.title || shown.said.find((say) => say.title)?.title || label || this.words.private_title;
    const says = saysNodes(withoutTitle(shown.said, this.title.textContent), this.words, this.talk.press);
    this.body.replaceChildren(el("div", { class: "says" }, ...promiseNodes(shown.said, says)), ...(this.form?.nodes() ?? []));
    this.feet.replaceChildren(this.wait, ...this.buttons(shown));
    if (!this.node.open) this.node.showModal();
    this.toTop();
    if (!this.form?.focusFirstProblem()) this.title.focus();
  }

  buttons(shown) {
    const onward = shown.said.some((say) => say.offers.length);
    if (!shown.form) return [button(this.words.close, () => this.leave(), { class: onward ? "quiet" : "primary" })];
    const send = el("button", { type: "submit", class: "primary" }, shown.form.submit);
    const leave = this.receipt ? this.words.close : this.words.cancel; // what is filed cannot be cancelled
    return [button(leave, () => this.leave(), { class: "quiet" }), send];
  }

  // Nothing was stored, or nobody answered: the form stays as it is, with the reason above it.
  keepOpen(...nodes) {
    if (this.form) this.form.say(...nodes);
    else this.body.prepend(el("div", { class: "alert", role: "alert" }, ...nodes));
    this.toTop();
  }

  // On a phone the whole sheet scrolls, elsewhere only what is between head and feet.
  toTop() {
    this.body.scrollTop = this.sheet.scrollTop = 0;
  }

  // Until the answer is here nobody can say what became of it, so the window stays: `text` says why, "" ends it.
  busy(text) {
    this.pending = Boolean(text);
    this.wait.textContent = text;
    this.node.setAttribute("aria-busy", String(this.pending));
    for (const press of this.sheet.querySelectorAll(".modal-head button, .modal-feet button")) {
      press.setAttribute("aria-disabled", String(this.pending));
    }
  }

  async leave() {
    if (this.pending) return this.wait.scrollIntoView({ block: "nearest" });
    const walk = this.form?.shown.kept;
    if (this.holds() && !await this.question.ask(this.about())) return;
    this.close();
    if (walk) this.talk.pause();
  }

  about() {
    if (this.receipt) return "receipt";
    return this.unsure ? "unsure" : "discard";
  }

  // Something that would be lost: the receipt, or words that were not sent.
  holds() {
    return this.receipt || this.unsure || this.form?.typed();
  }

  close() {
    this.forget(); // at once: the close event comes a moment later
    if (this.node.open) this.node.close();
  }

  empty() {
    this.forget();
    this.receipt = this.unsure = false;
    this.title.textContent = "";
    this.feet.replaceChildren();
    const back = this.opener?.isConnected ? this.opener : this.talk.home();
    this.opener = null;
    back?.focus();
  }

  forget() {
    this.form?.clear();
    this.form = null;
    this.body.replaceChildren();
  }
}

class Question {
  constructor(words) {
    this.words = words;
    this.title = el("h2", { id: freshId() });
    this.text = el("p", { id: freshId() });
    this.stay = button("", () => this.settle(false), { class: "primary", autofocus: true });
    this.go = button("", () => this.settle(true), { class: "quiet danger" });
    this.node = el(
      "dialog", { class: "question", role: "alertdialog", "aria-labelledby": this.title.id, "aria-describedby": this.text.id },
      this.title, this.text, el("div", { class: "tools" }, this.go, this.stay),
    );
    this.node.addEventListener("cancel", (event) => { event.preventDefault(); this.settle(false); });
    this.node.addEventListener("close", () => { if (!this.node.open) this.settle(false); });
  }

  ask(about) {
    for (const part of ["title", "text", "stay", "go"]) this[part].textContent = this.words[`${about}_${part}`];
    if (!this.node.open) this.node.showModal();
    this.settled?.(false);
    return new Promise((resolve) => { this.settled = resolve; });
  }

  // At once: the close event comes a moment later, when the next question may stand here already.
  settle(go) {
    const { settled } = this;
    this.settled = null;
    if (this.node.open) this.node.close();
    settled?.(go);
  }
}

function withoutTitle(says, title) {
  return says.map((say) => (say.title === title ? { ...say, title: "" } : say));
}
