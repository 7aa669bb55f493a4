"""A hall's hour goes to one roadshow, set-up and tear-down included; each step of a roadshow is taken once."""

from datetime import datetime, timedelta
from http import HTTPStatus

from script.proofs.races import House, Start, pressing, race
from script.proofs.rules import made_up
from script.proofs.visitor import Answer, Fields, Ticked, Visitor

DAY, LATER = "06-16", "06-20"
IN_HALL = "SELECT count(*) FROM occupancy_occupancy WHERE what = 'hall' AND what_id = :hall"
AT_HOUR = f"{IN_HALL} AND starts_at >= :begins AND starts_at < :ends"
TRAIL = "SELECT count(*) FROM audit_entry WHERE thing = 'roadshow' AND thing_id = :id AND what = :what"
KNOWN = {"on_rest_day": "y"}  # years come by chance, and with them weekends
Hours = tuple[str, str]


def new_hall(house: House, setup: int = 60, teardown: int = 30) -> str:
    """Its id."""
    name = f"竞速{made_up.number()}号厅"
    typed = {"name": name, "address": "示例路60号", "capacity": "120"}
    typed |= {"setup_minutes": str(setup), "teardown_minutes": str(teardown)}
    send(house.person("organiser"), "/centre/halls/new", typed)
    return str(house.read("SELECT id FROM halls_hall WHERE name = :name", name=name))


def new_room(house: House) -> str:
    """An online one's id."""
    name = f"竞速{made_up.number()}号线上"
    said = {"name": name, "online": "y", "link": "https://meet.example/1", "capacity": "500"}
    said |= {"setup_minutes": "0", "teardown_minutes": "0"}
    send(house.person("organiser"), "/centre/halls/new", said)
    return str(house.read("SELECT id FROM halls_hall WHERE name = :name", name=name))


def new_year(house: House) -> int:
    """One to come, with its season."""
    return opened(house, made_up.year())


def opened(house: House, year: int) -> int:
    """With its season."""
    if not house.read("SELECT count(*) FROM programme_season WHERE year = :year", year=year):
        send(house.person("organiser"), "/centre/seasons/new", {"year": str(year), "target": "15"})
    return year


def typed(hall: str, on: str, hours: Hours = ("13:30", "17:00"), places: int = 8) -> Fields:
    """What the form of a roadshow asks."""
    said = {"title": f"竞速{made_up.number()}场", "on": on, "hall": hall, "places": str(places)}
    return said | KNOWN | {"starts": hours[0], "ends": hours[1], "sector": "", "summary": ""}


def planned(house: House, facts: Fields) -> str:
    """A roadshow that stands in the plan; its path in the centre."""
    return send(house.person("organiser"), plan_path(facts), facts).location


def calling(house: House, facts: Fields) -> str:
    """A roadshow whose call is open until its year's first of June."""
    path = planned(house, facts)
    closes = {"closes_on": f"{facts['on'][:4]}-06-01", "closes_time": "18:00"}
    send(house.person("organiser"), f"{path}/call", closes)
    return path


def plan_path(facts: Fields) -> str:
    return f"/centre/seasons/{facts['on'][:4]}/roadshows/new"


def send(visitor: Visitor, path: str, said: Ticked) -> Answer:
    """A form that must be taken."""
    answer = visitor.post(path, {**visitor.token(), **said})
    if answer.status not in (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER):
        raise RuntimeError(f"{path} was not taken: {answer.status}\n{answer.text}")
    return answer


@race("a hall's hour goes to one roadshow", rounds=200)
def plan_one_hour(house: House, at_once: int) -> Start:
    hall, year = new_hall(house), new_year(house)
    return _planning(house, hall, [typed(hall, f"{year}-{DAY}") for _ in range(at_once)])


@race("set-up and tear-down belong to the hour: of starts ten minutes apart one is given")
def plan_within_setup(house: House, at_once: int) -> Start:
    """From 13:00 on every ten minutes: what lies between the first and the last is less than both need around them."""
    hall, year = new_hall(house, setup=120, teardown=60), new_year(house)
    hours = [(_clock(780 + 10 * number), _clock(800 + 10 * number)) for number in range(at_once)]
    return _planning(house, hall, [typed(hall, f"{year}-{DAY}", each) for each in hours])


@race("hours that only touch are both given: two may win", places=2)
def plan_touching_hours(house: House, at_once: int) -> Start:
    """Until 12:00 with 30 minutes' tear-down; from 13:30 with 60 minutes' set-up."""
    hall, year = new_hall(house), new_year(house)
    hours = [(("09:00", "12:00"), ("13:30", "17:00"))[number % 2] for number in range(at_once)]
    return _planning(house, hall, [typed(hall, f"{year}-{DAY}", each) for each in hours])


@race("of roadshows postponed into one hour one gets it")
def postpone_into_one_hour(house: House, at_once: int) -> Start:
    hall, year = new_hall(house), new_year(house)
    paths = [planned(house, typed(hall, f"{year}-07-{number + 1:02d}")) for number in range(at_once)]
    attempts = [
        pressing(hand, f"{path}/postpone", hand.token() | KNOWN | {"on": f"{year}-{DAY}", "starts": "13:30"})
        for hand, path in zip(house.hands(at_once, "organiser"), paths, strict=True)
    ]
    return Start(attempts, lambda: _count_at_hour(house, hall, year))


@race("whether planned, postponed or moved into one hour, one gets it", rounds=200)
def come_into_one_hour_every_way(house: House, at_once: int) -> Start:
    hall, elsewhere, year = new_hall(house), new_hall(house), new_year(house)
    attempts = []
    for number, hand in enumerate(house.hands(at_once, "organiser")):
        wanted, token = typed(hall, f"{year}-{DAY}"), hand.token()
        if number % 3 == 0:
            attempts.append(pressing(hand, plan_path(wanted), token | wanted))
        elif number % 3 == 1:
            path = planned(house, typed(hall, f"{year}-07-{number + 1:02d}"))
            fields = token | KNOWN | {"on": f"{year}-{DAY}", "starts": "13:30"}
            attempts.append(pressing(hand, f"{path}/postpone", fields))
        else:
            path = planned(house, typed(elsewhere, f"{year}-08-{number + 1:02d}"))
            attempts.append(pressing(hand, f"{path}/change", token | wanted))
    return Start(attempts, lambda: _count_at_hour(house, hall, year))


@race("a year's season is opened once")
def open_one_season(house: House, at_once: int) -> Start:
    house.change("DELETE FROM programme_season WHERE year = 2100")
    fields = {"year": "2100", "target": "15"}
    attempts = [
        pressing(hand, "/centre/seasons/new", hand.token() | fields)
        for hand in house.hands(at_once, "organiser")
    ]
    return Start(attempts, lambda: house.read("SELECT count(*) FROM programme_season WHERE year = 2100"))


@race("a hall's name is given once")
def make_one_hall(house: House, at_once: int) -> Start:
    name = f"竞速{made_up.number()}号厅"
    fields = {"name": name, "address": "示例路60号", "capacity": "120"}
    fields |= {"setup_minutes": "60", "teardown_minutes": "30"}
    attempts = [
        pressing(hand, "/centre/halls/new", hand.token() | fields)
        for hand in house.hands(at_once, "organiser")
    ]
    return Start(
        attempts, lambda: house.read("SELECT count(*) FROM halls_hall WHERE name = :name", name=name)
    )


@race("a call is opened once")
def open_one_call(house: House, at_once: int) -> Start:
    facts = typed(new_hall(house), f"{new_year(house)}-{DAY}")
    path, year = planned(house, facts), facts["on"][:4]
    return pressing_step(
        house, at_once, path, "call", "call_opened", {"closes_on": f"{year}-06-01", "closes_time": "18:00"}
    )


@race("a call is closed once")
def close_one_call(house: House, at_once: int) -> Start:
    path = calling(house, typed(new_hall(house), f"{new_year(house)}-{DAY}"))
    return pressing_step(house, at_once, path, "close-call", "selecting")


@race("a roadshow is cancelled once")
def cancel_once(house: House, at_once: int) -> Start:
    path = calling(house, typed(new_hall(house), f"{new_year(house)}-{DAY}"))
    return pressing_step(house, at_once, path, "cancel", "cancelled", {"reason": "场馆检修"})


def pressing_step(
    house: House, at_once: int, path: str, step: str, what: str, said: Fields | None = None
) -> Start:
    """All take the same step of this roadshow; how often the trail tells of it, or its calendar entry changed."""
    roadshow_id = int(made_up.found(r"/roadshows/(\d+)", path))
    was = _sequence(house, roadshow_id)
    hands = house.hands(at_once, "organiser")
    attempts = [pressing(hand, f"{path}/{step}", hand.token() | (said or {})) for hand in hands]

    def given() -> int:
        told: int = house.read(TRAIL, id=roadshow_id, what=f"roadshow.{what}")
        return max(told, _sequence(house, roadshow_id) - was)

    return Start(attempts, given)


def _sequence(house: House, roadshow_id: int) -> int:
    shown: int = house.read("SELECT sequence FROM programme_roadshow WHERE id = :id", id=roadshow_id)
    return shown


def _planning(house: House, hall: str, wanted: list[Fields]) -> Start:
    """All into this hall, which nobody has taken yet."""
    hands = house.hands(len(wanted), "organiser")
    attempts = [
        pressing(hand, plan_path(facts), hand.token() | facts)
        for hand, facts in zip(hands, wanted, strict=True)
    ]
    return Start(attempts, lambda: house.read(IN_HALL, hall=int(hall)))


def _count_at_hour(house: House, hall: str, year: int) -> int:
    begins = datetime.fromisoformat(f"{year}-{DAY}")
    found: int = house.read(AT_HOUR, hall=int(hall), begins=begins, ends=begins + timedelta(days=1))
    return found


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
