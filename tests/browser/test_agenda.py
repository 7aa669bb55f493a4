"""One agenda by keyboard only, one by dragging, two browsers on one agenda; with and without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

TITLE = "新能源与节能专场路演"


@pytest.fixture
def agenda(sign_in: Callable[[str], Page]) -> Page:
    """The organiser at the agenda that the demo works on."""
    page = sign_in("organiser")
    page.goto("/centre/roadshows")
    page.get_by_role("link", name=TITLE, exact=True).first.click()
    page.get_by_role("link", name="编排议程").first.click()
    expect(page.locator("h1")).to_have_text("编排议程")
    return page


def names(page: Page) -> list[str]:
    return page.locator(".slots h3").all_inner_texts()


def times(page: Page) -> list[str]:
    return page.locator(".slots time").all_inner_texts()


def move_requests(page: Page) -> list[str]:
    """Filled as the page sends."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if "/agenda" in request.url else None)
    return sent


def said(page: Page, words: str) -> None:
    expect(page.locator("#said")).to_contain_text(words)


def test_an_agenda_is_set_by_keyboard_alone(agenda: Page) -> None:
    before, sent = names(agenda), move_requests(agenda)
    grip = agenda.locator(".slots .grip").nth(2)
    grip.focus()
    agenda.keyboard.press("Space")
    said(agenda, f"已拿起“{before[2]}”，现在第3位，共{len(before)}位")
    agenda.keyboard.press("ArrowDown")
    agenda.keyboard.press("ArrowDown")
    said(agenda, f"第5位，共{len(before)}位")
    agenda.keyboard.press("Space")
    said(agenda, f"“{before[2]}”在第5位")
    expected = [*before[:2], before[3], before[4], before[2], *before[5:]]
    assert (names(agenda), sent) == (expected, ["POST"])
    assert agenda.evaluate("document.activeElement.closest('li').dataset.name") == before[2]
    agenda.keyboard.press("Space")
    agenda.keyboard.press("ArrowUp")
    agenda.keyboard.press("Escape")
    said(agenda, f"已取消，“{before[2]}”回到原处")
    assert (names(agenda), len(sent)) == (expected, 1)
    agenda.get_by_role("button", name="撤销上一步").press("Enter")
    said(agenda, "已撤销上一步。")
    assert names(agenda) == before


def test_minutes_typed_into_a_row_move_all_that_follow(agenda: Page) -> None:
    before = times(agenda)
    box = agenda.locator(".slots .mins input").first
    was = box.input_value()
    box.fill(str(int(was) + 5))
    box.press("Enter")
    said(agenda, "在第1位")
    assert [early != late for early, late in zip(before[1:], times(agenda)[1:], strict=True)] == [True] * (
        len(before) - 1
    )
    agenda.locator(".slots .mins input").first.fill("0")
    agenda.keyboard.press("Tab")
    expect(agenda.locator(".slots .why")).to_contain_text("时长“0”须是1至480的整数")
    agenda.get_by_role("button", name="撤销上一步").click()
    said(agenda, "已撤销上一步。")
    assert times(agenda) == before


def test_a_row_is_dragged_with_the_mouse(agenda: Page) -> None:
    before, sent = names(agenda), move_requests(agenda)
    drag(agenda, 2, 4)
    said(agenda, f"“{before[2]}”在第5位")
    expected = [*before[:2], before[3], before[4], before[2], *before[5:]]
    assert (names(agenda), sent) == (expected, ["POST"])
    drag(agenda, 4, 2)
    said(agenda, f"“{before[2]}”在第3位")
    assert names(agenda) == before


def test_a_project_without_a_place_is_dragged_into_the_order_with_a_finger(agenda: Page) -> None:
    agenda.set_viewport_size({"width": 1280, "height": 1000})
    before = names(agenda)
    out = before[4]
    agenda.locator(".slots > li").nth(4).get_by_role("link", name="修改").click()
    agenda.get_by_role("button", name="移出议程").click()
    expect(agenda.locator(".pool h3")).to_have_text([out])
    grip, row = (
        agenda.locator(".pool .grip").bounding_box(),
        agenda.locator(".slots > li").nth(1).bounding_box(),
    )
    assert grip
    assert row
    touch = agenda.context.new_cdp_session(agenda)
    stops = [(grip["x"] + 8, grip["y"] + 8), (row["x"] + 60, row["y"] + row["height"] * 0.1)]
    for kind, points in (("touchStart", stops[:1]), ("touchMove", stops[1:])):
        found = [{"x": x, "y": y} for x, y in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": found})
        agenda.wait_for_timeout(200)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    said(agenda, f"“{out}”在第2位")
    left = [name for name in before if name != out]
    assert (names(agenda), agenda.locator(".pool h3").count()) == ([left[0], out, *left[1:]], 0)
    for _step in range(2):
        agenda.get_by_role("button", name="撤销上一步").click()
        said(agenda, "已撤销上一步。")
        agenda.wait_for_timeout(300)
    assert names(agenda) == before


def drag(page: Page, turn: int, to: int) -> None:
    """From one place to below (or, upwards, above) the middle of another."""
    grip = page.locator(".slots .grip").nth(turn).bounding_box()
    row = page.locator(".slots > li").nth(to).bounding_box()
    assert grip
    assert row
    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(grip["x"] + 8, row["y"] + row["height"] * (0.9 if to > turn else 0.1), steps=8)
    page.wait_for_timeout(100)
    page.mouse.up()


def test_whoever_comes_second_reads_what_the_first_did(agenda: Page, complaints: list[str]) -> None:
    other = agenda.context.new_page()
    other.goto(agenda.url)
    before = names(agenda)
    other.locator(".slots > li").nth(2).get_by_role("button", name="下移").click()
    said(other, f"“{before[2]}”在第4位")
    drag(agenda, 5, 3)
    expect(agenda.get_by_role("alert").first).to_contain_text("您的改动没有保存")
    expect(agenda.locator("#said")).to_have_text("")
    assert complaints == [f"409: {agenda.url}"]
    complaints.clear()
    expect(agenda.get_by_role("alert").first).to_contain_text(f"把“{before[2]}”从第3位移到第4位")
    now = [*before[:2], before[3], before[2], *before[4:]]
    assert names(agenda) == now
    agenda.locator(".slots > li").nth(2).get_by_role("button", name="下移").click()
    said(agenda, f"“{before[3]}”在第4位")
    expect(agenda.get_by_role("alert")).to_have_count(0)
    assert names(agenda) == before
    other.close()


def test_without_script_the_same_is_done_by_buttons(agenda: Page, browser: Browser) -> None:
    context = browser.new_context(
        java_script_enabled=False,
        storage_state=agenda.context.storage_state(),
        locale="zh-CN",
        viewport={"width": 375, "height": 800},
    )
    page = context.new_page()
    page.goto(agenda.url)
    before, second_begins = names(page), page.locator(".slots time").nth(1)
    began, moved = second_begins.inner_text(), [*before[:2], before[3], before[2], *before[4:]]
    assert page.locator(".grip").first.is_visible() is False
    page.locator(".slots > li").nth(2).get_by_role("button", name="下移").click()
    expect(page.locator(".slots h3")).to_have_text(moved, use_inner_text=True)
    page.locator(".slots > li").nth(0).locator("input[name=minutes]").fill("12")
    page.locator(".slots > li").nth(0).get_by_role("button", name="保存").click()
    expect(second_begins).not_to_have_text(began)
    page.get_by_role("button", name="撤销上一步").click()
    expect(second_begins).to_have_text(began)
    page.get_by_role("button", name="撤销上一步").click()
    expect(page.locator(".slots h3")).to_have_text(before, use_inner_text=True)
    context.close()
