// Asks the server what this page is (the demo's two panes, or one without accounts) and builds it.

import { get, wait } from "./api.js";
import { CommitteePane } from "./committee.js";
import { Pane } from "./pane.js";
import { Tabs } from "./tabs.js";

const page = await described();
page.time = (at) => {
  const day = new Date(at);
  const today = day.toDateString() === new Date().toDateString();
  const shape = today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(page.language, shape).format(day);
};
page.unread = () => {};

const where = document.querySelector(".where");
where.textContent = page.demo ? page.words.where : "";
where.hidden = !page.demo;
const panes = page.demo ? [employees(), committee()] : [new Pane(page, [], page.words.single_pane, "single")];
document.querySelector("main").append(...panes.map((pane) => pane.node));
if (page.demo) switchable();
panes.forEach((pane) => pane.start());
document.body.classList.add("ready");

async function described() {
  for (let pause = 500; ; pause = Math.min(pause * 2, 8000)) {
    try {
      return await get("/api/page");
    } catch {
      await wait(pause);
    }
  }
}

function employees() {
  return new Pane(page, page.people.filter((person) => !person.member), page.words.employee_pane, "left");
}

function committee() {
  return new CommitteePane(page, page.people.filter((person) => person.member), page.words.committee_pane, "right");
}

// On a phone's width the panes become tabs; on a wide screen the style sheet shows both and hides these.
function switchable() {
  const [left, right] = panes;
  const names = { left: page.words.employee_pane, right: page.words.committee_pane };
  const tabs = new Tabs(page.words.panes, [
    { key: "left", label: names.left, panel: left.node },
    { key: "right", label: names.right, panel: right.node },
  ]);
  tabs.node.classList.add("switch");
  document.querySelector(".switch").replaceWith(tabs.node);
  const narrow = matchMedia("(max-width: 860px)");
  narrow.addEventListener("change", () => panelsWhen(narrow.matches));
  panelsWhen(narrow.matches);
  page.unread = (pane, count) => {
    const key = pane === left ? "left" : "right";
    if (tabs.current !== key) tabs.badge(key, tabs.tabs.find((tab) => tab.key === key).count + count);
  };
}

function panelsWhen(narrow) {
  for (const { node } of panes) {
    if (narrow) node.setAttribute("role", "tabpanel");
    else node.removeAttribute("role");
  }
}
