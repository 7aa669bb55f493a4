"""What the pages of a call with two thousand applications cost the process that answers, in an app of its own."""

import secrets
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from roadshow import create_app
from roadshow.accounts.operations import make_person
from roadshow.accounts.permissions import Role
from roadshow.config import Settings
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, insert_many, operation
from roadshow.foundation.sectors import SECTORS
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme import operations as programme
from roadshow.programme.drafting import Line, plan_several
from roadshow.projects import operations as projects
from roadshow.screening import operations as screening
from roadshow.screening.models import Decision, Sheet
from roadshow.screening.rules import USUAL, SetupFacts
from roadshow.screening.states import SheetState
from script.proofs.figures import Figure
from tests.make import WHOLE
from tests.servers import serving

FEW, MANY, REVIEWERS, READERS = 180, 2000, 12, 3  # of few, too, each list of applications has pages
# every fifth project was changed after the close, every tenth application is decided
CHANGED, DECIDED = 5, 10
LOOKS, MOST = 9, 150  # how often it is looked at; milliseconds
ORGANISER, PASSWORD = "organiser@proof.example", secrets.token_urlsafe(12)
Ask = tuple[FlaskClient, str]
AT_CENTRE = {
    "the list of applications": "pitches",
    "the list of applications, last page": "pitches?page={last}",
    "applications in one state": "pitches?state=screened",
    "applications by name": "pitches?sort=project",
    "applications by field, falling": "pitches?sort=-sector",
    "the ranking": "ranking",
    "the ranking, last page": "ranking?page={last}",
    "the ranking of one field": "ranking?sector=energy",
    "the ranking of one state by adjusted mean": "ranking?state=screened&sort=adjusted",
    "who reads": "screening",
    "decisions that are not sent": "decisions",
}
AT_JUDGES = {"a reviewer's list": "/judge/reviews", "a reviewer's today": "/judge/"}


def all_figures(data: Path, database_url: str | None) -> Iterator[Figure]:
    """In an empty folder and database."""
    with serving(data, database_url, DEMO="0"):
        pass
    given = {"ROADSHOW_DATA": str(data), "ROADSHOW_DATABASE_URL": database_url or ""}
    app = create_app(Settings.from_environ(given))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        ids = _build()
        db.session.remove()
    organiser = signed_in(app, ORGANISER)
    for what, path in AT_CENTRE.items():
        asks = [
            (organiser, f"/centre/roadshows/{one}/{path.format(last=-(-many // 50))}")
            for one, many in zip(ids, (FEW, MANY), strict=True)
        ]
        yield _figure(what, *asks)
    judges = [signed_in(app, _judge(many, 0)) for many in (FEW, MANY)]
    for what, path in AT_JUDGES.items():
        yield _figure(what, *((judge, path) for judge in judges))
    with app.app_context():
        db.engine.dispose()


def _figure(what: str, few: Ask, many: Ask) -> Figure:
    """It must not ask the database more often for many than for few."""
    asked, once = statements_of(*many), statements_of(*few)
    took = statistics.median(one_look(*many) for _ in range(LOOKS))
    measured = f"{took:.0f} ms, {asked} statements (of {FEW} applications: {once})"
    said = f"{MANY:,} applications to one call, processor time of {what} (median of {LOOKS})"
    return Figure(said, measured, f"{MOST} ms, as many statements", took <= MOST and asked <= once)


def signed_in(app: Flask, email: str) -> FlaskClient:
    client = app.test_client()
    client.post("/sign-in", data={"email": email, "password": PASSWORD})
    return client


def one_look(client: FlaskClient, path: str) -> float:
    """Milliseconds of the processor."""
    began = time.process_time()
    answer = client.get(path)
    took = time.process_time() - began
    if answer.status_code != HTTPStatus.OK:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return took * 1000


def statements_of(client: FlaskClient, path: str) -> int:
    """The fewest of three looks: once a minute one notes that its reader is there."""
    one_look(client, path)  # what is kept between two looks is kept now
    return min(_counted_look(client, path) for _ in range(3))


def _counted_look(client: FlaskClient, path: str) -> int:
    with _counted() as seen:
        one_look(client, path)
    return len(seen)


@contextmanager
def _counted() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


@operation
def _build() -> list[int]:
    """Two roadshows whose applications are all read; their ids."""
    actor = make_person(ORGANISER, "示例组织", PASSWORD, [Role.ORGANISER]).acting()
    season = programme.open_season(clock.today().year + 1, 2, actor=actor)
    lines = [Line("示例专场", "energy"), Line("示例大专场", "energy")]
    roadshows = plan_several(season, lines, 6, actor=actor)
    for roadshow, many in zip(roadshows, (FEW, MANY), strict=True):
        roadshow.call_closes_at = clock.now()
        db.session.flush()
        screening.set_up(roadshow, SetupFacts(READERS), actor=actor)
        people = [
            make_person(_judge(many, number), f"示例评委{number}", PASSWORD, [Role.JUDGE]).id
            for number in range(REVIEWERS)
        ]
        screening.set_reviewers(roadshow, people, actor=actor)
        _apply(roadshow.id, many, people, actor)
    return [roadshow.id for roadshow in roadshows]


def _judge(many: int, number: int) -> str:
    return f"judge{number}@{many}.proof.example"


def _apply(roadshow_id: int, many: int, judges: Sequence[int], actor: Actor) -> None:
    """So many, read and in part decided."""
    rows: list[Mapping[str, Any]] = [{"name": f"示例企业{many}-{n}", "uscc": None} for n in range(many)]
    companies = projects.take_in_companies(rows, actor=actor)
    fields = list(SECTORS)
    named: list[Mapping[str, Any]] = [
        {
            "name": f"示例项目{n}",
            "company_id": company_id,
            "sector": fields[n % len(fields)],
            "stage": "a",
            "stub": False,
        }
        for n, company_id in enumerate(companies)
    ]
    ids = projects.take_in_projects(named, actor=actor)
    pitches = insert_many(Pitch, [_pitch(roadshow_id, project_id, n) for n, project_id in enumerate(ids)])
    sheets = [
        _sheet(pitch_id, judges[(number + turn) % REVIEWERS], number * READERS + turn)
        for number, pitch_id in enumerate(pitches)
        for turn in range(READERS)
    ]
    insert_many(Sheet, sheets)
    insert_many(Decision, [_decision(pitch_id, n) for n, pitch_id in enumerate(pitches[::DECIDED], 1)])


def _pitch(roadshow_id: int, project_id: int, number: int) -> dict[str, object]:
    at, changed = clock.now() - timedelta(days=1, seconds=number), number % CHANGED == 0
    said = {"state": PitchState.SCREENED, "message": "", "reason": "", "due_at": None}
    frozen: dict[str, object] = {
        "frozen": WHOLE.kept() if changed else None,
        "frozen_at": clock.now() if changed else None,
    }
    ids = {"roadshow_id": roadshow_id, "project_id": project_id}
    return {**ids, **said, **frozen, "made_at": at, "submitted_at": at}


def _sheet(pitch_id: int, person_id: int, number: int) -> dict[str, object]:
    """Marks that differ from one sheet to the next."""
    points = [(line.weight or 0) - (number * step) % 7 for step, line in enumerate(USUAL, 1)]
    at = clock.now()
    said = {"note": "", "by_hand": False, "number": 1, "made_at": at, "handed_in_at": at}
    ids = {"pitch_id": pitch_id, "person_id": person_id}
    return ids | {"state": SheetState.HANDED_IN, "points": points} | said


def _decision(pitch_id: int, turn: int) -> dict[str, object]:
    said = {
        "to": PitchState.WAITLISTED,
        "turn": turn,
        "reason": "",
        "act": 1,
        "by_id": None,
        "by": "示例组织",
    }
    return {"pitch_id": pitch_id, "made_at": clock.now(), **said}
