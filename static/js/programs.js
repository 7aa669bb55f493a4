// The steps for this device stand first and open. It runs before they are drawn, so that nothing moves.
const guessed = [...document.querySelectorAll("[data-agents]")].find((each) => RegExp(each.dataset.agents).test(navigator.userAgent));
if (guessed) {
  guessed.open = true;
  guessed.parentElement.prepend(guessed);
}
