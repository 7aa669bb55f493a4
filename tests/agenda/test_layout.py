from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from roadshow.agenda.draft import Draft, Format, Part
from roadshow.agenda.first import first_order
from roadshow.agenda.layout import lay_out, length
from roadshow.agenda.lots import drawn
from roadshow.agenda.models import SlotKind as K
from roadshow.pitches.models import Pitch
from roadshow.projects.models import Project

parts = st.builds(
    Part, st.sampled_from(K), st.integers(1, 480), key=st.integers(1), title=st.text(max_size=5)
)
orders = st.lists(parts, max_size=30, unique_by=lambda part: part.key)
buffers = st.integers(0, 60)


@given(orders, buffers)
def test_parts_follow_one_another_and_two_pitches_keep_the_buffer(order: list[Part], buffer: int):
    begins = lay_out(order, buffer)
    gaps = [
        after - (before + part.minutes)
        for (before, after), part in zip(pairwise(begins), order, strict=False)
    ]
    assert begins[:1] == [0][: len(order)]
    assert gaps == [buffer * (one.on_stage and other.on_stage) for one, other in pairwise(order)]
    assert length(order, buffer) == sum(part.minutes for part in order) + sum(gaps)


@given(orders.filter(bool), st.data())
def test_a_moved_part_stands_at_its_turn_and_the_others_keep_their_order(
    order: list[Part], data: st.DataObject
):
    part, position = data.draw(st.sampled_from(order)), data.draw(st.integers(1, len(order)))
    draft = Draft(1, parts=tuple(order))
    moved = draft.without(part.key).with_part(part, position)
    assert moved.turn(part.key) == position
    assert moved.without(part.key) == draft.without(part.key)


@given(orders, st.text(max_size=16))
def test_lots_move_projects_among_their_places_only_and_are_drawn_again_from_the_seed(
    order: list[Part], seed: str
):
    once, shuffled = drawn(order, seed), drawn(list(reversed(order)), seed)
    assert [part if not part.on_stage else None for part in once] == [
        part if not part.on_stage else None for part in order
    ]
    assert [part for part in once if part.on_stage] == [part for part in shuffled if part.on_stage]
    assert sorted(once, key=repr) == sorted(order, key=repr)


@given(st.integers(1, 100))
def test_the_first_order_has_everybody_and_a_break_in_the_middle(many: int):
    chosen = [Pitch(id=number, project=Project(name="项目")) for number in range(many)]
    order = first_order(chosen, Format(), None)
    kinds = [part.kind for part in order]
    assert [part.pitch_id for part in order if part.on_stage] == list(range(many))
    assert (kinds[0], kinds[-1], kinds.count(K.BREAK)) == (K.OPENING, K.TALKS, int(many > 4))
    if many > 4:
        before = kinds.index(K.BREAK) - 1
        assert before - (many - before) in (0, 1)


def test_talks_take_what_is_left_or_nothing():
    one = [Pitch(id=1, project=Project(name="项目"))]
    assert [part.minutes for part in first_order(one, Format(), 25 + 12)] == [10, 15, 12]
    assert [part.minutes for part in first_order(one, Format(), 25 + 9)] == [10, 15]


def test_a_new_format_leaves_alone_who_has_minutes_of_their_own():
    usual = Part(K.PITCH, 15, 7, key=1)
    draft = Draft(1, parts=(usual, replace(usual, minutes=20, key=2), Part(K.BREAK, 15, key=3)))
    changed = draft.in_format(Format(7, 5, 2))
    assert [(part.minutes, part.questions) for part in changed.parts] == [(12, 5), (20, 7), (15, 0)]
