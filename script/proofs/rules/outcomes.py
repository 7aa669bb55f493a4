"""The ledger: a deal is begun once and its steps numbered, no more is paid than signed, a row is seen once."""

import html

from script.proofs.races import House, Start, pressing, race
from script.proofs.rules import made_up
from script.proofs.rules.programme import send
from script.proofs.visitor import Fields

NEW, RECORDERS = "/centre/outcomes/investments/new", ("recorder", "recorder2")
DEALS = "SELECT count(*) FROM outcomes_thread WHERE counterpart = :fund"
ROWS = (
    "SELECT count(*) FROM outcomes_row JOIN outcomes_thread ON outcomes_thread.id = thread_id"
    " WHERE counterpart = :fund"
)
LAST = ROWS.replace("count(*)", "max(number)")
PAID = ROWS.replace("count(*)", "sum(amount_fen)") + " AND step = 'paid'"
TRAIL = "SELECT count(*) FROM audit_entry WHERE thing = 'outcome' AND thing_id = :id AND what LIKE :what"
SEEN = "SELECT count(*) FROM outcomes_row WHERE id = :id AND state = 'verified'"
CORRECTIONS = "SELECT count(*) FROM outcomes_row WHERE corrects_id = :id"
TRAIL_OF = (
    "SELECT count(*) FROM audit_entry WHERE thing = 'outcome' AND what = 'outcome.' || :what"
    " AND thing_id IN (SELECT id FROM outcomes_row WHERE :id IN (id, corrects_id))"
)
WAN, QUIET = 10_000_00, 2009  # fen; a year of the demo without a row


@race("the same deal is begun once")
def begin_one_deal(house: House, at_once: int) -> Start:
    typed = _typed(house)
    attempts = [pressing(hand, NEW, hand.token() | typed) for hand in house.hands(at_once, *RECORDERS)]
    return Start(
        attempts, lambda: max(house.read(ROWS, fund=typed["fund"]), house.read(DEALS, fund=typed["fund"]))
    )


@race("all who log a step of one deal may: it stays one, its steps numbered without a hole", places=16)
def number_the_steps(house: House, at_once: int) -> Start:
    """Each an intent of another amount. A second deal or a hole in the numbers counts as one given too many."""
    typed = _typed(house)
    attempts = [
        pressing(hand, NEW, hand.token() | typed | {"amount_fen": str(100 + number)})
        for number, hand in enumerate(house.hands(at_once, *RECORDERS))
    ]

    def given() -> int:
        deals, last = house.read(DEALS, fund=typed["fund"]), house.read(LAST, fund=typed["fund"])
        return last + deals - 1

    return Start(attempts, given)


@race("the last of a signed sum is paid once")
def pay_the_last(house: House, at_once: int) -> Start:
    """Of 300万元 signed 200 are paid; each payment of 100 has a day of its own."""
    typed = _typed(house) | {"step": "signed"}
    recorder = house.person("recorder")
    row = send(recorder, NEW, typed).location
    step = made_up.found(r"/centre/deals/\d+/steps/new", recorder.get(row).text)
    paid = {"step": "paid", "roadshow": "", "note": ""}
    send(recorder, step, paid | {"amount_fen": "200", "on": made_up.day(40)})
    attempts = [
        pressing(hand, step, hand.token() | paid | {"amount_fen": "100", "on": made_up.day(number)})
        for number, hand in enumerate(house.hands(at_once, *RECORDERS))
    ]
    return Start(attempts, lambda: int(house.read(PAID, fund=typed["fund"]) - 200 * WAN) // (100 * WAN))


@race("a project's landing is logged once")
def land_once(house: House, at_once: int) -> Start:
    owner, name = house.person("startup"), f"示例竞速{made_up.number()}"
    path = made_up.found(r"/startup/companies/\d+/projects/new", owner.get("/startup/projects").text)
    said = {"name": name, "one_line": "示例", "sector": "energy", "stage": "a", "description": ""}
    send(owner, path, said)
    typed = {"project": name, "roadshow": "", "place": "", "amount_fen": "", "plan": "", "note": ""}
    attempts = [
        pressing(hand, "/centre/outcomes/landings/new", hand.token() | typed | {"on": made_up.day(number)})
        for number, hand in enumerate(house.hands(at_once, *RECORDERS))
    ]
    rows = (
        "SELECT count(*) FROM outcomes_row JOIN projects_project ON projects_project.id = project_id"
        " WHERE projects_project.name = :name"
    )
    return Start(attempts, lambda: house.read(rows, name=name))


@race("a ledger row is verified once")
def verify_one_row(house: House, at_once: int) -> Start:
    row = _logged(house)
    hands = house.hands(at_once, "recorder2")
    attempts = [pressing(hand, f"{row}/verify", hand.token()) for hand in hands]
    return Start(attempts, lambda: house.read(TRAIL, id=_id(row), what="outcome.verified"))


@race("of verifying and refusing a row, one is done")
def verify_or_refuse(house: House, at_once: int) -> Start:
    row = _logged(house)
    attempts = []
    for number, hand in enumerate(house.hands(at_once, "recorder2")):
        step = ("verify", "refuse")[number % 2]
        attempts.append(pressing(hand, f"{row}/{step}", hand.token() | {"why": "凭证不符"}))
    seen = f"{TRAIL} AND what <> 'outcome.logged'"
    return Start(attempts, lambda: house.read(seen, id=_id(row), what="outcome.%"))


@race("a row is corrected once")
def correct_one_row(house: House, at_once: int) -> Start:
    """Each to another amount."""
    row = _logged(house)
    said = house.person("recorder").form(f"{row}/correct", "") | {"why": "录入有误"}
    attempts = [
        pressing(hand, f"{row}/correct", said | hand.token() | {"amount_fen": str(100 + number)})
        for number, hand in enumerate(house.hands(at_once, *RECORDERS))
    ]
    return Start(attempts, lambda: house.read(CORRECTIONS, id=_id(row)))


@race(
    "of two who verify and correct a row at once each is done once, and the trail is whole",
    places=2,
    rounds=100,
)
def verify_and_correct(house: House, at_once: int) -> Start:
    """A trail that tells other than the rows counts as nothing given."""
    row = _logged(house)
    told = house.person("recorder").form(f"{row}/correct", "") | {"why": "录入有误"}
    attempts = []
    for number, hand in enumerate(house.hands(at_once, "recorder", "recorder2")):
        amount = {"amount_fen": str(100 + number)}
        corrects = pressing(hand, f"{row}/correct", told | hand.token() | amount)
        attempts.append(pressing(hand, f"{row}/verify", hand.token()) if number % 2 else corrects)

    def given() -> int:
        written = house.read(SEEN, id=_id(row)) + house.read(CORRECTIONS, id=_id(row))
        verified, corrected = (
            house.read(TRAIL_OF, id=_id(row), what=what) for what in ("verified", "corrected")
        )
        return int(written) if written == verified + corrected else 0

    return Start(attempts, given)


@race("a year is closed once", rounds=20)
def close_once(house: House, at_once: int) -> Start:
    """Of a year that nothing else is in."""
    house.change("DELETE FROM outcomes_closing WHERE year = :year", year=QUIET)
    attempts = [
        pressing(hand, f"/centre/years/{QUIET}/close", hand.token())
        for hand in house.hands(at_once, "leader")
    ]
    closings = "SELECT count(*) FROM outcomes_closing WHERE year = :year"
    return Start(attempts, lambda: house.read(closings, year=QUIET))


def _typed(house: House) -> Fields:
    """An intent of 300万元 by a fund that nobody has told of."""
    page = house.person("recorder").get(NEW).text
    project = html.unescape(made_up.found(r'<option value="([^"]+)"></option>', page))
    said = {"project": project, "fund": f"示例基金{made_up.number()}", "step": "intent", "amount_fen": "300"}
    return said | {"on": made_up.day(), "code": "", "round": "A轮", "roadshow": "", "note": ""}


def _logged(house: House) -> str:
    """A row that waits for recorder2."""
    return send(house.person("recorder"), NEW, _typed(house)).location


def _id(row: str) -> int:
    return int(made_up.found(r"/(\d+)", row))
