"""A feed of a year, a field, a hall, or of what of these is asked together."""

from datetime import date, timedelta

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.foundation.db import db
from roadshow.halls.models import Hall
from roadshow.programme.models import Roadshow
from tests.feeds.built import STARTS, hall, published, set_clock, summaries

ALL = "/calendar/all.ics"


@pytest.fixture(autouse=True)
def _the_first_of_may():
    with set_clock():
        yield


@pytest.fixture
def halls(app: Flask) -> list[int]:
    """Three roadshows: of two fields, in two years, the last one with the first hall as its branch."""
    one, two = hall(app, "一号厅"), hall(app, "二号厅")
    last_year = {
        "on": date(2025, 5, 8),
        "starts_at": STARTS - timedelta(365),
        "ends_at": STARTS - timedelta(364),
    }
    published(app, title="去年能源", sector="energy", hall_id=one, **last_year)
    published(app, title="今年能源", sector="energy", hall_id=two)
    published(app, title="今年材料", sector="materials", hall_id=two)
    with app.app_context():
        branched = db.session.query(Roadshow).filter_by(title="今年材料").one()
        branched.branches = [db.session.get_one(Hall, one)]
        db.session.commit()
    return [one, two]


@pytest.mark.parametrize(
    ("query", "found", "name"),
    [
        ("", ["去年能源", "今年能源", "今年材料"], "全部场次"),
        ("?year=2026", ["今年能源", "今年材料"], "2026年"),
        ("?sector=energy", ["去年能源", "今年能源"], "新能源与节能"),
        ("?hall={0}", ["去年能源", "今年材料"], "一号厅"),
        ("?year=2026&hall={0}", ["今年材料"], "2026年、一号厅"),
        ("?year=2026&sector=energy&hall={1}", ["今年能源"], "2026年、新能源与节能、二号厅"),
        ("?year=2025&sector=materials", [], "2025年、新材料"),
        ("?year=&sector=&hall=", ["去年能源", "今年能源", "今年材料"], "全部场次"),
    ],
)
def test_a_feed_holds_what_its_address_asks_for_and_is_named_for_it(
    client: FlaskClient, halls: list[int], query: str, found: list[str], name: str
):
    body = client.get(ALL + query.format(*halls)).data
    calendar = icalendar.Calendar.from_ical(body)
    assert (summaries(body), str(calendar["NAME"])) == (found, f"G60路演中心：{name}")


@pytest.mark.parametrize("query", ["sector=alchemy", "hall=99", "hall=x", "year=soon", "year=9999", "hall=0"])
@pytest.mark.parametrize("form", ["ics", "atom", "json", "svg"])
def test_nobody_subscribes_to_what_there_is_not(client: FlaskClient, query: str, form: str):
    assert client.get(f"/calendar/all.{form}?{query}").status_code == 404


def test_its_own_address_is_the_one_that_was_asked_whatever_else_stood_in_it(
    client: FlaskClient, halls: list[int]
):
    body = client.get(f"{ALL}?nonsense=1&hall={halls[0]}&lang=en&year=2026&once=1").data
    assert f"/calendar/all.ics?year=2026&hall={halls[0]}&lang=en\r\n".encode() in body.replace(b"\r\n ", b"")


def test_what_left_a_selection_makes_it_newer(app: Flask, client: FlaskClient):
    published(app, sector="energy")
    uid = published(app, sector="energy")
    before = client.get(f"{ALL}?sector=energy")
    with app.app_context():
        row = db.session.query(Roadshow).filter_by(uid=uid).one()
        row.sector, row.sequence, row.changed_at = "materials", 1, STARTS
        db.session.commit()
    since = {"If-Modified-Since": before.headers["Last-Modified"]}
    after = client.get(f"{ALL}?sector=energy", headers=since)
    assert (after.status_code, len(summaries(after.data))) == (200, 1)


def test_a_file_to_keep_is_the_same_calendar_as_an_attachment(app: Flask, client: FlaskClient):
    published(app)
    kept, shown = client.get(f"{ALL}?once=1"), client.get(ALL)
    assert (kept.data, kept.headers["Content-Disposition"]) == (
        shown.data,
        'attachment; filename="roadshows.ics"',
    )
