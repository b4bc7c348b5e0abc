// The list stays while a deed is swapped in: here its row is marked and the phone turns the page.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "deed") return;
  const link = event.detail.requestConfig?.elt?.closest?.("[data-row-link]");
  if (!link) return;
  for (const row of document.querySelectorAll(".pv-queue-row--selected")) {
    row.classList.remove("pv-queue-row--selected");
    row.querySelector("[aria-current]")?.removeAttribute("aria-current");
  }
  link.closest("[data-row]").classList.add("pv-queue-row--selected");
  link.setAttribute("aria-current", "true");
  document.querySelector("#day").classList.add("pv-day--opened");
});

// On a phone a deed is a page of its own, and a page begins at its top.
const phone = window.matchMedia("(max-width: 991px)");
document.addEventListener("htmx:afterSettle", (event) => {
  if (phone.matches && ["deed", "day"].includes(event.target.id)) window.scrollTo(0, 0);
});

// J past the last row asks for the rows after it; the focus stays on the first of them.
let isWalking = false;
document.addEventListener("keydown", (event) => { isWalking = event.code === "KeyJ"; }, true);
document.addEventListener("focusin", (event) => {
  if (isWalking && event.target.matches("[data-day-more]")) event.target.click();
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "more") return;
  const last = [...document.querySelectorAll(".pv-queue-row")].at(-1);
  document.addEventListener("htmx:afterSettle", () => {
    const all = [...document.querySelectorAll(".pv-queue-row")];
    all[all.indexOf(last) + 1]?.querySelector("[data-row-link]")?.focus();
  }, { once: true });
});

// Opening the deed that is open already must not throw away what is being written in it.
document.addEventListener("htmx:beforeRequest", (event) => {
  const link = event.detail.elt.closest?.("[data-row-link][aria-current]");
  if (!link || event.detail.target?.id !== "deed") return;
  event.preventDefault();
  document.querySelector("#day").classList.add("pv-day--opened");
});

// The step of the script one is at is the step the talk got to: marked by ↑ ↓ or by a tap.
const picked = () => document.querySelector("[data-outcome-step]");
function markStep(step) {
  const all = [...document.querySelectorAll("[data-script-step]")];
  if (picked() && all.includes(step)) picked().selectedIndex = all.indexOf(step) + 1;
}
document.addEventListener("keyup", (event) => {
  if (["ArrowDown", "ArrowUp"].includes(event.code) && !event.target.closest("select, input, textarea")) {
    markStep(document.querySelector("[data-script-step][aria-current]"));
  }
});
document.addEventListener("click", (event) => {
  const step = event.target.closest("[data-script-step]");
  if (!step || event.target.closest("a, button")) return;
  document.querySelector("[data-script-step][aria-current]")?.removeAttribute("aria-current");
  step.setAttribute("aria-current", "step");
  markStep(step);
});

// An outcome pressed before the step is told waits for it: one more key finishes both.
let waiting = null;
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-outcomes] button[name=outcome]");
  if (button && picked() && !picked().value && !button.formNoValidate) waiting = button;
}, true);
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-outcome-step]") || !event.target.value || !waiting) return;
  const button = waiting;
  waiting = null;
  if (button.isConnected) button.click();
});
