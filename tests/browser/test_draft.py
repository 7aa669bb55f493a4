"""Nobody types a form twice because their session ended."""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, expect

from tests.servers import Served

FORM, COMPANY = "/centre/halls/new", "/startup/companies/new"


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


def enter_at_door(page: Page, live_server: Served, name: str) -> None:
    page.locator("[name=email]").fill(f"{name}@demo.example")
    page.locator("[name=password]").fill(live_server.password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda url: urlsplit(url).path != "/sign-in")


def send_without_cookie(page: Page, form: str = FORM, name: str = "name") -> None:
    page.goto(form)
    page.locator(f"[name={name}]").fill("七楼示例厅")
    page.context.clear_cookies()
    page.locator("form.form .actions button[type=submit]").first.click()
    page.wait_for_url("**/sign-in?next=**")


def test_what_was_sent_without_the_cookie_is_there_for_the_same_account(
    sign_in: Callable[[str], Page], live_server: Served
) -> None:
    page = sign_in("organiser")
    send_without_cookie(page)
    assert page.locator("[data-kept]").is_visible()
    enter_at_door(page, live_server, "organiser")
    assert page.locator("[name=name]").input_value() == "七楼示例厅"
    page.get_by_role("button", name="清空重填").click()
    assert page.locator("[name=name]").input_value() == ""
    page.goto("/centre/")
    assert page.evaluate("Object.keys(sessionStorage)") == []


def test_without_a_network_nothing_is_sent_and_the_page_says_so(
    sign_in: Callable[[str], Page], live_server: Served, complaints: list[str]
) -> None:
    page = sign_in("organiser")
    page.goto(FORM)
    page.locator("[name=name]").fill("八楼示例厅")
    page.context.set_offline(True)
    page.locator("form.form .actions button[type=submit]").first.click()
    expect(page.get_by_role("alert")).to_contain_text("没有网络，没有提交")
    assert page.locator("[name=name]").input_value() == "八楼示例厅"
    complaints.remove(f"net::ERR_INTERNET_DISCONNECTED: {live_server.url}/static/img/mark.svg")
    page.context.set_offline(False)
    page.locator("form.form .actions button[type=submit]").first.click()
    expect(page.locator(".errors")).to_be_visible()
    assert page.locator("[data-not-sent]").count() == 0
    assert page.locator("[name=name]").input_value() == "八楼示例厅"


def test_what_was_sent_and_did_not_arrive_is_there_for_who_comes_back(
    sign_in: Callable[[str], Page], live_server: Served, complaints: list[str]
) -> None:
    def lose(route: Route) -> None:
        route.abort() if route.request.method == "POST" else route.continue_()

    page = sign_in("organiser")
    page.goto(FORM)
    page.locator("[name=name]").fill("九楼示例厅")
    page.route(f"**{FORM}", lose)
    with page.expect_event("requestfailed"):
        page.locator("form.form .actions button[type=submit]").first.click()
    page.wait_for_function("location.protocol === 'chrome-error:'")
    complaints.remove(f"net::ERR_FAILED: {live_server.url}{FORM}")
    page.go_back()  # to before the form: what failed has its place in the history
    page.unroute(f"**{FORM}")
    page.goto(FORM)
    expect(page.locator("[data-kept]")).to_be_visible()
    assert page.locator("[name=name]").input_value() == "九楼示例厅"
    page.get_by_role("button", name="清空重填").click()


def test_another_account_does_not_see_it_and_removes_it(
    sign_in: Callable[[str], Page], live_server: Served
) -> None:
    page = sign_in("startup")
    send_without_cookie(page, COMPANY)
    enter_at_door(page, live_server, "startup2")
    assert urlsplit(page.url).path == COMPANY
    assert page.locator("[name=name]").input_value() == ""
    assert page.evaluate("Object.keys(sessionStorage)") == []


def test_nothing_stays_in_the_tab_after_signing_out_or_saving(sign_in: Callable[[str], Page]) -> None:
    page = sign_in("organiser")
    page.goto(FORM)
    page.locator("[name=name]").fill("八楼示例厅")
    page.on("dialog", lambda dialog: dialog.accept())
    assert len(page.evaluate("Object.keys(sessionStorage)")) == 1
    page.locator(".side .corner summary").click()
    page.locator(".side .own button").click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/")
    assert page.evaluate("Object.keys(sessionStorage)") == []


def test_signing_out_in_another_tab_leaves_nothing_in_this_one(sign_in: Callable[[str], Page]) -> None:
    page = sign_in("organiser")
    page.goto(FORM)
    page.locator("[name=name]").fill("九楼示例厅")
    beside = page.context.new_page()
    beside.goto("/centre/")
    beside.locator(".side .corner summary").click()
    beside.locator(".side .own button").click()
    beside.wait_for_url(lambda url: urlsplit(url).path == "/")
    page.wait_for_function("sessionStorage.length === 0")
    page.locator("[name=address]").fill("示例路90号")
    assert page.evaluate("Object.keys(sessionStorage)") == []


def test_another_account_that_signs_in_in_another_tab_leaves_nothing_in_this_one(
    sign_in: Callable[[str], Page], live_server: Served
) -> None:
    page = sign_in("startup")
    page.goto(COMPANY)
    page.locator("[name=name]").fill("示例九公司")
    page.context.clear_cookies()
    beside = page.context.new_page()
    beside.goto("/sign-in")
    enter_at_door(beside, live_server, "startup2")
    page.wait_for_function("sessionStorage.length === 0")


def test_a_public_page_that_finds_nobody_signed_in_leaves_nothing(sign_in: Callable[[str], Page]) -> None:
    page = sign_in("startup")
    page.goto(COMPANY)
    page.locator("[name=name]").fill("示例九公司")
    page.context.clear_cookies()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/")
    page.wait_for_function("sessionStorage.length === 0")


def test_a_password_is_never_kept(sign_in: Callable[[str], Page]) -> None:
    page = sign_in("organiser")
    page.goto("/account/password")
    page.locator("[name=old]").fill("not to be kept")
    assert page.evaluate("Object.keys(sessionStorage)") == []
