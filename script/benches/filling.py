"""A programme of as many public roadshows as a figure needs."""

import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import flask_migrate
from flask import Flask

from roadshow import create_app
from roadshow.config import ROOT, Settings, kept_secret
from roadshow.foundation.db import db, insert_many
from roadshow.foundation.sectors import SECTORS
from roadshow.programme.models import Roadshow, Season
from roadshow.programme.states import RoadshowState
from tests import make

HALLS, YEARS = 5, 20
FIRST = date(2016, 1, 1)
SUMMARY = "八个项目上台，每个项目八分钟路演、七分钟问答；会后安排一对一对接。请提前十五分钟到场签到。"


def programme(data: Path, roadshows: int) -> Flask:
    """The app on a database of its own in this folder, filled; each request asks it anew."""
    url, secret = f"sqlite:///{data / 'roadshow.db'}", kept_secret(data / "secret-key")
    app = create_app(Settings(data, url, "http://127.0.0.1", secret, testing=True))
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        _fill(roadshows)
        db.session.remove()
    return app


def _fill(roadshows: int) -> None:
    halls = [make.hall().id for _ in range(HALLS)]
    years = range(FIRST.year, FIRST.year + YEARS)
    seasons = {year: make.saved(Season(year=year)).id for year in years}
    made_at, sectors = datetime(2016, 1, 1, tzinfo=UTC), list(SECTORS)
    insert_many(Roadshow, [_row(number, halls, seasons, sectors, made_at) for number in range(roadshows)])
    db.session.commit()


def _row(
    number: int, halls: list[int], seasons: dict[int, int], sectors: list[str], made_at: datetime
) -> dict[str, object]:
    on = FIRST + timedelta(days=number % (365 * (YEARS - 1)))
    starts_at = datetime(on.year, on.month, on.day, 6, tzinfo=UTC)
    return {
        "uid": str(uuid.uuid4()),
        "season_id": seasons[on.year],
        "title": f"示例专场第{number + 1}场",
        "title_key": f"示例专场第{number + 1}场",
        "summary": SUMMARY,
        "sector": sectors[number % len(sectors)],
        "state": RoadshowState.PUBLISHED,
        "on": on,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "hall_id": halls[number % HALLS],
        "public_since": made_at,
        "made_at": made_at,
        "changed_at": made_at + timedelta(minutes=number),
    }
