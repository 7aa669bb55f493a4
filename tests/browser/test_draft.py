"""Nobody types a form twice because their session ended."""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.servers import Served

FORM = "/centre/halls/new"


def test_what_was_typed_is_there_after_signing_in_again(
    sign_in: Callable[[str], Page], live_server: Served
) -> None:
    page = sign_in("organiser")
    page.goto(FORM)
    page.locator("[name=name]").fill("六楼示例厅")
    page.locator("[name=address]").fill("示例路60号")
    beside = page.context.new_page()
    beside.goto("/centre/")
    beside.locator(".side .corner summary").click()
    beside.locator(".side .own button").click()  # signs out
    beside.wait_for_url(lambda url: urlsplit(url).path == "/")
    beside.close()
    page.locator("form .actions button[type=submit]").first.click()
    page.wait_for_url("**/sign-in?next=**")
    page.locator("[name=email]").fill("organiser@demo.example")
    page.locator("[name=password]").fill(live_server.password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"**{FORM}")
    assert page.locator("[name=name]").input_value() == "六楼示例厅"
    assert page.locator("[name=address]").input_value() == "示例路60号"
    page.get_by_role("button", name="清空重填").click()
    page.wait_for_url(f"**{FORM}")
    assert page.locator("[name=name]").input_value() == ""
