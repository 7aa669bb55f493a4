"""The last seats of a roadshow, on site and online, and who waits for them."""

import re
from http import HTTPStatus

from sqlalchemy import text

from script.proofs.races import Attempt, House, Outcome, Start, race
from script.proofs.rules import made_up
from script.proofs.rules.pitches import id_of
from script.proofs.rules.programme import DAY, calling, new_hall, new_room, new_year, send, typed
from script.proofs.visitor import Visitor

MANY, HERE, ONLINE = 24, 3, 2
TAKEN = "SELECT count(*) FROM attendance_seat WHERE roadshow_id = :id AND attendance_id IS NOT NULL"
SEATED = "SELECT count(*) FROM attendance_attendance WHERE roadshow_id = :id AND state = 'accepted'"
LINKS = "SELECT body FROM notices_letter WHERE kind = 'attendance.invited' AND to_address LIKE :addresses ORDER BY id"
WAITING = (
    "SELECT guest.id FROM attendance_attendance AS guest JOIN audit_entry AS entry"
    " ON entry.thing = 'attendance' AND entry.thing_id = guest.id AND entry.what = 'attendance.waitlisted'"
    " WHERE guest.roadshow_id = :id AND guest.state = 'waitlisted' ORDER BY "
)
IN_TURN, AS_THEY_ASKED = f"{WAITING} guest.turn", f"{WAITING} entry.id"
OUT_OF_TURN = 1_000  # more than there ever were


@race(
    "the last five seats, on site and online, go to five; the others wait in turn",
    at_once=MANY,
    places=HERE + ONLINE,
    rounds=100,
)
def accept_the_last_seats(house: House, at_once: int) -> Start:
    """Each by their own link, half of them on site and half online; nobody has signed in."""
    facts = typed(new_hall(house), f"{new_year(house)}-{DAY}") | {"branches": new_room(house)}
    path = calling(house, facts)
    seats = {"onsite": str(HERE), "online": str(ONLINE), "offer_hours": "24", "answer_by_on": ""}
    send(house.person("organiser"), f"{path}/seating", seats)
    name = f"race{made_up.number()}"
    addresses = "\n".join(f"{name}-{number}@demo.example" for number in range(at_once))
    send(house.person("organiser"), f"{path}/guests/invite", {"text": addresses, "do": "invite"})
    links = [re.findall(r"/come/[\w.-]+", body)[0] for body in _column(house, LINKS, addresses=f"{name}-%")]
    attempts = [
        _answering(house.visitor(), link, ("onsite", "online")[number % 2])
        for number, link in enumerate(links)
    ]
    return Start(attempts, lambda: _given(house, id_of(path)))


def _answering(visitor: Visitor, link: str, mode: str) -> Attempt:
    """Won: a seat; refused: told that they wait."""
    fields = visitor.form(link, f"{link}/answer") | {"do": mode}

    def press() -> Outcome:
        answer = visitor.post(f"{link}/answer", fields)
        page = visitor.follow(answer)
        if page.status != HTTPStatus.OK or 'role="alert"' in page.text:
            return Outcome.ERROR
        return Outcome.WON if "席位已留好" in page.text else Outcome.REFUSED

    return press


def _given(house: House, roadshow_id: int) -> int:
    """Seats that are taken, or guests who are told that they have one; far too many when not all others wait, or
    somebody out of the order in which the trail has them ask."""
    waiting = _column(house, IN_TURN, id=roadshow_id)
    if len(waiting) != MANY - HERE - ONLINE or waiting != _column(house, AS_THEY_ASKED, id=roadshow_id):
        return OUT_OF_TURN
    taken, seated = (house.read(statement, id=roadshow_id) for statement in (TAKEN, SEATED))
    return int(taken if taken == seated else OUT_OF_TURN)


def _column(house: House, statement: str, **values: object) -> list[str]:
    with house.database.connect() as connection:
        return list(connection.scalars(text(statement), values))
