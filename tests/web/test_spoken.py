"""The language that somebody chose is theirs, wherever they sign in."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts import operations
from roadshow.accounts.permissions import Role
from roadshow.accounts.queries import find_person
from tests.conftest import PASSWORD, Counted

EMAIL = "someone@test.example"


@pytest.fixture
def someone(app: Flask) -> None:
    with app.app_context():
        operations.make_person(EMAIL, "某人", PASSWORD, [Role.LEADER])


def sign_in(app: Flask, at: str = "/sign-in") -> FlaskClient:
    """At a machine that has never been used."""
    client = app.test_client()
    client.get(at)
    client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    return client


def kept(app: Flask) -> str | None:
    with app.app_context():
        person = find_person(EMAIL)
        assert person is not None
        return person.language


def spoken(client: FlaskClient) -> str:
    return client.get("/centre/").text.split('lang="')[1].split('"')[0]


@pytest.mark.usefixtures("someone")
def test_a_choice_at_the_desk_is_spoken_on_another_machine(app: Flask) -> None:
    sign_in(app).get("/centre/?lang=en")
    assert kept(app) == "en"
    assert spoken(sign_in(app)) == "en"


@pytest.mark.usefixtures("someone")
def test_a_choice_on_one_machine_can_be_taken_back_on_another(app: Flask) -> None:
    phone = sign_in(app)
    phone.get("/centre/?lang=zh")
    sign_in(app).get("/centre/?lang=en")
    phone.get("/centre/?lang=zh")
    assert kept(app) == "zh"


@pytest.mark.usefixtures("someone")
def test_a_choice_at_the_door_is_theirs_too(app: Flask) -> None:
    assert spoken(sign_in(app, "/sign-in?lang=en")) == "en"
    assert kept(app) == "en"


@pytest.mark.usefixtures("someone")
def test_who_chose_nothing_has_none(app: Flask) -> None:
    assert spoken(sign_in(app)) == "zh-CN"
    assert kept(app) is None


@pytest.mark.usefixtures("someone")
@pytest.mark.parametrize(("preferred", "known"), [("en-GB,en;q=0.9", "en"), ("zh-CN", "zh"), ("fr", None)])
def test_of_who_chose_nothing_the_browser_says_it_at_sign_in(
    app: Flask, preferred: str, known: str | None
) -> None:
    said = {"Accept-Language": preferred}
    app.test_client().post("/sign-in", data={"email": EMAIL, "password": PASSWORD}, headers=said)
    assert kept(app) == known


@pytest.mark.usefixtures("someone")
def test_it_is_written_only_when_it_changes(app: Flask, counted: Counted) -> None:
    client = sign_in(app)
    client.get("/centre/?lang=en")
    with counted() as statements:
        client.get("/centre/?lang=en")
    assert [said for said in statements if said.startswith("UPDATE")] == []


@pytest.mark.usefixtures("someone")
def test_a_public_page_changes_nobodys_language(app: Flask) -> None:
    sign_in(app).get("/?lang=en")
    assert kept(app) is None
