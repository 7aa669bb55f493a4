"""Who is accepted confirms in time or loses the place to who waits first."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as some

from roadshow.foundation import clock, days
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.notices.models import Letter
from roadshow.pitches import operations, places, queries
from roadshow.pitches.many import step_many
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState as P
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from roadshow.rest_days import operations as rest_days
from roadshow.worker import settle_places
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
A_DAY = timedelta(days=1)


def selecting(**facts: object) -> Roadshow:
    return make.roadshow(S.SELECTING, **facts)


def accepted(roadshow: Roadshow) -> Pitch:
    """Just now, of somebody who reads Chinese."""
    project = make.project(make.company(make.person(language="zh")))
    pitch = make.pitch(roadshow, P.SCREENED, of=project)
    operations.accept(pitch, actor=make.SOMEONE)
    return pitch


def waiting(roadshow: Roadshow) -> Pitch:
    pitch = make.pitch(roadshow, P.SCREENED)
    operations.waitlist(pitch, actor=make.SOMEONE)
    return pitch


def due(pitch: Pitch) -> datetime:
    assert pitch.confirm_by_at is not None
    return pitch.confirm_by_at


def kinds() -> list[str]:
    return [letter.kind for letter in db.session.query(Letter).order_by(Letter.id)]


def test_three_working_days_leave_out_a_weekend_and_a_holiday():
    rest_days.seed(2026, actor=make.SOMEONE)
    with clock.at(make.moment(date(2026, 6, 17), 10)):  # a Wednesday; the Friday is the Dragon Boat Festival
        pitch = accepted(selecting())
    assert due(pitch) == make.moment(date(2026, 6, 23), 23, 59)


def test_nobody_confirms_later_than_it_begins():
    roadshow = selecting()
    with clock.at(make.begins(roadshow) - timedelta(hours=20)):
        pitch = accepted(roadshow)
    assert due(pitch) == make.begins(roadshow)


def test_what_is_confirmed_in_time_stays_and_is_confirmed_once():
    roadshow = selecting()
    pitch = accepted(roadshow)
    with clock.at(due(pitch) - timedelta(seconds=1)):
        places.confirm(pitch, actor=make.SOMEONE)
    with clock.at(due(pitch)):
        places.settle(roadshow)
        with pytest.raises(Refused) as refusal:
            places.confirm(pitch, actor=make.SOMEONE)
    assert (pitch.state, str(refusal.value)) == (P.ACCEPTED, "已经确认过了，不用再确认")


def test_the_clock_decides_though_nobody_has_noted_it():
    pitch = accepted(selecting())
    with clock.at(due(pitch)), pytest.raises(Refused) as refusal:
        places.confirm(pitch, actor=make.SOMEONE)
    said = f"确认已于{days.moment(due(pitch))}截止，名额不再保留。仍想参加请联系路演中心"
    assert (pitch.state, pitch.confirmed_at, str(refusal.value)) == (P.ACCEPTED, None, said)


def test_a_lapsed_place_is_offered_to_who_waits_first_with_days_of_its_own():
    roadshow = selecting(places=1)
    late = accepted(roadshow)
    first, second = waiting(roadshow), waiting(roadshow)
    with clock.at(due(late)):
        places.settle(roadshow)
        places.settle(roadshow)
    assert [late.state, first.state, second.state] == [P.LAPSED, P.ACCEPTED, P.WAITLISTED]
    assert due(first) > due(late)


def test_each_is_told_once():
    roadshow = selecting(places=1)
    late = accepted(roadshow)
    make.pitch(roadshow, P.WAITLISTED, of=make.project(make.company(make.person())), turn=1)
    for moment in (due(late) - 2 * A_DAY, due(late) - A_DAY, due(late) - A_DAY, due(late), due(late)):
        with clock.at(moment):
            places.settle(roadshow)
    assert kinds() == ["pitch.accepted", "pitch.reminded", "pitch.lapsed", "pitch.offered"]


def test_who_is_accepted_a_day_before_is_not_reminded():
    roadshow = selecting()
    places.set_confirming(roadshow, 1, actor=make.SOMEONE)
    with clock.at(make.moment(clock.today(), 23, 59) + timedelta(seconds=30)):
        pitch = accepted(roadshow)
    assert (due(pitch) - make.moment(clock.today(), 23, 59), pitch.remind_at) == (A_DAY, None)


def test_the_letter_has_the_link_and_until_when():
    pitch = accepted(selecting())
    (letter,) = db.session.query(Letter)
    link = f"http://localhost/startup/pitches/{pitch.id}/confirm"
    assert letter.body.splitlines()[-1] == f"请在{days.moment(due(pitch))}（北京时间）前确认参加：{link}"


def test_where_nobody_need_confirm_nobody_lapses():
    roadshow = selecting()
    before = accepted(roadshow)
    places.set_confirming(roadshow, None, actor=make.SOMEONE)
    after = accepted(roadshow)
    assert (before.confirm_by_at, after.confirm_by_at) == (None, None)
    assert queries.list_to_settle(make.begins(roadshow) - A_DAY) == []
    with pytest.raises(Refused) as refusal:
        places.confirm(after, actor=make.SOMEONE)
    assert str(refusal.value) == "名额已经保留，不用确认"


@pytest.mark.parametrize("number", [0, 31, -1])
def test_the_days_to_confirm_in_have_bounds(number: int):
    roadshow = selecting()
    with pytest.raises(Refused) as refusal:
        places.set_confirming(roadshow, number, actor=make.SOMEONE)
    assert (roadshow.confirm_days, refusal.value.field) == (3, "days")


def test_who_is_in_the_running_order_never_lapses():
    roadshow = selecting()
    pitch = accepted(roadshow)
    until = due(pitch)
    operations.schedule(roadshow, [pitch.id], actor=make.SOMEONE)
    operations.schedule(roadshow, [], actor=make.SOMEONE)
    with clock.at(until):
        places.settle(roadshow)
    assert pitch.state == P.ACCEPTED


@pytest.mark.parametrize("state", sorted({S.LIVE, S.HELD, S.CANCELLED}))
def test_nobody_lapses_once_it_has_begun_or_is_off(state: S):
    roadshow = selecting()
    pitch = accepted(roadshow)
    roadshow.state = state
    db.session.commit()
    with clock.at(due(pitch)):
        places.settle(roadshow)
    assert (pitch.state, queries.list_to_settle(due(pitch))) == (P.ACCEPTED, [])


@pytest.mark.parametrize("state", [P.WITHDRAWN, P.DECLINED, P.WAITLISTED, P.SUBMITTED])
def test_who_has_no_place_is_told_so(state: P):
    pitch = make.pitch(state=state)
    with pytest.raises(Refused) as refusal:
        places.confirm(pitch, actor=make.SOMEONE)
    assert str(refusal.value).startswith("当前状态为“")


def test_a_lapsed_place_counts_as_free_before_anybody_noted_it():
    roadshow = selecting(places=1)
    late, other = accepted(roadshow), make.pitch(roadshow, P.SCREENED)
    with clock.at(due(late)):
        operations.accept(other, actor=make.SOMEONE)
    assert (late.state, other.state) == (P.LAPSED, P.ACCEPTED)


def test_who_waits_comes_before_who_is_accepted_over_their_heads():
    roadshow = selecting(places=1)
    late, first, other = accepted(roadshow), waiting(roadshow), make.pitch(roadshow, P.SCREENED)
    with clock.at(due(late)):
        taken = step_many(roadshow, [other.id], P.ACCEPTED, actor=make.SOMEONE)
    assert (taken.count, first.state, other.state) == (0, P.ACCEPTED, P.SCREENED)


def test_a_waiting_list_has_the_order_in_which_it_was_made():
    roadshow = selecting()
    one, two, three = [make.pitch(roadshow, P.SCREENED) for _number in range(3)]
    step_many(roadshow, [three.id, one.id], P.WAITLISTED, actor=make.SOMEONE)
    operations.waitlist(two, actor=make.SOMEONE)
    assert queries.list_waiting(roadshow.id) == [three, one, two]


def test_a_place_that_is_given_back_is_offered_to_who_waits_first():
    roadshow = selecting(places=1)
    gone, first, second = accepted(roadshow), waiting(roadshow), waiting(roadshow)
    places.confirm(gone, actor=make.SOMEONE)
    operations.withdraw(gone, actor=make.SOMEONE)
    assert (gone.state, first.state, second.state) == (P.WITHDRAWN, P.ACCEPTED, P.WAITLISTED)
    assert due(first) > clock.now()


def test_who_moves_up_when_another_withdraws_is_told():
    roadshow = selecting(places=1)
    gone, who = accepted(roadshow), make.person()
    first = make.pitch(roadshow, P.SCREENED, make.project(make.company(who)))
    operations.waitlist(first, actor=make.SOMEONE)
    operations.withdraw(gone, actor=make.SOMEONE)
    letters = db.session.query(Letter).where(Letter.to_id == who.id).order_by(Letter.id)
    assert [letter.kind for letter in letters] == ["pitch.waitlisted", "pitch.offered"]


@pytest.mark.parametrize("state", [P.WAITLISTED, P.SCREENED])
def test_who_had_no_place_gives_none_back(state: P):
    roadshow = selecting(places=1)
    first, other = waiting(roadshow), make.pitch(roadshow, state)
    operations.withdraw(other, actor=make.SOMEONE)
    assert first.state == P.WAITLISTED


def test_nobody_moves_up_where_more_places_are_taken_than_there_are():
    roadshow = selecting(places=1)
    gone, first = accepted(roadshow), waiting(roadshow)
    make.pitch(roadshow, P.SCHEDULED)
    operations.withdraw(gone, actor=make.SOMEONE)
    assert first.state == P.WAITLISTED


def test_nobody_moves_up_once_it_has_begun():
    roadshow = make.roadshow(S.LIVE, places=1)
    gone, first = make.pitch(roadshow, P.SCHEDULED), make.pitch(roadshow, P.WAITLISTED, turn=1)
    operations.withdraw(gone, actor=make.SOMEONE)
    assert first.state == P.WAITLISTED


ACTS = some.lists(some.sampled_from(["accept", "wait", "withdraw", "confirm", "a day"]), max_size=14)


@settings(max_examples=25)
@given(acts=ACTS, many=some.integers(1, 3))
def test_there_are_never_more_places_than_there_are_and_the_list_keeps_its_order(acts: list[str], many: int):
    roadshow = selecting(places=many, on=clock.today() + timedelta(days=60))
    pitches = [make.pitch(roadshow, P.SCREENED) for _number in range(6)]
    joined, offered, now = list[int](), list[int](), clock.now()
    for number, act in enumerate(acts):
        pitch = pitches[number % len(pitches)]
        now += A_DAY if act == "a day" else timedelta()
        with clock.at(now):
            done = try_act(act, pitch)
            before = [each.id for each in queries.list_waiting(roadshow.id)]
            places.settle(roadshow)
        left = [each.id for each in queries.list_waiting(roadshow.id)]
        assert before[len(before) - len(left) :] == left  # only the first went
        assert queries.count_places_taken(roadshow.id) <= many
        joined += [pitch.id] if done and act == "wait" else []
        offered += before[: len(before) - len(left)]
    assert [each for each in joined if each in offered] == offered


def try_act(act: str, pitch: Pitch) -> bool:
    does = {
        "accept": lambda: operations.accept(pitch, actor=make.SOMEONE),
        "wait": lambda: operations.waitlist(pitch, actor=make.SOMEONE),
        "withdraw": lambda: operations.withdraw(pitch, actor=make.SOMEONE),
        "confirm": lambda: places.confirm(pitch, actor=make.SOMEONE),
        "a day": lambda: places.settle(pitch.roadshow),
    }
    try:
        does[act]()
    except Refused:
        return False
    return True


def test_the_worker_notes_what_the_clock_has_decided_once(inside: Flask):
    roadshow = selecting(places=1)
    late, first = accepted(roadshow), waiting(roadshow)
    with clock.at(due(late)):
        settle_places(inside)
        settle_places(inside)
    db.session.rollback()  # what the worker wrote in a session of its own is read anew
    assert [queries.get_pitch(pitch_id).state for pitch_id in (late.id, first.id)] == [P.LAPSED, P.ACCEPTED]
    assert kinds() == ["pitch.accepted", "pitch.lapsed"]  # nobody acts for the one who waits
