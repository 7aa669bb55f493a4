"""Who comes to the roadshows ahead: invited, seated on site and online, waiting, and one who sent a colleague."""

from datetime import date, time, timedelta

from roadshow.attendance import answering, colleagues, inviting, queries, seating
from roadshow.attendance.models import Mode
from roadshow.attendance.rules import Invitee, SeatingFacts
from roadshow.foundation import clock
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import list_upcoming
from roadshow.programme.states import RoadshowState

from .people import Crew

NAMES = ("示例赵", "示例钱", "示例孙", "示例李", "示例曾", "示例单", "示例解", "示例仇", "示例查")
FUNDS = ("示例云帆资本", "示例启明创投", "示例平湖银行")


def invite(crew: Crew, today: date) -> None:
    """To the roadshow whose agenda is out next, which has few seats, and to the one after."""
    with clock.at(clock.moment(today - timedelta(days=3), time(10))):
        ahead = [row for row in list_upcoming(today) if row.state is RoadshowState.PUBLISHED]
        for number, roadshow in enumerate(ahead):
            _seat(crew, roadshow, few=number == 0)
            if number == 0:
                _answer(crew, roadshow)


def _seat(crew: Crew, roadshow: Roadshow, *, few: bool) -> None:
    usual = seating.usual_seating(roadshow)
    facts = SeatingFacts(3, 2, offer_hours=96, open_to_public=True) if few else usual
    seating.set_seating(roadshow, facts, actor=crew.acting("organiser"))
    people = [
        Invitee(f"guest{number}@demo.example", name, FUNDS[number % len(FUNDS)])
        for number, name in enumerate(NAMES)
    ]
    investors = [Invitee(crew.people[who].email) for who in ("investor", "investor2")]
    inviting.invite_many(
        roadshow, [*investors, *(people if few else people[:3])], actor=crew.acting("organiser")
    )


def _answer(crew: Crew, roadshow: Roadshow) -> None:
    """Three come on site and two online, which is all; two wait, and one of them moves up."""
    guests = {guest.name: guest for guest in queries.list_guests(roadshow.id)}
    first, *others = [guests[name] for name in NAMES]
    modes = (Mode.ONSITE, Mode.ONLINE, Mode.ONSITE, Mode.ONLINE, Mode.ONSITE, Mode.ONSITE)
    for guest, mode in zip([first, *others], modes, strict=False):
        answering.accept(guest, mode, actor=crew.acting("organiser"))
    answering.answer_tentatively(others[-1], actor=crew.acting("organiser"))
    answering.decline(others[-2], actor=crew.acting("organiser"))
    colleague = Invitee("colleague@demo.example", "示例程", first.organisation)
    colleagues.hand_over(first, colleague, actor=crew.acting("organiser"))
    answering.decline(others[1], actor=crew.acting("organiser"))
