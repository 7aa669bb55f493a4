"""What the ranking of two thousand applications costs the process that answers, in an app of its own."""

import secrets
import statistics
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from roadshow import create_app
from roadshow.accounts.operations import make_person
from roadshow.accounts.permissions import Role
from roadshow.config import Settings
from roadshow.foundation import clock
from roadshow.foundation.db import db, insert_many, operation
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme import operations as programme
from roadshow.programme.drafting import Line, plan_several
from roadshow.projects import operations as projects
from roadshow.screening import operations as screening
from roadshow.screening.models import Sheet
from roadshow.screening.rules import USUAL, SetupFacts
from roadshow.screening.states import SheetState
from script.proofs.figures import Figure
from tests.servers import serving

APPLICATIONS, REVIEWERS, READERS = 2000, 12, 3
LOOKS, MOST = 9, 150  # how often it is looked at; milliseconds
ORGANISER, PASSWORD = "organiser@proof.example", secrets.token_urlsafe(12)


def all_figures(data: Path, database_url: str | None) -> Iterator[Figure]:
    """In an empty folder and database."""
    with serving(data, database_url, DEMO="0"):
        pass
    given = {"ROADSHOW_DATA": str(data), "ROADSHOW_DATABASE_URL": database_url or ""}
    app = create_app(Settings.from_environ(given))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        roadshow_id = _build()
        db.session.remove()
    took = _looked_at(app, f"/centre/roadshows/{roadshow_id}/ranking")
    with app.app_context():
        db.engine.dispose()
    what = f"ranking of {APPLICATIONS:,} applications with {READERS} sheets each, processor time (median of {LOOKS})"
    yield Figure(what, f"{took:.0f} ms", f"{MOST} ms", took <= MOST)


def _looked_at(app: Flask, path: str) -> float:
    """Milliseconds of the processor for one page."""
    client = app.test_client()
    client.post("/sign-in", data={"email": ORGANISER, "password": PASSWORD})
    return statistics.median(_one_look(client, path) for _ in range(LOOKS))


def _one_look(client: FlaskClient, path: str) -> float:
    began = time.process_time()
    answer = client.get(path)
    took = time.process_time() - began
    if answer.status_code != 200:  # noqa: PLR2004  OK
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return took * 1000


@operation
def _build() -> int:
    """A roadshow whose applications are all read; its id."""
    actor = make_person(ORGANISER, "示例组织", PASSWORD, [Role.ORGANISER]).acting()
    season = programme.open_season(clock.today().year + 1, 1, actor=actor)
    roadshow = plan_several(season, [Line("示例专场", "energy")], 6, actor=actor)[0]
    screening.set_up(roadshow, SetupFacts(READERS), actor=actor)
    judges = [
        make_person(f"judge{number}@proof.example", f"示例评委{number}", PASSWORD, [Role.JUDGE]).id
        for number in range(REVIEWERS)
    ]
    screening.set_reviewers(roadshow, judges, actor=actor)
    rows: list[Mapping[str, Any]] = [
        {"name": f"示例企业{number}", "uscc": None} for number in range(APPLICATIONS)
    ]
    companies = projects.take_in_companies(rows, actor=actor)
    facts = {"sector": "energy", "stage": "a", "stub": False}
    named: list[Mapping[str, Any]] = [
        {"name": f"示例项目{n}", "company_id": each} | facts for n, each in enumerate(companies)
    ]
    ids = projects.take_in_projects(named, actor=actor)
    pitches = insert_many(Pitch, [_pitch(roadshow.id, project_id, n) for n, project_id in enumerate(ids)])
    insert_many(
        Sheet,
        [
            _sheet(pitch_id, judges[(number + turn) % REVIEWERS], number * READERS + turn)
            for number, pitch_id in enumerate(pitches)
            for turn in range(READERS)
        ],
    )
    return roadshow.id


def _pitch(roadshow_id: int, project_id: int, number: int) -> dict[str, object]:
    at = clock.now() + timedelta(seconds=number)
    said = {"state": PitchState.SCREENED, "message": "", "reason": "", "due_at": None}
    return {"roadshow_id": roadshow_id, "project_id": project_id, "made_at": at, "submitted_at": at, **said}


def _sheet(pitch_id: int, person_id: int, number: int) -> dict[str, object]:
    """Marks that differ from one sheet to the next."""
    points = [(line.weight or 0) - (number * step) % 7 for step, line in enumerate(USUAL, 1)]
    at = clock.now()
    said = {"note": "", "by_hand": False, "number": 1, "made_at": at, "handed_in_at": at}
    return {
        "pitch_id": pitch_id,
        "person_id": person_id,
        "state": SheetState.HANDED_IN,
        "points": points,
        **said,
    }
