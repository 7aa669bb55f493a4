"""Applications that are read and decided by many at once: each is given out, marked and decided once."""

from script.proofs.races import AT_ONCE, House, Start, pressing, race
from script.proofs.rules.pitches import id_of, screened
from script.proofs.rules.programme import send

SHEETS = (
    "SELECT count(*) FROM screening_sheet JOIN pitches_pitch ON pitches_pitch.id = pitch_id "
    "WHERE roadshow_id = :id"
)
KEPT = "SELECT number FROM screening_sheet WHERE id = :id"
DECIDED = "SELECT count(*) FROM screening_decision WHERE pitch_id = :id"
SENT = f"{DECIDED} AND sent_at IS NOT NULL"
TRAIL = (
    "SELECT count(*) FROM audit_entry WHERE thing = 'pitch' AND thing_id = :id AND what = 'pitch.accepted'"
)
JUDGE = "SELECT id FROM accounts_person WHERE email = :email"
NOTHING, ONE = "0-0", "1-1"  # what a page saw of the decisions
APPLIED, READERS = 4, 2


@race("however many draw the reviewers, each application gets as many as it needs", places=AT_ONCE)
def draw_at_once(house: House, at_once: int) -> Start:
    """All may draw; there is nothing left to draw for who comes second."""
    path = _read(house, APPLIED, READERS, ("judge", "judge2", "judge3"))[0]
    hands = house.hands(at_once, "organiser")
    attempts = [pressing(hand, f"{path}/screening/draw", hand.token()) for hand in hands]
    sheets = APPLIED * READERS
    return Start(attempts, lambda: at_once - sheets + house.read(SHEETS, id=id_of(path)))


@race("a sheet is handed in once from what all windows saw")
def hand_in_once(house: House, at_once: int) -> Start:
    path, _pitches = _read(house, 1, 1, ("judge",))
    send(house.person("organiser"), f"{path}/screening/draw", {})
    sheet = house.read(SHEETS.replace("count(*)", "screening_sheet.id"), id=id_of(path))
    review = f"/judge/reviews/{sheet}"
    marks = {f"points-{number}": "9" for number in range(5)} | {"note": "", "seen": "0"}
    attempts = [pressing(hand, review, hand.token() | marks) for hand in house.hands(at_once, "judge")]
    return Start(attempts, lambda: house.read(KEPT, id=sheet))


@race("of those who decide one application at once, one way or the other, one does")
def decide_once(house: House, at_once: int) -> Start:
    path, (pitch, *_others) = _read(house, 1, 1, ("judge",))
    attempts = []
    for number, hand in enumerate(house.hands(at_once, "organiser")):
        said = {"picked": str(id_of(pitch)), "do": ("accepted", "waitlisted")[number % 2], "seen": NOTHING}
        attempts.append(pressing(hand, f"{path}/ranking/decide", hand.token() | said))
    return Start(attempts, lambda: house.read(DECIDED, id=id_of(pitch)))


@race("held-back decisions are sent once")
def send_once(house: House, at_once: int) -> Start:
    path, (pitch, *_others) = _read(house, 1, 1, ("judge",))
    said = {"picked": str(id_of(pitch)), "do": "accepted", "seen": NOTHING}
    send(house.person("organiser"), f"{path}/ranking/decide", said)
    hands = house.hands(at_once, "organiser")
    attempts = [pressing(hand, f"{path}/decisions/send", hand.token() | {"seen": ONE}) for hand in hands]

    def once() -> int:
        """Sent and written down, each once; else the one that is not."""
        sent = house.read(SENT, id=id_of(pitch))
        return sent if sent != 1 else house.read(TRAIL, id=id_of(pitch))

    return Start(attempts, once)


def _read(house: House, many: int, readers: int, judges: tuple[str, ...]) -> tuple[str, list[str]]:
    """A roadshow with so many applications that passed the formal check, and who reads them; its path and theirs."""
    path, pitches = screened(house, many)
    organiser, set_up = house.person("organiser"), f"{path}/screening/set-up"
    send(organiser, set_up, organiser.form(set_up, "") | {"readers": str(readers)})
    ids = [str(house.read(JUDGE, email=f"{name}@demo.example")) for name in judges]
    send(organiser, f"{path}/screening/reviewers", {"people": ids})
    return path, pitches
