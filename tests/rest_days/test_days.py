"""Which days are off: as the notice says, else as the weekday says."""

from datetime import date

import pytest
from flask import Flask

from roadshow.foundation.errors import Refused
from roadshow.rest_days import operations, queries
from roadshow.rest_days.almanac import list_known
from roadshow.rest_days.models import DayKind
from roadshow.rest_days.notice import SAMPLE
from roadshow.rest_days.rules import DayFacts
from tests import make

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def year_2026(inside: Flask) -> None:
    operations.seed(2026, actor=make.SOMEONE)


@pytest.mark.parametrize(
    ("on", "why"),
    [
        (date(2026, 10, 1), "国庆节"),
        (date(2026, 10, 6), "调休放假"),
        (date(2026, 10, 8), "None"),
        (date(2026, 10, 10), "None"),  # a Saturday that is worked
        (date(2026, 10, 17), "周末"),
    ],
)
@pytest.mark.usefixtures("year_2026")
def test_a_day_is_off_as_the_notice_of_2026_says(on: date, why: str) -> None:
    assert str(queries.why_rest(on)) == why


def test_the_statutory_days_are_known_before_the_notice_is_out() -> None:
    assert {facts.on for facts in list_known(2030)} >= {date(2030, 1, 1), date(2030, 5, 1), date(2030, 10, 1)}


@pytest.mark.usefixtures("year_2026")
def test_a_holiday_is_one_stretch_with_its_weekend() -> None:
    assert [
        (stretch.kind, stretch.first.day, stretch.last.day, str(stretch.name))
        for stretch in queries.list_stretches(date(2026, 9, 21), date(2026, 10, 31))
    ] == [
        (DayKind.OFF, 25, 25, "中秋节"),
        (DayKind.OFF, 1, 7, "国庆节"),
        (DayKind.WORKED, 10, 10, "调休上班"),
    ]


@pytest.mark.usefixtures("year_2026")
def test_a_stretch_is_called_as_most_of_its_days() -> None:
    """Spring Festival begins on the eve of the new year."""
    stretches = queries.list_stretches(date(2026, 2, 16), date(2026, 2, 21))
    assert [str(stretch.name) for stretch in stretches] == ["春节"]


@pytest.mark.usefixtures("year_2026")
def test_a_year_is_filled_in_once() -> None:
    assert operations.seed(2026, actor=make.SOMEONE) == 0


@pytest.mark.usefixtures("year_2026")
def test_a_notice_takes_the_place_of_its_whole_year() -> None:
    operations.seed(2027, actor=make.SOMEONE)
    before = queries.list_days(2027)
    assert operations.take_in_notice(SAMPLE.encode(), actor=make.SOMEONE) == {2026: 2}
    assert [day.on for day in queries.list_days(2026)] == [date(2026, 10, 1), date(2026, 10, 10)]
    assert queries.list_days(2027) == before


@pytest.mark.usefixtures("year_2026")
def test_a_new_years_holiday_that_begins_in_december_leaves_the_year_before_as_it_is() -> None:
    before = [day.on for day in queries.list_days(2026)]
    notice = "日期,类型,名称\n2026-12-31,休,元旦\n2027-01-01,休,元旦\n2027-01-02,休,元旦"
    assert operations.take_in_notice(notice.encode(), actor=make.SOMEONE) == {2026: 1, 2027: 2}
    assert [day.on for day in queries.list_days(2026)] == [*before, date(2026, 12, 31)]


def test_what_is_said_last_of_a_day_holds() -> None:
    on = date(2027, 10, 9)
    operations.name_day(DayFacts(on, DayKind.OFF, "国庆节"), actor=make.SOMEONE)
    operations.name_day(DayFacts(on, DayKind.WORKED, "调休上班"), actor=make.SOMEONE)
    assert queries.why_rest(on) is None
    operations.forget_day(queries.get_day(on), actor=make.SOMEONE)
    assert str(queries.why_rest(on)) == "周末"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (DayFacts(date(2027, 10, 8), DayKind.WORKED, "调休上班"), "on"),
        (DayFacts(date(1999, 10, 1), DayKind.OFF, "国庆节"), "on"),
        (DayFacts(date(2027, 10, 1), DayKind.OFF, " "), "name"),
        (DayFacts(date(2027, 10, 1), DayKind.OFF, "国" * 51), "name"),
        (DayFacts(date(2027, 10, 1), DayKind.OFF, "国庆节", "x" * 101), "name_en"),
    ],
)
def test_an_odd_day_is_refused_at_its_field(facts: DayFacts, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        operations.name_day(facts, actor=make.SOMEONE)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("after", "count", "on"),
    [
        (date(2026, 3, 2), 5, date(2026, 3, 9)),
        (date(2026, 9, 30), 2, date(2026, 10, 9)),  # the holidays are passed
        (date(2026, 10, 9), 1, date(2026, 10, 10)),  # a Saturday that is worked
    ],
)
@pytest.mark.usefixtures("year_2026")
def test_working_days_pass_weekends_and_holidays(after: date, count: int, on: date) -> None:
    assert queries.working_day_after(after, count) == on
