"""Whoever was accepted says that they will come: by the letter's link, at the desk, or to the centre by phone."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.foundation import clock, days
from roadshow.foundation.db import db
from roadshow.pitches import operations
from roadshow.pitches.models import Pitch
from roadshow.pitches.queries import get_pitch
from roadshow.pitches.states import PitchState as P
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from roadshow.projects.models import MemberRight
from tests import make
from tests.conftest import AsRole
from tests.web.owned import faults, own_project
from tests.web.reading import texts
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


def accepted(app: Flask, *, own: bool = True) -> int:
    with app.app_context():
        project = own_project(name="钙钛矿") if own else make.project(make.company(make.person()))
        pitch = make.pitch(make.roadshow(S.SELECTING), P.SCREENED, project)
        operations.accept(pitch, actor=make.SOMEONE)
        return pitch.id


def set_right(pitch: Pitch, right: MemberRight) -> None:
    """Of the one who acts for it."""
    pitch.project.company.members[0].right = right
    db.session.commit()


def confirmed(app: Flask, pitch_id: int) -> bool:
    with app.app_context():
        return get_pitch(pitch_id).confirmed_at is not None


def test_the_link_of_the_letter_has_one_button_that_confirms(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    pitch_id = accepted(app)
    page = client.get(f"/startup/pitches/{pitch_id}/confirm").text
    assert words_of(page, "main button") == ["确认参加"]
    answer = client.post(f"/startup/pitches/{pitch_id}/confirm", follow_redirects=True).text
    assert confirmed(app, pitch_id)
    assert "已确认参加。" in texts(answer, "p")


def test_to_read_the_page_confirms_nothing(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    pitch_id = accepted(app)
    client.get(f"/startup/pitches/{pitch_id}/confirm")
    assert not confirmed(app, pitch_id)


def test_a_viewer_whom_the_letter_leads_there_is_told_who_confirms(app: Flask, as_role: AsRole):
    client, pitch_id = as_role(Role.STARTUP), accepted(app)
    with app.app_context():
        set_right(get_pitch(pitch_id), MemberRight.VIEWER)
    path = f"/startup/pitches/{pitch_id}/confirm"
    page = client.get(path).text
    assert words_of(page, "p.note") == [
        "您的权限是可查看，不能确认。请告诉负责人或可编辑的同事，在到期前确认参加。"
    ]
    assert (words_of(page, "main button"), client.post(path).status_code) == ([], 404)


def test_it_comes_first_on_the_desk(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    accepted(app)
    with app.app_context():
        make.pitch(make.roadshow(S.CALLING), P.DRAFT, own_project(name="钙钛矿二"))
    assert words_of(client.get("/startup/").text, "ul.todo b")[:2] == [
        "确认参加：钙钛矿",
        "提交申请：钙钛矿二",
    ]


def test_anothers_link_is_missing(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    pitch_id = accepted(app, own=False)
    path = f"/startup/pitches/{pitch_id}/confirm"
    answers = [client.get(path).status_code, client.post(path).status_code]
    assert (answers, confirmed(app, pitch_id)) == ([404, 404], False)


def test_after_the_deadline_the_page_says_so(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    with app.app_context():
        due = clock.now() - timedelta(seconds=1)
        closed = f"确认已于{days.moment(due)}截止，名额不再保留。仍想参加请联系路演中心"
        pitch_id = make.pitch(make.roadshow(S.SELECTING), P.ACCEPTED, own_project(), confirm_by_at=due).id
    page = client.get(f"/startup/pitches/{pitch_id}/confirm").text
    assert words_of(page, "main p.note") == [closed]
    assert words_of(page, "main button") == []


def test_a_withdrawn_one_says_that_there_is_nothing_to_confirm(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    pitch_id = accepted(app)
    client.post(f"/startup/pitches/{pitch_id}/withdraw")
    answer = client.post(f"/startup/pitches/{pitch_id}/confirm", follow_redirects=True).text
    assert "当前状态为“已撤回”，没有要确认的名额" in texts(answer, "p")


def test_the_centre_confirms_by_phone(app: Flask, organiser: FlaskClient):
    pitch_id = accepted(app, own=False)
    organiser.post(f"/centre/pitches/{pitch_id}/confirm")
    assert confirmed(app, pitch_id)


def test_the_list_says_who_has_confirmed(app: Flask, organiser: FlaskClient):
    pitch_id = accepted(app, own=False)
    with app.app_context():
        roadshow_id = get_pitch(pitch_id).roadshow_id
        said = f"待确认，{days.moment(get_pitch(pitch_id).confirm_by_at)}截止"
    page = organiser.get(f"/centre/roadshows/{roadshow_id}/pitches").text
    assert said in words_of(page, "td")


def test_a_roadshow_may_do_without(app: Flask, organiser: FlaskClient):
    with app.app_context():
        roadshow_id = make.roadshow(S.SELECTING).id
    page = f"/centre/roadshows/{roadshow_id}/confirming"
    organiser.post(page, data={"days": "3"})
    with app.app_context():
        assert get_roadshow(roadshow_id).confirm_days is None
    organiser.post(page, data={"asked": "y", "days": "5"})
    with app.app_context():
        assert get_roadshow(roadshow_id).confirm_days == 5


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "请填写几个工作日内确认"),
        ("31", "几个工作日内确认“31”须是1至30的整数"),
        ("三十一", "几个工作日内确认“三十一”须是1至30的整数"),
    ],
)
def test_odd_days_are_refused_and_kept(app: Flask, organiser: FlaskClient, typed: str, said: str):
    with app.app_context():
        roadshow_id = make.roadshow(S.SELECTING).id
    page = organiser.post(f"/centre/roadshows/{roadshow_id}/confirming", data={"asked": "y", "days": typed})
    assert faults(page.text) == [said]
