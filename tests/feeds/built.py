"""Roadshows as the feed tests need them: all facts told, only the one that matters said."""

import uuid
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

import icalendar
from flask import Flask

from roadshow.foundation import clock
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import db
from roadshow.halls.models import Hall
from roadshow.halls.points import Point
from roadshow.programme import operations
from roadshow.programme.models import Roadshow, Season
from roadshow.programme.states import RoadshowState

NOW = datetime(2026, 5, 1, 1, tzinfo=UTC)
STARTS = datetime(2026, 5, 8, 6, tzinfo=UTC)
OLDER = datetime(2026, 4, 2, 1, 2, 3, tzinfo=UTC)


def set_clock(**later: float) -> AbstractContextManager[None]:
    """The present of these tests, or so much later."""
    return clock.at(NOW + timedelta(**later))


def roadshow_row(**facts: object) -> Roadshow:
    season = db.session.query(Season).first() or Season(year=2026, target=15)
    usual = {
        "uid": str(uuid.uuid4()),
        "season": season,
        "title": "光芯片专场",
        "title_key": "光芯片专场",
        "state": RoadshowState.PUBLISHED,
        "on": date(2026, 5, 8),
        "starts_at": STARTS,
        "ends_at": STARTS + timedelta(hours=3),
        "public_since": OLDER,
        "made_at": OLDER,
        "changed_at": OLDER,
    }
    return Roadshow(**usual | facts)


def published(app: Flask, **facts: object) -> str:
    """Stores one roadshow and tells its uid."""
    with app.app_context():
        row = roadshow_row(**facts)
        db.session.add(row)
        db.session.commit()
        return row.uid


def hall(app: Flask, name: str, point: Point | None = None) -> int:
    with app.app_context():
        row = Hall(name=name, address="平湖市示例路1号", capacity=100, setup_minutes=0, teardown_minutes=0)
        row.point = point
        db.session.add(row)
        db.session.commit()
        return row.id


def room(app: Flask, link: str = "https://meet.example/1") -> int:
    """One online."""
    with app.app_context():
        row = Hall(name="线上路演室", online=True, address="", link=link, capacity=300)
        row.setup_minutes = row.teardown_minutes = 0
        db.session.add(row)
        db.session.commit()
        return row.id


def postpone(app: Flask, uid: str, starts_at: datetime) -> None:
    with app.app_context():
        operations.postpone(_row(uid), starts_at, on_rest_day=True, actor=COMMAND)


def cancel(app: Flask, uid: str) -> None:
    with app.app_context():
        operations.cancel(_row(uid), "主办方另有安排", actor=COMMAND)


def events(body: bytes) -> list[icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(body)
    assert isinstance(calendar, icalendar.Calendar)
    return calendar.events


def summaries(body: bytes) -> list[str]:
    return [str(event["SUMMARY"]) for event in events(body)]


def _row(uid: str) -> Roadshow:
    return db.session.query(Roadshow).filter_by(uid=uid).one()
