"""Own calendars: ten thousand people have one, and their programs ask for it each hour."""

import itertools
import random
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import insert, update

from roadshow.accounts.models import Grant, Person
from roadshow.accounts.passwords import token_hash
from roadshow.accounts.permissions import Role
from roadshow.attendance.models import Attendance, Via
from roadshow.attendance.states import AttendanceState
from roadshow.feeds.models import Kind, Program, Subscription
from roadshow.foundation import clock
from roadshow.foundation.db import db, insert_many
from roadshow.foundation.money import WAN
from roadshow.foundation.sectors import SECTORS
from roadshow.investors.models import Contact, Institution, InstitutionKind, Mandate
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.projects.models import Company, Member, MemberRight, Project
from script.benches.filling import programme
from script.proofs.figures import Figure
from tests.servers import serving

PEOPLE, ROADSHOWS = 10_000, 200
NEEDED = PEOPLE / 3600  # requests a second, when each program asks once an hour
BOUND = 10.0  # times as many
THREADS, SECONDS, PLAIN = 8, 20, 10  # of so many requests one has no condition
AN_INSTITUTIONS, SEATS = 4, 3  # contacts; roadshows that each of them comes to


def figures(data: Path, *, seconds: int = SECONDS) -> Iterator[Figure]:
    """In an empty folder. Each fetch that is measured is the first in an hour, so each of them is noted."""
    app = programme(data, ROADSHOWS)
    with app.app_context():
        _fill()
        db.session.remove()
    with serving(data, DEMO="0") as served:
        found = _Programs(served.url)
        found.ask_for(seconds)
        _make_an_hour_pass(app)
        began = time.monotonic()
        found.ask_for(seconds)
        rate = len(found.took) / (time.monotonic() - began)
    unchanged = found.codes.count(HTTPStatus.NOT_MODIFIED) / len(found.codes)
    slow = statistics.quantiles(found.took, n=100)[98] * 1000
    told = f"{rate / NEEDED:.0f} × ({rate:.0f} a second, 99 % of them within {slow:.0f} ms)"
    what = f"{PEOPLE:,} own calendars fetched each hour, {unchanged:.0%} unchanged: of what is needed"
    yield Figure(what, told, f"≥ {BOUND:.0f} ×", rate / NEEDED >= BOUND)


class _Programs:
    """Calendar programs that ask one after the other as fast as they are answered; each keeps the tag that it got."""

    def __init__(self, url: str) -> None:
        self._host = urlsplit(url).netloc
        self._tags: dict[int, str] = {}
        self.codes: list[int] = []
        self.took: list[float] = []

    def ask_for(self, seconds: float) -> None:
        """All in turn, or those that have asked before."""
        self.codes, self.took = [], []
        numbers = itertools.cycle(range(len(self._tags) or PEOPLE))
        until = time.monotonic() + seconds
        with ThreadPoolExecutor(THREADS) as pool:
            for done in [pool.submit(self._ask_until, until, numbers.__next__) for _ in range(THREADS)]:
                done.result()

    def _ask_until(self, until: float, following: Callable[[], int]) -> None:
        connection = HTTPConnection(self._host)
        while time.monotonic() < until:
            began = time.monotonic()
            try:
                self.codes.append(self._ask(connection, following()))
            except (HTTPException, ConnectionError):  # the server ends what has stood open for long
                connection.close()
                continue
            self.took.append(time.monotonic() - began)
        connection.close()

    def _ask(self, connection: HTTPConnection, number: int) -> int:
        headers = {"Accept-Encoding": "gzip", "User-Agent": "iOS/17.5.1 (21F90) dataaccessd/1.0"}
        if number in self._tags and number % PLAIN:
            headers["If-None-Match"] = self._tags[number]
        connection.request("GET", f"/calendar/my/{_token(number)}.ics", headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status not in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
            raise RuntimeError(f"calendar {number} was answered with {answer.status}")
        self._tags[number] = str(answer.headers["ETag"])
        return answer.status


def _token(number: int) -> str:
    return f"a-token-of-{number}"


def _make_an_hour_pass(app: Flask) -> None:
    with app.app_context():
        db.session.execute(update(Subscription).values(fetched_at=clock.now() - timedelta(hours=2)))
        db.session.commit()
        db.session.remove()


def _fill() -> None:
    """Four of five act for an institution and come to some roadshows, the fifth for a firm that applies to some."""
    chance, now = random.Random(1), clock.now()  # noqa: S311  no secret: the same each time
    ids = _bring_near()
    people = insert_many(
        Person,
        [
            {
                "email": f"person{number}@bench.example",
                "name": f"示例{number}",
                "password_hash": "-",
                "active": True,
                "made_at": now,
            }
            for number in range(PEOPLE)
        ],
    )
    investors, startups = people[: PEOPLE * 4 // 5], people[PEOPLE * 4 // 5 :]
    kinds = dict.fromkeys(investors, Kind.INVESTOR) | dict.fromkeys(startups, Kind.STARTUP)
    insert_many(Grant, [{"person_id": each, "role": Role(kind.value)} for each, kind in kinds.items()])
    _act_for_institutions(investors, chance)
    insert_many(
        Attendance,
        [
            {
                "roadshow_id": roadshow_id,
                "person_id": person_id,
                "email": f"guest{person_id}@bench.example",
                "name": "示例",
                "via": Via.INVITED,
                "state": AttendanceState.ACCEPTED,
                "made_at": now,
                "reasons": [],
            }
            for person_id in investors
            for roadshow_id in chance.sample(ids, SEATS)
        ],
    )
    _apply(startups, ids, chance)
    insert_many(
        Subscription,
        [
            {
                "person_id": person_id,
                "name": "我的手机",
                "kind": kinds[person_id],
                "language": "zh",
                "token_hash": token_hash(_token(number)),
                "made_at": now,
                "fetched_by": Program.APPLE,
                "fetched_at": now - timedelta(hours=2),
                "told": {},
            }
            for number, person_id in enumerate(chance.sample(people, len(people)))
        ],
    )
    db.session.commit()


def _bring_near() -> list[int]:
    """All roadshows into the year around today, one of them every other day; their ids."""
    rows = db.session.query(Roadshow).order_by(Roadshow.id).all()
    for number, row in enumerate(rows):
        row.on = clock.today() + timedelta(days=2 * number - len(rows))
        row.starts_at, row.ends_at = clock.day_bounds(row.on, row.on)
    db.session.commit()
    return [row.id for row in rows]


def _act_for_institutions(people: list[int], chance: random.Random) -> None:
    now, sectors = clock.now(), list(SECTORS)
    institutions = insert_many(
        Institution,
        [
            {
                "name": f"示例创投{number}",
                "name_key": f"示例创投{number}",
                "kind": InstitutionKind.MANAGER,
                "made_at": now,
            }
            for number in range(len(people) // AN_INSTITUTIONS)
        ],
    )
    db.session.execute(
        insert(Mandate),
        [
            {
                "institution_id": institution_id,
                "sectors": chance.sample(sectors, 2),
                "stages": ["a", "b"],
                "ticket_from_fen": 100 * WAN,
                "ticket_to_fen": 3_000 * WAN,
                "regions": [],
                "part": "both",
                "reinvestment": "depends",
                "changed_at": now,
            }
            for institution_id in institutions
        ],
    )
    insert_many(
        Contact,
        [
            {"institution_id": institutions[number // AN_INSTITUTIONS], "person_id": person_id}
            for number, person_id in enumerate(people)
        ],
    )


def _apply(people: list[int], roadshow_ids: list[int], chance: random.Random) -> None:
    now = clock.now()
    names = [f"示例企业{uuid.UUID(int=person_id)}" for person_id in people]
    firms = insert_many(Company, [{"name": name, "name_key": name, "made_at": now} for name in names])
    insert_many(
        Member,
        [
            {"company_id": firm, "person_id": person_id, "right": MemberRight.OWNER}
            for firm, person_id in zip(firms, people, strict=True)
        ],
    )
    projects = insert_many(
        Project,
        [
            {
                "company_id": firm,
                "name": "示例项目",
                "name_key": "示例项目",
                "one_line": "一句话",
                "sector": "energy",
                "stage": "a",
                "made_at": now,
            }
            for firm in firms
        ],
    )
    insert_many(
        Pitch,
        [
            {
                "roadshow_id": roadshow_id,
                "project_id": project_id,
                "state": PitchState.ACCEPTED,
                "confirm_by_at": now + timedelta(days=3),
                "made_at": now,
                "submitted_at": now,
            }
            for project_id in projects
            for roadshow_id in chance.sample(roadshow_ids, SEATS)
        ],
    )
