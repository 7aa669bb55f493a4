// Passes a page on by what the phone offers, else copies its address.
for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share && !navigator.clipboard) continue;
  button.closest("li").hidden = false;
  button.addEventListener("click", async () => {
    const page = { title: button.dataset.share, url: document.querySelector("link[rel=canonical]").href };
    if (navigator.share) return navigator.share(page).catch(() => {}); // who thinks again has lost nothing
    await navigator.clipboard.writeText(`${page.title} ${page.url}`);
    button.textContent = button.dataset.done;
  });
}
