"""A roadshow that moves or falls out: the same UID, a higher sequence, and a letter to everyone who applied."""

from datetime import timedelta

import pytest
from flask_babel import force_locale, gettext

from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.notices.models import Letter
from roadshow.occupancy.queries import list_of_roadshow
from roadshow.pitches.states import PitchState as P
from roadshow.programme import operations
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def letters() -> list[Letter]:
    return db.session.query(Letter).order_by(Letter.to_id).all()


def said(language: str, msgid: str, **facts: str) -> str:
    with force_locale(language):
        return str(gettext(msgid, **facts))


def applied(roadshow: Roadshow, state: P = P.SUBMITTED, language: str | None = None) -> int:
    """Somebody's id whose project is in this state there."""
    owner = make.person(language=language)
    make.pitch(roadshow, state, of=make.project(make.company(owner)))
    return owner.id


def test_a_postponed_roadshow_keeps_its_uid_raises_its_sequence_and_moves_its_hall():
    roadshow = make.roadshow(S.CALLING)
    uid, was, hall = roadshow.uid, make.begins(roadshow), roadshow.hall
    (before,) = list_of_roadshow(roadshow.id)
    stretch = before.ends_at - before.starts_at
    operations.postpone(roadshow, was + timedelta(days=14, hours=1), on_rest_day=True, actor=make.SOMEONE)
    (after,) = list_of_roadshow(roadshow.id)
    assert (roadshow.uid, roadshow.sequence, roadshow.moved_from_at, roadshow.hall) == (uid, 1, was, hall)
    assert roadshow.on == clock.local(was + timedelta(days=14)).date()
    assert (after.starts_at, after.ends_at - after.starts_at) == (
        was + timedelta(days=14, hours=1) - timedelta(minutes=60),
        stretch,
    )


def test_it_may_move_by_less_than_it_lasts():
    roadshow = make.roadshow(S.SELECTING)
    later = make.begins(roadshow) + timedelta(minutes=30)
    operations.postpone(roadshow, later, on_rest_day=True, actor=make.SOMEONE)
    assert roadshow.starts_at == later


def test_postponing_onto_another_is_refused_at_the_day_and_names_it():
    hall = make.hall(name="一号路演厅")
    other = make.roadshow(where=hall, title="新材料专场")
    roadshow = make.roadshow(S.CALLING, hall, on=make.day(other) + timedelta(days=1))
    applied(roadshow)
    with pytest.raises(Refused) as refusal:
        operations.postpone(
            roadshow, make.ends(other) + timedelta(minutes=89), on_rest_day=True, actor=make.SOMEONE
        )
    assert refusal.value.field == "on"
    assert str(refusal.value) == (
        f"一号路演厅在{other.on} 12:30–17:30已被“新材料专场”占用（含布场与撤场），请换时间或场地"
    )
    assert (roadshow.sequence, letters()) == (0, [])
    operations.postpone(
        roadshow, make.ends(other) + timedelta(minutes=90), on_rest_day=True, actor=make.SOMEONE
    )
    assert roadshow.sequence == 1


def test_each_applicant_gets_one_letter_in_the_language_that_they_read():
    roadshow = make.roadshow(S.CALLING, title="新材料专场")
    was, now = make.begins(roadshow), make.begins(roadshow) + timedelta(days=7)
    chinese, english = applied(roadshow), applied(roadshow, language="en")
    operations.postpone(roadshow, now, on_rest_day=True, actor=make.SOMEONE)
    times = {"was": f"{clock.local(was):%Y-%m-%d %H:%M}", "now": f"{clock.local(now):%Y-%m-%d %H:%M}"}
    body = "“%(title)s”的时间由%(was)s改为%(now)s（北京时间）。您的申请继续有效。"
    assert [(row.to_id, row.language, row.subject, row.body) for row in letters()] == [
        (
            to,
            language,
            said(language, "改期：%(title)s", title="新材料专场"),
            said(language, body, title="新材料专场", **times),
        )
        for to, language in ((chinese, "zh"), (english, "en"))
    ]


def test_someone_with_two_projects_there_gets_one_letter():
    roadshow, owner = make.roadshow(S.CALLING), make.person()
    for _number in range(2):
        make.pitch(roadshow, of=make.project(make.company(owner)))
    operations.postpone(
        roadshow, make.begins(roadshow) + timedelta(days=7), on_rest_day=True, actor=make.SOMEONE
    )
    assert [row.to_id for row in letters()] == [owner.id]


def test_who_is_out_of_it_is_not_written_to():
    roadshow = make.roadshow(S.CALLING)
    states = (P.DECLINED, P.WITHDRAWN, P.RETURNED)
    *_out, still_in = [applied(roadshow, state) for state in states]
    operations.postpone(
        roadshow, make.begins(roadshow) + timedelta(days=7), on_rest_day=True, actor=make.SOMEONE
    )
    assert [row.to_id for row in letters()] == [still_in]


def test_who_is_deactivated_is_not_written_to():
    roadshow, gone = make.roadshow(S.CALLING), make.person(active=False)
    make.pitch(roadshow, of=make.project(make.company(gone)))
    operations.cancel(roadshow, "场馆检修", actor=make.SOMEONE)
    assert letters() == []


def test_one_that_was_never_public_moves_in_silence():
    roadshow = make.roadshow()
    operations.postpone(
        roadshow, make.begins(roadshow) + timedelta(days=7), on_rest_day=True, actor=make.SOMEONE
    )
    assert (roadshow.moved_from_at, letters()) == (None, [])


def test_new_hours_typed_into_the_form_are_a_postponing_too():
    roadshow = make.roadshow(S.CALLING)
    was = roadshow.starts_at
    applied(roadshow)
    facts = make.roadshow_facts(
        roadshow.hall, title=roadshow.title, on=make.day(roadshow) + timedelta(days=7)
    )
    operations.change_roadshow(roadshow, facts, actor=make.SOMEONE)
    assert (roadshow.moved_from_at, [row.kind for row in letters()]) == (was, ["roadshow.postponed"])


def test_one_whose_doors_were_open_closes_them_when_it_is_postponed():
    roadshow = make.roadshow(S.LIVE)
    operations.postpone(
        roadshow, make.begins(roadshow) + timedelta(days=7), on_rest_day=True, actor=make.SOMEONE
    )
    assert roadshow.state == S.PUBLISHED


def test_the_same_time_again_is_no_postponing():
    roadshow = make.roadshow(S.CALLING)
    with pytest.raises(Refused) as refusal:
        operations.postpone(roadshow, make.begins(roadshow), on_rest_day=True, actor=make.SOMEONE)
    assert str(refusal.value) == "新时间与原时间相同"


def test_a_cancelled_roadshow_tells_its_applicants_why():
    roadshow = make.roadshow(S.SELECTING, title="新材料专场")
    owner = applied(roadshow, P.ACCEPTED)
    operations.cancel(roadshow, "场馆检修", actor=make.SOMEONE)
    assert [(row.kind, row.to_id, row.subject, row.body) for row in letters()] == [
        ("roadshow.cancelled", owner, "取消：新材料专场", "“新材料专场”已取消。原因：场馆检修")
    ]
