"""One act for all rows that match a list's filters: those of other pages too, none that came after the page."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.attendance.models import Attendance
from roadshow.attendance.states import AttendanceState as A
from roadshow.foundation.db import db
from roadshow.investors.models import Contact
from roadshow.notices.models import Letter
from roadshow.notices.states import LetterState
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState as P
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from roadshow.screening.models import Decision
from roadshow.web import picking
from tests import make
from tests.conftest import Counted
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
TEMPLATES = Path(__file__).parents[2] / "templates"
MANY = 60  # more than a page of any of these lists
BATCH = 10  # of those, the ones that the filter leaves out
THAT = "甲"


@dataclass(frozen=True)
class Case:
    """A list of ``MANY`` rows named ``THAT`` and of others, what is posted for all of them, and whom it reached."""

    address: str
    act: str
    typed: dict[str, str]
    add: Callable[[str], object]
    reached: Callable[[], int]


def names(letter: str, many: int) -> list[str]:
    return [f"{letter}{number}" for number in range(many)]


def case_of_letters() -> Case:
    def add(name: str) -> None:
        db.session.add(make.letter(name, LetterState.FAILED))
        db.session.commit()

    def reached() -> int:
        return db.session.query(Letter).filter_by(state=LetterState.KEPT).count()

    return Case("/centre/letters", "/centre/letters/settle", {"do": "leave"}, add, reached)
