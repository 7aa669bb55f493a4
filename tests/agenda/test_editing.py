"""The draft is edited, version by version; what is published stays until it is published again."""

from dataclasses import replace
from functools import partial

import pytest
from flask_babel import force_locale

from roadshow.agenda import operations, queries
from roadshow.agenda.draft import Draft, Format, Part
from roadshow.agenda.models import SlotKind as K
from roadshow.agenda.words import differences
from roadshow.audit.queries import list_entries_of
from roadshow.foundation import days
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing, Overtaken, Refused
from roadshow.notices.models import Letter
from roadshow.pitches import operations as pitches
from roadshow.pitches.queries import list_pitches
from roadshow.pitches.states import PitchState as P
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import Counted

pytestmark = pytest.mark.usefixtures("in_spring", "inside")
SPEECH = Part(K.SPEECH, 10, title="主旨发言", speaker="示例专家")


def drafted(projects: int = 2, state: S = S.SELECTING) -> Roadshow:
    """Opening, so many projects A, B, C …, talks; seen as version 1."""
    roadshow = make.roadshow(state, places=100)
    for number in range(projects):
        make.pitch(roadshow, P.ACCEPTED, make.project(name=f"示例{number + 1}号"))
    operations.make_draft(roadshow, seen=0, actor=make.SOMEONE)
    return roadshow


def shown(roadshow: Roadshow) -> list[tuple[int, str]]:
    """Of the draft."""
    draft = queries.get_draft(roadshow.id)
    return [(begins, part.title or part.kind.value) for begins, part in draft.placed]


def keys(roadshow: Roadshow) -> list[int]:
    return [part.key for part in queries.get_draft(roadshow.id).parts]


def test_a_moved_part_takes_its_turn_and_all_times_follow():
    roadshow = drafted()
    operations.move_part(roadshow, keys(roadshow)[1], 3, seen=1, actor=make.SOMEONE)
    assert shown(roadshow) == [(0, "opening"), (10, "示例2号"), (28, "示例1号"), (43, "talks")]


def test_a_part_is_added_where_it_is_said_or_where_its_kind_goes():
    roadshow = drafted(1)
    late = make.pitch(roadshow, P.ACCEPTED, make.project(name="示例晚到"))
    operations.add_part(roadshow, SPEECH, 2, seen=1, actor=make.SOMEONE)
    operations.add_part(roadshow, Part(K.PITCH, 15, 7, pitch_id=late.id), seen=2, actor=make.SOMEONE)
    operations.add_part(roadshow, Part(K.AWARDS, 5), seen=3, actor=make.SOMEONE)
    assert [name for _begins, name in shown(roadshow)] == [
        "opening",
        "主旨发言",
        "示例1号",
        "示例晚到",
        "talks",
        "awards",
    ]


def test_a_changed_part_keeps_its_project_and_its_kind():
    roadshow = drafted(1)
    key = keys(roadshow)[1]
    operations.change_part(roadshow, key, Part(K.BREAK, 12, 5, "别的"), seen=1, actor=make.SOMEONE)
    part = queries.get_draft(roadshow.id).get(key)
    assert (part.kind, part.minutes, part.questions, part.title) == (K.PITCH, 12, 5, "示例1号")


def test_a_removed_project_may_come_back():
    roadshow = drafted(1)
    part = queries.get_draft(roadshow.id).parts[1]
    operations.remove_part(roadshow, part.key, seen=1, actor=make.SOMEONE)
    assert [name for _begins, name in shown(roadshow)] == ["opening", "talks"]
    operations.add_part(roadshow, part, seen=2, actor=make.SOMEONE)
    assert queries.get_draft(roadshow.id).pitch_ids == [part.pitch_id]


def test_visitors_read_the_last_published_version_until_the_next():
    roadshow = drafted()
    operations.publish_agenda(roadshow, seen=1, actor=make.SOMEONE)
    operations.move_part(roadshow, keys(roadshow)[1], 3, seen=1, actor=make.SOMEONE)
    assert [slot.title for slot in queries.list_slots(roadshow.id)] == ["", "示例1号", "示例2号", ""]
    operations.publish_agenda(roadshow, seen=2, actor=make.SOMEONE)
    assert [slot.title for slot in queries.list_slots(roadshow.id)] == ["", "示例2号", "示例1号", ""]
    assert roadshow.sequence == 2


def test_undo_goes_back_step_by_step_and_ends_where_it_began():
    roadshow = drafted()
    first = queries.get_draft(roadshow.id).parts
    operations.remove_part(roadshow, first[0].key, seen=1, actor=make.SOMEONE)
    operations.set_format(roadshow, Format(5, 5, 0), seen=2, actor=make.SOMEONE)
    operations.undo(roadshow, seen=3, actor=make.SOMEONE)
    assert (queries.get_draft(roadshow.id).parts, queries.get_draft(roadshow.id).format) == (
        first[1:],
        Format(),
    )
    operations.undo(roadshow, seen=4, actor=make.SOMEONE)
    assert queries.get_draft(roadshow.id).parts == first
    operations.undo(roadshow, seen=5, actor=make.SOMEONE)
    assert queries.get_draft(roadshow.id).parts == ()
    with pytest.raises(Refused) as refusal:
        operations.undo(roadshow, seen=6, actor=make.SOMEONE)
    assert str(refusal.value) == "没有可以撤销的改动"


def test_whoever_was_overtaken_is_told_by_whom_and_what_they_did():
    roadshow = drafted()
    operations.move_part(roadshow, keys(roadshow)[1], 3, seen=1, actor=make.SOMEONE)
    operations.remove_part(roadshow, keys(roadshow)[0], seen=2, actor=make.SOMEONE)
    with pytest.raises(Overtaken) as refusal:
        operations.undo(roadshow, seen=1, actor=make.SOMEONE)
    assert (refusal.value.who, refusal.value.did) == (
        "测试组织者",
        ["把“示例1号”从第2位移到第3位", "移除了“开场”"],
    )
    assert queries.get_draft(roadshow.id).number == 3


def test_a_number_that_nobody_has_seen_yet_is_stale_too():
    roadshow = drafted()
    with pytest.raises(Overtaken):
        operations.undo(roadshow, seen=9, actor=make.SOMEONE)


def test_lots_are_drawn_again_from_the_seed_that_is_kept():
    roadshow = drafted(6)
    operations.draw_lots(roadshow, seen=1, actor=make.SOMEONE)
    once, drawing = shown(roadshow), queries.find_drawing(roadshow.id)
    assert drawing is not None
    operations.undo(roadshow, seen=2, actor=make.SOMEONE)
    operations.draw_lots(roadshow, seen=3, seed=drawing.said["seed"], actor=make.SOMEONE)
    told = list_entries_of("agenda", roadshow.id)
    assert shown(roadshow) == once
    assert [entry.changes for entry in told if entry.what == "agenda.drawn"] == [drawing.said] * 2


def test_what_changed_since_it_was_published_is_told_in_sentences():
    roadshow = drafted(3)
    operations.publish_agenda(roadshow, seen=1, actor=make.SOMEONE)
    opening, first, _second, third, _talks = keys(roadshow)
    operations.move_part(roadshow, first, 3, seen=1, actor=make.SOMEONE)
    operations.remove_part(roadshow, third, seen=2, actor=make.SOMEONE)
    operations.add_part(roadshow, SPEECH, 2, seen=3, actor=make.SOMEONE)
    operations.change_part(
        roadshow, opening, Part(K.OPENING, 5, speaker="示例主持"), seen=4, actor=make.SOMEONE
    )
    told = differences(queries.get_published(roadshow.id), queries.get_draft(roadshow.id), roadshow.starts_at)
    assert told == [
        "“开场”的时长由10分钟改为5分钟",
        "“开场”的主讲人由—改为示例主持",
        "新增“主旨发言”，13:35开始",
        "“示例2号”的时间由13:58改为13:45",
        "“示例1号”的时间由13:40改为14:03",
        "“自由对接”的时间由14:31改为14:18",
        "移除“示例3号”，原定14:16",
        "上台顺序改为示例2号、示例1号",
    ]


@pytest.mark.parametrize(
    ("part", "field", "words"),
    [
        (Part(K.BREAK, -5), "minutes", "时长“-5”须是1至480的整数"),
        (Part(K.BREAK, 10**9), "minutes", "时长“1000000000”须是1至480的整数"),
        (Part(K.SPEECH, 10), "title", "请填写题目，例如“领导致辞”"),
        (replace(SPEECH, title="长" * 201), "title", "题目最多200个字，现在是201个字"),
        (replace(SPEECH, speaker="长" * 101), "speaker", "主讲人最多100个字，现在是101个字"),
    ],
)
def test_odd_facts_of_a_part_are_refused_at_their_field(part: Part, field: str, words: str):
    roadshow = drafted()
    with pytest.raises(Refused) as refusal:
        operations.add_part(roadshow, part, seen=1, actor=make.SOMEONE)
    assert (refusal.value.field, str(refusal.value)) == (field, words)


@pytest.mark.parametrize("position", [0, -1, 6, 10**9])
def test_a_turn_beyond_the_list_is_refused(position: int):
    roadshow = drafted()
    with pytest.raises(Refused) as refusal:
        operations.move_part(roadshow, keys(roadshow)[0], position, seen=1, actor=make.SOMEONE)
    assert str(refusal.value) == f"排在第几位“{position}”须是1至4的整数"


@pytest.mark.parametrize(
    ("format", "field"),
    [(Format(0, 7, 3), "speech"), (Format(8, -1, 3), "questions"), (Format(8, 7, 61), "buffer")],
)
def test_an_odd_format_is_refused_at_its_field(format: Format, field: str):
    roadshow = drafted()
    with pytest.raises(Refused) as refusal:
        operations.set_format(roadshow, format, seen=1, actor=make.SOMEONE)
    assert refusal.value.field == field


def test_a_project_of_another_roadshow_or_one_that_is_in_already_is_refused():
    roadshow = drafted(1)
    stranger, (own,) = make.pitch(state=P.ACCEPTED), queries.get_draft(roadshow.id).pitch_ids
    told = []
    for pitch_id in (stranger.id, None, own):
        with pytest.raises(Refused) as refusal:
            operations.add_part(roadshow, Part(K.PITCH, 15, pitch_id=pitch_id), seen=1, actor=make.SOMEONE)
        told.append((refusal.value.field, str(refusal.value)))
    assert told == [
        ("pitch_id", "本场入选的项目里没有这一个"),
        ("pitch_id", "本场入选的项目里没有这一个"),
        ("pitch_id", "这个项目已经在议程里"),
    ]


@pytest.mark.parametrize(
    "act",
    [
        partial(operations.remove_part),
        partial(operations.move_part, position=1),
        partial(operations.change_part, part=SPEECH),
    ],
)
def test_a_part_that_this_order_does_not_have_is_missing(act: partial[None]):
    roadshow = drafted()
    with pytest.raises(Missing):
        act(roadshow, key=999, seen=1, actor=make.SOMEONE)


@pytest.mark.parametrize("state", [S.HELD, S.CLOSED, S.CANCELLED])
def test_what_is_over_is_not_edited(state: S):
    roadshow = make.roadshow(state)
    with pytest.raises(Refused):
        operations.add_part(roadshow, SPEECH, seen=0, actor=make.SOMEONE)
    assert queries.get_draft(roadshow.id) == Draft(roadshow.id)


def test_a_draft_may_be_too_long_but_is_not_published():
    roadshow = drafted()
    operations.add_part(roadshow, Part(K.BREAK, 480), seen=1, actor=make.SOMEONE)
    with pytest.raises(Refused) as refusal:
        operations.publish_agenda(roadshow, seen=2, actor=make.SOMEONE)
    assert (roadshow.state, str(refusal.value)) == (S.SELECTING, "议程需要553分钟，本场只有210分钟")


def test_what_left_the_stage_is_removed_before_publishing():
    roadshow = drafted()
    pitches.withdraw(list_pitches(roadshow.id)[0], actor=make.SOMEONE)
    with pytest.raises(Refused) as refusal:
        operations.publish_agenda(roadshow, seen=1, actor=make.SOMEONE)
    assert str(refusal.value) == "“示例1号”已不在入选之列，先把它移出议程"
    operations.remove_part(roadshow, keys(roadshow)[1], seen=1, actor=make.SOMEONE)
    operations.publish_agenda(roadshow, seen=2, actor=make.SOMEONE)
    assert [pitch.state for pitch in list_pitches(roadshow.id)] == [P.WITHDRAWN, P.SCHEDULED]


def test_nothing_is_published_twice():
    roadshow = drafted()
    operations.publish_agenda(roadshow, seen=1, actor=make.SOMEONE)
    with pytest.raises(Refused) as refusal:
        operations.publish_agenda(roadshow, seen=1, actor=make.SOMEONE)
    assert (str(refusal.value), roadshow.sequence) == ("上次发布后没有改动", 1)


def test_without_a_call_speeches_alone_are_published():
    roadshow = make.roadshow()
    operations.add_part(roadshow, SPEECH, seen=0, actor=make.SOMEONE)
    operations.publish_agenda(roadshow, seen=1, actor=make.SOMEONE)
    assert [(slot.title, slot.speaker) for slot in queries.list_slots(roadshow.id)] == [
        ("主旨发言", "示例专家")
    ]
    assert roadshow.state is S.PUBLISHED


def test_whose_time_changed_is_told_in_their_language_with_both_times():
    roadshow = make.roadshow(S.SELECTING, title="示例专场", places=9)
    for number, language in enumerate(["zh", "en", "zh"], 1):
        company = make.company(make.person(name=f"测试{number}", language=language))
        make.pitch(roadshow, P.ACCEPTED, make.project(company, name=f"示例{number}号"))
    operations.publish_agenda(roadshow, actor=make.SOMEONE)
    _opening, first, _second, third, _talks = keys(roadshow)
    operations.move_part(roadshow, first, 3, seen=1, actor=make.SOMEONE)
    operations.remove_part(roadshow, third, seen=2, actor=make.SOMEONE)
    operations.publish_agenda(roadshow, seen=3, actor=make.SOMEONE)
    told = {
        letter.to_name: (letter.subject, letter.body.split("\n")[0]) for letter in db.session.query(Letter)
    }
    on = days.full_day(make.day(roadshow))
    with force_locale("en"):
        day = days.full_day(make.day(roadshow))
    times = f"{day} 13:40–13:55 instead of {day} 13:58–14:13 (China time)"
    assert told == {
        "测试1": (
            "议程有变：示例专场",
            f"“示例1号”在“示例专场”的上台时间由{on} 13:40–13:55改为{on} 13:58–14:13（北京时间）。",
        ),
        "测试2": (
            "The agenda has changed: 示例专场",
            f"“示例2号” at “示例专场” is now on stage at {times}.",
        ),
        "测试3": (
            "议程有变：示例专场",
            f"“示例3号”原定{on} 14:16–14:31（北京时间）在“示例专场”上台，新的议程里暂时没有它的时间。",
        ),
    }
    assert [pitch.state for pitch in list_pitches(roadshow.id)] == [P.SCHEDULED, P.SCHEDULED, P.ACCEPTED]


@pytest.mark.parametrize("projects", [6, 60])
def test_an_edit_costs_the_same_however_long_the_order(
    counted: Counted, postgres_server: str | None, projects: int
):
    roadshow = drafted(projects)
    first, costs = keys(roadshow)[1], list[int]()
    for act in (
        partial(operations.move_part, roadshow, first, projects, seen=1),
        partial(operations.change_part, roadshow, first, Part(K.PITCH, 9), seen=2),
        partial(operations.undo, roadshow, seen=3),
    ):
        with counted() as statements:
            act(actor=make.SOMEONE)
        costs.append(len(statements))
    queued = int(postgres_server is not None)
    assert costs == [8 + queued, 9 + queued, 9 + queued]
