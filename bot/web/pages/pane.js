// One pane: who is speaking, their conversation, and the line to type in.

import { follow } from "./api.js";
import { el, freshId, icon } from "./dom.js";
import { Stream } from "./stream.js";
import { Talk } from "./talk.js";

export class Pane {
  constructor(page, people, label, key) {
    this.page = page;
    this.words = page.words;
    this.people = people;
    this.streams = new Map();
    this.current = people[0] ?? null;
    this.talk = new Talk(this.words, {
      stream: () => this.stream(), person: () => this.current?.key ?? "", home: () => this.home(), turned: () => this.turned(),
      held: (on) => { if (this.select) this.select.disabled = on; }, failed: (...nodes) => this.failed(...nodes), began: () => this.began(),
    });
    this.holder = el("div", { class: "holder" });
    this.status = el("p", { class: "status", role: "status" });
    this.node = el("section", { class: `pane ${key}`, id: `pane-${key}`, "aria-label": label });
    this.line = null;
    this.node.append(this.head(label), ...this.inside(), this.status);
  }

  inside() {
    return [this.holder, this.composer()];
  }

  head(label) {
    const head = el("header", { class: "pane-head" }, el("h2", { class: "pane-title" }, label));
    if (this.current) head.append(this.picker());
    return head;
  }

  picker() {
    const id = freshId();
    const choices = this.people.map((person) => el("option", { value: person.key }, `${person.name} · ${person.role}`));
    const select = el("select", { id, class: "person", autocomplete: "off" }, ...choices);
    select.addEventListener("change", () => this.wish(this.people.find((person) => person.key === select.value)));
    this.select = select;
    this.face = el("span", { class: "face", "aria-hidden": "true" }, initials(this.current.name));
    return el(
      "div", { class: "who" }, this.face,
      el("label", { for: id, class: "unseen" }, this.words.person), select, icon("chevron"),
    );
  }

  composer() {
    const id = freshId();
    this.line = el("textarea", { id, rows: "1", autocomplete: "off", placeholder: this.asking().ask, enterkeyhint: "send", dir: "auto", "aria-describedby": `${id}-hint` });
    this.line.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.send(); }
    });
    const send = el("button", { type: "submit", class: "send", "aria-label": this.words.send }, icon("send"));
    const form = el(
      "form", { class: "composer", autocomplete: "off" },
      el("label", { for: id, class: "unseen" }, this.asking().ask), this.line, send,
      el("p", { class: "composer-hint", id: `${id}-hint` }, this.asking().hint),
    );
    form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    return form;
  }

  // Where the focus goes when what was pressed is no longer there.
  home() {
    return this.line;
  }

  asking() {
    return { ask: this.words.ask, hint: this.words.ask_hint };
  }

  send() {
    const text = this.line.value.trim();
    if (!text) return;
    if (this.talk.pending) return this.talk.whenDone(() => this.undisturbed(() => this.send()), (on) => this.line.classList.toggle("waiting", on));
    this.line.value = "";
    this.talk.say(text);
  }

  // Whoever has a window open finishes there first: what waited in the pane does not disturb it.
  undisturbed(go) {
    if (!this.talk.modal.node.open) go();
  }

  stream() {
    const key = this.current?.key ?? "";
    if (!this.streams.has(key)) this.streams.set(key, this.newStream());
    return this.streams.get(key);
  }

  newStream() {
    const talk = this.talk;
    return new Stream(this.words, {
      press: talk.press, answer: (...sent) => talk.answer(...sent), back: (...sent) => talk.back(...sent),
      begin: (dialog, label) => talk.begin(dialog, label),
    });
  }

  // Somebody else sits down when the turn under way is over, unless it opened a window.
  wish(person) {
    if (!this.talk.pending) return this.become(person);
    return this.talk.whenDone(() => this.undisturbed(() => this.become(person)), (on) => this.waits(on));
  }

  waits(on) {
    this.select.classList.toggle("waiting", on);
    if (!on) this.select.value = this.current.key;
  }

  become(person) {
    if (this.select) this.select.value = person.key;
    this.current = person;
    if (this.face) this.face.textContent = initials(person.name);
    this.start();
  }

  start() {
    const known = this.streams.has(this.current?.key ?? "");
    this.holder.replaceChildren(this.stream().node);
    if (!known) this.greet();
    this.listen();
  }

  greet() {
    this.talk.begin(this.page.start);
  }

  listen() {
    this.following?.abort();
    if (!this.current) return;
    this.following = new AbortController();
    const stream = this.stream();
    follow(this.current.key, (news) => this.arrived(news, stream), (lost) => this.lost(lost), this.following.signal);
  }

  arrived(news, stream) {
    const fresh = stream.deliver(news.messages, this.page.time);
    if (fresh) this.page.unread(this, fresh);
  }

  lost(lost) {
    const text = lost ? this.words.reconnecting : "";
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  turned() {}

  // True when the pane itself shows why something failed; else it stands in the conversation.
  failed() {
    return false;
  }

  began() {}
}

function initials(name) {
  return name.split(/\s+/).map((part) => [...part][0] ?? "").filter(Boolean).slice(0, 2).join("");
}
