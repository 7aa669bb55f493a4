"""A ledger is imported, verified by a second person against a sample, and closed: with few clicks, in a few minutes."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hand import ALIVE, Hand
from tests.ledgers import sheets

SignIn = Callable[[str], Page]
YEAR, FIRST = 2018, 7000  # of which nothing else is logged
READING = 4.0  # seconds in which somebody compares a drawn line with the file


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Without faults: 957 entries of 745 lines."""
    days = {"引进日期": "2018-03-05", "签约日期": "2018-04-01", "到账日期": "2018-05-01"}
    numbers = range(FIRST, FIRST + 212)
    content = sheets.workbook(
        {
            "引进": [sheets.LANDING, *(sheets.landing(number, **days) for number in numbers)],
            "投资": [
                sheets.INVESTMENT,
                *(sheets.investment(f"示例项目{number}", **days) for number in numbers),
            ],
            "评价": [
                ("企业名称", "统一社会信用代码", "评价等级"),
                *((f"示例企业{n}有限公司", sheets.code(n), "绿色") for n in range(FIRST, FIRST + 321)),
            ],
        }
    )
    file = tmp_path / f"{YEAR}年示例台账.xlsx"
    file.write_bytes(content.getvalue())
    return file


def test_a_ledger_of_957_entries_is_verified_with_few_clicks_and_closed_in_eight_minutes(
    sign_in: SignIn, ledger: Path
) -> None:
    began = time.perf_counter()
    importer = Hand(sign_in("recorder"))
    importer.begin("/centre/ledgers/new")
    importer.attach("file", ledger)
    importer.send()
    importer.press("导入745行")
    expect(importer.page.locator("p.note").first).to_contain_text("已导入745行")
    checker = Hand(sign_in("recorder2"))
    drawn = verify(checker, ledger.name)
    assert drawn == 11 + 11 + 17
    assert checker.acts.count("aim") < 10
    leader = Hand(sign_in("leader"))
    leader.begin(f"/centre/years/{YEAR}")
    leader.follow("关账")
    leader.press(f"{YEAR}年度关账")
    expect(leader.page.locator("main")).to_contain_text("已关账")
    hands = importer, checker, leader
    took = sum(hand.seconds(ALIVE) for hand in hands) + drawn * READING + time.perf_counter() - began
    assert took < 8 * 60, f"{took:.0f} s"


def verify(checker: Hand, name: str) -> int:
    """From the first page to all verified; how many lines were compared."""
    page, drawn = checker.page, 0
    checker.begin("/centre/")
    page.locator("main li", has_text=name).get_by_role("link", name="去核对").click()
    checker.acts += ["thought", "aim"]
    checker.press("抽样")
    while drawn := drawn + page.locator("li.waiting").count():
        assert len(page.content().encode()) < 80 * 1024
        if not page.get_by_role("link", name="下一页").count():
            break
        checker.follow("下一页")
    checker.come_to("compared")
    checker.press("接受这3张表")
    expect(page.locator("p.note").first).to_contain_text("已接受3张表，957条计入年度数字。")
    expect(page.locator("main")).to_contain_text("这份台账已全部核对")
    return drawn
