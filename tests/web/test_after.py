"""After a roadshow: what its guests may still see, and what they say of it."""

from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.attendance.links import token_of
from roadshow.attendance.models import Attendance
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation import clock
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import db
from roadshow.foundation.money import WAN
from roadshow.outcomes import operations
from roadshow.outcomes.facts import LandingFacts
from roadshow.pitches.states import PitchState
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.owned import faults
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


def page_of(guest: Attendance) -> str:
    return f"/come/{token_of(guest.id, guest.serial)}/after"


def over(guest: Attendance) -> AbstractContextManager[None]:
    return clock.at(make.ends(guest.roadshow) + timedelta(minutes=1))


def test_who_was_there_says_it_and_the_centre_reads_it_without_the_name(
    app: Flask, client: FlaskClient, as_role: AsRole
):
    with app.app_context():
        guest = make.attendance(make.roadshow(S.LIVE), A.CHECKED_IN, name="示例来宾甲")
        path, centre, later = page_of(guest), f"/centre/roadshows/{guest.roadshow_id}/feedback", over(guest)
    with later:
        assert faults(client.post(path, data={"words": "很好"}).text) == ["请选1至5分"]
        assert client.post(path, data={"score": "4", "words": "很好"}).location == path
        again = client.get(path).text
    assert (words_of(again, "p.note"), words_of(again, "main h2")) == (
        ["已收到您的评价，谢谢。"],
        ["您还能看到", "评价这场路演"],
    )
    read = as_role(Role.LEADER).get(centre).text
    assert words_of(read, "blockquote") == ["很好"]
    assert "1人评价，平均4.0分。不显示是谁写的。" in words_of(read, "main p")
    assert "示例来宾甲" not in read


def test_from_the_page_of_an_invitation_the_way_leads_on_once_the_roadshow_is_held(
    app: Flask, client: FlaskClient
):
    with app.app_context():
        guest = make.attendance(make.roadshow(S.HELD), A.CHECKED_IN, name="示例来宾甲")
        path = page_of(guest)
    page = client.get(path.removesuffix("/after")).text
    assert (words_of(page, "h1"), words_of(page, "section.panel a")) == (
        ["示例来宾甲的参会"],
        ["会后资料和评价"],
    )


def test_who_else_has_the_link_learns_neither_what_was_said_nor_whether(app: Flask, client: FlaskClient):
    """The centre has it: it stands on the guest's page there and in each letter."""
    with app.app_context():
        guest = make.attendance(make.roadshow(S.LIVE), A.CHECKED_IN)
        path, later = page_of(guest), over(guest)
    with later:
        before = client.get(path).text
        client.post(path, data={"score": "2", "words": "主持人念错了名字"})
        client.get(path)  # says that it has come
        assert client.get(path).text == before


@pytest.mark.parametrize("score", ["0", "6", "五", "4.5", "-1"])
def test_points_that_were_not_offered_are_none(app: Flask, client: FlaskClient, score: str):
    with app.app_context():
        guest = make.attendance(make.roadshow(S.LIVE), A.CHECKED_IN)
        path, later = page_of(guest), over(guest)
    with later:
        assert faults(client.post(path, data={"score": score}).text) == ["请选1至5分"]


def test_who_did_not_come_is_asked_nothing(app: Flask, client: FlaskClient):
    with app.app_context():
        guest = make.attendance(make.roadshow(S.LIVE), A.NO_SHOW)
        path, later = page_of(guest), over(guest)
    with later:
        page = client.get(path)
    assert (page.status_code, words_of(page.text, "main h2")) == (200, ["您还能看到"])


def test_what_is_still_to_be_done_to_read_more_is_said(app: Flask, client: FlaskClient):
    with app.app_context():
        roadshow = make.roadshow(S.HELD)
        make.pitch(roadshow, PitchState.PRESENTED)
        path = page_of(make.attendance(roadshow, A.CHECKED_IN))
    assert words_of(client.get(path).text, "ol li") == ["先登记机构"]


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("many", [1, 3])
def test_of_a_project_that_its_owner_closed_nothing_is_said(
    app: Flask, client: FlaskClient, counted: Counted, many: int, known: bool
):
    with app.app_context():
        roadshow = make.roadshow(S.HELD)
        for _number in range(many):
            make.pitch(roadshow, PitchState.PRESENTED)
        closed = make.pitch(roadshow, PitchState.PRESENTED)
        assert closed.project.dossier is not None
        closed.project.dossier.level = "judges"
        db.session.commit()
        email = {"email": make.person(Role.INVESTOR).email} if known else {}
        path = page_of(make.attendance(roadshow, A.CHECKED_IN, **email))
    with counted() as statements:
        page = client.get(path).text
    assert words_of(page, "div.body p")[1] == f"{many}个上台项目的资料供投资机构登录后查看。"
    assert len(statements) == (8 if known else 3)


@pytest.mark.parametrize(("change", "status"), [(1, 410), (None, 404)])
def test_a_link_that_is_not_the_guests_any_more_opens_nothing(
    app: Flask, client: FlaskClient, change: int | None, status: int
):
    with app.app_context():
        guest = make.attendance(make.roadshow(S.LIVE), A.CHECKED_IN)
        token = token_of(guest.id, guest.serial + change) if change else "made-up"
    page = client.get(f"/come/{token}/after")
    assert page.status_code == status
    assert ("用最近一封信里的链接" in page.text) is (status == 410)


def test_what_came_of_it_stands_there_with_its_total_and_the_way_to_log_more(
    app: Flask, as_role: AsRole
) -> None:
    with app.app_context():
        row = make.roadshow(S.HELD)
        facts = LandingFacts(make.project(name="示例落地").id, clock.today(), None, row.id, 100 * WAN)
        operations.log(facts, actor=COMMAND)
        roadshow_id = row.id
    page = as_role(Role.RECORDER).get(f"/centre/roadshows/{roadshow_id}/feedback").text
    assert words_of(page, "tfoot th, tfoot td.n") == ["项目落地合计", "100"]
    assert words_of(page, "table.list tbody th a") == ["示例落地"]
    assert f'class="btn main" href="/centre/outcomes/investments/new?roadshow={roadshow_id}"' in page
