/* Comforts of the sign-in pages; every form works without them. */

const CYRILLIC = /[\u0400-\u04ff]/;

for (const button of document.querySelectorAll("[data-reveal]")) {
  const fields = button.dataset.reveal.split(" ").map((id) => document.getElementById(id));
  button.hidden = false;
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const shown = fields[0].type === "text";
    for (const field of fields) field.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  });
}

for (const hint of document.querySelectorAll("[data-layout]")) {
  const field = document.querySelector("input[type=password]");
  field?.addEventListener("input", () => {
    hint.hidden = !CYRILLIC.test(field.value);
  });
}

/* A code of the app goes by itself once it is whole, typed or pasted. */
for (const form of document.querySelectorAll("[data-sends-itself]")) {
  const field = form.querySelector("input[name=code]");
  field.inputMode = "numeric";
  field.addEventListener("input", () => {
    const digits = field.value.replace(/\D/g, "");
    if (digits.length === Number(form.dataset.sendsItself)) {
      field.value = digits;
      form.requestSubmit();
    }
  });
}
