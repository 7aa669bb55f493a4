"""What organisers say in English stands wherever English is read; where they said nothing, the Chinese does."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from roadshow.accounts.permissions import Role
from roadshow.audit.operations import record
from roadshow.halls import operations as halls
from roadshow.halls.rules import HallFacts
from roadshow.outcomes.introductions import named
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import AsRole
from tests.web.reading import texts

pytestmark = pytest.mark.usefixtures("in_spring")
ENGLISH = {"title_en": "New materials", "summary_en": "Eight projects"}
HALL = {"name": "一号厅", "address": "示例路60号", "name_en": "Hall 1", "address_en": "60 Shili Road"}


@pytest.fixture
def uid(app: Flask) -> str:
    """Of a roadshow that has its English, in a hall that has, too."""
    with app.app_context():
        words = {"title": "新材料专场", "summary": "八个项目", **ENGLISH}
        return make.roadshow(S.PUBLISHED, make.hall(**HALL), **words).uid


@pytest.fixture
def bare_uid(app: Flask) -> str:
    with app.app_context():
        hall = make.hall(name="一号厅", address="示例路60号")
        return make.roadshow(S.PUBLISHED, hall, title="新材料专场", summary="八个项目").uid


def test_a_page_has_the_title_of_its_language(client: FlaskClient, uid: str):
    pages = {lang: client.get(f"/roadshows/{uid}?lang={lang}").text for lang in ("zh", "en")}
    assert {lang: texts(page, "h1") for lang, page in pages.items()} == {
        "zh": ["新材料专场"],
        "en": ["New materials"],
    }


def test_a_page_without_english_has_the_chinese(client: FlaskClient, bare_uid: str):
    assert texts(client.get(f"/roadshows/{bare_uid}?lang=en").text, "h1") == ["新材料专场"]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ("新材料专场", "一号厅，示例路60号", "八个项目")),
        ("en", ("New materials", "Hall 1, 60 Shili Road", "Eight projects")),
    ],
)
def test_a_calendar_speaks_its_language(client: FlaskClient, uid: str, lang: str, said: tuple[str, ...]):
    (event,) = Calendar.from_ical(client.get(f"/calendar/all.ics?lang={lang}").data).events
    first = str(event["DESCRIPTION"]).splitlines()[0]
    assert (event["SUMMARY"], event["LOCATION"], first) == said


def test_halls_with_a_new_english_name_are_a_new_edition_in_calendars(app: Flask, uid: str):
    with app.app_context():
        roadshow = make.db.session.query(Roadshow).filter_by(uid=uid).one()
        was, hall = roadshow.sequence, roadshow.hall
        facts = HallFacts(**{**vars(make.hall_facts()), **HALL, "name_en": "Main hall"})
        halls.change_hall(hall, facts, closed=False, actor=make.SOMEONE)
        make.db.session.refresh(roadshow)
        assert roadshow.sequence == was + 1


@pytest.fixture
def roadshow_id(app: Flask, uid: str) -> int:
    with app.app_context():
        return make.db.session.query(Roadshow).filter_by(uid=uid).one().id


def test_the_trail_keeps_the_stored_name_and_tells_the_readers(app: Flask, as_role: AsRole, roadshow_id: int):
    with app.app_context():
        record("roadshow.published", make.SOMEONE, "roadshow", roadshow_id, "新材料专场")
        record("pitch.entered", make.SOMEONE, "pitch", 1, "示例光芯片", roadshow="新材料专场")
    pages = {lang: as_role(Role.ADMIN).get(f"/centre/trail?lang={lang}").text for lang in ("zh", "en")}
    told = {
        lang: [any(name in words for words in texts(page, "p")) for name in ("新材料专场", "New materials")]
        for lang, page in pages.items()
    }
    assert told == {"zh": [True, False], "en": [False, True]}


def test_a_refusal_names_hall_and_roadshow_in_the_readers_language(
    as_role: AsRole, app: Flask, roadshow_id: int
):
    with app.app_context():
        taken = get_roadshow(roadshow_id)
        typed = {
            "title": "Another",
            "places": "8",
            "sector": "",
            "on": str(taken.on),
            "starts": "13:30",
            "ends": "17:00",
            "on_rest_day": "y",
        }
        year, typed["hall"] = taken.season.year, str(taken.hall_id)
    page = as_role(Role.ORGANISER).post(f"/centre/seasons/{year}/roadshows/new?lang=en", data=typed).text
    (told,) = texts(page, "section", "errors")
    assert ("Hall 1" in told, "New materials" in told, "一号厅" in told) == (True, True, False)


def test_figures_told_apart_name_roadshow_and_hall_in_the_readers_language(
    as_role: AsRole, app: Flask, roadshow_id: int
):
    with app.app_context():
        roadshow = get_roadshow(roadshow_id)
        roadshow.state, year = S.HELD, roadshow.on.year
        make.db.session.commit()
    asked = f"/centre/figures/held?from={year}-01-01&to={year}-12-31&lang=en&by="
    client = as_role(Role.LEADER)
    assert [texts(client.get(asked + by).text, "th")[2] for by in ("roadshow_id", "place")] == [
        "New materials",
        "Hall 1",
    ]


def test_introduced_by_a_roadshow_in_either_language(app: Flask, roadshow_id: int):
    with app.app_context():
        pitch = make.pitch(get_roadshow(roadshow_id))
        found = [
            named(words, pitch.project_id).roadshow_id for words in ("新材料专场", "new materials", "else")
        ]
    assert found == [roadshow_id, roadshow_id, None]
