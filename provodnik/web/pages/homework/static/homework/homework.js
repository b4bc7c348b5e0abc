// Marks by digits where the focus is, the next criterion after a mark, saved remarks by «/».
// Keys go by their place on the keyboard; single ones yield to fields of text and to the switch.
const form = document.querySelector("[data-rubric]");
const text = "input:not([type=checkbox]):not([type=radio]), textarea, select";
const isOn = () => document.documentElement.dataset.keys !== "off";

function mark(digit) {
  const all = [...form.querySelectorAll("[data-criterion]")];
  const here = document.activeElement.closest("[data-criterion]");
  const criterion = here ?? all.find((one) => !one.querySelector(":checked")) ?? all[0];
  const radio = criterion?.querySelector(`input[value="${digit}"]`);
  if (!radio) return;
  radio.checked = true;
  const next = all[all.indexOf(criterion) + 1];
  const target = next?.querySelector(":checked") ?? next?.querySelector("input");
  (target ?? form.querySelector("#comment")).focus();
}

function insert(words) {
  const field = form.querySelector("#comment");
  field.value = field.value.trim() ? `${field.value.trimEnd()}\n${words}` : words;
  field.focus();
}

if (form) {
  form.querySelector("[data-remarks]")?.addEventListener("change", (event) => {
    if (event.target.value) insert(event.target.value);
    event.target.selectedIndex = 0;
  });
  // Before the shell's own listener, which would open the palette on «/».
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.getModifierState("AltGraph")) return;
    if ((event.ctrlKey || event.metaKey) && event.code === "Enter" && !event.target.closest?.("form")) {
      form.requestSubmit();
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.shiftKey || !isOn()) return;
    if (event.target.closest?.(text) || document.querySelector("dialog[open]")) return;
    const digit = /^(?:Digit|Numpad)([1-5])$/.exec(event.code)?.[1];
    if (digit) mark(digit);
    else if (event.code === "Slash") form.querySelector("[data-remarks]").focus();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
}
