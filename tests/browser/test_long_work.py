"""A large ledger in a browser: it can be watched without pressing anything, or left and found again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import screen_faults
from tests.ledgers import sheets

ROWS = 12_000
A_MINUTE = 60_000  # milliseconds
SignIn = Callable[[str], Page]


@pytest.fixture(scope="module")
def large() -> bytes:
    rows = [sheets.LANDING, *(sheets.landing(900_000 + number) for number in range(ROWS))]
    return sheets.workbook({"引进": rows}).getvalue()


def upload(page: Page, content: bytes) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.goto("/centre/ledgers/new")
    page.locator("[name=file]").set_input_files(
        {"name": "2021年大表.xlsx", "mimeType": kind, "buffer": content}
    )
    page.get_by_role("button", name="上传并预览").click()
    page.wait_for_url(re.compile(r"/centre/ledgers/\d+$"))  # a click does not wait for a slow answer


def drop(page: Page) -> None:
    page.get_by_role("button", name="放弃").click()
    expect(page.locator("h1")).to_have_text("台账导入")


def test_its_progress_moves_until_the_preview_stands(sign_in: SignIn, large: bytes) -> None:
    page = sign_in("recorder")
    page.emulate_media(reduced_motion="reduce")
    upload(page, large)
    assert screen_faults(page) == []
    expect(page.locator("progress[value]")).to_be_visible(timeout=A_MINUTE)
    first = page.locator("progress").get_attribute("value")
    expect(page.locator(f"progress[value='{first}']")).to_have_count(0, timeout=A_MINUTE)
    expect(page.locator("h1")).to_have_text("预览：2021年大表.xlsx", timeout=A_MINUTE)
    expect(page.get_by_role("button", name=f"导入{ROWS}行")).to_be_visible()
    drop(page)


def test_it_can_be_left_and_stopped(sign_in: SignIn, large: bytes) -> None:
    page = sign_in("recorder")
    upload(page, large)
    page.goto("/centre/")
    page.get_by_role("link", name="看进度").click()
    page.get_by_role("button", name="停止").click()
    expect(page.locator("h1")).to_have_text("已停止读取：2021年大表.xlsx")
    drop(page)


def test_it_is_watched_without_script_too(sign_in: SignIn, large: bytes) -> None:
    signed_in = sign_in("recorder").context
    browser, base_url = signed_in.browser, signed_in.pages[0].url
    assert browser is not None
    without = browser.new_context(
        base_url=base_url,
        locale="zh-CN",
        java_script_enabled=False,
        storage_state=signed_in.storage_state(),
    )
    page = without.new_page()
    upload(page, large)
    expect(page.locator("h1")).to_have_text("预览：2021年大表.xlsx", timeout=A_MINUTE)
    drop(page)
    without.close()
