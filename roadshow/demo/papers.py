"""Decks, and the bank's slip for a payment that waits to be verified; the worker looks at them, but for the first deck:
it was handed in with an application whose call is over."""

from datetime import date, time, timedelta
from pathlib import Path

from roadshow.documents import arriving
from roadshow.documents import operations as documents
from roadshow.documents.jobs import examine
from roadshow.documents.models import EXAMINE, DocumentKind, Level
from roadshow.foundation import clock
from roadshow.jobs import operations as jobs
from roadshow.outcomes.queries import list_waiting, list_years
from roadshow.projects.models import Project

from .people import Crew

DECK, RECEIPT = (Path(__file__).with_name(f"{name}.pdf") for name in ("deck", "receipt"))


def hand_in(crew: Crew, projects: list[Project], today: date) -> None:
    """Decks of the first project and of one that a reviewer reads, by their owners; the slip by a recorder."""
    owner, recorder = crew.owner(projects[0]), crew.acting("recorder")
    with clock.at(clock.moment(today - timedelta(days=40), time(10))):
        deck = documents.add_deck(projects[0].id, "商业计划书", Level.NDA, _arrived(DECK), actor=owner)
        _look()
    with clock.at(clock.moment(today - timedelta(days=10), time(10))):
        documents.replace(deck, _arrived(DECK), actor=owner)
    with clock.at(clock.moment(today - timedelta(days=2), time(10))):
        documents.add_deck(
            projects[3].id, "路演PPT", Level.JUDGES, _arrived(DECK), actor=crew.owner(projects[3])
        )
    waiting = [row for year in list_years() for row in list_waiting(year, crew.people["recorder2"].id)]
    for row in waiting[-1:]:
        documents.add_evidence(row.id, "银行回单", _arrived(RECEIPT), actor=recorder)


def _look() -> None:
    """What the worker does with the deck that has just come, at its time."""
    task = jobs.claim()
    if task is None:
        raise LookupError(EXAMINE)
    examine(task, lambda *_reached: None)


def _arrived(file: Path) -> arriving.Arrived:
    kind = DocumentKind.DECK if file is DECK else DocumentKind.EVIDENCE
    with file.open("rb") as content:
        return arriving.take(content, f"示例{file.name}", kind)
