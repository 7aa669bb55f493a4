// On public pages: the link to sign in becomes the way to the desk of who is signed in. Only a browser that has been at a
// desk asks; the answer is private and kept by nobody. What this tab kept of anybody else's forms goes (see kept.js).
// On a roadshow's page the ways to register become what the reader has there.
const links = document.querySelectorAll("a[data-reader]");
const about = document.querySelector("[data-reader-at]")?.dataset.readerAt;
async function ask() {
  if (!links.length) return;
  if (!localStorage.getItem("signed-in")) return forgetForms("");
  const answer = await fetch(about ?? links[0].dataset.reader, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const reader = await answer.json();
  forgetForms(reader.account ?? "");
  if (!reader.desk) return localStorage.removeItem("signed-in");
  for (const link of links) {
    link.textContent = `${link.dataset.signedIn} · ${reader.name}`;
    link.href = reader.desk;
  }
  if (reader.own) showOwn(reader.own);
}
function showOwn(own) {
  for (const part of document.querySelectorAll("[data-own=words]")) {
    part.textContent = own.words;
    part.hidden = false;
  }
  for (const link of document.querySelectorAll("a[data-own=way]")) {
    link.textContent = own.verb;
    link.href = own.url;
  }
}
function forgetForms(account) {
  if (location.pathname === "/sign-in") return; // there the form of a lost session waits for its owner
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith("form:") && key.split(":")[1] !== account) sessionStorage.removeItem(key);
  }
}
ask().catch(() => {});
