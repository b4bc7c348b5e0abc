// Single keys by their place on the keyboard (event.code), so that a Russian layout works.
//   data-key="KeyC"     pressing it clicks (or focuses) the element
//   data-go="KeyH"      the second key after G
//   data-row            a line of a list: J and K walk, X selects, Enter is the link's own
const GO_WAIT_MS = 1200;
const fields = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

let goUntil = 0;
let lastPicked = null;

const isOn = () => document.documentElement.dataset.keys !== "off";
const isVisible = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
const find = (selector) => [...document.querySelectorAll(selector)].find(isVisible);
const rows = () => [...document.querySelectorAll("[data-row]")].filter(isVisible);

function current(all) {
  const focused = document.activeElement?.closest("[data-row]");
  return all.indexOf(focused ?? document.querySelector("[data-row] [aria-current]")?.closest("[data-row]"));
}

function walk(step) {
  const all = rows();
  const next = all[Math.min(Math.max(current(all) + step, 0), all.length - 1)];
  const target = next?.querySelector("[data-row-link], a, button");
  target?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return Boolean(target);
}

function pick(isRange) {
  const all = rows();
  const here = current(all);
  const box = all[here]?.querySelector("[data-pick]");
  if (!box) return false;
  const from = isRange && lastPicked !== null ? lastPicked : here;
  const value = !box.checked;
  for (const row of all.slice(Math.min(from, here), Math.max(from, here) + 1)) {
    const one = row.querySelector("[data-pick]");
    if (one) one.checked = value;
  }
  lastPicked = here;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function scriptStep(step) {
  const steps = [...document.querySelectorAll("[data-script-step]")];
  const now = steps.findIndex((one) => one.getAttribute("aria-current") === "step");
  const next = steps[now + step];
  if (now < 0 || !next) return false;
  steps[now].removeAttribute("aria-current");
  next.setAttribute("aria-current", "step");
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function press(code) {
  const target = find(`[data-key="${code}"]`);
  if (!target) return false;
  target.matches(fields) ? target.focus() : target.click();
  return true;
}

function narrowSidebar() {
  const root = document.documentElement;
  const isNarrow = root.dataset.sidebar !== "narrow";
  isNarrow ? (root.dataset.sidebar = "narrow") : delete root.dataset.sidebar;
  document.cookie = `sidebar=${isNarrow ? "narrow" : "wide"}; path=/; max-age=31536000; samesite=lax`;
  return true;
}

function toggleScript() {
  const script = document.querySelector("[data-script]");
  if (!script) return false;
  script.hidden = !script.hidden;
  return true;
}

function escape() {
  if (document.querySelector("dialog[open], [popover]:popover-open")) return false;
  document.activeElement?.matches(fields) ? document.activeElement.blur() : press("Escape");
  return true;
}

function single(event) {
  if (goUntil > Date.now()) {
    goUntil = 0;
    const link = document.querySelector(`[data-go="${event.code}"]`);
    if (link) link.click();
    return Boolean(link);
  }
  if (event.key === "?") return Boolean(document.querySelector("#keys-help")?.showModal() ?? true);
  switch (event.code) {
    case "KeyG": goUntil = Date.now() + GO_WAIT_MS; return true;
    case "KeyJ": return walk(1);
    case "KeyK": return walk(-1);
    case "KeyX": return pick(event.shiftKey);
    case "KeyT": return press("KeyT") || toggleScript();
    case "ArrowDown": return document.activeElement?.closest("[data-arrows]") ? false : scriptStep(1);
    case "ArrowUp": return document.activeElement?.closest("[data-arrows]") ? false : scriptStep(-1);
    case "BracketLeft": return narrowSidebar();
    case "Slash": document.dispatchEvent(new CustomEvent("pv:palette")); return true;
    default: return !event.shiftKey && press(event.code);
  }
}

function moveInMap(event) {
  const cell = event.target.closest?.("[data-arrows] td");
  if (!cell) return false;
  const row = cell.parentElement;
  const column = [...row.children].indexOf(cell);
  const next = {
    ArrowRight: cell.nextElementSibling,
    ArrowLeft: cell.previousElementSibling,
    ArrowDown: row.nextElementSibling?.children[column],
    ArrowUp: row.previousElementSibling?.children[column],
  }[event.code]?.querySelector("a");
  next?.focus();
  return Boolean(next);
}

function combined(event) {
  if (event.code === "KeyK") {
    document.dispatchEvent(new CustomEvent("pv:palette"));
    return true;
  }
  if (event.code === "Enter") {
    const form = event.target.closest?.("form");
    form?.requestSubmit();
    return Boolean(form);
  }
  if (event.code === "KeyZ" && !event.target.closest?.(fields)) {
    const undo = document.querySelector("[data-undo]");
    undo?.requestSubmit();
    return Boolean(undo);
  }
  return false;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || event.getModifierState("AltGraph")) return;
  let isDone = false;
  if (event.ctrlKey || event.metaKey) isDone = combined(event);
  else if (event.code === "Escape") isDone = escape();
  else if (moveInMap(event)) isDone = true;
  else if (isOn() && !event.target.closest?.(fields) && !document.querySelector("dialog[open]")) {
    isDone = single(event);
  }
  if (isDone) event.preventDefault();
});
