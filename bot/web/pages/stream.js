// One person's conversation: what was delivered to them, what they said, what the bot said. It lives in this page only.

import { button, el, icon } from "./dom.js";
import { Form, isWrong } from "./forms.js";
import { saysNodes } from "./says.js";
import { isStep, Step } from "./steps.js";

export class Stream {
  constructor(words, talk) {
    this.words = words;
    this.talk = talk; // { press, answer, back, begin }
    this.delivered = new Map();
    this.walk = [];
    this.node = el("div", { class: "stream", role: "log", "aria-label": words.conversation, tabindex: "0" });
  }

  mine(text) {
    const node = el("div", { class: "turn mine" }, el("p", { dir: "auto" }, text));
    return this.put(node);
  }

  shown(shown) {
    const again = this.asking?.shown.form.key === shown.form?.key && this.asking?.node && hasProblem(shown);
    const node = el("div", { class: "turn bot" }, avatar(), el("div", { class: "body" }, ...this.bodyOf(shown)));
    if (again) this.walk.pop().node.replaceWith(node);
    else this.put(node);
    this.asked(shown, node);
    if (again && !this.asking.form.focusFirstProblem()) node.scrollIntoView({ block: "nearest" });
    return node;
  }

  bodyOf(shown) {
    const says = saysNodes(shown.said, this.words, this.talk.press);
    this.form = shown.form ? this.formOf(shown) : null;
    if (!this.form) return says;
    return [...says, this.formNode(shown)];
  }

  formOf(shown) {
    return isStep(shown.form) ? new Step(shown, this.words, (step) => this.send(step)) : new Form(shown, this.words);
  }

  formNode(shown) {
    const form = this.form;
    const step = form instanceof Step;
    const node = el("form", { class: step ? "inline walk" : "inline", noValidate: true, autocomplete: "off" });
    node.addEventListener("submit", (event) => { event.preventDefault(); if (!step) this.send(form); });
    const title = shown.form.title && !step ? el("h3", { class: "say-title" }, shown.form.title) : "";
    node.append(title, ...form.nodes(), this.tools(shown, step));
    return node;
  }

  tools(shown, step) {
    const tools = el("div", { class: "tools" });
    if (!step) tools.append(el("button", { type: "submit", class: "primary" }, shown.form.submit));
    if (shown.back) tools.append(quiet("back", this.words.back, () => this.talk.back(this, shown)));
    if (shown.kept) tools.append(quiet("pause", this.words.pause, () => this.talk.begin("pause", this.words.pause)));
    return tools;
  }

  asked(shown, node) {
    this.asking = this.form ? { shown, node, form: this.form } : null;
    if (this.asking) this.walk.push(this.asking);
    else this.walk = [];
  }

  async send(form) {
    const asked = this.asking?.form === form ? this.asking : { form, node: null };
    await this.talk.answer(this, form, asked);
  }

  // The question stays, its buttons give way to the answer.
  answered(asked) {
    asked.node?.querySelector("form.inline")?.remove();
    asked.bubble = this.mine(asked.spoken);
    if (asked.node && !asked.node.querySelector(".body").children.length) asked.node.remove();
  }

  // Takes back the last two turns: what is shown next stands in their place.
  stepBack() {
    const last = this.walk.pop();
    const before = this.walk.pop();
    for (const asked of [last, before]) {
      asked?.node.remove();
      asked?.bubble?.remove();
    }
    this.asking = null;
  }

  // What was typed is answered in a window: no bubble stays without a word.
  opened() {
    this.put(el("div", { class: "turn bot" }, avatar(), el("div", { class: "body" }, el("p", {}, this.words.opened))));
  }

  trouble(...nodes) {
    this.put(el("div", { class: "turn trouble", role: "alert" }, icon("alert"), el("div", {}, ...nodes)));
  }

  deliver(messages, time) {
    const fresh = messages.filter((message) => !this.delivered.has(message.ref));
    for (const message of messages) this.place(message, time);
    return fresh.length;
  }

  place(message, time) {
    const seen = this.delivered.get(message.ref);
    const text = JSON.stringify(message.say);
    if (seen?.text === text) return;
    const node = deliveredNode(message, this.words, this.talk.press, time);
    if (seen) seen.node.replaceWith(node);
    else this.put(node);
    this.delivered.set(message.ref, { node, text });
  }

  thinking(on) {
    this.dots ??= el("div", { class: "turn bot thinking" }, avatar(), el("p", { class: "dots", role: "status" }, el("span", {}, this.words.thinking)));
    if (on) this.put(this.dots);
    else this.dots.remove();
  }

  put(node) {
    const low = this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < 160;
    this.node.append(node);
    if (low || node.classList.contains("mine")) this.reveal(node);
    return node;
  }

  // The button that was pressed has gone: whoever uses a keyboard goes on where the answer stands.
  focusLatest() {
    const body = this.node.lastElementChild?.querySelector(".body");
    if (!body) return;
    body.tabIndex = -1;
    body.focus({ preventScroll: true });
  }

  // A long answer is shown from its beginning.
  reveal(node) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = Math.min(node.offsetTop - this.node.offsetTop - 72, this.node.scrollHeight);
    this.node.scrollTo({ top, behavior: calm || !this.node.clientHeight ? "auto" : "smooth" });
  }
}

export function hasProblem(shown) {
  return Boolean(shown.form && (shown.form.problems.length || shown.form.fields.some(isWrong)));
}

export function deliveredNode(message, words, press, time) {
  const head = el("p", { class: "from" }, el("b", {}, words.bot), el("time", { datetime: message.at }, time(message.at)));
  const body = el("div", { class: "body" }, head, ...saysNodes([message.say], words, press));
  return el("div", { class: "turn bot delivered", "data-ref": message.ref }, avatar(), body);
}

function avatar() {
  return el("img", { class: "avatar", src: "/mark.svg", width: "28", height: "28", alt: "" });
}

function quiet(shape, label, press) {
  const node = button(label, press, { class: "quiet" });
  node.prepend(icon(shape));
  return node;
}
