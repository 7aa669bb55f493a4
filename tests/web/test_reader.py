"""Public pages are the same for everybody; their script asks apart who is signed in."""

from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from tests.conftest import AsRole

READER = "/account/reader"


def test_a_visitor_is_nobody_and_gets_no_cookie(client: FlaskClient):
    answer = client.get(READER)
    assert (answer.get_json(), "Set-Cookie" in answer.headers) == ({}, False)


def test_who_is_signed_in_has_a_name_and_a_desk(as_role: AsRole):
    answer = as_role(Role.INVESTOR).get(READER)
    reader = answer.get_json()
    assert len(reader.pop("account")) > 16
    assert reader == {"name": "测试investor", "desk": "/investor/"}
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_public_page_is_the_same_for_both(client: FlaskClient, as_role: AsRole):
    assert client.get("/roadshows").data == as_role(Role.INVESTOR).get("/roadshows").data
