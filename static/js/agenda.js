// Comfort only: the running order without reloading the page, and its rows moved by grip, with a finger, mouse or keys.
// Each act sends its form as it is; what comes back takes the place of what has the same id.
const board = document.querySelector("[data-agenda]");
const said = document.querySelector("#said");
const MARK = "X-Fragment";
const NEAR = 60; // px from the window's edge, where the page scrolls along
let turn = Promise.resolve(); // acts go one after another, each with the version that the last one made
let lifted = null;

function tell(name, values = {}) {
  const words = said.dataset[name].replace(/{(\w+)}/g, (_all, key) => values[key]);
  said.textContent = said.textContent === words ? `${words}\u00a0` : words; // said again even if it is the same
}

function put(html, sent) {
  const answer = new DOMParser().parseFromString(html, "text/html").body;
  const focus = document.activeElement;
  const kept = focus?.id && focus.value !== focus.defaultValue && !sent?.contains(focus) ? focus.value : null;
  for (const part of answer.querySelectorAll(":scope > [id]")) {
    const old = document.getElementById(part.id);
    if (!old || (old.matches("details") && isTyped(old) && !old.contains(sent))) continue;
    if (old.open) part.open = true;
    old.replaceWith(part);
  }
  const { seen, say } = document.querySelector("#telling").dataset;
  for (const field of document.querySelectorAll("[name=seen]")) field.value = seen;
  said.textContent = say && said.textContent === say ? `${say}\u00a0` : say; // none: what was said before holds no more
  const again = document.getElementById(focus?.id);
  if (again && kept !== null) again.value = kept;
  const alert = document.querySelector("#telling [role=alert]"); // may be far above what was pressed
  if (alert) alert.tabIndex = -1;
  (alert ?? again)?.focus({ preventScroll: !alert });
}

const isTyped = (part) => [...part.querySelectorAll("input:not([type=hidden])")].some((box) => box.value !== box.defaultValue);

function send(form, facts, plainly) {
  turn = turn.then(async () => {
    const body = new URLSearchParams(new FormData(form));
    for (const [name, value] of Object.entries(facts)) body.set(name, value);
    body.set("seen", document.querySelector("#telling").dataset.seen);
    board.setAttribute("aria-busy", "true");
    const answer = await fetch(board.dataset.agenda, { method: "POST", body, headers: { [MARK]: "agenda" } }).catch(() => null);
    board.removeAttribute("aria-busy");
    delete form.dataset.sent;
    if (!answer) lost();
    else if (answer.headers.has(MARK)) put(await answer.text(), form);
    else plainly(); // the session is over, or it broke: the page itself says so
    return answer;
  });
  return turn;
}

function lost() {
  tell("lost");
  const note = Object.assign(document.createElement("p"), { className: "note bad", textContent: said.dataset.lost });
  note.setAttribute("role", "alert");
  document.querySelector("#telling").replaceChildren(note);
  note.scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.closest("[data-quick]")) return;
  event.preventDefault();
  const button = event.submitter;
  const boxes = button?.matches(".save") ? [...form.querySelectorAll(".mins input")] : [];
  const were = boxes.map((box) => box.defaultValue);
  if (boxes.length) delete form.dataset.sent; // another button of the row may follow at once
  if (boxes.length && boxes.every((box) => box.value === box.defaultValue)) return; // Enter, after leaving has saved it
  for (const box of boxes) box.defaultValue = box.value;
  send(form, button?.name ? { [button.name]: button.value } : {}, () => plain(form, button)).then((answer) => {
    if (!answer) for (const [number, box] of boxes.entries()) box.defaultValue = were[number];
  });
});
// As the browser would have sent it.
function plain(form, button) {
  if (button?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
  form.submit();
}
// A box of minutes is saved when it is left.
board?.addEventListener("change", (event) => {
  if (event.target.matches(".mins input")) event.target.form.requestSubmit(event.target.form.querySelector(".save"));
});

// Lifting: the row goes along in the list, and only where it is dropped is told to the service.
const list = () => board.querySelector(".slots");
const rows = () => [...list().children];
const place = () => ({ name: lifted.row.dataset.name, turn: rows().indexOf(lifted.row) + 1, all: rows().length });

function lift(grip) {
  const row = grip.closest("li");
  if (!list() && row.dataset.pitch) return false;
  lifted = { row, grip, home: row.parentElement, next: row.nextElementSibling, at: row.parentElement === list() ? rows().indexOf(row) : -1 };
  row.classList.add("lifted");
  list().classList.add("sorting");
  return true;
}

function enterList() {
  if (lifted.row.parentElement === list()) return;
  const last = rows().filter((row) => !row.classList.contains("pause")).pop() ?? rows().pop();
  last.after(lifted.row);
}

function settle() {
  lifted.row.classList.remove("lifted");
  list().classList.remove("sorting");
  const was = lifted;
  lifted = null;
  return was;
}

function drop() {
  const now = rows().indexOf(lifted.row);
  const { row, at, home, next, grip } = settle();
  if (now === -1 || now === at) return home.insertBefore(row, next);
  const form = row.querySelector("form");
  tell("dropped");
  send(form, { position: now + 1, do: row.dataset.pitch ? "place" : "move" }, () => location.reload()).then((answer) => {
    if (!answer) home.insertBefore(row, next);
    const { key } = document.querySelector("#telling").dataset;
    (document.getElementById(`grip-${key}`) ?? grip).focus({ preventScroll: true });
  });
}

function putBack() {
  const { row, home, next, grip } = settle();
  home.insertBefore(row, next);
  grip.focus({ preventScroll: true });
  tell("back", { name: row.dataset.name });
}

board?.addEventListener("keydown", (event) => {
  const grip = event.target.closest(".grip");
  if (!grip) return;
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!lifted && event.key === " ") {
    if (!lift(grip)) return;
    enterList();
    grip.focus({ preventScroll: true });
    tell("lifted", place());
  } else if (lifted && (event.key === " " || event.key === "Enter")) {
    drop();
  } else if (lifted && step) {
    const other = step < 0 ? lifted.row.previousElementSibling : lifted.row.nextElementSibling;
    if (other) other[step < 0 ? "before" : "after"](lifted.row);
    grip.focus({ preventScroll: true });
    lifted.row.scrollIntoView({ block: "nearest" });
    tell("moved", place());
  } else if (lifted && (event.key === "Escape" || event.key === "Tab")) {
    putBack();
    if (event.key === "Tab") return;
  } else return;
  event.preventDefault();
});
board?.addEventListener("keyup", (event) => {
  if (event.key === " " && event.target.closest(".grip")) event.preventDefault(); // no click
});

board?.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest(".grip");
  if (!grip || event.button !== 0) return;
  if (lifted) putBack();
  if (!lift(grip)) return;
  event.preventDefault();
  grip.focus({ preventScroll: true });
  Object.assign(lifted, { x: event.clientX, y: event.clientY });
  requestAnimationFrame(follow);
});
document.addEventListener("pointermove", (event) => {
  if (lifted && "y" in lifted) Object.assign(lifted, { x: event.clientX, y: event.clientY });
});
document.addEventListener("pointerup", () => lifted && "y" in lifted && drop());
document.addEventListener("pointercancel", () => lifted && "y" in lifted && putBack());
document.addEventListener("keydown", (event) => event.key === "Escape" && lifted && "y" in lifted && putBack());

function follow() {
  if (!lifted) return;
  const beyond = lifted.y < NEAR ? -1 : lifted.y > innerHeight - NEAR ? 1 : 0;
  if (beyond) scrollBy(0, beyond * 8);
  drag();
  requestAnimationFrame(follow);
}

// The row stands where the pointer is: before the first whose middle is below it.
function drag() {
  const box = list().getBoundingClientRect();
  if (lifted.at === -1 && !(lifted.x > box.left && lifted.x < box.right && lifted.y > box.top - 40 && lifted.y < box.bottom + 40)) return;
  const others = rows().filter((row) => row !== lifted.row);
  const below = others.find((row) => {
    const { top, height } = row.getBoundingClientRect();
    return lifted.y < top + height / 2;
  });
  if (below ? lifted.row.nextElementSibling !== below : list().lastElementChild !== lifted.row) list().insertBefore(lifted.row, below ?? null);
}
