// The page at the door: each scan is kept first, then sent; what the network does not answer in time is decided here.
const { guests: GUESTS, count: COUNT, send: SEND, worker: WORKER, decoder: DECODER } = door.dataset; // addresses
const words = JSON.parse(door.dataset.words);
const PATIENCE = 4000; // ms until the door decides itself
const BRIEFLY = 500; // ms, while the network is known to be gone
const AT_ONCE = 50; // scans in one sending
const LOOK = 5000; // ms between two looks at the count
const LIST = 20000; // ms at least between two lists
const CLOCKS_DIFFER = 60000; // ms
const heard = new Map(); // uid → what the server said
const decided = new Map(); // uid → the verdict that was said here
const part = (selector) => document.querySelector(selector);
const clock = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: words.zone });
const filled = (sentence, facts) => sentence.replace(/\{(\w+)\}/g, (_all, name) => facts[name]);
let last = Promise.resolve();
let sending = null;
let online = true;
let counted = "";
let listed = 0;
let ahead = 0; // ms by which the service's clock is ahead of this device's, where one of them is plainly wrong
let left = false; // to a newer page, or known no more: this page is the door no longer

function show({ kind, title, lines }) {
  for (const result of door.querySelectorAll(".result")) {
    result.hidden = result.dataset.kind !== kind;
    result.querySelector("[data-title]").textContent = result.hidden ? "" : title;
    result.querySelector("[data-lines]").textContent = result.hidden ? "" : lines.join(" · ");
  }
}

// A phone shows its keyboard over half of the page: who has just been decided on is to be read.
function bringIntoView() {
  if (matchMedia("(pointer: coarse)").matches) document.activeElement.blur();
  part("#verdict").scrollIntoView({ block: "nearest" });
}

function note({ title, lines }, at) {
  const entry = part("#guest").content.firstElementChild.cloneNode(true);
  entry.querySelector("b").textContent = lines[0] || title;
  entry.querySelector("small").textContent = (lines.length ? [title, ...lines.slice(1)] : []).join(" · ");
  const time = Object.assign(document.createElement("span"), { className: "quiet num", textContent: clock.format(at) });
  entry.querySelector("button").replaceWith(time);
  part("#recent ul").prepend(entry);
  part("#recent").hidden = false;
  part("#recent li:nth-child(21)")?.remove();
}

function saidHere({ verdict, guest }, scan) {
  const again = () => filled(words.again, { time: clock.format(guest.came), door: guest.here ? words.here : words.elsewhere });
  const title = verdict === "again" ? again() : words.titles[verdict];
  const whom = guest || scan.walk_in;
  const seat = guest?.seat ? filled(words.seat, { number: guest.seat }) : "";
  const lines = whom ? [whom.name, whom.organisation, seat].filter(Boolean) : [];
  return { verdict, kind: words.kinds[verdict], title, lines };
}

async function sayLine() {
  if (left) return;
  const line = part("#line");
  line.textContent = online ? line.dataset.online : line.dataset.offline;
  line.classList.toggle("done", online);
  line.classList.toggle("yours", !online);
  const waiting = { kept: (await keeping.kept()).length, others: await keeping.countOthers() };
  const said = Object.keys(waiting).filter((which) => waiting[which]);
  part("#kept").hidden = !said.length;
  part("#kept").textContent = said.map((which) => filled(words[which], { count: waiting[which] })).join(" · ");
  const found = await keeping.count();
  for (const place of found ? door.querySelectorAll("[data-count-of]") : []) place.textContent = found[place.dataset.countOf];
}

// Only what this service says counts: a proxy or a portal on the way answers too, in words of its own.
async function ask(address, options = {}) {
  if (left) throw new Error("left");
  const headers = { "Content-Type": "application/json", "Door-Device": HERE.device };
  const answer = await fetch(address, { ...options, headers, signal: AbortSignal.timeout(2 * PATIENCE) });
  const told = await answer.json();
  if (told.paired === false && !left) await leave();
  if (!answer.ok && !told.refused) throw new Error(answer.status);
  online = true;
  setClock(answer.headers.get("Date"));
  return told;
}

// A phone that was switched off for long, or set by hand, may be hours or years away.
function setClock(says) {
  const off = Date.parse(says) - Date.now();
  ahead = Math.abs(off) > CLOCKS_DIFFER ? off : 0;
}

// Known no more. What could not be deleted is tried again at the next look; the page is not left until it is.
async function leave() {
  left = true;
  try {
    await keeping.forgetAll();
    location.reload();
  } catch {
    left = false;
  }
}

// In the order in which they were made. What is refused as a whole is refused one by one, so that none stands in the way.
async function sendKept() {
  let atOnce = AT_ONCE;
  for (;;) {
    const kept = (await keeping.kept()).slice(0, atOnce);
    if (!kept.length) return;
    const scans = kept.map(({ uid, at, code, guest, walk_in, turned_away }) => ({ uid, at: at + ahead, code, guest, walk_in, turned_away }));
    const told = await ask(SEND, { method: "POST", body: JSON.stringify({ scans }) });
    if (told.refused && kept.length > 1) {
      atOnce = 1;
      continue;
    }
    const refused = { uid: kept[0].uid, verdict: "refused", kind: "bad", title: told.refused, lines: [] };
    const answers = told.refused ? [refused] : told.answers;
    if (String(answers?.map((said) => said.uid)) !== String(kept.map((scan) => scan.uid))) throw new Error("not ours");
    for (const [number, said] of answers.entries()) await hear(said, kept[number]);
    await keeping.drop(kept.map((scan) => scan.turn), told.count);
  }
}

async function hear(said, scan) {
  heard.set(said.uid, said);
  if (said.verdict === "admitted" && said.guest) await keeping.cameHere(said.guest, scan.at);
  const here = decided.get(said.uid) || scan.decided;
  if (here === "later") note(said, scan.at);
  else if (here && here !== said.verdict) note({ title: filled(words.undone, said), lines: said.lines }, scan.at);
}

function send() {
  sending ||= sendKept()
    .catch(() => (online = false))
    .finally(() => {
      sending = null;
      sayLine();
    });
  return sending;
}

// What the server says, if it says it soon enough; where it did not, the next one is not waited for as long.
async function inTime(uid) {
  const asked = send().then(() => heard.has(uid) || !online || send());
  await Promise.race([asked, new Promise((late) => setTimeout(late, online ? PATIENCE : BRIEFLY))]);
  online = heard.has(uid);
  return heard.get(uid);
}

// One after the other: of two scans of one ticket the second knows of the first.
function scanned(what) {
  if (left) return last;
  last = last.then(() => scanOne(what)).catch(sayRefused);
  return last;
}

function sayRefused() {
  const said = { kind: "bad", title: words.refused, lines: [] };
  show(said);
  bringIntoView();
  return said;
}

async function scanOne(what) {
  const scan = { uid: crypto.randomUUID(), at: Date.now(), ...what };
  const local = await decide(scan);
  scan.turn = await keeping.keep(scan);
  const told = await inTime(scan.uid);
  if (!told) await decideHere(scan, local);
  const said = told || saidHere(local, scan);
  show(said);
  bringIntoView();
  note(said, scan.at);
  sayLine();
  return said;
}

async function decideHere(scan, { verdict, guest, takesSeat }) {
  decided.set(scan.uid, verdict);
  const lets = verdict === "admitted";
  const turnedAway = ["admitted", "again", "later"].includes(verdict) ? undefined : verdict;
  const counts = lets && { came: 1, expected: guest?.hash ? -1 : 0, walk_ins: scan.walk_in ? 1 : 0, free: takesSeat ? -1 : 0 };
  await keeping.change({ ...scan, decided: verdict, turned_away: turnedAway, admits: lets ? guest?.id : undefined, counts });
  if (lets && guest) await keeping.cameHere(guest.id, scan.at);
}

async function fetchList() {
  listed = Date.now();
  await keeping.take(await ask(GUESTS), listed);
}

async function look() {
  try {
    const facts = await keeping.facts();
    if (facts && Date.now() + ahead >= facts.until) await keeping.forgetGuests(); // the day is over
    await send();
    const found = await ask(COUNT);
    const now = JSON.stringify(found);
    await keeping.recount(found);
    if (now !== counted && Date.now() - listed >= LIST) {
      await fetchList();
      counted = now;
    }
  } catch {
    online = false;
  }
  await sayLine();
}

async function find(asked) {
  const found = asked ? (await keeping.guests()).filter((guest) => meant(asked, guest)).slice(0, 20) : [];
  const entries = found.map((guest) => {
    const entry = part("#guest").content.firstElementChild.cloneNode(true);
    entry.querySelector("b").textContent = guest.name;
    entry.querySelector("small").textContent = guest.organisation;
    entry.querySelector(".unseen").textContent += guest.name;
    entry.querySelector("button").addEventListener("click", async () => {
      part("#search").reset();
      part("#found").replaceChildren();
      await scanned({ guest: guest.id });
    });
    return entry;
  });
  part("#found").replaceChildren(...entries);
}

// What was wrong with an entry before this one.
function forgetFaults(form) {
  part(".errors")?.remove();
  for (const field of form.querySelectorAll(".wrong")) {
    field.classList.remove("wrong");
    field.querySelector("[aria-invalid]").removeAttribute("aria-invalid");
    field.querySelector(".why").parentElement.remove();
  }
}

function clear(form) {
  for (const field of form.querySelectorAll(".control")) field.value = ""; // not to what the page came with
}

function listen() {
  part("#scan").addEventListener("submit", (event) => {
    event.preventDefault();
    const code = plain(part("#code").value);
    part("#code").value = "";
    if (code) scanned({ code: code.slice(0, 200) });
  });
  part("#search").addEventListener("input", () => find(part("#q").value));
  part("#search").addEventListener("submit", (event) => {
    event.preventDefault();
    find(part("#q").value);
  });
  part("#walk-in").addEventListener("submit", async (event) => {
    const [name, organisation, email] = ["name", "organisation", "email"].map((field) => event.target.elements[field].value.trim());
    if (!name || (email && !/^\S+@\S+\.\S+$/.test(email))) return; // the server says what is wrong
    event.preventDefault();
    const button = event.submitter ?? event.target.querySelector("[type=submit]");
    button.disabled = true; // until it is decided: a second press would be a second guest
    const said = await scanned({ walk_in: { name, organisation, email } });
    button.disabled = false;
    forgetFaults(event.target);
    if (["admitted", "again", "later"].includes(said?.verdict)) clear(event.target); // else it may be corrected
  });
  const camera = part("#camera");
  camera.hidden = !navigator.mediaDevices;
  camera.querySelector("[data-start]").addEventListener("click", async (event) => {
    event.target.hidden = true;
    const found = (code) => scanned({ code: plain(code).slice(0, 200) });
    await watch(camera.querySelector("video"), DECODER, found).catch(() => {
      camera.querySelector("[data-denied]").hidden = false;
      event.target.hidden = false;
    });
  });
  if (matchMedia("(pointer: fine)").matches) part("#code").focus(); // a hand scanner types; a phone would show its keyboard
}

// So that the page opens without a network: itself and all that it is made of.
async function install() {
  await navigator.serviceWorker.register(WORKER);
  const made = [...document.querySelectorAll("link[rel=stylesheet], script[src], img[src]")].map((each) => each.href || each.src);
  await (await caches.open("door")).addAll([location.pathname, DECODER, ...made]);
}

// Of two pages on one device the newer is the door; what the older kept and has not sent, this one sends.
function takeOver() {
  const asLongAsOpen = () => new Promise(() => {});
  navigator.locks?.request("door", { steal: true }, asLongAsOpen).catch(() => {
    left = true;
    part("#main").replaceChildren(part("#moved").content);
  });
}

async function begin() {
  takeOver();
  if (part("#scan")) listen();
  if (location.pathname !== new URL(part("link[rel=manifest]").href).pathname.replace("app.webmanifest", "")) {
    history.replaceState(null, "", "./"); // after a form without script: loaded again it asks for the page
  }
  await keeping.begin();
  await fetchList().catch(() => (online = false));
  await sayLine();
  document.documentElement.dataset.ready = "1";
  send(); // what was kept before
  install().catch(() => {}); // without it the page works while it is open
  addEventListener("online", send);
  setInterval(look, LOOK);
}

if (window.isSecureContext && window.indexedDB) begin();
