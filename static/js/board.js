// The board of deals: a card that is dropped on a lane opens the form of the step by which it comes there. What a card
// says in data-to (lane → address) is where it may go; whoever uses the keyboard or a phone has the card's own link.
const lanes = document.querySelector(".lanes");
let moves = null;

for (const card of lanes?.querySelectorAll("[data-to]") ?? []) card.draggable = true;

lanes?.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.("[data-to]");
  if (!card) return;
  moves = JSON.parse(card.dataset.to);
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.querySelector("h3").textContent);
  card.classList.add("dragged");
  for (const lane of lanes.children) lane.classList.toggle("takes", lane.dataset.lane in moves);
});

lanes?.addEventListener("dragover", (event) => {
  if (moves && event.target.closest("[data-lane]")?.dataset.lane in moves) event.preventDefault();
});

lanes?.addEventListener("drop", (event) => {
  const url = moves?.[event.target.closest("[data-lane]")?.dataset.lane];
  if (!url) return;
  event.preventDefault();
  location.assign(url);
});

lanes?.addEventListener("dragend", () => {
  moves = null;
  for (const marked of lanes.querySelectorAll(".takes, .dragged")) marked.classList.remove("takes", "dragged");
});
