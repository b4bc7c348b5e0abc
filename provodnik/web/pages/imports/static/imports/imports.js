/* Dropping a file, seeing it travel; without this the form has a field and a button. */

const form = document.querySelector("[data-drop]");

if (form) {
  const field = form.querySelector("input[type=file]");
  const progress = form.querySelector("progress");
  const large = form.querySelector("[role=alert]");
  form.querySelector(".pv-drop__send").hidden = true;

  const send = () => {
    const file = field.files[0];
    if (!file) return;
    large.hidden = file.size <= Number(form.dataset.limit);
    if (!large.hidden) return;
    form.querySelector("[data-drop-name]").textContent = file.name;
    form.requestSubmit();
  };

  field.addEventListener("change", send);
  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.add("pv-drop--over");
    });
  }
  for (const kind of ["dragleave", "drop"]) {
    form.addEventListener(kind, () => form.classList.remove("pv-drop--over"));
  }
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    send();
  });
  form.addEventListener("htmx:xhr:progress", ({ detail }) => {
    if (!detail.lengthComputable) return;
    progress.hidden = false;
    progress.value = (100 * detail.loaded) / detail.total;
  });
}
