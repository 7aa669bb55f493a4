"""A running order from its first draft to what the public sees, and until it is over."""

from datetime import time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.agenda import queries
from roadshow.pitches.states import PitchState as P
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.web.agendas import another_moves, drafted, keys, names, number, post, times
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


@pytest.mark.parametrize("state", [S.HELD, S.CLOSED, S.CANCELLED])
def test_what_is_over_is_shown_and_not_changed(app: Flask, organiser: FlaskClient, state: S) -> None:
    path = drafted(app)
    with app.app_context():
        roadshow = get_roadshow(number(path))
        roadshow.state = state
        make.saved(roadshow)
    page = organiser.get(path).text
    assert (len(times(page)), words_of(page, "main button")) == (5, [])
    answer = post(organiser, path, key=keys(app, path)[0], position=2)
    assert words_of(answer.text, "p.note")[0].endswith("不能再改")


def test_an_empty_agenda_begins_with_the_order_of_applications(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        roadshow = make.roadshow(S.SELECTING)
        make.pitch(roadshow, P.ACCEPTED, make.project(name="示例1号"))
        path = f"/centre/roadshows/{roadshow.id}/agenda"
    assert "按申请先后排一份" in organiser.get(path).text
    post(organiser, path, do="begin", seen=0)
    assert names(app, path) == ["opening", "示例1号", "talks"]


def test_it_is_published_and_what_changed_since_is_told(app: Flask, organiser: FlaskClient) -> None:
    path = drafted(app, 2)
    answer = post(organiser, path, do="publish")
    assert (answer.status_code, answer.location) == (303, path)
    assert "没有改动，访客看到的就是这一份。" in organiser.get(path).text
    post(organiser, path, key=keys(app, path)[1], position=3)
    assert words_of(organiser.get(path).text, "ul#changes li") == [
        "“示例2号”的时间由13:58改为13:40",
        "“示例1号”的时间由13:40改为13:58",
        "上台顺序改为示例2号、示例1号",
    ]
    post(organiser, path, do="publish", seen=2)
    told = words_of(organiser.get(f"{path}/versions").text, "ol.trail ul li")
    assert told[0] == "“示例2号”的时间由13:58改为13:40"


@pytest.mark.parametrize(
    ("state", "facts", "why"),
    [
        (S.CALLING, {}, "征集截止后才能发布"),
        (S.SELECTING, {"ends": time(14)}, "改好写明的问题，才能发布"),
    ],
)
def test_what_cannot_be_published_says_why(
    app: Flask, organiser: FlaskClient, state: S, facts: dict[str, object], why: str
) -> None:
    path = drafted(app, state=state, **facts)
    assert words_of(organiser.get(path).text, "span#why-not") == [why]


def test_a_published_order_that_was_changed_meanwhile_is_not_published(
    app: Flask, organiser: FlaskClient
) -> None:
    path = drafted(app)
    another_moves(app, path)
    assert post(organiser, path, do="publish").status_code == 409
    with app.app_context():
        assert queries.list_slots(number(path)) == []
