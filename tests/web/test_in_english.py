"""What organisers say in English stands wherever English is read; where they said nothing, the Chinese does."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from roadshow.halls import operations as halls
from roadshow.halls.rules import HallFacts
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
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
