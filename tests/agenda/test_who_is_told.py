"""Who is told what when a roadshow moves, changes or falls out, and when its running order is published."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

import pytest
from flask_babel import force_locale, gettext

from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.agenda import operations as agenda
from roadshow.agenda import queries
from roadshow.agenda.draft import Part
from roadshow.agenda.models import SlotKind
from roadshow.foundation import clock, days
from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused
from roadshow.notices.models import Letter
from roadshow.occupancy.queries import list_of_roadshow
from roadshow.pitches.states import PitchState as P
from roadshow.programme import operations, putting_off
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


@dataclass(frozen=True)
class Hours:
    """From a moment on so many minutes, as the language of the moment writes it."""

    begins: datetime
    minutes: int = 210

    def __str__(self) -> str:
        ends = clock.local(self.begins) + timedelta(minutes=self.minutes)
        return f"{days.full_moment(self.begins)}–{ends:%H:%M}"


def letters() -> list[Letter]:
    return db.session.query(Letter).order_by(Letter.to_id).all()


def news(letter: Letter) -> str:
    """Its body without the lines of its date block and its link."""
    said, body = (letter.values or {})[letter.language], letter.body
    for name in ("event", "link"):
        body = body.replace(f"\n{said[name]}", "") if said.get(name) else body
    return body


def said(language: str, msgid: str, **facts: object) -> str:
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
        f"一号路演厅在{days.day(other.on)} 12:30–17:30已被“新材料专场”占用（含布场与撤场），请换时间或场地"
    )
    assert (roadshow.sequence, letters()) == (0, [])
    operations.postpone(
        roadshow, make.ends(other) + timedelta(minutes=90), on_rest_day=True, actor=make.SOMEONE
    )
    assert roadshow.sequence == 1


def test_each_applicant_gets_one_letter_in_the_language_that_they_read():
    roadshow = make.roadshow(S.CALLING, title="新材料专场")
    chinese, english = applied(roadshow, language="zh"), applied(roadshow, language="en")
    was, now = postponed(roadshow)
    body = "“%(title)s”的时间由%(was)s改为%(now)s（北京时间）。"
    assert [(row.to_id, row.language, row.subject, news(row)) for row in letters()] == [
        (
            to,
            language,
            said(language, "改期：{title}").format(title="新材料专场"),
            said(language, body, title="新材料专场", was=was, now=now)
            + "\n"
            + said(language, "您的申请继续有效。"),
        )
        for to, language in ((chinese, "zh"), (english, "en"))
    ]


def test_who_never_chose_a_language_is_written_to_in_that_of_their_name():
    roadshow = make.roadshow(S.CALLING, title="新材料专场")
    applied(roadshow)
    operations.cancel(roadshow, "场馆检修", actor=make.SOMEONE)
    which = said(
        "zh", "原定%(when)s（北京时间）的“%(title)s”", when=Hours(make.begins(roadshow)), title="新材料专场"
    )
    assert [(row.language, row.subject, news(row)) for row in letters()] == [
        ("zh", "取消：新材料专场", f"{which}已取消。原因：场馆检修")
    ]


def test_letters_about_a_roadshow_say_when_and_where_it_is_or_was_to_be():
    hall = make.hall(name="一号路演厅", address="示例路60号")
    roadshow = make.roadshow(S.CALLING, hall, title="新材料专场")
    applied(roadshow, language="zh")
    was, now = postponed(roadshow)
    operations.cancel(roadshow, "场馆检修", actor=make.SOMEONE)
    where = "地点：一号路演厅，示例路60号"
    assert {row.kind: (row.values or {})["zh"]["event"].split("\n") for row in letters()} == {
        "roadshow.postponed": [f"路演时间：{now}（北京时间）", where],
        "roadshow.cancelled": [f"原定时间：{was}（北京时间）", where],  # nobody read of the move yet
    }


def test_one_put_off_without_a_date_says_that_the_new_one_is_open():
    roadshow = make.roadshow(S.CALLING, title="New Materials")
    applied(roadshow, language="en")
    putting_off.put_off(roadshow, "场馆检修", actor=make.SOMEONE)
    (row,) = letters()
    assert [line.split(":")[0] for line in row.body.split("\n")[-4:-1]] == [
        "Originally",
        "New date",
        "Originally at",
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


def test_a_cancelled_roadshow_tells_everyone_concerned_why():
    roadshow, chosen, speaker = on_stage("新材料专场")
    waiting = applied(roadshow, P.WAITLISTED, "zh")
    operations.cancel(roadshow, "场馆检修", actor=make.SOMEONE)
    body = f"原定{Hours(make.begins(roadshow))}（北京时间）的“新材料专场”已取消。原因：场馆检修"
    assert [(row.kind, row.to_id, row.subject, news(row)) for row in letters()] == [
        ("roadshow.cancelled", to, "取消：新材料专场", body) for to in sorted([chosen, speaker, waiting])
    ]


def test_one_that_never_had_a_day_is_cancelled_in_silence():
    roadshow = make.undated()
    operations.cancel(roadshow, "今年不办", actor=make.SOMEONE)
    assert letters() == []


def test_a_postponed_roadshow_tells_each_their_own_new_turn():
    roadshow, chosen, speaker = on_stage("新材料专场")
    waiting = applied(roadshow, P.WAITLISTED, "zh")
    was, now = postponed(roadshow)
    moved = f"“新材料专场”的时间由{was}改为{now}（北京时间）。"
    turns = {
        chosen: f"“一号项目”在“新材料专场”的上台时间由{turn(was, 20)}改为{turn(now, 20)}（北京时间）。",
        speaker: f"您在“新材料专场”的发言时间由{turn(was, 10, 10)}改为{turn(now, 10, 10)}（北京时间）。",
        waiting: "您的申请继续有效。",
    }
    assert [(row.kind, row.to_id, news(row)) for row in letters()] == [
        ("roadshow.postponed", to, f"{moved}\n{line}") for to, line in sorted(turns.items())
    ]


def test_another_hall_is_told_with_its_address():
    roadshow = make.roadshow(S.CALLING, make.hall(name="一号路演厅"), title="新材料专场")
    owner = applied(roadshow, language="zh")
    change(roadshow, hall=make.hall(name="二号路演厅", address="示例路62号"))
    assert [(row.kind, row.to_id, row.subject, news(row)) for row in letters()] == [
        (
            "roadshow.changed",
            owner,
            "时间或场地有变：新材料专场",
            "“新材料专场”的场地由一号路演厅改为二号路演厅，地址：示例路62号。\n您的申请继续有效。",
        )
    ]


def test_another_end_is_told_and_nobodys_turn_is_another():
    roadshow, chosen, speaker = on_stage("新材料专场")
    begins = make.begins(roadshow)
    change(roadshow, ends=time(16))
    line = f"“新材料专场”的时间由{Hours(begins)}改为{Hours(begins, 150)}（北京时间）。"
    told = {chosen: f"{line}\n您的申请继续有效。", speaker: line}
    assert [(row.kind, row.to_id, news(row)) for row in letters()] == [
        ("roadshow.changed", to, body) for to, body in sorted(told.items())
    ]


def test_other_words_are_told_to_nobody():
    roadshow, _chosen, _speaker = on_stage("新材料专场")
    change(roadshow, summary="新的简介")
    assert letters() == []


def test_another_hall_of_one_that_is_not_public_is_told_to_nobody():
    roadshow = make.roadshow()
    change(roadshow, hall=make.hall())
    assert letters() == []


def test_a_published_order_tells_everyone_their_turn():
    roadshow, chosen, speaker = on_stage("新材料专场", forget=False)
    begins = Hours(make.begins(roadshow))
    turns = {
        chosen: f"“一号项目”在“新材料专场”的上台时间是{turn(begins, 20)}（北京时间）。",
        speaker: f"您在“新材料专场”的发言时间是{turn(begins, 10, 10)}（北京时间）。",
    }
    where = f"议程、场地和怎么到场：http://localhost/roadshows/{roadshow.uid}"
    assert [(row.kind, row.to_id, row.subject, news(row)) for row in letters()] == [
        ("agenda.published", to, "议程已发布：新材料专场", f"{body}\n{where}")
        for to, body in sorted(turns.items())
    ]


def test_a_draft_is_told_to_nobody_until_it_is_published():
    roadshow, chosen, speaker = on_stage("新材料专场")
    draft = queries.get_draft(roadshow.id)
    agenda.remove_part(roadshow, draft.parts[1].key, seen=draft.number, actor=make.SOMEONE)
    assert letters() == []
    agenda.publish_agenda(roadshow, actor=make.SOMEONE)
    begins = Hours(make.begins(roadshow))
    turns = {
        chosen: f"“一号项目”在“新材料专场”的上台时间由{turn(begins, 20)}改为{turn(begins, 10)}（北京时间）。",
        speaker: f"您原定{turn(begins, 10, 10)}（北京时间）在“新材料专场”发言，新的议程里已没有这段发言。",
    }
    assert [(row.kind, row.to_id, row.subject, news(row)) for row in letters()] == [
        ("agenda.changed", to, "议程有变：新材料专场", body) for to, body in sorted(turns.items())
    ]


def test_who_acts_for_a_project_and_speaks_too_gets_one_letter_and_a_short_one_for_the_calendar():
    roadshow, owner = make.roadshow(S.SELECTING, title="新材料专场"), make.person(language="zh")
    make.pitch(roadshow, P.ACCEPTED, of=make.project(make.company(owner)))
    published(roadshow, owner)
    assert [(row.kind, row.to_id, row.body.count("时间是")) for row in letters()] == [
        ("agenda.published", owner.id, 2),
        ("calendar.changed", owner.id, 1),
    ]


def test_a_speaker_without_an_account_or_whose_account_is_closed_is_not_written_to():
    roadshow = make.roadshow(S.SELECTING)
    owner = make.person(language="zh")
    make.pitch(roadshow, P.ACCEPTED, of=make.project(make.company(owner)))
    published(roadshow, make.person(active=False))
    operations.cancel(roadshow, "场馆检修", actor=make.SOMEONE)
    assert {row.to_id for row in letters()} == {owner.id}


def test_a_contact_without_an_account_is_told_of_the_stage_a_new_day_and_a_cancelling():
    roadshow = make.roadshow(S.SELECTING, title="新材料专场")
    contact = {"contact_name": "示例联系人", "contact_email": "contact@firm.example"}
    make.pitch(roadshow, P.ACCEPTED, of=make.project(name="一号项目"), **contact)
    published(roadshow, make.person(active=False))
    later = make.begins(roadshow) + timedelta(days=14, hours=1)
    operations.postpone(roadshow, later, on_rest_day=True, actor=make.SOMEONE)
    operations.cancel(roadshow, "场馆检修", actor=make.SOMEONE)
    assert [
        (row.kind, row.to_address, row.to_id) for row in db.session.query(Letter).order_by(Letter.id)
    ] == [
        (kind, "contact@firm.example", None)
        for kind in ("agenda.published", "roadshow.postponed", "roadshow.cancelled")
    ]


def test_a_contact_who_acts_for_the_project_is_written_to_once():
    roadshow = make.roadshow(S.CALLING)
    owner = make.person()
    make.pitch(roadshow, of=make.project(make.company(owner)), contact_email=owner.email)
    operations.cancel(roadshow, "场馆检修", actor=make.SOMEONE)
    assert [row.to_id for row in letters()] == [owner.id]


def test_another_close_of_the_call_tells_applicants_and_nobody_else():
    roadshow = make.roadshow(S.CALLING, title="新材料专场")
    owner, was = applied(roadshow, P.DRAFT, "zh"), make.closes(roadshow)
    operations.change_call(roadshow, was + timedelta(days=3), actor=make.SOMEONE)
    closes = [days.full_moment(at) for at in (was, was + timedelta(days=3))]
    assert (roadshow.call_closes_at, roadshow.sequence) == (was + timedelta(days=3), 1)
    assert [(row.kind, row.to_id, news(row)) for row in letters()] == [
        (
            "roadshow.call_changed",
            owner,
            f"“新材料专场”的项目征集截止时间由{closes[0]}改为{closes[1]}（北京时间）。",
        )
    ]


def on_stage(title: str, *, forget: bool = True) -> tuple[Roadshow, int, int]:
    """A published one of 13:30–17:00: opening, a speech of 10 minutes, one project; whose, and who speaks.

    What its publishing told is forgotten.
    """
    roadshow = make.roadshow(S.SELECTING, title=title)
    owner, speaker = make.person(language="zh"), make.person(Role.JUDGE, language="zh")
    make.pitch(roadshow, P.ACCEPTED, of=make.project(make.company(owner), name="一号项目"))
    published(roadshow, speaker)
    if forget:
        db.session.query(Letter).delete()
        db.session.commit()
    return roadshow, owner.id, speaker.id


def published(roadshow: Roadshow, speaker: Person) -> None:
    agenda.make_draft(roadshow, seen=0, actor=make.SOMEONE)
    speech = Part(SlotKind.SPEECH, 10, title="致辞", speaker_id=speaker.id)
    agenda.add_part(roadshow, speech, 2, seen=1, actor=make.SOMEONE)
    agenda.publish_agenda(roadshow, actor=make.SOMEONE)


def postponed(roadshow: Roadshow) -> tuple[Hours, Hours]:
    """By a week; the old hours and the new."""
    was = make.begins(roadshow)
    agenda.postpone(roadshow, was + timedelta(days=7), on_rest_day=True, actor=make.SOMEONE)
    return Hours(was), Hours(was + timedelta(days=7))


def change(roadshow: Roadshow, **facts: object) -> None:
    known = make.roadshow_facts(roadshow.hall, title=roadshow.title, on=roadshow.on, places=roadshow.places)
    agenda.change_roadshow(roadshow, replace(known, **facts), actor=make.SOMEONE)  # type: ignore[arg-type]  # the test says them right


def turn(of: Hours, after: int, minutes: int = 15) -> Hours:
    """So many minutes after the beginning of these hours."""
    return Hours(of.begins + timedelta(minutes=after), minutes)
