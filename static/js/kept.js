// What is typed into a form stays in this tab until it is saved: it comes back after the session cookie was lost and the
// same account signed in again here. Nobody else's page shows it; signing out in any tab, and any other account, removes
// it from all of them.
const PREFIX = "form:";
const KEEPER = "forms-of"; // in local storage: the account whose forms the tabs may keep; empty once it signed out
const DAY = 24 * 60 * 60 * 1000;
const MOST = 64 * 1024; // characters
const account = document.querySelector("[data-account]")?.dataset.account; // none on the page to sign in
const asked = new URLSearchParams(location.search).get("next")?.split("?")[0];
const told = document.querySelector("[data-kept]");

const keyOf = (form) => `${PREFIX}${account}:${location.pathname}#${form.getAttribute("action") ?? ""}`;
const formsHere = () => [...document.querySelectorAll("form.form")].filter((form) => form.method === "post");
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && field.name !== "csrf_token" && !["file", "password", "submit", "button"].includes(field.type));

function entries() {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)).map((key) => [key, JSON.parse(sessionStorage.getItem(key))]);
}

function forgetOthers() {
  const keeper = localStorage.getItem(KEEPER);
  if (keeper === null) return;
  for (const [key] of entries()) if (key.split(":")[1] !== keeper) sessionStorage.removeItem(key);
}

function keep(form, sent) {
  if (localStorage.getItem(KEEPER) !== account || form.querySelector("[type=password]")) return;
  const typed = [];
  for (const field of fieldsOf(form)) {
    if (field.type === "select-multiple") for (const option of field.selectedOptions) typed.push([field.name, option.value]);
    else if (!["checkbox", "radio"].includes(field.type) || field.checked) typed.push([field.name, field.value]);
  }
  const text = JSON.stringify({ at: Date.now(), sent, lost: false, typed });
  if (text.length > MOST) return;
  sessionStorage.setItem(keyOf(form), text);
}

function fill(form, typed) {
  const left = new Map();
  for (const [name, value] of typed) left.set(name, [...(left.get(name) ?? []), value]);
  for (const field of fieldsOf(form)) {
    const values = left.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.type === "select-multiple") for (const option of field.options) option.selected = values.includes(option.value);
    else if (values.length) field.value = values.shift();
    if (field.type !== "hidden" && field.value) field.closest("details")?.setAttribute("open", "");
  }
  form.dispatchEvent(new Event("restored", { bubbles: true }));
}

function forget(form) {
  sessionStorage.removeItem(keyOf(form));
}

// At the door: what was sent, or typed on the page that is asked for, did not arrive.
function mark() {
  for (const [key, entry] of entries()) {
    entry.lost ||= entry.sent || key.split(":")[2].split("#")[0] === asked;
    sessionStorage.setItem(key, JSON.stringify(entry));
    if (entry.lost && told) told.hidden = false;
  }
}

// At a desk: only what was lost, of this account and of today, is still wanted. What was sent is lost too when the page that
// follows is one that was gone back to: any answer would have removed it.
function restore() {
  const isBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  for (const [key, entry] of entries()) {
    if (isBack && entry.sent) sessionStorage.setItem(key, JSON.stringify(Object.assign(entry, { lost: true })));
    if (!entry.lost || !key.startsWith(`${PREFIX}${account}:`) || Date.now() - entry.at > DAY) sessionStorage.removeItem(key);
  }
  for (const form of formsHere()) {
    const entry = JSON.parse(sessionStorage.getItem(keyOf(form)));
    if (!entry) continue;
    if (!told) {
      forget(form); // the service has kept it, or refused it, and shows it
      continue;
    }
    fill(form, entry.typed);
    told.hidden = false;
    told.querySelector("button").addEventListener("click", () => {
      form.reset();
      form.dispatchEvent(new Event("saved", { bubbles: true }));
      told.hidden = true;
    });
  }
  document.addEventListener("input", ({ target: { form } }) => form?.matches(".form") && form.method === "post" && keep(form, false));
  document.addEventListener("saved", (event) => forget(event.target));
  document.addEventListener("submit", ({ target: form }) => {
    if (form.getAttribute("action") === "/sign-out") {
      localStorage.setItem(KEEPER, "");
      forgetOthers();
    } else if (form.matches(".form") && form.method === "post") keep(form, true);
  });
}

if (account) localStorage.setItem(KEEPER, account);
forgetOthers();
addEventListener("storage", ({ key }) => key === KEEPER && forgetOthers());
addEventListener("pageshow", ({ persisted }) => persisted && forgetOthers());
if (account) restore();
else mark();
