// An arrow pulled from one product to another opens the new step; a tap stays a plain link.
const graph = document.querySelector("[data-graph]");
const pull = document.querySelector("[data-pull]");
const FAR_PX = 12;
let start = null;

const nodeAt = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-node]");

graph?.addEventListener("pointerdown", (event) => {
  const node = event.target.closest("[data-node]");
  if (!node || event.button !== 0) return;
  start = { id: node.dataset.node, x: event.clientX, y: event.clientY };
});

document.addEventListener("pointermove", (event) => {
  if (!start) return;
  const box = pull.ownerSVGElement.getBoundingClientRect();
  const [x0, y0, x1, y1] = [start.x - box.x, start.y - box.y, event.clientX - box.x, event.clientY - box.y];
  pull.setAttribute("d", `M${x0},${y0}L${x1},${y1}`);
});

document.addEventListener("pointerup", (event) => {
  if (!start) return;
  const { id, x, y } = start;
  const target = nodeAt(event)?.dataset.node;
  start = null;
  pull.setAttribute("d", "");
  if (!target || target === id || Math.hypot(event.clientX - x, event.clientY - y) < FAR_PX) return;
  location.assign(`?from=${id}&to=${target}#new-step`);
});

// The browser's own dragging of links would take the pointer away.
graph?.addEventListener("dragstart", (event) => event.preventDefault());
document.addEventListener("pointercancel", () => { start = null; pull?.setAttribute("d", ""); });
