"""One agenda edited by many at once, one speaker wanted at two roadshows: one wins, the others are refused."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from roadshow.agenda import operations, queries
from roadshow.agenda.draft import Part
from roadshow.agenda.models import SlotKind
from roadshow.foundation.db import db
from roadshow.occupancy.models import Occupancy
from roadshow.pitches.states import PitchState as P
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from roadshow.projects.consents import note_consent
from roadshow.projects.queries import get_project
from tests import make
from tests.races.at_once import REFUSED, WON, at_once

pytestmark = pytest.mark.usefixtures("in_spring")
MANY, ROUNDS = 12, 3
ONE_WINS = [REFUSED] * (MANY - 1) + [WON]
Act = Callable[[], object]


def ordered(parts: int) -> int:
    """A roadshow with so many parts in its order, seen as version ``parts``."""
    roadshow = make.roadshow(on=make.DAY)
    for number in range(parts):
        part = Part(SlotKind.AWARDS, 5, title=f"环节{number}")
        operations.add_part(roadshow, part, seen=number, actor=make.SOMEONE)
    return roadshow.id


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_twelve_that_edit_what_they_saw_together_one_wins(app: Flask, _round: int):
    with app.app_context():
        roadshow_id = ordered(4)
        keys = [part.key for part in queries.get_draft(roadshow_id).parts]

    def edit(number: int) -> Act:
        roadshow = get_roadshow(roadshow_id)
        if number % 3 == 0:
            return partial(operations.add_part, roadshow, Part(SlotKind.BREAK, 9), seen=4, actor=make.SOMEONE)
        key, to = keys[number % 4], 4 - number % 4
        return partial(operations.move_part, roadshow, key, to, seen=4, actor=make.SOMEONE)

    answers = at_once(app, [partial(edit, number) for number in range(MANY)])
    with app.app_context():
        assert (answers, queries.get_draft(roadshow_id).number) == (ONE_WINS, 5)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_of_twelve_roadshows_gets_the_speaker(app: Flask, _round: int):
    with app.app_context():
        ids, person_id = [ordered(0) for _number in range(MANY)], make.person().id

    def ask(roadshow_id: int) -> Act:
        roadshow = get_roadshow(roadshow_id)
        part = Part(SlotKind.SPEECH, 30, title="主旨发言", speaker_id=person_id)
        return partial(operations.add_part, roadshow, part, seen=0, actor=make.SOMEONE)

    answers = at_once(app, [partial(ask, roadshow_id) for roadshow_id in ids])
    with app.app_context():
        spoken = db.session.query(Occupancy).filter_by(what="person").count()
    assert (answers, spoken) == (ONE_WINS, 1)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_agendas_that_swap_their_speakers_never_wait_for_each_other(app: Flask, _round: int):
    """Both take both, in the other order: whoever queues second is refused or comes after, and nobody breaks."""
    with app.app_context():
        ids, people = [ordered(0) for _number in range(4)], [make.person().id for _number in range(2)]
        for number, roadshow_id in enumerate(ids):
            operations.add_part(
                get_roadshow(roadshow_id), Part(SlotKind.OPENING, 40 * number + 1), seen=0, actor=make.SOMEONE
            )
            for turn, person_id in enumerate(people if number % 2 else people[::-1], 1):
                part = Part(SlotKind.SPEECH, 19, title="主旨发言", speaker_id=person_id)
                operations.add_part(get_roadshow(roadshow_id), part, seen=turn, actor=make.SOMEONE)

    def move(roadshow_id: int) -> Act:
        roadshow, key = get_roadshow(roadshow_id), queries.get_draft(roadshow_id).parts[2].key
        return partial(operations.move_part, roadshow, key, 2, seen=3, actor=make.SOMEONE)

    assert at_once(app, [partial(move, roadshow_id) for roadshow_id in ids]) == [WON] * len(ids)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_owners_on_the_same_stages_who_take_their_names_back_never_wait_for_each_other(
    app: Flask, _round: int
):
    with app.app_context():
        days = [make.DAY + timedelta(days=number) for number in range(4)]
        stages = [make.roadshow(S.SELECTING, on=day) for day in days]
        projects = [make.project() for _number in range(8)]
        for stage in stages:
            for project in projects:
                make.pitch(stage, P.ACCEPTED, of=project)
            operations.make_draft(stage, seen=0, actor=make.SOMEONE)
            operations.publish_agenda(stage, actor=make.SOMEONE)
        ids, before = [project.id for project in projects], sum(stage.sequence for stage in stages)

    def take_back(project_id: int) -> Act:
        return partial(note_consent, get_project(project_id), "publishing", False, actor=make.SOMEONE)

    answers = at_once(app, [partial(take_back, project_id) for project_id in ids])
    with app.app_context():
        counted = sum(stage.sequence for stage in db.session.query(Roadshow)) - before
    assert (answers, counted) == ([WON] * len(ids), len(ids) * len(stages))
