// Ready answers behind «/», what is being written kept on this device, and the word that I write.
const WRITING_MS = 10_000;

const field = document.querySelector("[data-canned-into]");
const ready = document.querySelector("[data-canned]");
const ones = () => [...(ready?.querySelectorAll("[data-canned-one]") ?? [])].filter((one) => !one.parentElement.hidden);

function openReady() {
  ready.open = true;
  ready.querySelector("[data-canned-find]").focus();
}

function choose(one) {
  field.value = one.querySelector("[data-canned-text]").textContent;
  document.querySelector("[data-canned-version]").value = one.dataset.version;
  ready.open = false;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// In an empty field no answer begins with a slash, nor with the full stop of a Russian layout's key.
field?.addEventListener("keydown", (event) => {
  if (!ready || field.value || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key !== "/" && event.code !== "Slash") return;
  event.preventDefault();
  openReady();
});

ready?.addEventListener("input", (event) => {
  const sought = event.target.value.trim().toLowerCase().replaceAll("ё", "е");
  for (const one of ready.querySelectorAll("[data-canned-one]")) {
    one.parentElement.hidden = !one.textContent.toLowerCase().replaceAll("ё", "е").includes(sought);
  }
});

ready?.addEventListener("keydown", (event) => {
  const all = ones();
  const here = all.indexOf(document.activeElement);
  if (event.code === "ArrowDown" || event.code === "ArrowUp") {
    event.preventDefault();
    all[Math.min(Math.max(here + (event.code === "ArrowDown" ? 1 : -1), 0), all.length - 1)]?.focus();
  } else if (event.code === "Enter" && event.target.matches("[data-canned-find]")) {
    event.preventDefault();
    if (all[0]) choose(all[0]);
  } else if (event.code === "Escape") {
    event.stopPropagation();
    ready.open = false;
    field.focus();
  }
});

ready?.addEventListener("click", (event) => {
  const one = event.target.closest("[data-canned-one]");
  if (!one) return;
  event.preventDefault();
  choose(one);
});

// Whoever has this request open sees that I write; ten seconds after the last letter I do not.
const presence = document.querySelector("[data-presence]");
let writingUntil = 0;
field?.addEventListener("input", () => {
  const wasQuiet = writingUntil < Date.now();
  writingUntil = Date.now() + WRITING_MS;
  presence.elements.writing.value = "1";
  if (wasQuiet) window.htmx?.trigger(presence, "pv:writing");
  setTimeout(() => {
    if (writingUntil <= Date.now()) presence.elements.writing.value = "";
  }, WRITING_MS);
});

// A draft never dies: it lies on this device until it is sent or thrown away.
const form = document.querySelector("[data-draft]");
const note = document.querySelector("[data-draft-note]");
const key = form?.dataset.draft;
const kept = key && localStorage.getItem(key);
if (kept && !field.value) note.hidden = false;
field?.addEventListener("input", () => {
  note.hidden = true;
  field.value ? localStorage.setItem(key, field.value) : localStorage.removeItem(key);
});
form?.addEventListener("submit", () => localStorage.removeItem(key));
document.querySelector("[data-draft-restore]")?.addEventListener("click", () => {
  field.value = kept;
  note.hidden = true;
  field.focus();
});
document.querySelector("[data-draft-drop]")?.addEventListener("click", () => {
  localStorage.removeItem(key);
  note.hidden = true;
});
