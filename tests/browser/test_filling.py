"""A project's form is saved while it is typed, and says so when it is not."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.servers import Served

SAVED = "#saved p.hint:has-text('已保存')"


@pytest.fixture
def step(sign_in: Callable[[str], Page]) -> Page:
    """The step of a project that says what its product is."""
    page = sign_in("startup")
    page.goto("/startup/projects")
    project = page.locator("main tbody th a").first.get_attribute("href")
    page.goto(f"{project}/fill/technology")
    return page


def type_over(page: Page, words: str) -> None:
    """As somebody does who then goes on to the next field."""
    page.locator("[name=product]").fill(words)
    page.locator("[name=product]").press("Tab")


def test_what_is_typed_is_saved_without_a_button(step: Page) -> None:
    type_over(step, "示例产品：自己保存的一句话")
    step.wait_for_selector(SAVED)
    step.reload()
    assert step.locator("[name=product]").input_value() == "示例产品：自己保存的一句话"


def test_what_is_valid_is_saved_and_the_rest_is_told_at_its_field(step: Page, complaints: list[str]) -> None:
    step.goto(step.url.replace("technology", "applicant"))
    step.locator("[name=contact_mobile]").fill("123")
    step.locator("[name=contact_mobile]").press("Tab")
    step.locator(".field.wrong:has([name=contact_mobile]) .why").wait_for()
    step.locator("[name=contact_name]").fill("示例新联系人")
    with step.expect_response("**/fill/applicant"):
        step.locator("[name=contact_name]").press("Tab")
    assert step.locator("#saved .note").is_visible()
    step.on("dialog", lambda dialog: dialog.accept())
    step.reload()
    assert step.locator("[name=contact_name]").input_value() == "示例新联系人"
    assert step.locator("[name=contact_mobile]").input_value() != "123"
    complaints.clear()  # a refusal's 422 is a line of the browser's own


def test_whoever_leaves_with_something_unsaved_is_asked_first(sign_in: Callable[[str], Page]) -> None:
    page = sign_in("startup")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/startup/companies/new")
    page.goto("/startup/")
    assert asked == []
    page.goto("/startup/companies/new")
    page.locator("[name=name]").press_sequentially("示例")
    page.goto("/startup/")
    assert asked == ["beforeunload"]


def test_a_save_that_fails_says_so_and_keeps_the_text_until_one_succeeds(
    step: Page, complaints: list[str]
) -> None:
    step.route("**/fill/technology", lambda route: route.abort())
    type_over(step, "示例产品：断线时写的")
    lost = step.locator("[data-fill]").get_attribute("data-lost")
    step.wait_for_selector(f"#saved p.hint:has-text('{lost}')")
    assert complaints == [f"net::ERR_FAILED: {step.url}"]
    complaints.clear()
    assert step.locator("[name=product]").input_value() == "示例产品：断线时写的"
    step.unroute("**/fill/technology")
    type_over(step, "示例产品：断线时写的，接上了")
    step.wait_for_selector(SAVED)
    step.reload()
    assert step.locator("[name=product]").input_value() == "示例产品：断线时写的，接上了"


def test_who_is_signed_out_meanwhile_reads_that_and_loses_nothing(step: Page, live_server: Served) -> None:
    ended = step.locator("[data-fill]").get_attribute("data-ended")
    step.context.clear_cookies()
    type_over(step, "示例产品：登录失效时写的")
    step.wait_for_selector(f"#saved p.hint:has-text('{ended}')")
    step.locator("form.form .actions button[type=submit]").first.click()
    step.wait_for_url("**/sign-in?next=**")
    step.locator("[name=email]").fill("startup@demo.example")
    step.locator("[name=password]").fill(live_server.password)
    step.locator("[name=password]").press("Enter")
    step.wait_for_url("**/fill/technology")
    assert step.locator("[name=product]").input_value() == "示例产品：登录失效时写的"
