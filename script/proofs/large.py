"""What the year and each of its figures cost over ten years of a ledger, and over a hundred times as much."""

import random
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from flask import Flask
from sqlalchemy import Connection, Table, text

from roadshow import create_app
from roadshow.accounts.operations import make_person
from roadshow.accounts.permissions import Role
from roadshow.config import Settings
from roadshow.foundation.db import Model, db
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.stages import STAGES
from roadshow.outcomes.models import Hire, Landing, Recognition, Residency, Row, Thread
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.pitches.models import Pitch
from roadshow.programme.models import Roadshow, Season
from roadshow.projects.models import Company, Dossier, Project
from roadshow.reports.figures.answers import FIGURES, values
from roadshow.reports.figures.scope import Scope, whole_year
from script.proofs.applications import PASSWORD, one_look, signed_in, statements_of
from script.proofs.figures import Figure
from tests.servers import serving

FIRST, YEARS, PROJECTS, SHOWS = 2017, 10, 60, 15  # a year's projects and roadshows
LAST = FIRST + YEARS - 1
SCALES = (1, 100)
LOOKS, MOST = 5, 300  # how often it is asked; milliseconds of the processor, the database's among them
AT_ONCE = 4_000  # projects
LEADER = "leader@proof.example"
VERIFIED, IN_FORCE = 0.95, 0.97  # of all rows
K, T = Kind, ThreadStep
FUND = (T.INTENT, T.SIGNED, T.PAID, T.PAID, T.PAID)
BANK = (T.POOLED, T.CREDITED, T.CREDITED, *[T.LENT] * 4, *[T.REPAID] * 3)
# Of each project forty rows: the kind, the thread that the row is a step of, the step.
MIX: list[tuple[Kind, int, ThreadStep | None]] = [
    (K.LANDING, 0, None),
    *((K.INVESTMENT, thread, step) for thread in (1, 2) for step in FUND),
    (K.INVESTMENT, 3, T.DROPPED),
    *((K.LOAN, 4, step) for step in BANK),
    *((K.HIRE, 5, step) for step in (T.SELECTED, T.ON_POST, T.ENDED)),
    *((K.HIRE, 6, step) for step in (T.SELECTED, T.ON_POST)),
    *((K.RESIDENCY, 7, step) for step in (T.MOVED_IN, T.MOVED_OUT)),
    *((K.RATING, 0, None),) * 3,
    *((K.RECOGNITION, 0, None),) * 2,
    *((K.POLICY_PAYMENT, 0, None),) * 6,
]
THREADS = {1: K.INVESTMENT, 2: K.INVESTMENT, 3: K.INVESTMENT, 4: K.LOAN, 5: K.HIRE, 6: K.HIRE, 7: K.RESIDENCY}
SORTS = {
    K.HIRE: ("海外工程师", "领军型创新创业团队"),
    K.RATING: ("绿色", "蓝色", "黄色"),
    K.RECOGNITION: ("高新技术企业", "研发中心"),
    K.POLICY_PAYMENT: ("科发资金", "创新券"),
}
OF_PROJECTS, WITH_MONEY = {K.LANDING, K.INVESTMENT}, {K.LANDING, K.INVESTMENT, K.LOAN, K.POLICY_PAYMENT}
NO_MONEY = {T.POOLED, T.DROPPED}
REGIONS = ("330482", "330402", "330421", "330106", "310117", "320583")
PAGES = {"the year's page": f"/centre/years/{LAST}", "the years told to the public": "/results"}
Lines = dict[Table, list[dict[str, Any]]]


def all_figures(data: Path, database_url: str | None) -> Iterator[Figure]:
    """In an empty folder and database; what is larger comes beside what is there."""
    with serving(data, database_url, DEMO="0"):
        pass
    given = {"ROADSHOW_DATA": str(data), "ROADSHOW_DATABASE_URL": database_url or ""}
    app = create_app(Settings.from_environ(given))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        make_person(LEADER, "示例领导", PASSWORD, [Role.LEADER])
    leader = signed_in(app, LEADER)
    asked: dict[str, int] = {}
    for scale in SCALES:
        with app.app_context():
            _load(scale)
        name = f"{YEARS} years × {PROJECTS * scale:,} projects × {len(MIX)} rows"
        for what, path in PAGES.items():
            took = _processor(app, lambda path=path: one_look(leader, path))  # type: ignore[misc]  # a default
            many = statements_of(leader, path)
            few = asked.setdefault(what, many)
            measured = f"{took:.0f} ms, {many} statements"
            yield Figure(f"{name}: {what}", measured, f"{MOST} ms, as many", took <= MOST and many <= few)
        for what, scopes in SCOPES.items():
            yield _slowest(app, f"{name}: the slowest of {len(FIGURES)} figures, {what}", scopes)
    with app.app_context():
        db.engine.dispose()


YEAR = whole_year(LAST)
SCOPES: dict[str, list[Scope]] = {
    "this year and last": [YEAR, YEAR.before],
    "of one field in one province": [replace(YEAR, sector="energy", region="33")],
}


def _slowest(app: Flask, what: str, scopes: list[Scope]) -> Figure:
    asked = [figure for figure in FIGURES.values() if figure.rows.answers(scopes[0])]
    with app.app_context():
        took = {
            figure.name: _processor(app, lambda figure=figure: values([figure], scopes))  # type: ignore[misc]  # as above
            for figure in asked
        }
    name = max(took, key=lambda name: took[name])
    return Figure(what, f"{took[name]:.0f} ms ({name})", f"{MOST} ms", took[name] <= MOST)


def _processor(app: Flask, look: Callable[[], object]) -> float:
    """Milliseconds of the processor for one look, ours and the database's together; the mean of some."""
    look()
    with app.app_context():
        before = _database_seconds()
        began = time.process_time()
        for _time in range(LOOKS):
            look()
        took = time.process_time() - began
        took += _database_seconds() - before
        db.session.rollback()
    return took * 1000 / LOOKS


def _database_seconds() -> float:
    """What the processes behind our connections have used; SQLite works in ours."""
    if db.engine.dialect.name == "sqlite":
        return 0.0
    pids = db.session.scalars(
        text(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
        )
    )
    return sum(_seconds(pid) for pid in pids)


def _seconds(pid: int) -> float:
    """To the nanosecond, unlike ``stat``."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def _load(scale: int) -> None:
    """Raw: without an operation, its indexes made afterwards."""
    tables = [_table(model) for model in (Row, Thread)]
    indexes = [index for table in tables for index in table.indexes]
    with db.engine.begin() as connection:
        for table in reversed(Model.metadata.sorted_tables):
            if table.name.startswith(("outcomes_", "pitches_", "programme_", "projects_")):
                connection.execute(table.delete())
        for index in indexes:
            index.drop(connection)
        for lines in _lines(scale):
            for table, rows in lines.items():
                _put(connection, table, rows)
        for index in indexes:
            index.create(connection)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "postgresql":
            name = connection.scalar(text("SELECT current_database()"))
            connection.execute(text(f'ALTER DATABASE "{name}" SET max_parallel_workers_per_gather = 0'))
            connection.execute(text("VACUUM ANALYZE"))
        else:
            connection.execute(text("ANALYZE"))
    db.engine.dispose()


def _put(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    columns = ", ".join(f'"{name}"' for name in rows[0])
    cursor = cast(Any, connection.connection.cursor())
    if connection.dialect.name == "postgresql":
        with cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([_plain(value) for value in row.values()])
        return
    places = ", ".join("?" * len(rows[0]))
    told = ([_as_text(_plain(value)) for value in row.values()] for row in rows)
    cursor.executemany(f"INSERT INTO {table.name} ({columns}) VALUES ({places})", told)  # noqa: S608  our own names


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Kind | ThreadStep) else value


def _as_text(value: Any) -> Any:
    """As SQLite keeps days and moments."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ")
    return value.isoformat() if isinstance(value, date) else value


def _lines(scale: int) -> Iterator[Lines]:
    yield {_table(Season): list(_seasons()), _table(Roadshow): list(_roadshows())}
    chance, many = random.Random(8), YEARS * PROJECTS * scale  # noqa: S311  the same ledger each time
    for first in range(0, many, AT_ONCE):
        lines: Lines = {}
        for number in range(first, min(first + AT_ONCE, many)):
            for table, row in _of_project(number, number // (PROJECTS * scale), chance):
                lines.setdefault(table, []).append(row)
        yield lines


def _seasons() -> Iterator[dict[str, Any]]:
    for turn in range(YEARS):
        yield {"id": turn + 1, "year": FIRST + turn, "target": SHOWS, "themes": ""}


def _roadshows() -> Iterator[dict[str, Any]]:
    now = datetime.now(UTC)
    words = ("title_en", "summary", "summary_en", "lead_name", "lead_phone", "venue", "cancel_reason", "note")
    empty = dict.fromkeys(words, "")
    for number in range(1, YEARS * SHOWS + 1):
        turn, month = (number - 1) // SHOWS, 1 + number % 12
        yield {
            "id": number,
            "uid": str(uuid.UUID(int=number)),
            "season_id": turn + 1,
            "title": f"示例路演{number}",
            "title_key": f"示例路演{number}",
            "sector": "energy",
            "state": "held",
            "on": date(FIRST + turn, month, 10),
            "places": 8,
            "made_at": now,
            "changed_at": now,
            "sequence": 0,
            **empty,
        }


def _of_project(number: int, turn: int, chance: random.Random) -> Iterator[tuple[Table, dict[str, Any]]]:
    """A project of this year with its firm, its form, its application and all that came of it."""
    now, key, show = datetime.now(UTC), number + 1, turn * SHOWS + 1 + number % SHOWS
    region, name = chance.choice(REGIONS), f"示例{number}"
    code = f"91{region}M{number:09d}"
    yield _table(Company), {"id": key, "name": name, "name_key": name, "uscc": code, "made_at": now}
    yield (
        _table(Project),
        {
            "id": key,
            "company_id": key,
            "name": name,
            "name_key": name,
            "one_line": "",
            "description": "",
            "sector": chance.choice(list(SECTORS)),
            "stage": chance.choice(list(STAGES)),
            "stub": False,
            "made_at": now,
        },
    )
    words: tuple[str, ...] = (
        "contact_name",
        "contact_mobile",
        "contact_email",
        "address",
        "product",
        "certificates",
        "awards",
    )
    words += ("market", "competitors", "model", "use_of_funds")
    said = {"project_id": key, "kind": "company", "source": "self", "region": region, "area_m2": 100}
    yield _table(Dossier), said | dict.fromkeys(words, "")
    words = ("message", "contact_name", "contact_phone", "contact_email", "entered_by", "reason")
    at = {"made_at": now, "submitted_at": datetime(FIRST + turn, 1, 1, tzinfo=UTC)}
    state = "presented" if number % 3 else "declined"
    ids = {"id": key, "roadshow_id": show, "project_id": key}
    yield _table(Pitch), ids | at | {"state": state} | dict.fromkeys(words, "")
    for thread, kind in THREADS.items():
        number_of = number * len(THREADS) + thread
        of = {
            "project_id": key if kind in OF_PROJECTS else None,
            "company_id": key if kind is K.LOAN else None,
        }
        told = {"kind": kind, "key": f"{number_of}", "counterpart": "示例", "code": "", "round": ""}
        yield _table(Thread), {"id": number_of, **told, **of}
    yield from _rows(number, turn, show, chance)


def _rows(number: int, turn: int, show: int, chance: random.Random) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Most are verified, a few were corrected and count no more."""
    first, key, now = date(FIRST + turn, 1, 1), number + 1, datetime.now(UTC)
    begins, steps = chance.randrange(365), dict[tuple[int, ThreadStep | None], int]()
    for turn_, (kind, thread, step) in enumerate(MIX):
        on = first + timedelta((begins + 7 * turn_) % 365)
        steps[thread, step] = steps.get((thread, step), 0) + 1
        verified, money = chance.random() < VERIFIED, kind in WITH_MONEY and step not in NO_MONEY
        row_id = number * len(MIX) + turn_ + 1
        yield (
            _table(Row),
            {
                "id": row_id,
                "kind": kind,
                "year": on.year,
                "on": None if kind is K.RATING else on,
                "counted_on": date(on.year, 12, 31) if kind is K.RATING else on,
                "counts": chance.random() < IN_FORCE,
                "fingerprint": f"{row_id}",
                "thread_id": number * len(THREADS) + thread if thread else None,
                "step": step,
                "number": steps[thread, step] if thread else None,
                "amount_fen": chance.randrange(1, 10**9) * 100 if money else None,
                "project_id": key if kind in OF_PROJECTS else None,
                "company_id": key if kind not in OF_PROJECTS | {K.POLICY_PAYMENT} else None,
                "roadshow_id": show if kind in OF_PROJECTS else None,
                "category": chance.choice(SORTS.get(kind, ("",))),
                "state": "verified" if verified else "logged",
                "logged_at": now,
                "logged_by_id": 1,
                "logged_by": "示例甲",
                "verified_at": now if verified else None,
                "verified_by_id": 2 if verified else None,
                "verified_by": "示例乙" if verified else "",
                **dict.fromkeys(("name", "note", "source", "affirmed", "why"), ""),
            },
        )
        yield from _own(kind, row_id, number)


def _own(kind: Kind, row_id: int, number: int) -> Iterator[tuple[Table, dict[str, Any]]]:
    """What only this kind has."""
    match kind:
        case K.LANDING:
            plan = "深根计划" if number % 4 == 0 else ""
            said = {"place": "", "plan": plan, "industrialised": number % 5 == 0}
            yield _table(Landing), {"row_id": row_id, **said}
        case K.HIRE:
            yield _table(Hire), {"row_id": row_id, "place": "德国"}
        case K.RESIDENCY:
            yield _table(Residency), {"row_id": row_id, "area_m2": 100}
        case K.RECOGNITION:
            yield (
                _table(Recognition),
                {"row_id": row_id, "level": "省级", "certificate": "", "valid_until": None},
            )


def _table(model: type[Model]) -> Table:
    return cast(Table, model.__table__)
