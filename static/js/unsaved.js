// Whoever leaves a form with something typed and not sent is asked first.
const unsaved = new Set();
for (const typed of ["input", "restored"]) {
  document.addEventListener(typed, (event) => {
    const form = event.target.closest("form") ?? event.target.form;
    if (form?.matches(".form") && form.method === "post") unsaved.add(form);
  });
}
for (const sent of ["submit", "saved"]) document.addEventListener(sent, (event) => unsaved.delete(event.target));
// Without a network nothing is sent: the page stays as it was typed, and says so at the button.
async function isReached() {
  const { ok } = await fetch("/static/img/mark.svg", { method: "HEAD", cache: "no-store" }).catch(() => ({ ok: false }));
  return ok; // a service on this machine is reached without a network too
}
document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  document.querySelector("[data-not-sent]")?.remove();
  if (form.method !== "post" || navigator.onLine || form.dataset.reached) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (await isReached()) {
    form.dataset.reached = "1";
    form.requestSubmit(submitter);
    delete form.dataset.reached;
    return;
  }
  const note = document.querySelector("#not-sent").content.firstElementChild.cloneNode(true);
  (submitter?.closest(".actions, .row, .reach") ?? submitter ?? form.lastElementChild).before(note);
  note.scrollIntoView({ block: "center" });
}, true);
window.addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});
