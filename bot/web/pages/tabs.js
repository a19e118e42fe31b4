// Tabs with the keys that tabs have: left and right, Home and End.

import { el, freshId, icon } from "./dom.js";

export class Tabs {
  constructor(label, tabs) {
    this.tabs = tabs.map((tab) => ({ ...tab, button: this.button(tab), count: 0 }));
    this.node = el("div", { class: "tabs", role: "tablist", "aria-label": label }, ...this.tabs.map((tab) => tab.button));
    this.node.addEventListener("keydown", (event) => this.move(event));
    this.open(this.tabs[0].key);
  }

  button({ key, label, shape, panel }) {
    panel.id ||= freshId();
    const id = freshId();
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", id);
    const badge = el("span", { class: "badge", hidden: true });
    const press = () => this.open(key);
    const tab = el("button", { type: "button", role: "tab", id, "aria-controls": panel.id, onclick: press }, shape ? icon(shape) : "", el("span", {}, label), badge);
    return tab;
  }

  open(key) {
    this.current = key;
    for (const tab of this.tabs) {
      const on = tab.key === key;
      tab.button.setAttribute("aria-selected", String(on));
      tab.button.tabIndex = on ? 0 : -1;
      tab.panel.classList.toggle("shown", on);
      if (on) this.show(tab);
    }
  }

  show(tab) {
    this.badge(tab.key, 0);
    tab.opened?.();
  }

  badge(key, count) {
    const tab = this.tabs.find((one) => one.key === key);
    const badge = tab.button.querySelector(".badge");
    tab.count = count;
    badge.hidden = count === 0;
    badge.textContent = count || "";
  }

  move(event) {
    const at = this.tabs.findIndex((tab) => tab.key === this.current);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: this.tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const tab = this.tabs[(to + this.tabs.length) % this.tabs.length];
    this.open(tab.key);
    tab.button.focus();
  }
}
