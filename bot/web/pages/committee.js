// The Committee's pane: direct messages, the channel, and the list of cases.

import { post } from "./api.js";
import { el, icon } from "./dom.js";
import { Pane } from "./pane.js";
import { saysNodes } from "./says.js";
import { deliveredNode } from "./stream.js";
import { Tabs } from "./tabs.js";

export class CommitteePane extends Pane {
  inside() {
    this.beside = el("div", { class: "trouble beside", role: "alert", hidden: true });
    this.messages = el("div", { class: "panel" }, this.holder, this.composer());
    this.channel = el("div", { class: "panel list", tabindex: "0" });
    this.cases = el("div", { class: "panel list", tabindex: "0" });
    this.tabs = new Tabs(this.words.committee_views, [
      { key: "messages", label: this.words.messages, shape: "mail", panel: this.messages, opened: () => this.began() },
      { key: "channel", label: this.words.channel, shape: "hash", panel: this.channel, opened: () => { this.began(); this.seen = this.posted; } },
      { key: "cases", label: this.words.cases, shape: "files", panel: this.cases, opened: () => { this.began(); this.list(); } },
    ]);
    return [this.tabs.node, this.beside, this.messages, this.channel, this.cases];
  }

  home() {
    return this.tabs.current === "messages" ? this.line : this.tabs.node.querySelector("[aria-selected=true]");
  }

  // A press that failed is answered where it was pressed: nobody looks for that under the messages.
  failed(...nodes) {
    if (this.tabs.current === "messages") return false;
    this.beside.replaceChildren(icon("alert"), el("div", {}, ...nodes));
    this.beside.hidden = false;
    return true;
  }

  began() {
    this.beside.hidden = true;
  }

  asking() {
    return { ask: this.words.committee_ask, hint: this.words.committee_hint };
  }

  become(person) {
    this.channel.replaceChildren();
    this.cases.replaceChildren();
    this.seen = this.posted = undefined;
    this.began();
    super.become(person);
    this.turned();
  }

  // No greeting: a member's messages are what they come for.
  greet() {
    this.empty = el("p", { class: "empty" }, this.words.messages_empty);
    this.stream().node.append(this.empty);
  }

  arrived(news, stream) {
    if (news.messages.length) stream.node.querySelector(".empty")?.remove();
    super.arrived(news, stream);
    this.note(news.channel);
    this.turned();
  }

  note(channel) {
    const head = el("p", { class: "channel-about" }, this.words.channel_about);
    const notes = channel.map((message) => deliveredNode(message, this.words, this.talk.press, this.page.time));
    this.channel.replaceChildren(head, ...(notes.length ? notes : [el("p", { class: "empty" }, this.words.channel_empty)]));
    this.posted = channel.length;
    if (this.seen === undefined || this.tabs.current === "channel") this.seen = this.posted;
    this.tabs.badge("channel", Math.max(0, this.posted - this.seen));
  }

  turned() {
    if (this.tabs?.current === "cases") this.list();
  }

  // The list is asked for each time it is shown and kept nowhere.
  async list() {
    const person = this.current.key;
    const shown = await post("begin", { person, dialog: "cases", regarding: "" }).catch((error) => this.talk.unlisted(error));
    if (!shown || person !== this.current.key) return;
    const buttons = () => [...this.cases.querySelectorAll("button")];
    const focused = buttons().indexOf(document.activeElement);
    this.cases.replaceChildren(...saysNodes(shown.said, this.words, this.talk.press));
    if (focused >= 0) buttons()[focused]?.focus();
  }
}
