"""In which order the ledger is listed, and where a deal is listed that was corrected."""

from datetime import date

import pytest

from roadshow.foundation.actor import COMMAND
from roadshow.foundation.money import WAN
from roadshow.outcomes import cards, operations
from roadshow.outcomes.board import list_cards
from roadshow.outcomes.facts import LandingFacts, StepFacts
from roadshow.outcomes.lists import list_rows_shown
from roadshow.outcomes.models import Row
from roadshow.outcomes.queries import Wanted, list_rows
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.outcomes.waiting import ToCheck, list_to_check
from tests import make

ON = date(2021, 5, 4)
pytestmark = pytest.mark.usefixtures("inside")


def landed(on: date | None, year: int | None = None) -> Row:
    return operations.log(LandingFacts(make.project().id, on, year=year, amount_fen=WAN), actor=COMMAND)


def test_what_bears_no_day_is_listed_by_the_last_of_its_year() -> None:
    old, new, none = landed(ON), landed(date(2022, 1, 1)), landed(None, 2021)
    assert list_rows(Wanted()) == list_rows_shown(Wanted()).page(1) == [new, none, old]


def test_what_waits_of_one_thing_is_seen_by_its_days() -> None:
    project = make.project()
    none = operations.log(LandingFacts(project.id, None, year=2021), actor=COMMAND)
    day = {"on": ON, "year": None}
    correction = operations.correct(none, day, "有日期", actor=COMMAND)
    assert list_to_check(ToCheck(0)).page(1) == [correction, none]


def test_a_roadshow_that_a_correction_took_away_lists_the_deal_no_more() -> None:
    wrong, right = make.held(ON), make.held(ON)
    project, facts = (
        make.project(),
        StepFacts(Kind.INVESTMENT, ThreadStep.SIGNED, ON, WAN, roadshow_id=wrong.id),
    )
    row = operations.begin_investment(project, "示例创投", "A轮", facts, actor=COMMAND)
    correction = operations.correct(row, {"roadshow_id": right.id}, "场次写错", actor=COMMAND)
    operations.verify(correction, actor=make.actor())
    assert [list_rows(Wanted(seen_at=show.id)) for show in (wrong, right)] == [[], [correction]]
    found = [
        list_cards(cards.Wanted(date(2022, 1, 1), roadshow_id=show.id)).count() for show in (wrong, right)
    ]
    assert found == [0, 1]
