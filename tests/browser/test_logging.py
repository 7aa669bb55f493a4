"""An investment is logged from the project's page with its evidence: three pages, six fields, no mouse between them."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from roadshow.demo.papers import RECEIPT
from tests.browser.hand import ALIVE, Hand, log_investment

SignIn = Callable[[str], Page]


def test_a_recorder_logs_an_investment_with_few_steps(sign_in: SignIn) -> None:
    hand = Hand(sign_in("recorder"))
    log_investment(hand, "/centre/projects/1", "示例手快资本", RECEIPT)
    assert hand.fields == ["fund", "round", "step", "amount_fen", "on", "files"]
    assert len(hand.pages) == 3
    page = hand.page
    expect(page.locator("p.note").first).to_contain_text("已登记，等待同事核对")
    expect(page.locator("main")).to_contain_text("3,000")
    expect(page.locator("main")).to_contain_text(RECEIPT.stem)


def test_a_payment_in_a_project_that_nobody_registered_takes_less_than_ninety_seconds(
    sign_in: SignIn,
) -> None:
    hand = Hand(sign_in("recorder"))
    began = time.perf_counter()
    hand.begin("/centre/outcomes")
    hand.follow("登记投资")
    hand.come_to("project")
    hand.write("project", "示例微纳光谱芯片")
    hand.unfold("项目还没有登记")
    hand.come_to("new_project")
    hand.write("firm", "示例微纳科技有限公司")
    hand.write("fund", "示例湖畔创投")
    hand.write("round", "A轮")
    hand.choose("step", 2)
    hand.write("amount_fen", "3000")
    hand.write("on", "03012026")
    hand.attach("files", RECEIPT)
    hand.send()
    took = hand.seconds(ALIVE) + time.perf_counter() - began
    page = hand.page
    expect(page.locator("p.note").first).to_contain_text("示例微纳光谱芯片")
    expect(page.locator("main")).to_contain_text("示例微纳科技有限公司")
    expect(page.locator("main h1")).to_contain_text("到账")
    assert took < 90, f"{took:.0f} s"


def test_on_a_phone_what_was_typed_and_its_file_stay_when_it_is_asked_about(
    sign_in: SignIn, phone: Page
) -> None:
    page = sign_in("recorder")
    hand = Hand(page)
    log_investment(hand, "/centre/projects/2", "示例二次资本", RECEIPT)
    page.goto("/centre/outcomes/investments/new?project=2")
    for name, value in {
        "fund": "示例二次资本",
        "round": "Series D",
        "amount_fen": "2900",
        "on": "2026-03-10",
    }.items():
        page.locator(f"main form [name={name}]").fill(value)
    page.locator("main form [name=step]").select_option("signed")
    page.locator("main form [name=files]").set_input_files(RECEIPT)
    page.locator("main form button.main").click()
    expect(page.locator("section.doubles")).to_contain_text("示例二次资本")
    expect(page.locator("main form")).to_contain_text(f"已收到{RECEIPT.name}，不必重选")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    row = re.compile(r"/centre/outcomes/\d+$")
    page.locator("section.doubles button[name=join]").click()
    page.wait_for_url(row)
    expect(page.locator("main")).to_contain_text(RECEIPT.stem)


def test_a_card_dropped_on_the_next_lane_opens_the_form_of_that_step(sign_in: SignIn) -> None:
    page = sign_in("recorder")
    page.goto("/centre/board")
    card = page.locator("[data-lane=intent] li").first
    card.drag_to(page.locator("[data-lane=signed] h2"))
    page.wait_for_url(re.compile(r"/centre/deals/\d+/steps/new\?step=signed"))
    expect(page.locator("main form [name=step]")).to_have_value("signed")
