// A cell that is being edited: Enter writes it, Esc puts it back. Everything else is htmx.
document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("[data-cell-form]");
  if (!cell || event.isComposing || !["Enter", "Escape"].includes(event.code)) return;
  if (event.target.closest("a, button")) return;
  event.preventDefault();
  event.stopPropagation();
  cell.querySelector(event.code === "Enter" ? "[data-cell-save]" : "[data-cell-cancel]").click();
}, true);
