"""Decisions are held back, checked against the places as they are made, and sent together, once."""

from datetime import timedelta

import pytest

from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Overtaken, Refused
from roadshow.foundation.many import Taken
from roadshow.notices.models import Letter
from roadshow.pitches import operations as pitches
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState as P
from roadshow.programme.models import Roadshow
from roadshow.screening import deciding, public_notice, queries
from tests import make
from tests.conftest import Counted
from tests.screening.panel import passed, reading

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def now(roadshow: Roadshow) -> str:
    return queries.seen(queries.list_open_decisions(roadshow.id))


def decide(roadshow: Roadshow, to: P, *chosen: Pitch, reason: str = "") -> Taken:
    ids = [each.id for each in chosen]
    return deciding.decide_many(roadshow, ids, to, reason, seen=now(roadshow), actor=make.SOMEONE)


def send(roadshow: Roadshow) -> Taken:
    return deciding.send(roadshow, seen=now(roadshow), actor=make.SOMEONE)


def words(taken: Taken) -> list[tuple[str, str]]:
    return [(left.name, str(left.why)) for left in taken.left]


def owned(roadshow: Roadshow, name: str) -> Pitch:
    """With somebody who acts for it."""
    return make.pitch(roadshow, P.SCREENED, make.project(make.company(make.person()), name=name))


def test_what_is_decided_changes_nothing_until_it_is_sent():
    roadshow, _people = reading()
    one, two, three = [owned(roadshow, name) for name in ("甲", "乙", "丙")]
    decide(roadshow, P.ACCEPTED, one)
    decide(roadshow, P.WAITLISTED, two)
    decide(roadshow, P.DECLINED, three, reason="方向不合")
    assert [each.state for each in (one, two, three)] == [P.SCREENED] * 3
    assert (three.reason, db.session.query(Letter).count()) == ("", 0)
    assert send(roadshow) == Taken(3, [])
    assert [each.state for each in (one, two, three)] == [P.ACCEPTED, P.WAITLISTED, P.DECLINED]
    assert three.reason == "方向不合"
    letters = sorted((letter.kind, letter.to_name) for letter in db.session.query(Letter))
    assert [kind for kind, _name in letters] == [
        "pitch.accepted",
        "pitch.declined",
        "pitch.waitlisted",
    ]
    assert len({name for _kind, name in letters}) == 3


def test_nothing_is_sent_twice():
    roadshow, _people = reading()
    pitch = owned(roadshow, "甲")
    decide(roadshow, P.ACCEPTED, pitch)
    send(roadshow)
    with pytest.raises(Refused, match="没有待发出的结果"):
        send(roadshow)
    assert (pitch.state, db.session.query(Letter).count()) == (P.ACCEPTED, 1)


def test_no_more_are_accepted_than_places_are_left():
    roadshow, _people = reading(places=2)
    make.pitch(roadshow, P.ACCEPTED)
    one, two = passed(roadshow, "甲"), passed(roadshow, "乙")
    assert words(decide(roadshow, P.ACCEPTED, one, two)) == [("乙", "本场2个上台名额已满，可以先列为候补")]


def test_who_is_to_leave_makes_room_for_another():
    roadshow, _people = reading(places=1)
    there, new = make.pitch(roadshow, P.ACCEPTED), passed(roadshow)
    decide(roadshow, P.WAITLISTED, there)
    assert decide(roadshow, P.ACCEPTED, new) == Taken(1, [])
    assert send(roadshow) == Taken(2, [])
    assert (there.state, new.state) == (P.WAITLISTED, P.ACCEPTED)


def test_a_decision_may_be_another_and_none_again():
    roadshow, _people = reading(places=1)
    one, two = passed(roadshow), passed(roadshow)
    decide(roadshow, P.ACCEPTED, one)
    decide(roadshow, P.WAITLISTED, one)
    assert decide(roadshow, P.ACCEPTED, two) == Taken(1, [])
    deciding.forget_many(roadshow, [two.id], seen=now(roadshow), actor=make.SOMEONE)
    assert [(each.pitch, each.to) for each in queries.list_open_decisions(roadshow.id)] == [
        (one, P.WAITLISTED)
    ]


@pytest.mark.parametrize("reason", ["", " \n", "长" * 501])
def test_nobody_is_declined_without_a_reason(reason: str):
    roadshow, _people = reading()
    with pytest.raises(Refused) as refusal:
        decide(roadshow, P.DECLINED, passed(roadshow), reason=reason)
    assert (refusal.value.field, queries.list_open_decisions(roadshow.id)) == ("reason", [])


def test_what_is_no_decision_is_refused():
    roadshow, _people = reading()
    with pytest.raises(Refused):
        decide(roadshow, P.SCREENED, passed(roadshow))


def test_what_cannot_be_decided_is_left_and_says_why():
    roadshow, _people = reading()
    early = make.pitch(roadshow, P.SUBMITTED, make.project(name="甲"))
    assert words(decide(roadshow, P.ACCEPTED, early)) == [("甲", "当前状态为“待初筛”，不能变为“已入选”")]


def test_who_saw_other_decisions_is_told_who_was_faster():
    roadshow, _people = reading()
    one, two = passed(roadshow), passed(roadshow)
    before = now(roadshow)
    decide(roadshow, P.ACCEPTED, one)
    with pytest.raises(Overtaken) as refusal:
        deciding.decide_many(roadshow, [two.id], P.ACCEPTED, seen=before, actor=make.SOMEONE)
    assert str(refusal.value) == "测试组织者刚刚改动了拟定的结果。您的改动没有保存，请看过现在的再改。"
    with pytest.raises(Overtaken):
        deciding.send(roadshow, seen=before, actor=make.SOMEONE)
    assert one.state == P.SCREENED


def test_what_was_withdrawn_meanwhile_is_left_when_the_others_are_sent():
    roadshow, _people = reading()
    one, two = owned(roadshow, "甲"), owned(roadshow, "乙")
    decide(roadshow, P.ACCEPTED, one, two)
    pitches.withdraw(one, actor=make.SOMEONE)
    taken = send(roadshow)
    assert (taken.count, words(taken)) == (1, [("甲", "当前状态为“已撤回”，不能变为“已入选”")])
    assert (two.state, db.session.query(Letter).count()) == (P.ACCEPTED, 1)


def test_a_place_that_was_given_at_once_meanwhile_is_not_given_again():
    roadshow, _people = reading(places=1)
    one, two = passed(roadshow, "甲"), passed(roadshow)
    decide(roadshow, P.ACCEPTED, one)
    pitches.accept(two, actor=make.SOMEONE)
    taken = send(roadshow)
    assert (words(taken), one.state) == ([("甲", "本场1个上台名额已满，可以先列为候补")], P.SCREENED)


def test_the_waiting_list_keeps_its_order_and_one_may_come_earlier():
    roadshow, _people = reading()
    one, two, three = [passed(roadshow) for _number in range(3)]
    decide(roadshow, P.WAITLISTED, two, one)
    send(roadshow)
    decide(roadshow, P.WAITLISTED, three)
    fourth = passed(roadshow)
    decide(roadshow, P.WAITLISTED, fourth)
    deciding.move_up(roadshow, fourth.id, seen=now(roadshow), actor=make.SOMEONE)
    send(roadshow)
    assert queries.list_turns(roadshow.id) == {two.id: 1, one.id: 2, fourth.id: 3, three.id: 4}
    with pytest.raises(Refused):
        deciding.move_up(roadshow, fourth.id, seen=now(roadshow), actor=make.SOMEONE)


def test_accepted_names_are_public_until_the_notice_ends():
    roadshow, _people = reading(notice_days=5)
    one, two = passed(roadshow, "甲"), passed(roadshow, "乙")
    decide(roadshow, P.ACCEPTED, one)
    decide(roadshow, P.WAITLISTED, two)
    assert public_notice.list_selected(roadshow.id) == []
    send(roadshow)
    last = clock.today() + timedelta(days=5)
    end = clock.day_bounds(last, last)[1]
    assert (public_notice.list_selected(roadshow.id), public_notice.find_last_notice_day(roadshow.id)) == (
        [one],
        last,
    )
    with clock.at(end - timedelta(seconds=1)):
        assert public_notice.list_selected(roadshow.id) == [one]
    with clock.at(end):
        assert (
            public_notice.list_selected(roadshow.id),
            public_notice.find_last_notice_day(roadshow.id),
        ) == ([], None)
    pitches.withdraw(one, actor=make.SOMEONE)
    assert public_notice.list_selected(roadshow.id) == []


def test_without_a_notice_nothing_is_public():
    roadshow, _people = reading()
    decide(roadshow, P.ACCEPTED, passed(roadshow))
    send(roadshow)
    assert public_notice.list_selected(roadshow.id) == []


def test_who_acts_for_several_projects_gets_a_letter_for_each():
    roadshow, _people = reading()
    company = make.company(make.person())
    for name in ("甲", "乙"):
        decide(roadshow, P.WAITLISTED, make.pitch(roadshow, P.SCREENED, make.project(company, name=name)))
    send(roadshow)
    assert db.session.query(Letter).count() == 2


def test_deciding_reads_the_same_however_many(counted: Counted):
    costs, actor = [], make.actor()
    for many in (1, 20):
        roadshow, _people = reading(places=40)
        ids = [passed(roadshow).id for _number in range(many)]
        before = now(roadshow)
        with counted() as statements:
            deciding.decide_many(roadshow, ids, P.ACCEPTED, seen=before, actor=actor)
        costs.append(len([statement for statement in statements if statement.startswith("SELECT")]))
    assert costs[0] == costs[1]
