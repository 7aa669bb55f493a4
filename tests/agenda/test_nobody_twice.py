"""Who speaks and which project stands on stage is in one place at a time, across all roadshows."""

from datetime import date, time, timedelta

import pytest

from roadshow.agenda import operations, queries
from roadshow.agenda.draft import Part
from roadshow.agenda.models import SlotKind as K
from roadshow.foundation.errors import Refused
from roadshow.occupancy.queries import list_of_roadshow
from roadshow.pitches import many
from roadshow.pitches import operations as pitches
from roadshow.pitches.queries import list_pitches
from roadshow.pitches.states import PitchState as P
from roadshow.programme import operations as programme
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def speech(person_id: int, minutes: int = 30) -> Part:
    return Part(K.SPEECH, minutes, title="主旨发言", speaker_id=person_id)


def taken(roadshow: Roadshow) -> list[tuple[str, int, str, str]]:
    """Who or what, from–to as minutes after the start; halls aside."""
    rows = [row for row in list_of_roadshow(roadshow.id) if row.what != "hall"]
    start = make.begins(roadshow)
    return [(row.what, row.what_id, str(row.starts_at - start), str(row.ends_at - start)) for row in rows]


def with_project(project_of: Roadshow | None = None, **facts: object) -> Roadshow:
    """Its order holds an opening, one project, talks."""
    roadshow = make.roadshow(S.SELECTING, **facts)
    make.pitch(roadshow, P.ACCEPTED, list_pitches(project_of.id)[0].project if project_of else None)
    return roadshow


def test_a_draft_takes_its_projects_and_speakers_at_their_minutes():
    roadshow, expert = with_project(), make.person(name="示例专家")
    operations.make_draft(roadshow, seen=0, actor=make.SOMEONE)
    operations.add_part(roadshow, speech(expert.id), 2, seen=1, actor=make.SOMEONE)
    project = list_pitches(roadshow.id)[0].project_id
    assert taken(roadshow) == [
        ("person", expert.id, "0:10:00", "0:40:00"),
        ("project", project, "0:40:00", "0:55:00"),
    ]
    assert queries.get_draft(roadshow.id).parts[1].speaker == "示例专家"


def test_a_speaker_who_is_elsewhere_then_is_refused_with_where_and_when():
    expert = make.person(name="示例专家")
    first, second = make.roadshow(title="示例第一场", on=make.DAY), make.roadshow(on=make.DAY)
    operations.add_part(first, speech(expert.id), seen=0, actor=make.SOMEONE)
    with pytest.raises(Refused) as refusal:
        operations.add_part(second, speech(expert.id), seen=0, actor=make.SOMEONE)
    assert str(refusal.value) == "示例专家在6月16日 周二 13:30–14:00已安排在“示例第一场”，请换一个时间"
    assert queries.get_draft(second.id).parts == ()
    operations.add_part(second, Part(K.OPENING, 30), seen=0, actor=make.SOMEONE)
    operations.add_part(second, speech(expert.id), seen=1, actor=make.SOMEONE)
    with pytest.raises(Refused):
        operations.move_part(second, queries.get_draft(second.id).parts[1].key, 1, seen=2, actor=make.SOMEONE)


def test_a_project_is_not_on_two_stages_at_once():
    first = with_project(title="示例第一场", on=make.DAY)
    second = with_project(first, on=make.DAY, starts=time(13, 40))
    operations.make_draft(first, seen=0, actor=make.SOMEONE)
    with pytest.raises(Refused) as refusal:
        operations.make_draft(second, seen=0, actor=make.SOMEONE)
    name = list_pitches(first.id)[0].project.name
    assert str(refusal.value) == f"{name}在6月16日 周二 13:40–13:55已安排在“示例第一场”，请换一个时间"


def test_who_is_removed_is_free_again_and_taken_again_by_undoing():
    roadshow = make.roadshow()
    expert = make.person()
    operations.add_part(roadshow, speech(expert.id), seen=0, actor=make.SOMEONE)
    before = taken(roadshow)
    operations.remove_part(roadshow, queries.get_draft(roadshow.id).parts[0].key, seen=1, actor=make.SOMEONE)
    assert taken(roadshow) == []
    operations.undo(roadshow, seen=2, actor=make.SOMEONE)
    assert taken(roadshow) == before


def test_slots_move_with_their_roadshow_and_meet_nobody_elsewhere():
    expert = make.person(name="示例专家")
    first, second = (
        make.roadshow(title="示例第一场", on=make.DAY),
        make.roadshow(on=make.DAY + timedelta(days=1)),
    )
    for roadshow in (first, second):
        operations.add_part(roadshow, speech(expert.id), seen=0, actor=make.SOMEONE)
    before = taken(second)
    with pytest.raises(Refused) as refusal:
        move(second, make.DAY, 13, 10)
    assert (refusal.value.field, str(refusal.value)) == (
        "on",
        "示例专家在6月16日 周二 13:30–14:00已安排在“示例第一场”，请换一个时间",
    )
    move(second, make.DAY, 14)
    assert (taken(second), make.begins(second)) == (before, make.moment(make.DAY, 14))


def move(roadshow: Roadshow, on: date, hour: int, minute: int = 0) -> None:
    later = make.moment(on, hour, minute)
    operations.postpone(roadshow, later, on_rest_day=True, actor=make.SOMEONE)


def test_new_hours_or_another_hall_leave_the_slots_taken():
    roadshow, expert = make.roadshow(), make.person()
    operations.add_part(roadshow, speech(expert.id), seen=0, actor=make.SOMEONE)
    before = taken(roadshow)
    facts = make.roadshow_facts(title=roadshow.title, on=roadshow.on, starts=time(14))
    operations.change_roadshow(roadshow, facts, actor=make.SOMEONE)
    assert (taken(roadshow), make.begins(roadshow).minute) == (before, 0)


def test_a_cancelled_roadshow_lets_everybody_go():
    roadshow = with_project()
    operations.publish_agenda(roadshow, actor=make.SOMEONE)
    programme.cancel(roadshow, "检修", actor=make.SOMEONE)
    assert list_of_roadshow(roadshow.id) == []


def test_a_project_that_leaves_is_free_and_nobody_elses_minute_moves():
    roadshow = with_project()
    other = make.pitch(roadshow, P.ACCEPTED)
    operations.publish_agenda(roadshow, actor=make.SOMEONE)
    pitches.withdraw(list_pitches(roadshow.id)[0], actor=make.SOMEONE)
    assert taken(roadshow) == [("project", other.project_id, "0:28:00", "0:43:00")]
    operations.add_part(roadshow, Part(K.AWARDS, 5), seen=1, actor=make.SOMEONE)
    assert taken(roadshow) == [("project", other.project_id, "0:28:00", "0:43:00")]


def test_projects_that_are_declined_together_are_free_together():
    roadshow = with_project()
    pitch = list_pitches(roadshow.id)[0]
    operations.make_draft(roadshow, seen=0, actor=make.SOMEONE)
    many.step_many(roadshow, [pitch.id], P.DECLINED, "不符", actor=make.SOMEONE)
    assert taken(roadshow) == []
