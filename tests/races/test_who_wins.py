"""A rule over a count, a place or a step holds however many press at once; no answer but a refusal or the one win."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from flask import Flask

from roadshow.agenda import operations as agenda
from roadshow.audit.queries import last_number, list_entries_of
from roadshow.foundation.db import db
from roadshow.halls import operations as halls
from roadshow.halls.queries import get_hall
from roadshow.investors.mandates import set_mandate
from roadshow.investors.models import Institution
from roadshow.occupancy import operations as occupancy
from roadshow.occupancy.models import Occupancy
from roadshow.occupancy.queries import list_of_roadshow
from roadshow.pitches import operations as pitches
from roadshow.pitches.models import Pitch
from roadshow.pitches.queries import count_places_taken, get_pitch
from roadshow.pitches.states import PitchState as P
from roadshow.programme import operations as programme
from roadshow.programme import proposing
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow, get_season, list_proposed, list_roadshows
from roadshow.programme.states import RoadshowState as S
from roadshow.programme.wanted import Wanted
from roadshow.projects import members
from roadshow.projects.models import Member
from tests import make
from tests.investors.made import MANDATE
from tests.races.at_once import REFUSED, WON, at_once

pytestmark = pytest.mark.usefixtures("in_spring")
MANY, ROUNDS = 8, 4
ONE_WINS = [REFUSED] * (MANY - 1) + [WON]
SIXTEEN = 16  # more than there are connections: each reads once all are there
ONE_OF_SIXTEEN = [REFUSED] * (SIXTEEN - 1) + [WON]
Act = Callable[[], object]


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_one_of_eight_gets_the_halls_hour(app: Flask, round_number: int):
    with app.app_context():
        year, hall_id = make.season().year, make.hall(setup_minutes=60).id

    def plan(number: int) -> Act:
        starts = time(13, number + round_number)  # all within one another's set-up
        facts = make.roadshow_facts(get_hall(hall_id), starts=starts, ends=time(17))
        season = get_season(year)
        return lambda: programme.plan_roadshow(season, facts, actor=make.SOMEONE)

    answers = at_once(app, [lambda number=number: plan(number) for number in range(MANY)])
    with app.app_context():
        stands = db.session.query(Occupancy).count(), len(list_roadshows(year))
    assert (answers, stands) == (ONE_WINS, (1, 1))


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_of_eight_gets_the_hour_when_nobody_asks_first(app: Flask, _round: int):
    """The constraint, without a lock on the hall."""
    with app.app_context():
        planned = make.roadshow()
        hours = make.begins(planned) + timedelta(days=1), planned.ends_at + timedelta(days=1)

    def take(number: int) -> Act:
        row = Occupancy(
            what="hall", what_id=7, by="roadshow", by_id=number, starts_at=hours[0], ends_at=hours[1]
        )
        return lambda: occupancy.take(row)

    assert at_once(app, [lambda number=number: take(number) for number in range(MANY)]) == ONE_WINS


def test_one_of_eight_postponed_onto_one_hour_gets_it(app: Flask):
    with app.app_context():
        hall = make.hall()
        first = make.roadshow(where=hall)
        days = [make.day(first) + timedelta(days=number) for number in range(1, MANY)]
        ids = [first.id, *(make.roadshow(where=hall, on=on).id for on in days)]
        target = make.begins(first) + timedelta(days=60)

    def move(roadshow_id: int) -> Act:
        roadshow = get_roadshow(roadshow_id)
        return lambda: programme.postpone(roadshow, target, on_rest_day=True, actor=make.SOMEONE)

    assert at_once(app, [lambda row=row: move(row) for row in ids]) == ONE_WINS


def test_one_of_sixteen_gets_the_last_place_on_stage(app: Flask):
    with app.app_context():
        roadshow = make.roadshow(S.SELECTING, places=3)
        for _number in range(2):
            make.pitch(roadshow, P.ACCEPTED)
        ids = [make.pitch(roadshow, P.SCREENED).id for _number in range(SIXTEEN)]
        roadshow_id = roadshow.id

    def accept(pitch_id: int) -> Act:
        return lambda: pitches.accept(get_pitch(pitch_id), actor=make.SOMEONE)

    answers = at_once(app, [lambda row=row: accept(row) for row in ids])
    with app.app_context():
        assert (answers, count_places_taken(roadshow_id)) == (ONE_OF_SIXTEEN, 3)


PITCH_STEPS: dict[str, tuple[P, S, Callable[[Pitch], object]]] = {
    "pitch.submitted": (P.DRAFT, S.CALLING, lambda row: pitches.submit(row, actor=make.SOMEONE)),
    "pitch.screened": (P.SUBMITTED, S.CALLING, lambda row: pitches.screen(row, actor=make.SOMEONE)),
    "pitch.accepted": (P.SCREENED, S.SELECTING, lambda row: pitches.accept(row, actor=make.SOMEONE)),
    "pitch.declined": (P.SCREENED, S.SELECTING, lambda row: pitches.decline(row, "不符", actor=make.SOMEONE)),
    "pitch.absent": (P.SCHEDULED, S.LIVE, lambda row: pitches.mark_absent(row, actor=make.SOMEONE)),
    "pitch.withdrawn": (P.ACCEPTED, S.SELECTING, lambda row: pitches.withdraw(row, actor=make.SOMEONE)),
}


@pytest.mark.parametrize("what", PITCH_STEPS)
def test_one_of_sixteen_takes_the_same_step_of_an_application(app: Flask, what: str):
    here, during, step = PITCH_STEPS[what]
    with app.app_context():
        pitch_id = make.pitch(make.roadshow(during), here).id

    answers = at_once(app, [lambda: lambda: step(get_pitch(pitch_id))] * SIXTEEN)
    with app.app_context():
        told = [entry.what for entry in list_entries_of("pitch", pitch_id)]
    assert (answers, told) == (ONE_OF_SIXTEEN, [what])


def _open_call(roadshow: Roadshow) -> None:
    programme.open_call(roadshow, make.moment(make.DAY, 12) - timedelta(days=3), actor=make.SOMEONE)


ROADSHOW_STEPS: dict[str, tuple[S, Callable[[Roadshow], object]]] = {
    "roadshow.call_opened": (S.PLANNED, _open_call),
    "roadshow.selecting": (S.CALLING, lambda row: pitches.close_call(row, actor=make.SOMEONE)),
    "roadshow.published": (S.SELECTING, lambda row: agenda.publish_agenda(row, actor=make.SOMEONE)),
    "roadshow.cancelled": (S.PUBLISHED, lambda row: programme.cancel(row, "检修", actor=make.SOMEONE)),
    "roadshow.closed": (S.HELD, lambda row: programme.close(row, actor=make.SOMEONE)),
}


@pytest.mark.parametrize("what", ROADSHOW_STEPS)
def test_one_of_eight_takes_the_same_step_of_a_roadshow(app: Flask, what: str):
    here, step = ROADSHOW_STEPS[what]
    with app.app_context():
        roadshow = make.roadshow(here, on=make.DAY)
        make.pitch(roadshow, P.ACCEPTED)
        roadshow_id = roadshow.id

    def press() -> Act:
        row = get_roadshow(roadshow_id)
        return lambda: step(row)

    answers = at_once(app, [press] * MANY)
    with app.app_context():
        told = [entry.what for entry in list_entries_of("roadshow", roadshow_id)]
    assert (answers, told) == (ONE_WINS, [what, "roadshow.planned"])


def test_one_of_eight_opens_the_season_and_one_makes_the_hall(app: Flask):
    facts = make.hall_facts()
    opened = at_once(app, [lambda: lambda: programme.open_season(2031, 15, actor=make.SOMEONE)] * MANY)
    made = at_once(app, [lambda: lambda: halls.make_hall(facts, actor=make.SOMEONE)] * MANY)
    assert (opened, made) == (ONE_WINS, ONE_WINS)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_roadshows_that_swap_halls_while_they_and_their_halls_change_never_lock_each_other_out(
    app: Flask, _round: int
):
    with app.app_context():
        rooms = [make.hall(), make.hall()]
        shows = [
            make.roadshow(S.CALLING, where=rooms[number % 2], on=day_after(number)) for number in range(4)
        ]
        show_ids, hall_ids = [row.id for row in shows], [room.id for room in rooms]

    def swap(number: int) -> Act:
        roadshow = get_roadshow(show_ids[number])
        into = get_hall(hall_ids[(number + 1) % 2])
        facts = make.roadshow_facts(into, title=roadshow.title, on=roadshow.on)
        return lambda: agenda.change_roadshow(roadshow, facts, actor=make.SOMEONE)

    def postpone(number: int) -> Act:
        roadshow = get_roadshow(show_ids[number])
        later = make.begins(roadshow) + timedelta(days=100)
        return lambda: agenda.postpone(roadshow, later, on_rest_day=True, actor=make.SOMEONE)

    def rename(number: int) -> Act:
        hall = get_hall(hall_ids[number])
        facts = make.hall_facts(address="示例路61号")
        return lambda: halls.change_hall(hall, facts, closed=False, actor=make.SOMEONE)

    works = [lambda number=number: swap(number) for number in range(4)]
    works += [lambda number=number: postpone(number) for number in (0, 1)]
    works += [lambda number=number: rename(number) for number in (0, 1)]
    answers = at_once(app, works)
    assert set(answers) <= {WON, REFUSED}
    assert answers.count(WON) >= 6  # a postponing may meet the swap, which it is told
    with app.app_context():
        for roadshow_id in show_ids:
            (row,) = list_of_roadshow(roadshow_id)
            assert row.what_id == get_roadshow(roadshow_id).hall_id


def day_after(number: int) -> date:
    return make.DAY + timedelta(days=number)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_no_change_that_a_calendar_shows_is_lost_from_the_sequence(app: Flask, _round: int):
    with app.app_context():
        hall = make.hall()
        shows = [make.roadshow(S.CALLING, where=hall, on=day_after(number)) for number in range(6)]
        ids, hall_id = [row.id for row in shows], hall.id

    def close_call(roadshow_id: int) -> Act:
        roadshow = get_roadshow(roadshow_id)
        return lambda: pitches.close_call(roadshow, actor=make.SOMEONE)

    def rename() -> Act:
        hall = get_hall(hall_id)
        facts = make.hall_facts()
        return lambda: halls.change_hall(hall, facts, closed=False, actor=make.SOMEONE)

    answers = at_once(app, [*(lambda row=row: close_call(row) for row in ids), rename, rename])
    with app.app_context():
        assert (answers, [get_roadshow(row).sequence for row in ids]) == ([WON] * MANY, [3] * 6)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_proposed_days_are_accepted_once(app: Flask, _round: int):
    with app.app_context():
        hall_id = make.hall().id
        for _number in range(3):
            make.undated(2026)
        proposing.propose(get_season(2026), Wanted(), actor=make.SOMEONE)
        ids = [row.id for row in list_proposed(get_season(2026))]

    def take(picked: list[int]) -> Act:
        season = get_season(2026)
        return lambda: proposing.accept(season, picked, actor=make.SOMEONE)

    answers = at_once(app, [lambda: take(ids)] * MANY)
    with app.app_context():
        taken = db.session.query(Occupancy).where(Occupancy.what_id == hall_id).count()
    assert (answers, taken) == (ONE_WINS, 3)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_owners_who_leave_at_once_one_stays(app: Flask, _round: int):
    with app.app_context():
        ids = [member.id for member in make.company(make.person(), make.person()).members]

    def leave(member_id: int) -> Act:
        member = db.session.get_one(Member, member_id)
        return lambda: members.leave(member, actor=make.SOMEONE)

    answers = at_once(app, [lambda member_id=member_id: leave(member_id) for member_id in ids])
    with app.app_context():
        assert (answers, db.session.query(Member).count()) == ([REFUSED, WON], 1)


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_of_eight_colleagues_who_change_the_mandate_from_one_page_one_does(app: Flask, round_number: int):
    with app.app_context():
        institution_id = make.institution().id
        seen = last_number("institution", institution_id)

    def change(number: int) -> Act:
        institution = db.session.get_one(Institution, institution_id)
        facts = replace(MANDATE, words=f"{round_number}-{number}")
        return lambda: set_mandate(institution, facts, seen=seen, actor=make.SOMEONE)

    answers = at_once(app, [lambda number=number: change(number) for number in range(MANY)])
    with app.app_context():
        entries = [entry.what for entry in list_entries_of("institution", institution_id)]
        assert (answers, entries.count("institution.mandate_set")) == (ONE_WINS, 1)
