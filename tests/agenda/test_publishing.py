from datetime import time

import pytest

from roadshow.agenda import many, operations, queries
from roadshow.agenda.draft import Part
from roadshow.agenda.models import SlotKind as K
from roadshow.foundation.errors import Refused
from roadshow.pitches import operations as pitches
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState as P
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make

pytestmark = pytest.mark.usefixtures("in_spring", "inside")


def selecting(accepted: int, **facts: object) -> tuple[Roadshow, list[Pitch]]:
    roadshow = make.roadshow(S.SELECTING, **({"places": 12} | facts))
    return roadshow, [make.pitch(roadshow, P.ACCEPTED) for _number in range(accepted)]


def order(roadshow: Roadshow) -> list[tuple[int, int, K]]:
    return [(slot.begins, slot.minutes, slot.kind) for slot in queries.list_slots(roadshow.id)]


def test_the_accepted_go_on_stage_in_the_order_they_applied():
    roadshow, accepted = selecting(2)
    waiting = make.pitch(roadshow, P.WAITLISTED)
    operations.publish_agenda(roadshow, actor=make.SOMEONE)
    assert order(roadshow) == [(0, 10, K.OPENING), (10, 15, K.PITCH), (28, 15, K.PITCH), (43, 30, K.TALKS)]
    assert [slot.pitch for slot in queries.list_slots(roadshow.id)] == [None, *accepted, None]
    assert [pitch.state for pitch in (*accepted, waiting)] == [P.SCHEDULED, P.SCHEDULED, P.WAITLISTED]
    assert (roadshow.state, roadshow.sequence) == (S.PUBLISHED, 1)


def test_a_running_order_that_does_not_fit_is_refused_and_nobody_is_scheduled():
    roadshow, accepted = selecting(3, starts=time(13, 30), ends=time(14, 30))
    with pytest.raises(Refused) as refusal:
        operations.publish_agenda(roadshow, actor=make.SOMEONE)
    assert str(refusal.value) == "议程需要61分钟，本场只有60分钟"
    assert ([pitch.state for pitch in accepted], order(roadshow)) == ([P.ACCEPTED] * 3, [])


def test_nothing_is_published_without_a_project():
    roadshow, _none = selecting(0)
    with pytest.raises(Refused) as refusal:
        operations.publish_agenda(roadshow, actor=make.SOMEONE)
    assert str(refusal.value) == "还没有入选的项目，先在“项目申请”里选入"


def test_after_a_call_speeches_alone_are_no_agenda():
    roadshow, [pitch] = selecting(1)
    operations.add_part(roadshow, Part(K.SPEECH, 10, title="致辞"), seen=0, actor=make.SOMEONE)
    with pytest.raises(Refused, match="征集过项目的路演，议程里至少要有一个项目"):
        operations.publish_agenda(roadshow, seen=1, actor=make.SOMEONE)
    operations.place_pitch(roadshow, pitch.id, seen=1, actor=make.SOMEONE)
    operations.publish_agenda(roadshow, seen=2, actor=make.SOMEONE)
    assert order(roadshow) == [(0, 10, K.SPEECH), (10, 15, K.PITCH)]


@pytest.mark.parametrize("state", sorted(set(S) - {S.SELECTING, S.PLANNED}))
def test_an_agenda_is_published_out_of_selecting_only(state: S):
    roadshow = make.roadshow(state)
    pitch = make.pitch(roadshow, P.ACCEPTED)
    with pytest.raises(Refused):
        operations.publish_agenda(roadshow, actor=make.SOMEONE)
    assert (pitch.state, roadshow.state) == (P.ACCEPTED, state)


def test_who_withdraws_leaves_the_public_order_and_nobody_elses_minute_moves():
    roadshow, (first, second) = selecting(2)
    operations.publish_agenda(roadshow, actor=make.SOMEONE)
    pitches.withdraw(first, actor=make.SOMEONE)
    shown = queries.list_public_slots(roadshow.id)
    assert [(slot.begins, slot.pitch) for slot in shown] == [(0, None), (28, second), (43, None)]


def test_hours_are_not_made_shorter_than_the_published_order():
    roadshow, _accepted = selecting(2)
    operations.publish_agenda(roadshow, actor=make.SOMEONE)
    change_end(roadshow, time(14, 43))
    with pytest.raises(Refused) as refusal:
        change_end(roadshow, time(14, 42))
    assert refusal.value.field == "ends"
    assert (make.ends(roadshow) - make.begins(roadshow)).seconds == 73 * 60


def change_end(roadshow: Roadshow, ends: time) -> None:
    facts = make.roadshow_facts(
        roadshow.hall, title=roadshow.title, on=roadshow.on, places=roadshow.places, ends=ends
    )
    operations.change_roadshow(roadshow, facts, actor=make.SOMEONE)


def test_of_several_published_at_once_one_whose_order_was_begun_is_left_to_its_own_page():
    bare, begun = make.roadshow(), make.roadshow(title="新材料专场")
    operations.add_part(begun, Part(K.OPENING, 10), seen=0, actor=make.SOMEONE)
    taken = many.publish_many([bare.id, begun.id], actor=make.SOMEONE)
    assert (taken.count, bare.state, begun.state) == (1, S.PUBLISHED, S.PLANNED)
    assert [(str(left.name), str(left.why)) for left in taken.left] == [
        ("新材料专场", "已经开始编排议程，请在议程页面发布")
    ]


def test_an_order_that_was_emptied_is_not_published_in_place_of_the_public_one():
    roadshow = make.roadshow()
    draft = operations.add_part(roadshow, Part(K.OPENING, 10), seen=0, actor=make.SOMEONE)
    operations.publish_agenda(roadshow, actor=make.SOMEONE)
    operations.remove_part(roadshow, draft.parts[0].key, seen=1, actor=make.SOMEONE)
    with pytest.raises(Refused, match="议程还是空的"):
        operations.publish_agenda(roadshow, actor=make.SOMEONE)
    assert len(queries.list_slots(roadshow.id)) == 1


def test_an_order_that_reads_the_same_is_nothing_new_whatever_was_taken_out_and_put_back():
    roadshow = make.roadshow()
    draft = operations.add_part(roadshow, Part(K.OPENING, 10), seen=0, actor=make.SOMEONE)
    operations.publish_agenda(roadshow, actor=make.SOMEONE)
    operations.remove_part(roadshow, draft.parts[0].key, seen=1, actor=make.SOMEONE)
    operations.add_part(roadshow, Part(K.OPENING, 10), seen=2, actor=make.SOMEONE)
    with pytest.raises(Refused, match="上次发布后没有改动"):
        operations.publish_agenda(roadshow, actor=make.SOMEONE)
