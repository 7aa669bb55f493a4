"""The door with sixteen devices and two thousand tickets, over HTTP, against script/server as it is."""

import json
import statistics
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event, insert, select

from roadshow import create_app
from roadshow.attendance import admitting, devices
from roadshow.attendance.models import Attendance, Mode, Scan, Seat, Verdict, Via
from roadshow.attendance.shown import Keeper, Shown
from roadshow.attendance.states import AttendanceState
from roadshow.attendance.tickets import Ticket, code_of
from roadshow.config import Settings, kept_secret
from roadshow.foundation import clock
from roadshow.foundation.db import db, insert_many, operation
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState
from script.proofs.figures import Figure
from script.proofs.visitor import Visitor
from tests import make
from tests.servers import Served, serving

SCANNERS, TICKETS = 16, 2000
KEPT, OVERLAP, AT_ONCE = (
    250,
    50,
    50,
)  # scans that each of two devices kept; of the same tickets; in one sending
FEW, MANY, LOOKS, MOST = 10, 2000, 15, 50  # guests; check-ins of which the median counts; milliseconds
LONGEST = timedelta(minutes=15)  # that all of it takes on one database
Row = dict[str, Any]


def all_figures(data: Path, database_url: str | None) -> Iterator[Figure]:
    """In an empty folder and database."""
    _not_across_midnight()
    with serving(data, database_url, DEMO="0") as served:
        url = database_url or f"sqlite:///{data / 'roadshow.db'}"
        app = create_app(Settings(data, url, served.url, kept_secret(data / "secret-key")))
        with app.app_context():
            yield _all_at_once(app, served)
            yield _sent_later(app, served)
            yield _one_check_in(app)
            db.session.remove()
            db.engine.dispose()


def _not_across_midnight() -> None:
    """A door is open for one day: what would not be done before its end waits for the next."""
    ends = clock.day_bounds(clock.today(), clock.today())[1]
    if (left := ends - clock.now()) < LONGEST:
        time.sleep(left.total_seconds())  # nothing else tells of the next day


def _all_at_once(app: Flask, served: Served) -> Figure:
    """Each ticket by two devices, which wait for each other before every scan."""
    roadshow_id, codes = _event(app, TICKETS)
    doors = [_paired(served, roadshow_id, f"{number + 1}号门") for number in range(SCANNERS)]
    share = TICKETS // (SCANNERS // 2)
    answers: list[list[str]] = [[] for _door in doors]

    def scan(number: int, pair: Barrier) -> None:
        for code in codes[number // 2 * share :][:share]:
            pair.wait()
            answers[number] += _send(doors[number], [_row(code)])

    pairs = [Barrier(2, timeout=120) for _pair in range(SCANNERS // 2)]
    began = time.monotonic()
    _together([partial(scan, number, pairs[number // 2]) for number in range(SCANNERS)])
    took = time.monotonic() - began
    told, stored = Counter(answer for door in answers for answer in door), _verdicts(roadshow_id)
    tickets = (
        both
        for first in range(0, SCANNERS, 2)
        for both in zip(answers[first], answers[first + 1], strict=True)
    )
    held = all(sorted(both) == ["admitted", "again"] for both in tickets) and stored == told
    shown = f"{SCANNERS} scanners, {TICKETS:,} tickets, each scanned by two at once"
    what = f"{shown}: let in, told that it was used, seconds"
    measured = f"{told['admitted']:,}, {told['again']:,}, {took:.0f} s ({2 * TICKETS / took:.0f} scans/s)"
    return Figure(what, measured, f"{TICKETS:,} once each", held and told["admitted"] == TICKETS)


def _sent_later(app: Flask, served: Served) -> Figure:
    """Two devices that let in offline send at once what they kept, with the times at which it was."""
    roadshow_id, codes = _event(app, 2 * KEPT - OVERLAP)
    begins, now = clock.day_bounds(clock.today(), clock.today())[0], clock.now()
    first_at = max(begins, now - timedelta(minutes=30))
    apart = (now - first_at) / KEPT
    lists = [codes[:KEPT], codes[-KEPT:]]
    kept = [[_row(code, first_at + number * apart) for number, code in enumerate(each)] for each in lists]
    doors = [_paired(served, roadshow_id, name) for name in ("东门", "西门")]
    answers: list[str] = []

    def send(number: int) -> None:
        for first in range(0, KEPT, AT_ONCE):
            answers.extend(_send(doors[number], kept[number][first : first + AT_ONCE]))

    _together([partial(send, number) for number in range(2)])
    told, stored = Counter(answers), _verdicts(roadshow_id)
    times = dict(db.session.execute(select(Scan.uid, Scan.at).where(Scan.roadshow_id == roadshow_id)).all())
    right = sum(round(times[row["uid"]].timestamp() * 1000) == row["at"] for each in kept for row in each)
    held = (told["admitted"], told["again"], right) == (2 * KEPT - OVERLAP, OVERLAP, 2 * KEPT)
    sent = f"{2 * KEPT} scans kept on two devices, {OVERLAP} tickets on both, sent later"
    what = f"{sent}: let in, told that they were used, with the time of the scan"
    measured = f"{told['admitted']}, {told['again']}, {right}"
    return Figure(what, measured, f"{2 * KEPT - OVERLAP}, {OVERLAP}, {2 * KEPT}", held and stored == told)


def _one_check_in(app: Flask) -> Figure:
    """It must not ask the database more often for many guests than for few."""
    (few, few_ms), (many, many_ms) = (_check_in(app, guests) for guests in (FEW, MANY))
    what = f"one check-in of {MANY + LOOKS:,} guests, processor time of who answers (median of {LOOKS})"
    measured = f"{many_ms:.1f} ms, {many} statements (of {FEW + LOOKS}: {few_ms:.1f} ms, {few})"
    return Figure(what, measured, f"{MOST} ms, as many statements", many == few and many_ms <= MOST)


def _check_in(app: Flask, guests: int) -> tuple[int, float]:
    roadshow_id, codes = _event(app, guests + LOOKS)
    secret, took, asked = str(app.config["SECRET_KEY"]), list[float](), 0
    for code in codes[:LOOKS]:
        shown = Shown(str(uuid.uuid4()), clock.now(), code=code)
        began = time.process_time()
        with _counted() as statements:
            admitting.take(get_roadshow(roadshow_id), [shown], secret=secret, keeper=Keeper("东门"))
        took.append((time.process_time() - began) * 1000)
        asked = len(statements)
        db.session.remove()
    return asked, statistics.median(took)


def _event(app: Flask, guests: int) -> tuple[int, list[str]]:
    """A roadshow today, and the tickets of so many who have a seat."""
    roadshow = make.roadshow(RoadshowState.LIVE, on=clock.today())
    ids = _seat(roadshow, guests)
    secret = str(app.config["SECRET_KEY"])
    return roadshow.id, [code_of(secret, Ticket(guest_id, 0, roadshow.id)) for guest_id in ids]


@operation
def _seat(roadshow: Roadshow, guests: int) -> list[int]:
    common = {
        "roadshow_id": roadshow.id,
        "via": Via.INVITED,
        "mode": Mode.ONSITE,
        "state": AttendanceState.ACCEPTED,
        "reasons": [],
        "made_at": clock.now(),
    }
    ids = insert_many(Attendance, [common | {"name": f"示例来宾{number}"} for number in range(guests)])
    seats = [
        {"roadshow_id": roadshow.id, "mode": Mode.ONSITE, "number": number, "attendance_id": guest_id}
        for number, guest_id in enumerate(ids, 1)
    ]
    db.session.execute(insert(Seat), seats)
    return ids


def _paired(served: Served, roadshow_id: int, name: str) -> Visitor:
    code = devices.add_device(get_roadshow(roadshow_id), name, actor=make.SOMEONE)
    door = Visitor(served.url)
    door.post("/door/pair", {"code": code})
    return door


def _row(code: str, at: Any = None) -> Row:
    moment = at or clock.now()
    return {"uid": str(uuid.uuid4()), "at": int(moment.timestamp() * 1000), "code": code}


def _send(door: Visitor, rows: Sequence[Row]) -> list[str]:
    answer = door.send("/door/scans.json", {"scans": rows})
    return [said["verdict"] for said in json.loads(answer.text)["answers"]]


def _together(works: Sequence[Callable[[], None]]) -> None:
    threads = [Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _verdicts(roadshow_id: int) -> Counter[str]:
    """As they are stored."""
    db.session.rollback()
    rows = select(Scan.verdict).where(Scan.roadshow_id == roadshow_id)
    return Counter(str(Verdict(verdict)) for verdict in db.session.scalars(rows))


@contextmanager
def _counted() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)
