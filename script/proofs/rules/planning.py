"""What the planner proposes is accepted once, and a hall's hour goes to one of those to whom it is proposed."""

from script.proofs.races import House, Start, pressing, race
from script.proofs.rules import made_up
from script.proofs.rules.programme import new_hall, new_year, plan_path, send, typed

ASKED = {"starts": "13:30", "ends": "17:00", "notice_weeks": "6", "most_a_week": "5"}
FIRST = (
    "SELECT min(programme_proposed.id) FROM programme_proposed"
    " JOIN programme_roadshow ON programme_roadshow.id = roadshow_id"
    " WHERE season_id = (SELECT id FROM programme_season WHERE year = :year)"
)
AS_FIRST = (
    "UPDATE programme_proposed SET (hall_id, starts_at, ends_at) ="
    " (SELECT hall_id, starts_at, ends_at FROM programme_proposed WHERE id = :first) WHERE id >= :first"
)
NOBODY_WANTS = (
    "DELETE FROM programme_proposed",
    "UPDATE programme_roadshow SET state = 'cancelled' WHERE \"on\" IS NULL AND state = 'planned'",
)
TRAIL = (
    "SELECT count(*) FROM audit_entry JOIN programme_roadshow ON programme_roadshow.id = thing_id"
    " WHERE thing = 'roadshow' AND what = 'roadshow.dated' AND title LIKE :titles"
)


@race("a proposed day is accepted once")
def accept_once(house: House, at_once: int) -> Start:
    year, titles = _proposed(house, 1)
    accept, token = f"/centre/seasons/{year}/planner/accept", {"picked": str(_first(house, year))}
    attempts = [pressing(hand, accept, hand.token() | token) for hand in house.hands(at_once, "organiser")]
    return Start(attempts, lambda: house.read(TRAIL, titles=titles))


@race("of proposals onto one hall's hour one is accepted")
def accept_onto_one_hour(house: House, at_once: int) -> Start:
    """The planner proposes each day once: that they are the same is put into the tables."""
    year, titles = _proposed(house, at_once)
    first = _first(house, year)
    house.change(AS_FIRST, first=first)
    accept = f"/centre/seasons/{year}/planner/accept"
    attempts = [
        pressing(hand, accept, hand.token() | {"picked": str(first + number)})
        for number, hand in enumerate(house.hands(at_once, "organiser"))
    ]
    return Start(attempts, lambda: house.read(TRAIL, titles=titles))


@race("whether proposed or typed, one gets the hall's hour")
def accept_or_type(house: House, at_once: int) -> Start:
    year, _titles = _proposed(house, 1)
    first = _first(house, year)
    row = "SELECT {} FROM programme_proposed WHERE id = :id"
    hall, begins = (house.read(row.format(name), id=first) for name in ("hall_id", "starts_at"))
    day = str(begins)[:10]  # half past one here is the same day in UTC
    attempts = []
    for number, hand in enumerate(house.hands(at_once, "organiser")):
        wanted = typed(str(hall), day)
        if number % 2:
            attempts.append(pressing(hand, plan_path(wanted), hand.token() | wanted))
        else:
            accept, picked = f"/centre/seasons/{year}/planner/accept", {"picked": str(first)}
            attempts.append(pressing(hand, accept, hand.token() | picked))
    in_hall = (
        "SELECT count(*) FROM programme_roadshow WHERE hall_id = :hall AND starts_at = :begins"
        " AND state = 'planned'"
    )
    return Start(attempts, lambda: house.read(in_hall, hall=hall, begins=begins))


def _proposed(house: House, many: int) -> tuple[int, str]:
    """A year to come in which only so many want a day, each with its proposal; and what their titles are like."""
    year, number = new_year(house), made_up.number()
    new_hall(house)
    house.change(*NOBODY_WANTS)
    lines = "\n".join(f"竞速{number}场之{each}" for each in range(many))
    send(
        house.person("organiser"),
        f"/centre/seasons/{year}/roadshows/several",
        {"lines": lines, "places": "8"},
    )
    send(house.person("organiser"), f"/centre/seasons/{year}/planner", ASKED)
    return year, f"竞速{number}场之%"


def _first(house: House, year: int) -> int:
    first: int = house.read(FIRST, year=year)
    return first
