"""Rules that must hold however many press at once, each tried over HTTP by people who have really signed in."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from threading import Barrier, Thread

from script.proofs.visitor import Fields, Visitor
from tests.servers import Served

REFUSING = (HTTPStatus.OK, HTTPStatus.CONFLICT, HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY)
ALERT = 'role="alert"'
Attempt = Callable[[], "Outcome"]


class Outcome(StrEnum):
    WON = "won"
    REFUSED = "refused"
    ERROR = "errors"


@dataclass(frozen=True)
class Start:
    """One round at the line: those who press; ``given`` counts what the service shows afterwards, where it can."""

    attempts: list[Attempt]
    given: Callable[[], int] = lambda: 0


@dataclass(frozen=True)
class Race:
    """``places`` is how many of the ``at_once`` may win."""

    rule: str
    at_once: int
    places: int
    prepare: Callable[["House", int], Start]


@dataclass(frozen=True)
class Tally:
    """What came of a rule in all rounds; ``over`` is how often more was given than there was."""

    rule: str
    at_once: int
    won: int
    refused: int
    errors: int
    over: int

    @property
    def held(self) -> bool:
        return self.won > 0 and not self.errors and not self.over


class House:
    """The service under trial and the people in it."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self._people: dict[tuple[str, int], Visitor] = {}

    def person(self, name: str, browser: int = 0) -> Visitor:
        """The demo's person of this name, signed in; each ``browser`` is a session of its own."""
        if (name, browser) not in self._people:
            visitor = Visitor(self.served.url).sign_in(f"{name}@demo.example", self.served.password)
            self._people[name, browser] = visitor
        return self._people[name, browser]

    def visitor(self) -> Visitor:
        """Somebody who has not signed in."""
        return Visitor(self.served.url)


RACES: list[Race] = []


def race(rule: str, *, at_once: int, places: int = 1) -> Callable[[Callable[[House, int], Start]], None]:
    """Enter a rule; the function under it sets up one round for that many."""

    def enter(prepare: Callable[[House, int], Start]) -> None:
        RACES.append(Race(rule, at_once, places, prepare))

    return enter


def pressing(visitor: Visitor, path: str, fields: Fields) -> Attempt:
    """Send this form when the round begins. A form that was taken sends on to a page without an alert."""

    def press() -> Outcome:
        answer = visitor.post(path, fields)
        if not answer.location:
            return Outcome.REFUSED if answer.status in REFUSING else Outcome.ERROR
        return Outcome.REFUSED if ALERT in visitor.get(answer.location).text else Outcome.WON

    return press


def run(race: Race, house: House, rounds: int) -> Tally:
    """Try one rule again and again."""
    outcomes: Counter[Outcome] = Counter()
    over = 0
    for _ in range(rounds):
        start = race.prepare(house, race.at_once)
        round_outcomes = _press(start.attempts)
        outcomes += round_outcomes
        over += max(0, max(round_outcomes[Outcome.WON], start.given()) - race.places)
    won, refused, errors = (outcomes[kind] for kind in Outcome)
    return Tally(race.rule, race.at_once, won, refused, errors, over)


def _press(attempts: list[Attempt]) -> "Counter[Outcome]":
    """All at the same moment; what breaks is an error, never a refusal."""
    line = Barrier(len(attempts))
    outcomes: list[Outcome] = []

    def press(attempt: Attempt) -> None:
        line.wait()
        try:
            outcomes.append(attempt())
        except Exception:  # whatever it is, it is counted
            outcomes.append(Outcome.ERROR)

    threads = [Thread(target=press, args=(attempt,)) for attempt in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(outcomes)
