// The palette: pages are filtered here, people and the rest come from the server.
const ASK_AFTER_MS = 120;
const LEAST_LETTERS = 2;
const latin = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const cyrillic = "йцукенгшщзхъфывапролджэячсмитьбюё";

const dialog = document.querySelector("#palette");
const input = dialog?.querySelector("input[name=q]");
const found = dialog?.querySelector("#palette-found");
let timer = 0;

const fold = (text) => text.toLowerCase().replaceAll("ё", "е").trim();
const switched = (text) => [...text].map((char) => cyrillic[latin.indexOf(char)] ?? char).join("");

function filterPages() {
  const asked = fold(input.value);
  const wanted = [asked, fold(switched(asked))];
  let shown = 0;
  for (const item of dialog.querySelectorAll("[data-words]")) {
    const words = fold(item.dataset.words);
    item.hidden = asked !== "" && !wanted.some((one) => words.includes(one));
    shown += item.hidden ? 0 : 1;
  }
  dialog.querySelector("[data-palette-local]").hidden = shown === 0;
  return shown;
}

function sayIfNothing(pages) {
  dialog.querySelector("[data-palette-none]").hidden = pages > 0 || found.childElementCount > 0;
}

function changed() {
  clearTimeout(timer);
  sayIfNothing(filterPages());
  if (fold(input.value).length < LEAST_LETTERS) return found.replaceChildren();
  timer = setTimeout(() => window.htmx?.trigger(input.form, "pv:ask"), ASK_AFTER_MS);
}

function step(by) {
  const links = [...dialog.querySelectorAll(".pv-palette__results a")].filter((one) => one.checkVisibility());
  const here = links.indexOf(document.activeElement);
  const next = links[here + by];
  next ? next.focus() : by < 0 && input.focus();
}

function open() {
  if (dialog.open) return;
  dialog.showModal();
  input.select();
  filterPages();
}

if (dialog) {
  document.addEventListener("pv:palette", open);
  for (const opener of document.querySelectorAll("[data-palette-open]")) {
    opener.addEventListener("click", (event) => { event.preventDefault(); open(); });
  }
  input.addEventListener("input", changed);
  // Not `changed`: an answer must not ask again.
  found.addEventListener("htmx:afterSwap", () => sayIfNothing(filterPages()));
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("keydown", (event) => {
    // A search field would only empty itself on the first Esc.
    if (event.code === "Escape") dialog.close();
    if (event.code === "ArrowDown" || event.code === "ArrowUp") {
      event.preventDefault();
      step(event.code === "ArrowDown" ? 1 : -1);
    }
  });
  input.form.addEventListener("submit", (event) => {
    const first = [...dialog.querySelectorAll(".pv-palette__results a")].find((one) => one.checkVisibility());
    if (first) { event.preventDefault(); first.click(); }
  });
}
