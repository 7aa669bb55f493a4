"""A company's licence helps staff to verify it, who also correct its name and code; who is not verified is named."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from roadshow.accounts.permissions import Role
from roadshow.audit.queries import list_entries_of
from roadshow.foundation.db import db
from roadshow.notices.models import Letter
from roadshow.pitches.states import PitchState as P
from roadshow.programme.states import RoadshowState as S
from roadshow.projects.queries import get_company
from roadshow.projects.states import CompanyState
from tests import make
from tests.conftest import AsRole
from tests.documents import files
from tests.documents.made import work
from tests.web.owned import faults, me, statuses
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
UPLOAD, PAGE = "/startup/companies/1/licence", "/startup/documents/1"


@pytest.fixture
def owner(app: Flask, as_role: AsRole) -> FlaskClient:
    """The first startup, who owns the company 1."""
    client = as_role(Role.STARTUP)
    with app.app_context():
        make.company(me(), name="示例甲", uscc=make.code(7))
    return client


def hand_in(client: FlaskClient, content: bytes | None = None, name: str = "执照.png") -> TestResponse:
    return client.post(UPLOAD, data={"file": (io.BytesIO(content or files.picture()), name)})


def test_a_licence_is_seen_by_its_members_and_staff_alone(
    app: Flask, as_role: AsRole, owner: FlaskClient
) -> None:
    assert hand_in(owner).location == "/startup/companies/1"
    work(app)
    page, file = PAGE, f"{PAGE}/1/file"
    assert statuses(owner, page, file) == {200}
    assert statuses(as_role(Role.STARTUP), UPLOAD, page, file) == {404}
    at_centre = ["/centre/documents/1", "/centre/documents/1/1/file"]
    assert statuses(as_role(Role.ORGANISER), *at_centre) == {200}
    for role in (Role.INVESTOR, Role.JUDGE):
        assert statuses(as_role(role), page, *at_centre) <= {403, 404}


def test_staff_find_it_where_they_verify(app: Flask, as_role: AsRole, owner: FlaskClient) -> None:
    hand_in(owner)
    organiser = as_role(Role.ORGANISER)
    for path in ("/centre/companies/1", "/centre/companies/1/verify"):
        assert "/centre/documents/1" in organiser.get(path).text


def test_a_second_one_is_a_new_version_and_the_owner_may_delete_it(app: Flask, owner: FlaskClient) -> None:
    hand_in(owner)
    hand_in(owner)
    assert "第2版" in owner.get(PAGE).text
    owner.post(f"{PAGE}/delete")
    assert (statuses(owner, PAGE), "上传营业执照" in owner.get("/startup/companies/1").text) == ({404}, True)


@pytest.mark.parametrize("content", [files.office(), b"text"])
def test_only_pdf_and_pictures_are_taken(owner: FlaskClient, content: bytes) -> None:
    assert faults(hand_in(owner, content, "执照.pptx").text) == [
        "文件的内容不是PDF、PNG或JPEG，改名不算；营业执照只收这三种，请扫描或拍照后再上传"
    ]


def test_a_licence_has_no_title_or_readers_to_choose(owner: FlaskClient) -> None:
    hand_in(owner)
    assert statuses(owner, f"{PAGE}/change") == {404}


def correct(client: FlaskClient, **said: str) -> TestResponse:
    facts = {"name": "示例甲科技", "uscc": make.code(7), "reason": "照营业执照更正"}
    return client.post("/centre/companies/1/change", data=facts | said)


def test_staff_correct_a_company_which_is_then_verified_anew(
    app: Flask, as_role: AsRole, owner: FlaskClient
) -> None:
    organiser = as_role(Role.ORGANISER)
    organiser.post("/centre/companies/1/verify", data={"against": "licence"})
    assert correct(organiser).location == "/centre/companies/1"
    with app.app_context():
        company, entry = get_company(1), list_entries_of("company", 1)[0]
        assert (company.name, company.state) == ("示例甲科技", CompanyState.UNVERIFIED)
        assert (entry.what, entry.changes) == (
            "company.corrected",
            {"name": ["示例甲", "示例甲科技"], "reason": "照营业执照更正"},
        )
        kinds = [letter.kind for letter in db.session.query(Letter).order_by(Letter.id)]
        assert kinds[-1] == "company.corrected"


def test_a_correction_without_reason_or_change_is_refused(as_role: AsRole, owner: FlaskClient) -> None:
    organiser = as_role(Role.ORGANISER)
    assert faults(correct(organiser, reason="").text) == ["请写明更正的原因"]
    assert faults(correct(organiser, name="示例甲").text) == ["名称和代码都没有改动"]
    assert faults(correct(organiser, uscc="123").text) != []


def test_who_accepts_reads_whose_company_is_not_verified(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        roadshow = make.roadshow(S.SELECTING, places=3)
        unknown = make.pitch(roadshow, P.SCREENED, make.project(make.company(name="示例未验")))
        known = make.pitch(roadshow, P.SCREENED)
        ids = [unknown.id, known.id]
    organiser = as_role(Role.ORGANISER)
    notes = [words_of(organiser.post(f"/centre/pitches/{one}/accept").text, "p.note") for one in ids]
    assert notes == [["1个项目的企业还没有通过核验：示例未验"], []]
