"""Rows of the design system that are picked, with and without script; how it looks is asked with every page's look."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.servers import Served


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def list_page(browser: Browser, live_server: Served, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=request.param)
    page = context.new_page()
    page.goto("/design?lang=zh")
    yield page
    context.close()


def test_what_is_done_to_picked_rows_is_offered_while_one_is_picked(list_page: Page) -> None:
    bar, boxes = list_page.locator("form.bulk"), list_page.locator("td.pick input")
    act, table = bar.get_by_text("核对", exact=True), list_page.locator("table.list:has(td.pick)")
    boxes.first.uncheck()
    expect(act).to_be_hidden()
    stood = table.bounding_box()
    boxes.nth(1).check()
    boxes.nth(2).check()
    expect(act).to_be_visible()
    assert table.bounding_box() == stood  # nothing moves under the pointer
    with list_page.expect_request(re.compile("/design")) as sent:
        act.click()
    posted = parse_qs(sent.value.post_data or "")
    assert (posted["do"], posted["picked"]) == (["verify"], ["2", "3"])


def test_the_bar_counts_what_is_picked_and_picks_all(page: Page) -> None:
    page.goto("/design?lang=zh")
    bar = page.locator("form.bulk")
    expect(bar.get_by_role("status")).to_have_text("已选1项")
    bar.get_by_role("button", name="全选本页").click()
    expect(bar.get_by_role("status")).to_have_text("已选3项")
    expect(bar.get_by_role("button", name="全选本页")).to_be_hidden()
    expect(bar.get_by_role("button", name="核对")).to_be_focused()
