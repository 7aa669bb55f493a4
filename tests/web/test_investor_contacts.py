"""Who acts for an institution: its contacts invite, let in and leave, each with a number of their own."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.investors import belonging, joining
from roadshow.investors.models import Contact, Institution
from roadshow.notices.models import Letter
from tests import make
from tests.conftest import AsRole, Counted
from tests.investors.made import acting_for
from tests.web.owned import me
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
INSTITUTION = "/investor/institution"


@pytest.fixture
def client(as_role: AsRole) -> FlaskClient:
    return as_role(Role.INVESTOR)


def own(app: Flask, **facts: object) -> int:
    with app.app_context():
        return make.institution(contacts=[Contact(person_id=me(Role.INVESTOR).id)], **facts).id


def test_a_colleague_is_invited_joins_by_the_link_and_no_other_by_it(
    app: Flask, client: FlaskClient, as_role: AsRole
):
    institution_id = own(app)
    colleague, stranger = as_role(Role.STARTUP), as_role(Role.JUDGE)
    with app.app_context():
        invited = me(Role.STARTUP, 2)
        email, person_id = invited.email, invited.id
    client.post(f"{INSTITUTION}/contacts/invite", data={"email": email})
    with app.app_context():
        (letter,) = db.session.query(Letter).filter_by(kind="institution.invited")
        link, *_again = re.findall(r"/join-institution/[\w-]+", letter.body)
    assert words_of(stranger.get(link).text, "main button") == ["退出登录"]
    assert stranger.post(link).status_code == 200
    assert colleague.post(link).location == INSTITUTION
    assert colleague.post(link).status_code == 410
    with app.app_context():
        people = [contact.person_id for contact in belonging.list_contacts(institution_id)]
        assert people == [me(Role.INVESTOR).id, person_id]


def test_a_stranger_is_no_contact_to_remove(app: Flask, client: FlaskClient):
    own(app)
    with app.app_context():
        other = belonging.get_contact(acting_for(make.institution()).id).id
    assert client.post(f"{INSTITUTION}/contacts/{other}/remove").status_code == 404


def test_the_last_contact_cannot_leave(app: Flask, client: FlaskClient):
    own(app)
    page = client.post(f"{INSTITUTION}/contacts/leave", follow_redirects=True).text
    assert words_of(page, "p.note") == ["这是机构最后一位联系人，先邀请同事加入再改"]


def test_who_asks_is_let_in_by_a_contact(app: Flask, client: FlaskClient, as_role: AsRole):
    own(app, name="示例创投")
    comer = as_role(Role.INVESTOR)
    found = comer.get(f"{INSTITUTION}/join?named=示例创投").text
    (chosen,) = re.findall(r'<option value="(\d+)"', found)
    asked = {"named": "示例创投", "institution": chosen, "message": "我是同事"}
    assert comer.post(f"{INSTITUTION}/join", data=asked).location == "/investor/"
    assert words_of(comer.get("/investor/").text, "div.note p") == ["您申请加入“示例创投”，等待答复。"]
    with app.app_context():
        (request,) = belonging.list_requests_for(me(Role.INVESTOR).id)
        asked_id, person_id = request.id, request.person_id
    client.post(f"{INSTITUTION}/contacts/requests/{asked_id}/confirm")
    with app.app_context():
        assert belonging.get_contact(person_id).institution.name == "示例创投"


def test_nobody_answers_for_another_institution(app: Flask, client: FlaskClient, as_role: AsRole):
    own(app)
    with app.app_context():
        asked_id = joining.ask_to_join(make.institution(), make.person(), "我", actor=make.SOMEONE).id
    assert client.post(f"{INSTITUTION}/contacts/requests/{asked_id}/confirm").status_code == 404


def test_a_number_for_calls_is_kept_clean(app: Flask, client: FlaskClient):
    own(app)
    client.post(f"{INSTITUTION}/contacts/mobile", data={"mobile": "+86 138 0000 0000"})
    with app.app_context():
        assert belonging.get_contact(me(Role.INVESTOR).id).mobile == "13800000000"


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_of_colleagues_costs_the_same_however_many(
    app: Flask, client: FlaskClient, counted: Counted, many: int
):
    institution_id = own(app)
    with app.app_context():
        for _number in range(many):
            acting_for(db.session.get_one(Institution, institution_id))
    with counted() as statements:
        client.get(f"{INSTITUTION}/contacts")
    assert len(statements) == 8
