"""One account may be a startup's and an investor's; staff decide on both and are neither."""

from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from tests.conftest import AsRole
from tests.web.owned import me
from tests.web.reading import missing
from tests.web.selecting import words_of

DESKS = "/account/desks"


def roles(app: Flask, role: Role) -> list[Role]:
    with app.app_context():
        return me(role).roles


def ways(client: FlaskClient, path: str) -> list[str]:
    """What its menu leads to."""
    return words_of(client.get(path).text, "header.side nav a span")


def test_a_startup_opens_the_investors_desk(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    assert client.post(f"{DESKS}/investor").location == "/investor/"
    assert roles(app, Role.STARTUP) == [Role.STARTUP, Role.INVESTOR]
    assert "项目方" in ways(client, "/investor/")


def test_pressed_twice_it_is_opened_once(app: Flask, as_role: AsRole):
    client = as_role(Role.INVESTOR)
    for _time in range(2):
        client.post(f"{DESKS}/startup")
    assert roles(app, Role.INVESTOR) == [Role.INVESTOR, Role.STARTUP]


def test_staff_open_neither(app: Flask, as_role: AsRole):
    client = as_role(Role.ORGANISER)
    client.post(f"{DESKS}/startup")
    assert roles(app, Role.ORGANISER) == [Role.ORGANISER]


def test_nobody_opens_a_desk_of_staff(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    assert client.post(f"{DESKS}/admin").status_code == 404
    assert roles(app, Role.STARTUP) == [Role.STARTUP]


def test_at_the_desk_of_a_role_that_they_may_take_they_are_offered_it(as_role: AsRole):
    answer = as_role(Role.INVESTOR).get("/startup/")
    assert (answer.status_code, missing(answer.text, "这一页属于“项目方”。", f'href="{DESKS}"')) == (403, [])


def test_nobody_is_offered_what_only_an_admin_gives(as_role: AsRole):
    answers = [as_role(Role.INVESTOR).get("/centre/"), as_role(Role.ORGANISER).get("/startup/")]
    assert [(answer.status_code, DESKS in answer.text) for answer in answers] == [(403, False)] * 2


def test_on_paper_a_desk_page_names_the_centre_and_its_address(organiser: FlaskClient) -> None:
    page = organiser.get("/centre/outcomes?year=2021").text
    assert words_of(page, "div.on-paper") == [
        "长三角G60全球科创路演中心http://localhost/centre/outcomes?year=2021"
    ]
