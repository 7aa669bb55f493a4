"""What takes long, done beside the pages: jobs are rows, taken one at a time by a lease.

The rows are the list of what is to be done, so nothing is lost with a worker that dies: what it had is taken up again
once nothing was heard of it for as long as a lease lasts. Any number of workers may run, on any number of hosts.
"""

import gc
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date

from flask import Flask
from flask_babel import lazy_gettext as _

from roadshow.accounts import operations as accounts
from roadshow.accounts.queries import is_gone
from roadshow.attendance import registering
from roadshow.attendance.incoming import take as take_mail
from roadshow.attendance.places import settle as settle_seats
from roadshow.attendance.queries import list_to_settle as list_seats_to_settle
from roadshow.documents import jobs as document_jobs
from roadshow.documents.models import EXAMINE, REMOVE
from roadshow.documents.storage import Away
from roadshow.feeds import by_mail
from roadshow.foundation import clock
from roadshow.foundation.actor import POST
from roadshow.foundation.db import UNREACHABLE
from roadshow.foundation.errors import Missing, Refused
from roadshow.foundation.languages import in_each
from roadshow.jobs import operations as jobs
from roadshow.jobs.models import Reached, Task
from roadshow.jobs.queries import find_due
from roadshow.ledgers import jobs as ledger_jobs
from roadshow.ledgers import operations as ledgers
from roadshow.ledgers.models import ACCEPT, DRAW, READ, TAKE_IN
from roadshow.notices import purposes, sending
from roadshow.notices import queries as letters
from roadshow.notices.mailbox import Mailbox, open_mailbox
from roadshow.notices.post import Post, open_posts
from roadshow.outcomes.board import list_to_remind
from roadshow.outcomes.pursuing import remind
from roadshow.pitches.places import settle
from roadshow.pitches.queries import list_to_settle

CLEAR = "clear_house"  # a job for none, once a day
LOOKS_EVERY = 1.0  # seconds
TELLS_EVERY = 1.0
SILENT: tuple[type[Exception], ...] = (*UNREACHABLE, Away)
log = logging.getLogger(__name__)


def run(app: Flask) -> None:
    """Work until the process is told to end."""
    log.setLevel(logging.INFO)
    asked_on: date | None = None
    posts, mailbox = open_posts(app.config["SETTINGS"], is_gone), open_mailbox(app.config["SETTINGS"])
    while True:
        try:
            if asked_on != clock.today():
                with app.app_context():
                    jobs.ask_daily(CLEAR)
                asked_on = clock.today()
            settle_places(app)
            remind_owners(app)
            end_outlived(app)
            while any(  # each has its turn
                [work_once(app), *(post_once(app, post) for post in posts), read_once(app, mailbox)]
            ):
                pass
        except SILENT as silent:
            log.warning("no answer from the database or the files: %s", silent.__class__.__name__)
        time.sleep(LOOKS_EVERY)


def work_once(app: Flask) -> bool:
    """Do the job that waits longest; whether there was one."""
    with app.app_context():  # one a job: words are looked up anew, and what a session read is forgotten
        if find_due() is None:  # a look that locks nothing: claiming is a write
            return False
        task = jobs.claim()
        if task is not None:
            _do(task)
        return True


def settle_places(app: Flask) -> None:
    """Places on stage and seats that were not confirmed in time go to who waits; found again from the rows, whoever
    dies between."""
    with app.app_context():
        now = clock.now()
        due = [(settle, row) for row in list_to_settle(now)]
        due += [(settle_seats, row) for row in list_seats_to_settle(now)]
        for act, roadshow in due:
            try:
                act(roadshow)
            except UNREACHABLE:
                raise
            except Exception:  # a fault of ours: the others have their turn
                log.exception("places of roadshow %d", roadshow.id)


def remind_owners(app: Flask) -> None:
    """Who has something to pursue today is told once, by letter; found again from the rows, whoever dies between."""
    with app.app_context():
        for pursuit in list_to_remind(clock.today()):
            try:
                remind(pursuit)
            except UNREACHABLE:
                raise
            except Exception:  # a fault of ours: the others have their turn
                log.exception("reminder of pursuit %d", pursuit.id)


def end_outlived(app: Flask) -> None:
    """Letters that did not arrive and that nobody needs any more."""
    with app.app_context():
        if letters.has_outlived():  # a look that locks nothing
            purposes.end_outlived()


def post_once(app: Flask, post: Post) -> bool:
    """Send the letter that is due first; whether there was one."""
    with app.app_context():
        return post.send_once()


def read_once(app: Flask, mailbox: Mailbox | None) -> bool:
    """Read the next message of the mailbox; whether there was one."""
    if mailbox is None:
        return False
    with app.app_context():
        return mailbox.read_once(_take_mail)


def _take_mail(content: bytes) -> None:
    try:
        take_mail(content, actor=POST)
        log.info("a message is taken in")  # what came of it may name somebody
    except (Refused, Missing) as refused:
        log.info("a message changes nothing: %s", refused)


def _do(task: Task) -> None:
    name, began = f"{task.kind} {task.id}", time.monotonic()
    said = logging.DEBUG if task.kind == CLEAR else logging.INFO  # what is done every day is no news
    log.log(said, "%s begins", name)
    try:
        with_garbage_kept(DOES[task.kind], task)
    except Refused as refusal:
        log.info("%s is refused", name)
        _fail(task, refusal.words)
    except Missing:
        log.info("%s was called off", name)
    except SILENT:
        raise  # nothing is known to be wrong with the job: its lease will run out
    except Exception:  # a fault of ours: it is written down, and the next job has its turn
        log.exception("%s failed", name)
        _fail(task, _("处理时出了故障（第%(id)d号），已记入日志", id=task.id))
    except BaseException:  # we are told to end
        with suppress(Missing, *UNREACHABLE):
            jobs.give_back(task)
        raise
    else:
        log.log(said, "%s is done in %.1f s", name, time.monotonic() - began)


def _fail(task: Task, words: object) -> None:
    with suppress(Missing):  # called off meanwhile: nobody asks any more
        jobs.fail(task, in_each(lambda: str(words)))


def with_garbage_kept(work: Callable[[Task, Reached], None], task: Task) -> None:
    """To look for garbage in what is all needed would cost a third of the time."""
    gc.disable()
    try:
        work(task, Teller(task))
    finally:
        gc.enable()
        gc.collect()


class Teller:
    """Notes how far a job is, now and then and at each new stage."""

    def __init__(self, task: Task) -> None:
        self.task, self.stage, self.told_at = task, "", 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Raises: Missing when the job was called off or is another's now."""
        if stage == self.stage and time.monotonic() - self.told_at < TELLS_EVERY:
            return
        if stage != self.stage:
            log.info("%s %d: %s", self.task.kind, self.task.id, stage)
        with suppress(*UNREACHABLE):  # a word less is no harm
            jobs.tell(self.task, stage, done, total)
        self.stage, self.told_at = stage, time.monotonic()


def clear_house(task: Task, _reached: Reached) -> None:
    """Put away what nobody needs any more."""
    ledgers.clear()
    document_jobs.clear()
    accounts.clear()
    registering.clear()
    by_mail.clear()
    jobs.clear()
    sending.forget_secrets()
    jobs.finish(task)


DOES: dict[str, Callable[[Task, Reached], None]] = {
    READ: ledger_jobs.read,
    TAKE_IN: ledger_jobs.take_in,
    DRAW: ledger_jobs.draw,
    ACCEPT: ledger_jobs.accept,
    EXAMINE: document_jobs.examine,
    REMOVE: document_jobs.remove,
    CLEAR: clear_house,
}
