"""Several threads begin the same work at the same moment, each with its own session; what each answered."""

from collections.abc import Callable, Sequence
from contextvars import copy_context
from threading import Barrier, Thread

from flask import Flask

from roadshow.foundation.db import db
from roadshow.foundation.errors import Refused

WON, REFUSED = "won", "refused"


def at_once(app: Flask, works: Sequence[Callable[[], object]]) -> list[str]:
    """Each work loads what it needs, waits for the others where it yields, and acts. Answers, sorted: won, refused,
    or the error that nobody meant."""
    together, answers = Barrier(len(works), timeout=60), list[str]()

    def press(work: Callable[[], object]) -> None:
        with app.app_context():
            act = work()
            together.wait()
            answers.append(_answer(act))
            db.session.remove()

    threads = [Thread(target=copy_context().run, args=(press, work)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def _answer(act: object) -> str:
    assert callable(act)
    try:
        act()
    except Refused:
        return REFUSED
    except Exception as unmeant:
        return repr(unmeant)
    return WON
