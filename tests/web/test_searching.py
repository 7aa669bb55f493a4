"""Lists that grow are searched by name: in any case and width of letters, with a way back where nothing is found."""

import re
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.foundation.listing import containing
from roadshow.halls.uses import UseFacts
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.facts import LandingFacts
from roadshow.pitches import late
from roadshow.pitches.states import PitchState
from roadshow.programme import hall_uses
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from roadshow.rest_days import operations as rest_days
from roadshow.rest_days.models import DayKind
from roadshow.rest_days.rules import DayFacts
from tests import make
from tests.conftest import AsRole

from .reading import links, texts
from .selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
NONE = "没有符合“没有的”的内容"


@pytest.mark.parametrize("asked", ["g60", "G60", "Ｇ６０", "ｇ60"])
@pytest.mark.parametrize("stored", ["G60走廊", "Ｇ６０走廊"])
def test_case_and_width_do_not_matter(app: Flask, asked: str, stored: str) -> None:
    with app.app_context():
        make.roadshow(title=stored)
        found = make.db.session.scalars(containing(make.db.select(Roadshow), asked, Roadshow.title)).all()
        assert [row.title for row in found] == [stored]


def rest_day() -> str:
    for day, name in ((1, "甲节"), (2, "乙节")):
        rest_days.name_day(DayFacts(date(2026, 5, day), DayKind.OFF, name, ""), actor=make.SOMEONE)
    return "/centre/rest-days?year=2026"


def late_code() -> str:
    roadshow = make.roadshow(S.SELECTING)
    for whom in ("甲", "乙"):
        late.make_code(roadshow, whom, roadshow.starts_at, actor=make.SOMEONE)
    return f"/centre/roadshows/{roadshow.id}/late-codes?"


@pytest.mark.parametrize("build", [rest_day, late_code], ids=lambda build: build.__name__)
def test_the_organisers_lists_are_searched(
    app: Flask, organiser: FlaskClient, build: Callable[[], str]
) -> None:
    with app.app_context():
        path = build()
    found = organiser.get(f"{path}&q=甲").text
    none = organiser.get(f"{path}&q=没有的").text
    rows = words_of(found, "tbody tr")
    assert (len(rows), "甲" in rows[0], NONE in texts(none, "h2")) == (1, True, True)
    assert any("q=" not in link and link.startswith(path.split("?")[0]) for link in links(none))


PATHS = [
    (Role.ORGANISER, "/centre/rest-days"),
    (Role.RECORDER, "/centre/ledgers/remembered"),
    (Role.ORGANISER, "/centre/roadshows/1/late-codes"),
    (Role.ORGANISER, "/centre/roadshows/1/guests/before"),
    (Role.ORGANISER, "/centre/roadshows/1/guests/suggested"),
    (Role.ORGANISER, "/centre/roadshows/1/decisions"),
    (Role.ORGANISER, "/centre/roadshows/1/agenda/versions"),
    (Role.ORGANISER, "/centre/halls/1"),
    (Role.ORGANISER, "/centre/seasons/2026"),
    (Role.ORGANISER, "/centre/projects/1/viewers"),
    (Role.RECORDER, "/centre/outcomes/waiting"),
    (Role.INVESTOR, "/investor/roadshows"),
    (Role.INVESTOR, "/investor/invitations"),
    (Role.JUDGE, "/judge/reviews"),
    (Role.STARTUP, "/startup/pitches"),
    (Role.STARTUP, "/startup/projects/1/investors"),
    (Role.INVESTOR, "/account/inbox"),
]


@pytest.mark.parametrize(("role", "path"), PATHS)
def test_what_is_not_found_is_said_with_a_way_back(
    app: Flask, as_role: AsRole, role: Role, path: str
) -> None:
    client = as_role(role)
    with app.app_context():
        make.roadshow(S.CALLING, hall=make.hall())
        make.project(make.company(make.db.session.scalars(make.db.select(Person)).first()))
    page = client.get(f"{path}?q=没有的").text
    assert NONE in texts(page, "h2")
    assert words_of(page, "form.filters a") == ["清除"]


def test_short_lists_have_no_box_and_long_ones_do(app: Flask, as_role: AsRole) -> None:
    client = as_role(Role.STARTUP)
    boxes = []
    for many in (1, 10):
        with app.app_context():
            person = make.db.session.scalars(make.db.select(Person)).first()
            for _number in range(many):
                make.pitch(make.roadshow(S.CALLING), PitchState.SUBMITTED, make.project(make.company(person)))
        boxes.append('name="q"' in client.get("/startup/pitches").text)
    assert boxes == [False, True]


def test_rows_to_check_are_searched_and_all_that_match_are_those(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        for name in ("甲", "乙"):
            facts = LandingFacts(make.project(name=name).id, date(2026, 3, 1))
            outcomes.log(facts, actor=make.SOMEONE)
    recorder = as_role(Role.RECORDER)
    assert words_of(recorder.get("/centre/outcomes/waiting?q=甲").text, "li.waiting h3") == ["甲"]
    recorder.post("/centre/outcomes/waiting?q=甲", data={"all": "99999", "do": "verify", "why": ""})
    assert words_of(recorder.get("/centre/outcomes/waiting").text, "li.waiting h3") == ["乙"]


def test_uses_of_a_hall_are_searched(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        hall = make.hall()
        for number, what in enumerate(("甲培训", "乙会议")):
            day = date(2026, 5, 11 + number)
            hall_uses.enter_use(hall, UseFacts(what, day, time(9), time(10), None), actor=make.SOMEONE)
        path = f"/centre/halls/{hall.id}"
    assert words_of(organiser.get(f"{path}?q=甲").text, "section#uses tbody th") == ["甲培训"]


LISTING = re.compile(r"pager\(|listed\(")
SEARCH = re.compile(r"search\(|filter_text\(\"q\"")
SHORT = {
    "centre/closings/_restated.html": "what changed since a year was closed, most of it nothing",
    "centre/companies/show_company.html": "what one company has",
    "centre/outcomes/_panel.html": "what came of one thing; its list of all can be searched",
    "centre/sampling/show_samples.html": "the lines of one draw, seen one by one",
    "centre/seasons/list_seasons.html": "a row a year",
    "public/programme/list_roadshows.html": "a year's programme, narrowed by year, field and hall",
}


def test_every_list_can_be_searched_or_is_named_as_short() -> None:
    templates = Path(__file__).parents[2] / "templates"
    without = {
        path.relative_to(templates).as_posix()
        for desk in ("centre", "investor", "judge", "public", "startup")
        for path in (templates / desk).rglob("*.html")
        if LISTING.search(text := path.read_text()) and not SEARCH.search(text)
    }
    assert without == set(SHORT)
