// What the door keeps in this browser: the list to go on with offline, and scans until the server has them.
// No more of anybody than name, spelling, organisation and seat; of a ticket only its hash. All of it is deleted when the
// day is over or the device is no longer known.
const BOX = "door";

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

async function box(name, mode = "readonly") {
  return (await opened).transaction(name, mode).objectStore(name);
}

const keeping = {
  guests: async () => answered((await box("guests")).getAll()),
  facts: async () => (await answered((await box("facts")).get("facts"))) || { guests: false, free: 0 },
  kept: async () => answered((await box("kept")).getAll()),

  // A list fetched anew knows nothing of those who were let in here and are not sent yet.
  async take(list) {
    const waiting = new Map((await this.kept()).filter((scan) => scan.admits).map((scan) => [scan.admits, scan.at]));
    const guests = await box("guests", "readwrite");
    guests.clear();
    for (const guest of list.guests) {
      if (!guest.came && waiting.has(guest.id)) Object.assign(guest, { came: waiting.get(guest.id), here: true });
      guests.put(guest);
    }
    const walkIns = (await this.kept()).filter((scan) => scan.walk_in && !scan.turned_away).length;
    const facts = { roadshow: list.roadshow, begins: list.begins, until: list.until, free: list.free - walkIns, guests: true };
    await answered((await box("facts", "readwrite")).put(facts, "facts"));
  },
  async cameHere(guest, at) {
    await answered((await box("guests", "readwrite")).put({ ...guest, came: at, here: true }));
  },
  async freeLess() {
    const facts = await this.facts();
    await answered((await box("facts", "readwrite")).put({ ...facts, free: facts.free - 1 }, "facts"));
  },
  async keep(scan) {
    return answered((await box("kept", "readwrite")).add(scan));
  },
  async change(scan) {
    await answered((await box("kept", "readwrite")).put(scan));
  },
  async drop(turns) {
    const kept = await box("kept", "readwrite");
    for (const turn of turns) kept.delete(turn);
  },
  async forgetGuests() {
    (await box("guests", "readwrite")).clear();
    (await box("facts", "readwrite")).clear();
  },
  // The device is no longer known: nothing stays.
  async forgetAll() {
    await this.forgetGuests();
    (await box("kept", "readwrite")).clear();
    for (const name of await caches.keys()) await caches.delete(name);
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  },
};
