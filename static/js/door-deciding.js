// What the door says while the network is gone: of the list that was fetched before, and of what was let in here since.
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const CODE = /^[A-Z2-7]{32}$/;
const SHORT = /^[A-Z2-7]{8}$/; // its end, as it is read out

const plain = (code) => code.replace(/[\s-]/g, "").toUpperCase();

async function hashOf(code) {
  const sum = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code));
  return [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Guest, ticket and roadshow stand in the first ten bytes of a code; whether it is ours only its hash says.
function partsOf(code) {
  const bits = [...code].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const number = (from, bytes) => parseInt(bits.slice(from * 8, (from + bytes) * 8), 2);
  return { guest: number(0, 4), roadshow: number(6, 4) };
}

// The list is searched as the server does it: part of name or organisation, or the beginning of a spelling.
function meant(asked, guest) {
  const key = asked.normalize("NFKC").toLowerCase().replace(/\s/g, "");
  const name = guest.name.toLowerCase().replace(/\s/g, "");
  return (
    name.includes(key) ||
    guest.organisation.toLowerCase().includes(key) ||
    guest.pinyin.split(" ").some((way) => way.startsWith(key))
  );
}

async function decideCode(code, facts, guests) {
  const short = SHORT.test(code);
  if (!short && !CODE.test(code)) return { verdict: "unknown" };
  if (!facts) return { verdict: "later" }; // without a list nothing is known of a ticket
  const hash = await hashOf(code);
  const found = guests.filter((each) => (short ? each.short : each.hash) === hash);
  const guest = found.length === 1 ? found[0] : null;
  if (guest) return guest.came ? { verdict: "again", guest } : { verdict: "admitted", guest };
  if (short) return { verdict: "later" };
  const { guest: id, roadshow } = partsOf(code);
  if (roadshow !== facts.roadshow) return { verdict: "elsewhere" };
  const known = guests.find((each) => each.id === id);
  return known ? { verdict: "revoked", guest: known } : { verdict: "later" };
}

// Once it has begun, the place of who has not come may be given.
async function placesFree(facts, guests, now) {
  const absent = facts.begins && now >= facts.begins ? guests.filter((each) => each.hash && !each.came).length : 0;
  return (await keeping.count()).free + absent;
}

async function decide(scan) {
  const [facts, guests] = [await keeping.facts(), await keeping.guests()];
  if (scan.code !== undefined) return decideCode(scan.code, facts, guests);
  if (!facts) return { verdict: "later" };
  const guest = guests.find((each) => each.id === scan.guest);
  if (guest?.came) return { verdict: "again", guest };
  if (guest?.hash) return { verdict: "admitted", guest };
  const said = (await placesFree(facts, guests, scan.at)) > 0 ? "admitted" : "full";
  return { verdict: said, guest, takesSeat: said === "admitted" };
}
