// Comfort only: the total is said while marks are typed. Saving says it too.
const form = document.querySelector(".marks");
const said = document.querySelector("[data-sum]");
function sum() {
  const typed = [...form.querySelectorAll("[name^=points-]")].map((field) => [field.value.normalize("NFKC").trim(), Number(field.dataset.most)]);
  const marks = typed.filter(([text, most]) => /^\d{1,3}$/.test(text) && Number(text) <= most).map(([text]) => Number(text));
  said.querySelector("b").textContent = said.dataset.sum.replace("#", marks.reduce((all, one) => all + one, 0));
  said.querySelector("span").textContent = said.dataset.given.replace("#", marks.length);
}
form.addEventListener("input", sum);
window.addEventListener("pageshow", sum);
