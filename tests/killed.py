"""An operation in a process of its own that is killed outright; afterwards the tables hold all of it or nothing."""

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import delete, select, text

from roadshow import create_app
from roadshow.accounts.permissions import Role
from roadshow.accounts.queries import get_person
from roadshow.audit.models import Entry
from roadshow.config import ROOT
from roadshow.foundation import clock
from roadshow.foundation.actor import COMMAND
from roadshow.foundation.db import Model, db
from roadshow.foundation.money import WAN
from roadshow.investors import merging
from roadshow.investors.belonging import list_contacts
from roadshow.investors.models import Institution
from roadshow.meetings import operations as meetings
from roadshow.meetings.models import Interest, InterestLevel
from roadshow.meetings.rules import InterestFacts
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.closings import Closing
from roadshow.outcomes.facts import LandingFacts
from roadshow.outcomes.models import Row
from roadshow.projects import claiming, claims, joining
from roadshow.projects.belonging import list_members
from roadshow.projects.states import Proof
from roadshow.reports.closing import close_year, official
from roadshow.reports.proving import list_breaks
from roadshow.reports.queries import year_figures
from tests import make
from tests.attendance.coming import institution, investor, on_stage
from tests.databases import settings_for

YEAR, ROWS = 2021, 30
DONE = b"done\n"
Tables = dict[str, list[Any]]


@dataclass(frozen=True)
class Work:
    """``prepare`` builds what ``run`` is given; ``is_whole`` looks at it once it was done."""

    prepare: Callable[[], list[int]]
    run: Callable[..., object]
    is_whole: Callable[..., bool]


@dataclass(frozen=True)
class Tally:
    """Of so many kills: how many left nothing, all, or something between; ``lost``: acknowledged, and not there."""

    work: str
    kills: int
    nothing: int
    whole: int
    half: int
    lost: int

    @property
    def held(self) -> bool:
        return not self.half and not self.lost and self.nothing + self.whole == self.kills


def _year_with_rows() -> list[int]:
    """As it was before anybody closed it."""
    db.session.execute(delete(Closing))
    db.session.execute(delete(Entry).where(Entry.what == "closing.closed"))
    db.session.commit()
    if not db.session.scalar(select(Row.id).limit(1)):
        recorder = make.actor(Role.RECORDER)
        for _number in range(ROWS):
            facts = LandingFacts(make.project().id, date(YEAR, 5, 4), amount_fen=WAN)
            outcomes.verify(outcomes.log(facts, actor=COMMAND), actor=recorder)
    return [YEAR, make.person(Role.LEADER).id]


def _close(year: int, person_id: int) -> None:
    close_year(year, actor=get_person(person_id).acting())


def _is_closed(year: int, _person_id: int) -> bool:
    """What was frozen is what the rows say, and every sum is right."""
    closed = official(year)
    return closed is not None and closed.figures == year_figures(year) and list_breaks(year) == []


def _two_institutions() -> list[int]:
    kept, gone = institution(), institution()
    for _number in range(4):
        pitch = on_stage()
        person = investor(pitch.roadshow, gone)
        meetings.say_interest(
            pitch.id, InterestFacts(InterestLevel.TALK), person=person, actor=person.acting()
        )
    return [kept.id, gone.id]


def _merge(kept_id: int, gone_id: int) -> None:
    kept, gone = db.session.get_one(Institution, kept_id), db.session.get_one(Institution, gone_id)
    merging.merge(kept, gone, actor=make.SOMEONE)


def _is_merged(kept_id: int, gone_id: int) -> bool:
    of = list(
        db.session.scalars(
            select(Interest.institution_id).where(Interest.institution_id.in_((kept_id, gone_id)))
        )
    )
    return (of, len(list_contacts(kept_id)), list_contacts(gone_id)) == ([kept_id] * 4, 4, [])


def _claimed_company() -> list[int]:
    company, person = make.company(make.person(), make.person()), make.person()
    asked = joining.ask_to_join(company, person, "是我", actor=make.SOMEONE)
    joining.refuse(asked, "不是", actor=make.SOMEONE)
    return [claiming.claim_company(company, person, "是我们的", actor=make.SOMEONE).id]


def _transfer(claim_id: int) -> None:
    claiming.transfer(claims.get_claim(claim_id), Proof.LICENCE, "", "已核实", actor=make.SOMEONE)


def _is_transferred(claim_id: int) -> bool:
    claim = claims.get_claim(claim_id)
    return [member.person_id for member in list_members(claim.company_id)] == [claim.person_id]


WORKS = {
    "a year is closed": Work(_year_with_rows, _close, _is_closed),
    "two institutions are merged": Work(_two_institutions, _merge, _is_merged),
    "a company is handed over": Work(_claimed_company, _transfer, _is_transferred),
}


def kill_often(name: str, kills: int, url: str, data: Path) -> Tally:
    """At moments spread over the time that the work takes when nobody kills it. In an app context."""
    work = WORKS[name]
    with _doing(url, data) as do:
        _killed(do, name, work.prepare(), None)  # the first one reads much that the next ones know
        args, before = work.prepare(), _tables()
        began = time.monotonic()
        if not _killed(do, name, args, None) or not _looks_whole(work, args):
            raise RuntimeError(f"{name}: not done although nobody killed it")
        took, grown = time.monotonic() - began, _grown(before, _tables())
        found: Counter[str] = Counter()
        for number in range(kills):
            args, before = work.prepare(), _tables()
            acknowledged = _killed(do, name, args, took * (number + 1) / kills)
            after = _tables()
            nothing, whole = after == before, _grown(before, after) == grown and _looks_whole(work, args)
            found["nothing" if nothing else "whole" if whole else "half"] += 1
            found["lost"] += acknowledged and not whole
    return Tally(name, kills, found["nothing"], found["whole"], found["half"], found["lost"])


def _looks_whole(work: Work, args: list[int]) -> bool:
    db.session.rollback()
    return work.is_whole(*args)


def _tables() -> Tables:
    """All rows, once nobody writes any more: PostgreSQL notices a moment later that its client is dead."""
    db.session.rollback()
    while _busy():
        time.sleep(0.005)
    found = {
        table.name: [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key))]
        for table in Model.metadata.sorted_tables
    }
    db.session.rollback()
    return found


def _busy() -> bool:
    if db.engine.dialect.name == "sqlite":
        return False
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND state <> 'idle'"
    )
    busy = bool(db.session.scalar(text(others)))
    db.session.rollback()
    return busy


def _grown(before: Tables, after: Tables) -> dict[str, int]:
    return {name: len(rows) - len(before[name]) for name, rows in after.items()}


def _killed(do: "subprocess.Popen[bytes]", name: str, args: list[int], after: float | None) -> bool:
    """Do it, and kill who does it after so many seconds; whether it said that it was done."""
    assert do.stdin is not None
    assert do.stdout is not None
    db.session.rollback()
    do.stdin.write(json.dumps([clock.now().isoformat(), name, *args]).encode() + b"\n")
    do.stdin.flush()
    pid = int(do.stdout.readline())
    if after is not None:
        time.sleep(after)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    said = do.stdout.readline()
    if said == DONE:
        return do.stdout.readline() == b"ended\n"
    return False


@contextmanager
def _doing(url: str, data: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that has read the program and does each work in a child of its own."""
    command = [sys.executable, "-m", "tests.killed", url, str(data)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        yield process


def main(url: str, data: str) -> None:
    app = create_app(settings_for(url, Path(data)))
    for line in sys.stdin:
        now, name, *args = json.loads(line)
        told, tell = os.pipe()
        pid = os.fork()
        if not pid:
            os.read(told, 1)  # the number of the process is said before anything that it says
            _do(app, datetime.fromisoformat(now), name, args)
        os.write(1, b"%d\n" % pid)
        os.write(tell, b"x")
        os.waitpid(pid, 0)
        os.write(1, b"ended\n")
        os.close(told)
        os.close(tell)


def _do(app: Flask, now: datetime, name: str, args: list[int]) -> None:
    """The process ends here, also when it fails."""
    try:
        with app.app_context(), clock.at(now):
            WORKS[name].run(*args)
            os.write(1, DONE)
    except Exception:  # whatever it is, it is told, and counts as not done
        traceback.print_exc()
    finally:
        os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
