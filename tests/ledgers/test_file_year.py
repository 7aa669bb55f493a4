"""The year of a file comes from the file; where it disagrees with the chosen one, a person is asked."""

import io
from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook

from roadshow.foundation.actor import COMMAND
from roadshow.foundation.errors import Refused
from roadshow.ledgers import operations
from roadshow.ledgers.columns import LANDING, RATING
from roadshow.ledgers.file_year import FileYear, year_of, years_in
from roadshow.ledgers.ledger import Hints, read_ledger
from roadshow.ledgers.models import Upload
from roadshow.ledgers.reading import LedgerRow
from roadshow.ledgers.refused import refused_rows
from tests.ledgers import sheets

YEARS = some.integers(2000, 2099)
RATED = ("企业名称", "统一社会信用代码", "评价等级")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("ledger-2021.xlsx", {2021}),
        ("2021年度长三角路演台账", {2021}),
        ("二〇二一年度引进项目", {2021}),
        ("2021—2023年引进项目", {2021, 2022, 2023}),
        ("台账20220110.xlsx", set()),
        ("台账 2022-01-10.xlsx", set()),
        ("填报日期：2022年1月10日", set()),
        ("制表时间：2022年1月", set()),
        ("平科〔2022〕15号", set()),
        ("计2021万元", set()),
        ("单位：万元", set()),
        ("2021年台账（2022.1.5修改）.xlsx", {2021}),
    ],
)
def test_a_name_or_title_states_these_years(text: str, years: set[int]) -> None:
    assert years_in(text) == years


def dated(*years: int) -> list[LedgerRow]:
    return [LedgerRow(number, {"on": date(year, 5, 4)}) for number, year in enumerate(years)]


@given(name=YEARS, title=YEARS, row=YEARS)
def test_the_name_comes_before_the_titles_and_these_before_the_dates(name: int, title: int, row: int) -> None:
    rows = dated(row)
    assert year_of(f"台账{name}.xlsx", [f"{title}年度"], rows).year == name
    assert year_of("台账.xlsx", [f"{title}年度"], rows).year == title
    assert year_of("台账.xlsx", ["台账"], rows).year == row
    assert year_of("台账.xlsx", ["台账"], []).year is None


@given(years=some.lists(YEARS, min_size=1, max_size=9))
def test_dates_name_a_year_only_where_most_rows_lie_in_it(years: list[int]) -> None:
    found = year_of("台账.xlsx", [], dated(*years)).year
    most = [year for year in set(years) if 2 * years.count(year) > len(years)]
    assert found == (most[0] if most else None)


@given(chosen=YEARS, name=some.none() | YEARS, title=some.none() | YEARS, years=some.lists(YEARS, max_size=5))
def test_it_is_asked_exactly_where_something_speaks_against_the_year(
    chosen: int, name: int | None, title: int | None, years: list[int]
) -> None:
    told = FileYear(
        named=frozenset({name} - {None}), titled=frozenset({title} - {None}), years=frozenset(years)
    )
    against = (name not in (None, chosen)) or (title not in (None, chosen)) or (years and chosen not in years)
    assert bool(told.doubts(chosen)) == bool(against)


@given(year=YEARS, chosen=YEARS, name=YEARS)
def test_rows_that_stayed_out_know_the_year_they_came_from(year: int, chosen: int, name: int) -> None:
    told = year_of(f"未导入的行 台账{name}.xlsx", [f"{year}年度未导入的行", "2019年"], dated(2018))
    assert (told.year, bool(told.doubts(chosen))) == (year, chosen != year)


def upload(content: dict[str, sheets.Rows], year: int | None = None, name: str = "台账.xlsx") -> Upload:
    return operations.upload(name, sheets.workbook(content).getvalue(), year, actor=COMMAND)


def ratings(many: int = 4) -> sheets.Rows:
    return [RATED, *((f"示例企业{n}有限公司", sheets.code(n), "绿色") for n in range(1, many + 1))]


def test_without_a_year_an_upload_is_of_the_one_that_its_file_states(inside: Flask) -> None:
    rows = [sheets.LANDING, sheets.landing()]
    assert [upload({"引进": rows}).year, upload({"引进": rows}, name="2022.xlsx").year] == [2021, 2022]


def test_where_the_file_states_none_the_year_is_required(inside: Flask) -> None:
    with pytest.raises(Refused) as refused:
        upload({"评价": ratings()})
    assert refused.value.field == "year"


def test_pasted_lines_have_the_year_of_their_dates(inside: Flask) -> None:
    lines = "项目名称\t企业名称\t引进日期\n示例甲\t示例企业\t2021-03-05"
    assert operations.paste(LANDING, lines, None, actor=COMMAND).year == 2021
    with pytest.raises(Refused):
        operations.paste(RATING, "企业名称\t评价等级\n示例企业\t绿色", None, actor=COMMAND)


def test_a_ledger_does_not_come_in_a_second_time_under_a_wrong_year(inside: Flask) -> None:
    content = {"引进": [sheets.LANDING, sheets.landing()], "评价": ratings()}
    operations.confirm(upload(content), actor=COMMAND)
    again = upload(content, 2025)
    with pytest.raises(Refused, match="文件里的日期都在2021年，您选的是2025年"):
        operations.confirm(again, actor=COMMAND)
    operations.set_year(again, 2025, actor=COMMAND)
    with pytest.raises(Refused, match="评价"):
        operations.confirm(again, actor=COMMAND)


def test_it_comes_in_once_a_person_confirmed_the_year(inside: Flask) -> None:
    kept = upload({"引进": [sheets.LANDING, sheets.landing()], "评价": ratings()}, 2025)
    operations.set_year(kept, 2025, actor=COMMAND)
    plan = operations.confirm(kept, actor=COMMAND)
    assert plan is not None
    assert sorted({row["year"] for row in plan.rows}) == [2021, 2025]


def test_another_year_takes_back_what_was_confirmed(inside: Flask) -> None:
    kept = upload({"评价": ratings()}, 2024)
    operations.confirm_recurring(kept, "评价", actor=COMMAND)
    operations.set_year(kept, 2025, actor=COMMAND)
    assert kept.sure == {"year": True}


def test_rows_without_a_date_that_are_there_in_another_year_are_asked_about_once_a_sheet(
    inside: Flask,
) -> None:
    operations.confirm(upload({"评价": ratings()}, 2024), actor=COMMAND)
    kept = upload({"评价": ratings(5)}, 2025)
    with pytest.raises(Refused, match="评价"):
        operations.confirm(kept, actor=COMMAND)
    operations.confirm_recurring(kept, "评价", actor=COMMAND)
    plan = operations.confirm(kept, actor=COMMAND)
    assert plan is not None
    assert plan.imported == 5


def test_rows_that_recur_come_in_without_a_question_where_the_file_states_the_year(inside: Flask) -> None:
    operations.confirm(upload({"评价": ratings()}, 2024), actor=COMMAND)
    named = upload({"评价": ratings()}, 2025, "2025年评价.xlsx")
    assert operations.confirm(named, actor=COMMAND) is not None


def test_few_rows_of_another_year_are_no_question(inside: Flask) -> None:
    operations.confirm(upload({"评价": ratings(2)}, 2024), actor=COMMAND)
    assert operations.confirm(upload({"评价": ratings(5)}, 2025), actor=COMMAND) is not None


def test_the_rows_that_stayed_out_are_of_the_year_they_came_from(inside: Flask) -> None:
    rated = [*ratings(), ("示例企业9有限公司", "91330482MA20219991", "绿色")]
    kept = upload({"评价": rated}, 2024)
    packed = refused_rows(kept)
    assert load_workbook(io.BytesIO(packed))["评价"]["A1"].value == "2024年度未导入的行"
    assert operations.upload("改好.xlsx", packed, None, actor=COMMAND).year == 2024
    wrong = read_ledger(io.BytesIO(packed), Hints(name="改好.xlsx")).file_year
    assert [str(doubt) for doubt in wrong.doubts(2025)] == ["标题写的是2024年，您选的是2025年"]
