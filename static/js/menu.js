// A menu closes by Escape, by a press elsewhere, and when the focus leaves it. Without script its own button closes it.
function closeMenus(but) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(but)) menu.open = false;
  }
}
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("focusin", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
