"""Two thousand letters to a real mail server, while the web and whoever sends them are killed outright."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from roadshow import create_app
from roadshow.config import Settings
from roadshow.foundation.db import db
from roadshow.notices.kinds import KINDS
from roadshow.notices.models import Letter
from roadshow.notices.operations import Reader, queue
from roadshow.notices.states import LetterState
from tests.notices.mail_server import Mailbox, receiving
from tests.servers import serving

MANY, AT_ONCE = 2000, 200
KIND = "roadshow.cancelled"  # urgent, so that it goes out whatever the hour
PAUSES = (1.0, 4.0)  # seconds between two kills
LONGEST = 1800.0  # seconds until everything is settled
GOING = (LetterState.QUEUED, LetterState.SENDING)


@dataclass(frozen=True)
class Delivery:
    """What was counted at the mail server against what the letters say of themselves."""

    letters: int
    killed: int
    sent: int
    uncertain: int
    arrived: int
    uncertain_arrived: int
    twice: int
    lost: int
    seconds: float

    @property
    def held(self) -> bool:
        return self.twice == 0 and self.lost == 0 and self.sent + self.uncertain == self.letters


def deliver(data: Path, database_url: str | None) -> Delivery:
    mailbox, began = Mailbox(), time.monotonic()
    with receiving(mailbox) as smtp, serving(data, database_url, DEMO="0", SMTP=smtp) as served:
        url = database_url or f"sqlite:///{data / 'roadshow.db'}"
        app = create_app(Settings(data, url, served.url, "-"))
        with app.app_context():
            killed = 0
            for number in range(0, MANY, AT_ONCE):
                queue(KIND, _readers(number))
                killed += _kill_some(AT_ONCE // 40)
            while _count(GOING) and time.monotonic() - began < LONGEST:
                killed += _kill_some(1) if _count((LetterState.QUEUED,)) else 0
                time.sleep(1)
            return _counted(mailbox, killed, time.monotonic() - began)


def _readers(first: int) -> dict[Reader, dict[str, object]]:
    said: dict[str, object] = {name: f"示例{name}" for name in KINDS[KIND].places}
    return {
        Reader(None, f"示例{number}", f"reader{number}@test.example", "zh"): said
        for number in range(first, first + AT_ONCE)
    }


def _kill_some(many: int) -> int:
    """One after the other, each a moment after the last: now a worker, now a process of the web."""
    killed = 0
    for _turn in range(many):
        time.sleep(random.uniform(*PAUSES))  # noqa: S311  nothing secret
        victims = [pid for pid, parent, line in _processes() if _is_ours(parent, line)]
        if victims:
            os.kill(random.choice(victims), signal.SIGKILL)  # noqa: S311
            killed += 1
    return killed


def _is_ours(parent: str, line: str) -> bool:
    """A worker, or a process that the web's first one began and will replace."""
    return "script.work" in line or ("script.serve" in line and "script.serve" in parent)


def _processes() -> Iterator[tuple[int, str, str]]:
    """Those that descend from us: pid, the parent's command line, its own."""
    lines, parents = dict[int, str](), dict[int, int]()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            pid = int(folder.name)
            lines[pid] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            parents[pid] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended meanwhile
            continue
    for pid, line in lines.items():
        above = pid
        while above in parents and above != os.getpid():
            above = parents[above]
        if above == os.getpid() and pid != above:
            yield pid, lines.get(parents[pid], ""), line


def _count(states: tuple[LetterState, ...]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Letter.id)).where(Letter.state.in_(states))) or 0


def _counted(mailbox: Mailbox, killed: int, seconds: float) -> Delivery:
    arrived = Counter(mailbox.addresses)
    rows = db.session.execute(select(Letter.to_address, Letter.state))
    states = {row.to_address: row.state for row in rows}
    of = {state: [address for address, held in states.items() if held is state] for state in LetterState}
    return Delivery(
        letters=len(states),
        killed=killed,
        sent=len(of[LetterState.SENT]),
        uncertain=len(of[LetterState.UNCERTAIN]),
        arrived=sum(arrived.values()),
        uncertain_arrived=sum(arrived[address] for address in of[LetterState.UNCERTAIN]),
        twice=sum(count > 1 for count in arrived.values()),
        lost=sum(not arrived[address] for address in of[LetterState.SENT]),
        seconds=seconds,
    )
