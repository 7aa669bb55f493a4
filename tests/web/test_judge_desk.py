"""The judge's desk, before there is anything to score: who will stand on stage, as the public knows it too."""

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.agenda.models import Slot, SlotKind
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.states import RoadshowState
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.reading import texts

pytestmark = pytest.mark.usefixtures("in_spring")
P, S = PitchState, RoadshowState
TODAY = "/judge/"


def scheduled(pitch: Pitch, begins: int = 10) -> None:
    make.saved(
        Slot(roadshow_id=pitch.roadshow_id, kind=SlotKind.PITCH, begins=begins, minutes=15, pitch_id=pitch.id)
    )


def test_the_running_order_is_there_to_read_beforehand(app: Flask, as_role: AsRole):
    with app.app_context():
        roadshow = make.roadshow(S.PUBLISHED, title="光芯片专场")
        second = make.pitch(roadshow, P.SCHEDULED, make.project(name="乙", one_line="乙的一句话"))
        first = make.pitch(roadshow, P.SCHEDULED, make.project(name="甲", one_line="甲的一句话"))
        scheduled(second, begins=25)
        scheduled(first)
    page = as_role(Role.JUDGE).get(TODAY).text
    assert texts(page, "th")[5:] == ["甲甲的一句话", "乙乙的一句话"]
    assert texts(page, "td", "n") == ["13:40", "13:55"]


def test_who_has_withdrawn_is_not_in_it(app: Flask, as_role: AsRole):
    with app.app_context():
        scheduled(make.pitch(make.roadshow(S.PUBLISHED), P.WITHDRAWN))
    assert texts(as_role(Role.JUDGE).get(TODAY).text, "th") == []


@pytest.mark.parametrize("state", [S.PLANNED, S.CALLING, S.SELECTING, S.HELD, S.CANCELLED])
def test_what_has_no_agenda_or_is_over_is_not_shown(app: Flask, as_role: AsRole, state: RoadshowState):
    with app.app_context():
        make.roadshow(state, title="光芯片专场")
    assert texts(as_role(Role.JUDGE).get(TODAY).text, "h2")[-1] == "还没有发布议程的场次"


@pytest.mark.parametrize("many", [1, 3, 30])
def test_it_costs_the_same_however_much_comes(app: Flask, as_role: AsRole, counted: Counted, many: int):
    client = as_role(Role.JUDGE)
    with app.app_context():
        for _number in range(many):
            scheduled(make.pitch(make.roadshow(S.PUBLISHED), P.SCHEDULED))
    with counted() as statements:
        page = client.get(TODAY).text
    assert (len(statements), len(texts(page, "td", "n"))) == (10, many)
