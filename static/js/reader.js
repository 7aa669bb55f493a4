// On public pages: the link to sign in becomes the way to the desk of who is signed in. Only a browser that has been at a
// desk asks; the answer is private and kept by nobody.
const links = document.querySelectorAll("a[data-reader]");
function show(words, href) {
  for (const link of links) {
    link.textContent = words;
    if (href) link.href = href;
  }
}
async function ask() {
  if (!localStorage.getItem("signed-in")) return show(links[0].dataset.signedOut);
  const answer = await fetch(links[0].dataset.reader, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const reader = await answer.json();
  if (reader.desk) return show(`${links[0].dataset.signedIn} · ${reader.name}`, reader.desk);
  localStorage.removeItem("signed-in");
  show(links[0].dataset.signedOut);
}
if (links.length) ask().catch(() => {});
