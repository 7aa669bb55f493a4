"""A year's ledger comes in once, however often it is handed in."""

from script.proofs.races import House, Start, pressing, race
from script.proofs.rules import made_up
from tests.ledgers.sheets import LANDING, workbook

NEW, RECORDERS, ROWS = "/centre/ledgers/new", ("recorder", "recorder2"), 5
LANDED = (
    "SELECT count(*) FROM outcomes_row JOIN projects_project ON projects_project.id = project_id"
    " WHERE projects_project.name LIKE :names"
)
COUNTS = (
    LANDED,
    "SELECT count(*) FROM projects_project WHERE name LIKE :names",
    "SELECT count(*) FROM projects_company WHERE name LIKE :names",
)


@race("the same ledger, handed in by many, comes in once")
def take_in_one_ledger(house: House, at_once: int) -> Start:
    name, content = _ledger()
    hands = house.hands(at_once, *RECORDERS)
    attempts = []
    for hand in hands:
        token = hand.token()
        kept = hand.hand_in(NEW, token | {"year": "2021"}, f"{name}.xlsx", content).location
        attempts.append(pressing(hand, f"{kept}/confirm", token))
    return Start(attempts, lambda: _times(house, name))


@race("a ledger that was handed in is confirmed once")
def confirm_once(house: House, at_once: int) -> Start:
    name, content = _ledger()
    recorder = house.person("recorder")
    kept = recorder.hand_in(NEW, recorder.token() | {"year": "2021"}, f"{name}.xlsx", content).location
    attempts = [pressing(hand, f"{kept}/confirm", hand.token()) for hand in house.hands(at_once, *RECORDERS)]
    return Start(attempts, lambda: _times(house, name))


def _ledger() -> tuple[str, bytes]:
    """A ledger of five landings that nobody has; all their names begin alike."""
    name = f"示例竞速{made_up.number()}"
    rows = [
        (f"{name}项目{n}", f"{name}企业{n}", made_up.code(), "2021-03-05", 1200, "是", None)
        for n in range(ROWS)
    ]
    return name, workbook({"引进": [LANDING, *rows]}).getvalue()


def _times(house: House, name: str) -> int:
    """How many times its rows, projects and firms are there; a part counts as a whole."""
    most: int = max(house.read(count, names=f"{name}%") for count in COUNTS)
    return -(-most // ROWS)
