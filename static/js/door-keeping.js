// What the door keeps in this browser: the list to go on with offline, and scans until the server has them.
// No more of anybody than name, spelling, organisation and seat; of a ticket only its hash. The list is deleted when the
// day is over or the device is no longer known; then of what was not sent only the bare codes and numbers stay.
const door = document.querySelector("#door");
const BOX = "door";
const KEPT_FOR = 2 * 24 * 3600 * 1000; // ms; later nobody takes it any more
const HERE = { roadshow: Number(door.dataset.roadshow), device: Number(door.dataset.device) }; // whom this page is made for

function answered(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

const opened = new Promise((done, failed) => {
  const request = indexedDB.open(BOX, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("guests", { keyPath: "id" });
    request.result.createObjectStore("kept", { keyPath: "turn", autoIncrement: true });
    request.result.createObjectStore("facts");
  };
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

async function box(name) {
  return (await opened).transaction(name).objectStore(name);
}

// What is done to these boxes is written together or not at all; only once it is does it outlive the page.
async function write(names, change) {
  const transaction = (await opened).transaction(names, "readwrite");
  const written = new Promise((done, failed) => {
    transaction.oncomplete = done;
    transaction.onabort = () => failed(transaction.error);
  });
  const [found] = await Promise.all([change(...names.map((name) => transaction.objectStore(name))), written]);
  return found;
}

const isOurs = (scan) => scan.roadshow === HERE.roadshow;

const keeping = {
  guests: async () => answered((await box("guests")).getAll()),
  // Of the list; none where none was fetched.
  facts: async () => answered((await box("facts")).get("facts")),
  kept: async () => (await answered((await box("kept")).getAll())).filter(isOurs),
  // Of another roadshow, for which this device was paired before: never sent to this one.
  countOthers: async () => (await answered((await box("kept")).getAll())).filter((scan) => !isOurs(scan)).length,

  // What an earlier pairing left: its list goes, what it kept waits until the device is paired for that roadshow again.
  begin: () =>
    write(["guests", "facts", "kept"], async (guests, facts, kept) => {
      if ((await answered(facts.get("facts")))?.device !== HERE.device) {
        guests.clear();
        facts.clear();
      }
      for (const { turn, at } of await answered(kept.getAll())) if (at < Date.now() - KEPT_FOR) kept.delete(turn);
    }),
  // A list fetched anew knows nothing of those who were let in here and are not sent yet, or were while it was asked for.
  take: (list, askedAt) =>
    write(["guests", "facts", "kept"], async (guests, facts, kept) => {
      const since = (await answered(guests.getAll())).filter((guest) => guest.here && guest.came >= askedAt);
      const waiting = (await answered(kept.getAll())).filter((scan) => isOurs(scan) && scan.admits);
      const came = new Map([...since.map(({ id, came }) => [id, came]), ...waiting.map(({ admits, at }) => [admits, at])]);
      guests.clear();
      for (const guest of list.guests) {
        if (!guest.came && came.has(guest.id)) Object.assign(guest, { came: came.get(guest.id), here: true });
        guests.put(guest);
      }
      const { begins, until, roadshow } = list;
      facts.put(list.count, "count");
      facts.put({ begins, until, roadshow, device: HERE.device }, "facts");
    }),
  cameHere: (id, at) =>
    write(["guests"], async (guests) => {
      const guest = await answered(guests.get(id));
      if (guest) guests.put({ ...guest, came: at, here: true });
    }),
  // As the server counted, and what was decided here since.
  async count() {
    const known = await answered((await box("facts")).get("count"));
    const since = (await this.kept()).map((scan) => scan.counts || {});
    const sum = (name) => since.reduce((total, counts) => total + (counts[name] || 0), known[name]);
    return known && Object.fromEntries(Object.keys(known).map((name) => [name, sum(name)]));
  },
  recount: (found) => write(["facts"], (facts) => void facts.put(found, "count")),
  keep: (scan) => write(["kept"], (kept) => answered(kept.add({ ...scan, ...HERE }))),
  // Unless it was sent meanwhile.
  change: (scan) =>
    write(["kept"], async (kept) => {
      if (await answered(kept.get(scan.turn))) kept.put({ ...scan, ...HERE });
    }),
  // The server has them, and counted them.
  drop: (turns, found) =>
    write(["kept", "facts"], (kept, facts) => {
      for (const turn of turns) kept.delete(turn);
      if (found) facts.put(found, "count");
    }),
  forgetGuests: () =>
    write(["guests", "facts"], (guests, facts) => {
      guests.clear();
      facts.clear();
    }),
  // The device is no longer known: nothing of anybody stays.
  async forgetAll() {
    await this.forgetGuests();
    await write(["kept"], async (kept) => {
      for (const scan of await answered(kept.getAll())) if (scan.walk_in) kept.delete(scan.turn);
    });
    for (const name of await caches.keys()) await caches.delete(name);
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  },
};
