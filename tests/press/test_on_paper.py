"""What is printed for the day, read back from its bytes."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from roadshow.press.run_sheet import Line, RunSheet, print_run_sheet
from roadshow.press.table_cards import TableCard, print_table_cards

PITCH = Line("13:40", "8+7分钟", "项目路演", "示例项目", "示例公司")
SHEET = RunSheet(
    language="zh",
    centre="路演中心",
    title="示例专场",
    name="会务流程单",
    state="第3版",
    facts=(("场地", "一号厅"),),
    heads=("时间", "时长", "环节", "登台"),
    lines=(PITCH,),
)
HOSTILE = '#panic("x") #read("/etc/passwd") *粗* $x$ \\ {{ 7 }} "引号" ' + "W" * 150


def pages(content: bytes) -> list[str]:
    """The words of each page, without what a line's end or a font's gap puts between them."""
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def test_a_run_sheet_says_when_what_and_who() -> None:
    (page,) = pages(print_run_sheet(SHEET))
    said = [
        "示例专场",
        "会务流程单",
        "第3版",
        "一号厅",
        "13:40",
        "8+7分钟",
        "项目路演",
        "示例项目",
        "示例公司",
    ]
    assert [word for word in said if word not in page] == []


def test_a_firm_stands_on_one_line() -> None:
    firm = "示例大功率燃料电池科技有限公司"
    (page,) = PdfReader(io.BytesIO(print_run_sheet(replace(SHEET, lines=(replace(PITCH, who=firm),))))).pages
    assert firm in page.extract_text().splitlines()


def test_a_long_day_takes_more_pages_each_with_its_heads_and_number() -> None:
    sheets = pages(print_run_sheet(replace(SHEET, lines=(PITCH,) * 60)))
    assert ["登台" in page for page in sheets] == [True] * len(sheets)
    assert [page.count("13:40") > 0 for page in sheets] == [True] * len(sheets)
    assert sum(page.count("13:40") for page in sheets) == 60
    assert [f"{number}/{len(sheets)}" in page for number, page in enumerate(sheets, 1)] == [True] * len(
        sheets
    )


def test_a_card_stands_to_both_sides_one_on_each_page() -> None:
    cards = [TableCard("陈某", "示例资本"), TableCard("示例项目")]
    assert [
        page.count(card.name) for page, card in zip(pages(print_table_cards("zh", cards)), cards, strict=True)
    ] == [2, 2]


@pytest.mark.parametrize("words", [HOSTILE, "长" * 200, "", "😀مرحبا"])
def test_no_word_is_read_as_a_command_and_none_is_too_long(words: str) -> None:
    line = replace(PITCH, title=words, who=words, kind=words)
    assert len(pages(print_run_sheet(replace(SHEET, title=words or "题", lines=(line,))))) == 1
    assert len(pages(print_table_cards("en", [TableCard(words, words)]))) == 1
