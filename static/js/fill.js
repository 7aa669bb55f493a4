// Comfort only: the open step is saved while its reader goes on typing. Its buttons do the same.
const box = document.querySelector("[data-fill]");
const form = box.querySelector("form");
const MARK = "X-Fragment";
const PAUSE = 4000; // ms without typing
const AGAIN = 15000; // ms until a line that was down is tried again
let typed = false;
let stopped = false;
let timer = 0;
let flying = null;

function say(words) {
  const hint = Object.assign(document.createElement("p"), { className: "hint", textContent: words });
  document.querySelector("#saved").replaceChildren(hint);
}

async function send() {
  typed = false;
  const answer = await fetch(location.pathname, { method: "POST", body: new FormData(form), headers: { [MARK]: "saved" } }).catch(() => null);
  if (!answer) {
    typed = true;
    say(box.dataset.lost);
    later(AGAIN);
  } else if (answer.headers.has(MARK)) {
    put(await answer.text());
  } else {
    stopped = true; // the session is over, or it broke: the button shows the page that says so
    say(new URL(answer.url).pathname === box.dataset.door ? box.dataset.ended : box.dataset.away);
  }
}

// What is wrong stands at its field too, as on the page that a button brings.
function mark() {
  for (const told of form.querySelectorAll("[data-told]")) {
    told.closest(".field")?.classList.remove("wrong");
    told.remove();
  }
  for (const why of document.querySelectorAll("#saved [data-why]")) {
    const field = document.getElementById(why.dataset.why)?.closest(".field");
    if (!field || field.querySelector(".why")) continue;
    const told = Object.assign(document.createElement("p"), { className: "why", textContent: why.textContent });
    told.dataset.told = "";
    field.classList.add("wrong");
    field.querySelector("label, legend").after(told);
  }
}

function put(html) {
  const parts = new DOMParser().parseFromString(html, "text/html").body;
  for (const part of parts.querySelectorAll(":scope > [id]")) document.getElementById(part.id)?.replaceWith(part);
  mark();
  stopped = document.querySelector("#saved").matches("[data-stop]"); // somebody was faster: its reader decides
  if (!typed && !document.querySelector("#saved :is(.bad, .why)")) form.dispatchEvent(new Event("saved", { bubbles: true }));
}

async function save() {
  clearTimeout(timer);
  if (!typed || stopped || flying) return;
  flying = send();
  await flying;
  flying = null;
  if (typed) later(stopped ? PAUSE : 500);
}

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(save, pause);
}

form.addEventListener("input", () => {
  typed = true;
  later(PAUSE);
});
form.addEventListener("change", save);
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  stopped = true;
  if (!flying) return;
  const button = event.submitter; // after what is on its way, or it would overtake itself
  event.preventDefault();
  event.stopPropagation();
  flying.then(() => form.requestSubmit(button));
});
window.addEventListener("pageshow", () => {
  stopped = false;
});
