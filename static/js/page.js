// Comfort only: every page works without it.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy], [data-print]");
  if (button?.dataset.copy) {
    navigator.clipboard?.writeText(document.querySelector(button.dataset.copy).textContent.trim()).then(() => {
      button.textContent = button.dataset.done || button.textContent;
    });
  } else if (button) {
    window.print();
  }
});
// Where nothing may be copied no button says so.
for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
// A second press while the first is on its way sends nothing.
document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  sayAllPicked();
});
// Of tabs in one line the one that is shown comes into view, also where the style sheet alone does not bring it.
for (const tab of document.querySelectorAll(".in > nav [aria-current]")) {
  tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 64;
}
// A bulk bar says how many rows are picked, and picks all or none of them.
function sayPicked(form) {
  const boxes = [...form.elements].filter((box) => box.type === "checkbox" && box.name !== "all");
  const said = form.querySelector("[data-say]");
  const all = form.querySelector("[data-pick-all]");
  const every = form.elements.all?.checked ? Number(form.elements.all.parentElement.dataset.count) : 0;
  const count = every || boxes.filter((box) => box.checked).length;
  said.dataset.none ||= said.textContent;
  said.textContent = count ? said.dataset.say.replace("#", count) : said.dataset.none;
  all.hidden = boxes.every((box) => box.checked);
  all.onclick = () => {
    for (const box of boxes) box.checked = true;
    sayPicked(form);
    form.querySelector("[type=submit]")?.focus();
  };
}
function sayAllPicked() {
  for (const form of document.querySelectorAll("form.bulk")) sayPicked(form);
}
document.addEventListener("change", (event) => {
  if (event.target.form?.matches(".bulk")) sayPicked(event.target.form);
});
// A part that tells of work under way asks for itself again; once the work is over the page is a new one.
function lookAgain(part) {
  setTimeout(async () => {
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok) return lookAgain(part); // the line or the service is down: later
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector("[data-again]");
    if (!next || answer.redirected) return location.reload();
    part.replaceWith(next);
    lookAgain(next);
  }, part.dataset.again * 1000);
}
for (const part of document.querySelectorAll("[data-again]")) lookAgain(part);
// Public pages are the same for everybody: this tells their script that it is worth asking who is signed in.
if (document.querySelector("form[action='/sign-out']")) localStorage.setItem("signed-in", "1");
