// What a machine can check of a page: names, sizes, problems tied to their fields, contrast, nothing wider than the page.
() => {
  const visible = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const all = (selector) => [...document.querySelectorAll(selector)].filter(visible);
  const found = (what, nodes) => nodes.map((node) => `${what}: ${node.outerHTML.slice(0, 110)}`);

  const textOf = (id) => document.getElementById(id)?.textContent.trim();
  const labelledBy = (node) => (node.getAttribute("aria-labelledby") ?? "").split(" ").map(textOf).join("");
  const ownText = (node) => (node.matches("button, a, summary") ? node.textContent.trim() : "");
  const labels = (node) => [...(node.labels ?? [])].map((label) => label.textContent.trim()).join("");
  const hasName = (node) => [node.getAttribute("aria-label"), labelledBy(node), labels(node), ownText(node)].some(Boolean);
  const controls = "button, input, select, textarea, a[href], summary, dialog[open], [role=tablist], [role=log]";

  const low = (node) => node.getBoundingClientRect().height < 43.5;
  const targets = "button, select, .tick, summary, .field input:not([type=radio], [type=checkbox]), .field textarea";

  const untied = (problem) => !problem.id || !document.querySelector(`[aria-describedby~="${problem.id}"]`);

  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const numbers = (colour) => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data];
  };
  const linear = (value) => (value <= 10 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const behind = (node) => {
    const colour = node ? numbers(getComputedStyle(node).backgroundColor) : [255, 255, 255, 255];
    return colour[3] === 255 ? colour : behind(node.parentElement);
  };
  const contrast = (node) => {
    const [high, deep] = [light(numbers(getComputedStyle(node).color)), light(behind(node))].sort((a, b) => b - a);
    return (high + 0.05) / (deep + 0.05);
  };
  const hasText = (node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
  const pale = (node) => hasText(node) && !node.closest("noscript, option, .unseen") && contrast(node) < 4.5;

  const page = document.documentElement;
  return [
    ...found("no name", all(controls).filter((node) => !hasName(node))),
    ...found("too low", all(targets).filter(low)),
    ...found("problem without a field", all(".problem").filter(untied)),
    ...found("too pale", all("body *").filter(pale)),
    ...(page.scrollWidth > page.clientWidth ? ["the page is wider than the screen"] : []),
  ];
}
