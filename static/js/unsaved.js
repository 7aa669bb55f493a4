// Whoever leaves a form with something typed and not sent is asked first.
const unsaved = new Set();
for (const typed of ["input", "restored"]) {
  document.addEventListener(typed, (event) => {
    const form = event.target.closest("form") ?? event.target.form;
    if (form?.matches(".form") && form.method === "post") unsaved.add(form);
  });
}
for (const sent of ["submit", "saved"]) document.addEventListener(sent, (event) => unsaved.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});
