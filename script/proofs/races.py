"""Rules that must hold however many press at once, each tried over HTTP by people who have really signed in."""

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from threading import Barrier, Thread
from typing import Any

from sqlalchemy import Engine, create_engine, text

from script.proofs.visitor import Answer, Fields, Visitor
from tests.servers import Served

REFUSING = (HTTPStatus.OK, HTTPStatus.CONFLICT, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY)
ALERT, DOOR = 'role="alert"', "/sign-in"
AT_ONCE = 16  # as many as the service has threads
Attempt = Callable[[], "Outcome"]


class Outcome(StrEnum):
    WON = "won"
    REFUSED = "refused"
    ERROR = "errors"


@dataclass(frozen=True)
class Start:
    """One round at the line: those who press; ``given`` counts what the tables hold afterwards."""

    attempts: list[Attempt]
    given: Callable[[], int]


@dataclass(frozen=True)
class Race:
    """``places`` is how many of the ``at_once`` may win, ``fewest`` how many must; with or without the demo.

    ``rounds`` is how often it is tried at least when all is proven.
    """

    rule: str
    prepare: Callable[["House", int], Start]
    at_once: int
    places: int
    fewest: int
    demo: bool
    rounds: int


@dataclass(frozen=True)
class Tally:
    """What came of a rule in all rounds; ``over``: how much more was given than there was, ``short``: how much less."""

    rule: str
    rounds: int
    at_once: int
    won: int
    refused: int
    errors: int
    over: int
    short: int

    @property
    def held(self) -> bool:
        return self.won > 0 and not (self.errors or self.over or self.short)


@dataclass
class House:
    """The service under trial, the people in it and what its tables hold."""

    served: Served
    database: Engine
    people: dict[tuple[str, int], Visitor] = field(default_factory=dict)

    @classmethod
    def at(cls, served: Served, database_url: str | None) -> "House":
        return cls(served, create_engine(database_url or f"sqlite:///{served.data}/roadshow.db"))

    def person(self, name: str, browser: int = 0) -> Visitor:
        """The demo's person of this name, signed in; each ``browser`` is a session of its own."""
        if (name, browser) not in self.people:
            visitor = Visitor(self.served.url).sign_in(f"{name}@demo.example", self.served.password)
            self.people[name, browser] = visitor
        return self.people[name, browser]

    def hands(self, many: int, *names: str) -> list[Visitor]:
        """So many sessions, of these people in turn."""
        return [self.person(names[number % len(names)], number) for number in range(many)]

    def visitor(self) -> Visitor:
        """Somebody who has not signed in."""
        return Visitor(self.served.url)

    def read(self, statement: str, **values: object) -> Any:
        """One value out of the tables."""
        with self.database.connect() as connection:
            return connection.scalar(text(statement), values)

    def change(self, *statements: str, **values: object) -> None:
        """Put the tables back to where a round begins, where no page leads back."""
        with self.database.begin() as connection:
            for statement in statements:
                connection.execute(text(statement), values)


RACES: list[Race] = []
Prepare = Callable[[House, int], Start]


def race(
    rule: str,
    *,
    at_once: int = AT_ONCE,
    places: int = 1,
    fewest: int | None = None,
    demo: bool = True,
    rounds: int = 0,
) -> Callable[[Prepare], None]:
    """Enter a rule; the function under it sets up one round for that many. As a rule every place must go."""

    def enter(prepare: Prepare) -> None:
        must = places if fewest is None else fewest
        RACES.append(Race(rule, prepare, at_once, places, must, demo, rounds))

    return enter


def pressing(visitor: Visitor, path: str, fields: Fields, *, may_be_shut_out: bool = False) -> Attempt:
    """Send this form when the round begins. A form that was taken sends on to a page without an alert."""

    def press() -> Outcome:
        answer = visitor.post(path, fields)
        if may_be_shut_out and _is_shut_out(answer):
            return Outcome.REFUSED
        if not answer.location:
            return Outcome.REFUSED if answer.status in REFUSING else _unexpected(path, answer)
        page = visitor.get(answer.location)
        if may_be_shut_out and _is_shut_out(page):
            return Outcome.REFUSED  # or won, which the tables alone tell now
        if page.status != HTTPStatus.OK:
            return _unexpected(path, page)
        return Outcome.REFUSED if ALERT in page.text else Outcome.WON

    return press


def run(race: Race, house: House, rounds: int) -> Tally:
    """Try one rule again and again."""
    outcomes: Counter[Outcome] = Counter()
    over = short = 0
    for _ in range(rounds):
        start = race.prepare(house, race.at_once)
        round_outcomes = _press(start.attempts)
        outcomes += round_outcomes
        told, given = round_outcomes[Outcome.WON], start.given()
        over += max(0, max(told, given) - race.places)
        short += max(0, race.fewest - min(told, given))
    won, refused, errors = (outcomes[kind] for kind in Outcome)
    return Tally(race.rule, rounds, race.at_once, won, refused, errors, over, short)


def _is_shut_out(answer: Answer) -> bool:
    """Whoever presses has no session or no right any more."""
    return answer.status == HTTPStatus.FORBIDDEN or answer.location.startswith(DOOR)


def _unexpected(path: str, answer: Answer) -> Outcome:
    sys.stderr.write(f"{path}: {answer.status} {answer.location}\n")
    return Outcome.ERROR


def _press(attempts: list[Attempt]) -> "Counter[Outcome]":
    """All at the same moment; what breaks is an error, never a refusal."""
    line = Barrier(len(attempts))
    outcomes: list[Outcome] = []

    def press(attempt: Attempt) -> None:
        line.wait()
        try:
            outcomes.append(attempt())
        except Exception as broken:  # whatever it is, it is counted
            sys.stderr.write(f"{broken!r}\n")
            outcomes.append(Outcome.ERROR)

    threads = [Thread(target=press, args=(attempt,)) for attempt in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(outcomes)
