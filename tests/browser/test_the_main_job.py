"""The centre's whole job once through, as each person does it in the browser."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.request import urlopen

from playwright.sync_api import Page, expect

from roadshow.foundation import clock
from roadshow.rest_days.rules import SATURDAY
from tests.make import code
from tests.servers import Served

SignIn = Callable[[str], Page]
TODAY = clock.today()
YEAR = TODAY.year + 2  # a season that the demo does not have
DAY = next(day for day in (date(YEAR, 5, 14 + more) for more in range(3)) if day.weekday() < SATURDAY)
TITLE = f"{YEAR}年光电子专场"


def fill(page: Page, button: str, **typed: str) -> None:
    """Fill in fields by their names and press the one main button."""
    for name, value in typed.items():
        control = page.locator(f"main form [name={name}]").first
        if control.evaluate("node => node.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    with page.expect_navigation():  # also where the form comes again
        page.locator("main").get_by_role("button", name=button).click()


def press(page: Page, button: str) -> None:
    page.locator("main").get_by_role("button", name=button).first.click()
    page.wait_for_load_state()


def ask(page: Page, words: str) -> None:
    """Opens what a press would do."""
    page.locator("main summary", has_text=words).first.click()


def feed(server: Served) -> str:
    with urlopen(f"{server.url}/calendar/all.ics") as answer:
        return str(answer.read().decode()).replace("\r\n ", "")


def hall_of(page: Page, name: str) -> str:
    return page.locator("select[name=hall] option", has_text=name).get_attribute("value") or ""


def plan(page: Page, title: str, starts: str, ends: str) -> None:
    page.goto(f"/centre/seasons/{YEAR}/roadshows/new")
    hall = hall_of(page, "光谷厅")
    fill(page, f"排入{YEAR}年度", title=title, on=str(DAY), starts=starts, ends=ends, hall=hall, places="2")


def test_from_the_plan_to_the_year(sign_in: SignIn, live_server: Served, page: Page) -> None:
    _the_organiser_plans(sign_in("organiser"))
    _the_startup_applies(sign_in("startup"))
    _the_organiser_chooses(sign_in("organiser"))
    _an_investor_comes(sign_in("admin"))
    page.context.clear_cookies()
    _the_visitor_sees(page, live_server)
    _the_recorder_logs(sign_in("recorder"))
    _another_verifies(sign_in("recorder2"))
    _the_leader_reads(sign_in("leader"))


def _the_organiser_plans(page: Page) -> None:
    page.goto("/centre/seasons/new")
    fill(page, "开启年度计划", year=str(YEAR), target="15")
    page.goto("/centre/halls/new")
    facts = {"address": "示例路1号", "capacity": "80", "setup_minutes": "60", "teardown_minutes": "30"}
    fill(page, "新建场地", name="光谷厅", **facts)
    plan(page, TITLE, "13:30", "17:00")
    expect(page.locator("h1")).to_have_text(TITLE)
    plan(page, "撞期的一场", "17:45", "19:00")
    expect(page.locator(".errors")).to_contain_text(f"已被“{TITLE}”占用")
    assert page.locator("[name=title]").input_value() == "撞期的一场"
    page.goto(f"/centre/roadshows?year={YEAR}")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="开始征集", exact=True).click()
    fill(page, "开始征集", closes_on=str(DAY - timedelta(days=20)), closes_time="18:00")
    expect(page.locator(".badge").first).to_contain_text("项目征集中")


def _the_startup_applies(page: Page) -> None:
    page.goto("/startup/companies/new")
    right = code(7777)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    fill(page, "登记企业", name="示例光电有限公司", uscc=wrong)
    expect(page.locator(".errors")).to_contain_text("校验不符")
    assert page.locator("[name=name]").input_value() == "示例光电有限公司"
    fill(page, "登记企业", uscc=right)
    page.goto("/startup/projects")
    page.get_by_role("link", name="登记项目 ：示例光电有限公司").click()
    facts = {"one_line": "硅光芯片量产", "sector": "electronics", "stage": "a"}
    fill(page, "登记项目", name="示例硅光芯片", **facts)
    _the_startup_fills_in(page)
    page.goto("/roadshows")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("complementary", name="场次信息").get_by_role("link", name="申请登台").click()
    page.locator("select[name=project]").select_option(label="示例硅光芯片")
    fill(page, "提交申请", message="希望对接产业资本")
    expect(page.locator(".badge").first).to_contain_text("待初筛")


def _the_startup_fills_in(page: Page) -> None:
    """From the first step that lacks something; the last one leads back to the project."""
    page.get_by_role("link", name="填写项目资料").click()
    contact = {"contact_name": "示例联系人", "contact_mobile": "13800000000", "contact_email": "a@b.example"}
    fill(page, "保存并继续", kind="company", source="self", **contact)
    fill(page, "保存并继续", product="硅光芯片，已完成样机")
    press(page, "保存并继续")
    fill(page, "保存并继续", ask_fen="3000", equity_bp="10")
    page.locator("[name=no_dispute]").check()
    press(page, "保存并继续")
    for name in ("handling", "publishing", "truth"):
        page.locator(f"[name={name}]").check()
    press(page, "保存并继续")
    expect(page.locator("#meter h2")).to_have_text("必填的都齐了")


def _the_organiser_chooses(page: Page) -> None:
    page.goto(f"/centre/roadshows?year={YEAR}")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="去初筛").click()
    press(page, "通过初筛")
    press(page, "选入")
    press(page, "选入")  # it asks once
    page.goto(f"/centre/roadshows?year={YEAR}")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="截止征集").click()
    press(page, "截止征集")
    page.get_by_role("link", name="编排议程").first.click()
    press(page, "按申请先后排一份")
    ask(page, "发布议程")
    press(page, "确认发布")
    expect(page.locator("p.note.good")).to_contain_text("已发布")


def _an_investor_comes(page: Page) -> None:
    page.goto("/centre/people/invite")
    page.locator("main").get_by_label("投资机构").check()
    fill(page, "生成邀请链接", people="示例新基金，new-fund@demo.example")
    link = page.locator("main").get_by_text("/invitations/").inner_text().strip()
    page.context.clear_cookies()
    page.goto(link)
    page.locator("[name=agreed]").check()
    page.locator("[name=password]").fill("一个够长的新密码")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/investor/")
    page.goto("/investor/institution/new")
    fill(page, "登记机构", name="示例新基金管理", kind="manager", amac_number="P1234567")
    expect(page.locator("main")).to_contain_text("待核验")


def _the_visitor_sees(page: Page, server: Served) -> None:
    page.goto("/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator("h1")).to_have_text(TITLE)
    expect(page.locator(".timeline")).to_contain_text("示例硅光芯片")
    event = next(part for part in feed(server).split("BEGIN:VEVENT") if TITLE in part)
    assert [line for line in event.splitlines() if line.startswith(("DTSTART", "STATUS"))] == [
        f"DTSTART;TZID=Asia/Shanghai:{DAY:%Y%m%d}T133000",
        "STATUS:CONFIRMED",
    ]


def _the_recorder_logs(page: Page) -> None:
    today = str(TODAY)
    page.goto("/centre/outcomes/investments/new")
    facts = {"project": "示例硅光芯片", "fund": "示例新基金管理", "round": "A轮", "on": today}
    fill(page, "提交核对", step="intent", amount_fen="5000", **facts)
    for step, amount in (("signed", "3000"), ("paid", "1000")):
        page.get_by_role("link", name="登记下一步").click()
        fill(page, "提交核对", step=step, amount_fen=amount, on=today)
    expect(page.get_by_role("button", name="核对通过")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("要由另一位同事核对")


def _another_verifies(page: Page) -> None:
    page.goto("/centre/outcomes?step=paid&state=logged")
    page.get_by_role("link", name="示例硅光芯片").first.click()
    press(page, "核对通过")
    expect(page.locator("main .badge").first).to_contain_text("已核对")
    page.get_by_role("link", name="更正").click()
    fill(page, "提交更正", amount_fen="1200", why="银行回单为1200万元")
    expect(page.locator("main")).to_contain_text("银行回单为1200万元")


def _the_leader_reads(page: Page) -> None:
    page.goto("/centre/years")
    page.locator(".figure", has_text="到账金额").get_by_role("link").last.click()
    row = page.locator("tbody tr", has_text="示例硅光芯片")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("1,000")  # the correction waits
