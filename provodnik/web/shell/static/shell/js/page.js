// Small manners of every page: toasts leave, links are copied, counters stay fresh, rows are counted.
const TICK_MS = 30_000;
const COPIED_MS = 1_500;

const toasts = document.querySelector("#toasts");

// One toast at a time: the line that runs out is the clock, so a hover that stops it keeps it.
function queueToasts() {
  [...toasts.children].forEach((toast, i) => { toast.hidden = i > 0; });
}

toasts?.addEventListener("animationend", (event) => {
  if (!event.target.matches(".pv-toast__line")) return;
  event.target.closest("[data-toast]").remove();
  queueToasts();
});

if (toasts) {
  new MutationObserver(queueToasts).observe(toasts, { childList: true });
  queueToasts();
}

setInterval(() => {
  if (document.visibilityState === "visible") window.htmx?.trigger(document.body, "pv:tick");
}, TICK_MS);

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.dataset.copied = "";
  setTimeout(() => delete button.dataset.copied, COPIED_MS);
});

function countPicked(form) {
  const picked = form.querySelectorAll("[data-pick]:checked").length;
  for (const place of form.querySelectorAll("[data-bulk-count]")) place.textContent = picked;
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form");
  if (!form) return;
  if (event.target.matches("[data-pick-all]")) {
    for (const box of form.querySelectorAll("[data-pick]")) box.checked = event.target.checked;
  }
  if (event.target.matches("[data-pick], [data-pick-all]")) countPicked(form);
});

// A deed that left takes the focus with it: give it to the next one.
document.addEventListener("htmx:afterSwap", (event) => {
  if (!document.activeElement || document.activeElement === document.body) {
    event.detail.target?.querySelector?.("[autofocus], [data-row-link]")?.focus();
  }
});

// Chosen files are named beside a button that opens the dialog.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form?.requestSubmit();
});
