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
