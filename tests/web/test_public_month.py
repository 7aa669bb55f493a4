"""The programme as a month: a grid of weeks, the same days in words, and filters that go along from view to view."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.programme import operations
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.web.reading import links, texts

pytestmark = pytest.mark.usefixtures("in_spring")
MARCH = "/roadshows/month?month=2026-03"


def stored(app: Flask, on: date, title: str) -> str:
    with app.app_context():
        return make.roadshow(S.PUBLISHED, on=on, title=title).uid


def cells(page: str) -> dict[str, str]:
    """Day → what stands in its cell, days with something alone."""
    table = page.partition('<table class="month')[2].partition("</table>")[0]
    found = re.findall(r'<time datetime="([^"]*)">\d+</time>(.*?)</td>', table, re.DOTALL)
    said = {day: " ".join(re.sub(r"<[^>]+>", " ", rest).split()) for day, rest in found}
    return {day: words for day, words in said.items() if words}


def test_a_month_is_whole_weeks_from_monday_on(client: FlaskClient):
    page = client.get(MARCH).text
    days = re.findall(r'<time datetime="2026-03-(\d\d)">', page)
    assert texts(page, "th")[:7] == ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
    assert days == [f"{number:02}" for number in range(1, 32)]
    assert page.count('<td class="outside">') == 6 * 7 - 31


def test_a_roadshow_stands_in_the_cell_of_its_day_and_leads_to_its_page(app: Flask, client: FlaskClient):
    uid = stored(app, date(2026, 3, 20), "新材料专场")
    page = client.get(MARCH).text
    assert cells(page) == {"2026-03-02": "今天", "2026-03-20": "13:30 新材料专场"}
    assert links(page).count(f"/roadshows/{uid}") == 2


def test_the_same_days_stand_there_in_words_for_narrow_screens(app: Flask, client: FlaskClient):
    stored(app, date(2026, 3, 20), "新材料专场")
    stored(app, date(2026, 3, 9), "先来的")
    words = client.get(MARCH).text.partition('<div class="narrow-only">')[2]
    assert texts(words, "h3") == ["先来的", "新材料专场"]
    assert texts(words, "time", "day") == ["3.9周一 13:30", "3.20周五 13:30"]


def test_today_is_marked_in_its_month_alone(client: FlaskClient):
    marks = [client.get(f"/roadshows/month?month=2026-{number}").text for number in ("03", "04")]
    assert [page.count('aria-current="date"') for page in marks] == [1, 0]


def test_what_was_cancelled_or_is_not_public_is_told_as_such(app: Flask, client: FlaskClient):
    with app.app_context():
        make.roadshow(S.PLANNED, on=date(2026, 3, 10), title="计划中")
        operations.cancel(
            make.roadshow(S.PUBLISHED, on=date(2026, 3, 12), title="取消的"), "另有安排", actor=make.SOMEONE
        )
    assert cells(client.get(MARCH).text) == {"2026-03-02": "今天", "2026-03-12": "13:30 已取消 取消的"}


def test_a_call_that_is_open_says_so_in_its_cell(app: Flask, client: FlaskClient):
    with app.app_context():
        make.roadshow(S.CALLING, on=date(2026, 3, 20), title="征集的")
    assert cells(client.get(MARCH).text)["2026-03-20"] == "13:30 项目征集中 征集的"


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", "2026年3月"),
        ("?month=2027-01", "2027年1月"),
        ("?month=2026-13", "2026年3月"),
        ("?month=2026-00", "2026年3月"),
        ("?month=2026-3", "2026年3月"),
        ("?month=1999-12", "2026年3月"),
        ("?month=２０２６-０１", "2026年3月"),
        ("?month=9999-12", "2026年3月"),
        ("?month=%00&year=soon", "2026年3月"),
        ("?month=2026-11&year=2025", "2025年11月"),
        ("?year=2025", "2025年3月"),
    ],
)
def test_the_address_names_the_month_and_nonsense_names_none(client: FlaskClient, query: str, shown: str):
    assert texts(client.get(f"/roadshows/month{query}").text, "h2")[0] == shown


@pytest.mark.parametrize(
    ("month", "around"),
    [
        ("2026-12", ["2026-11", "2027-01"]),
        ("2026-01", ["2025-12", "2026-02"]),
        ("2000-01", ["2000-02"]),
        ("2100-12", ["2100-11"]),
    ],
)
def test_a_month_leads_to_the_ones_beside_it(client: FlaskClient, month: str, around: list[str]):
    page = client.get(f"/roadshows/month?month={month}").text
    assert re.findall(r'href="/roadshows/month\?month=([^"]*)" rel="(?:prev|next)"', page) == around


def test_a_year_asked_for_goes_along_over_its_end(client: FlaskClient):
    page = client.get("/roadshows/month?month=2026-12&year=2026").text
    assert "/roadshows/month?year=2027&month=2027-01" in links(page)


def test_every_month_of_the_year_says_how_many_it_has(app: Flask, client: FlaskClient):
    for on in (date(2026, 3, 20), date(2026, 3, 27), date(2026, 5, 8)):
        stored(app, on, str(on))
    twelve = client.get(MARCH).text.partition('<ol class="twelve">')[2].partition("</ol>")[0]
    assert [words for words in texts(twelve, "li") if "场" in words] == ["3月 2场", "5月 1场"]


@pytest.mark.parametrize("view", ["/roadshows", "/roadshows/month"])
def test_a_wish_goes_along_to_the_other_view(app: Flask, client: FlaskClient, view: str):
    with app.app_context():
        hall = make.roadshow(S.PUBLISHED, on=date(2026, 3, 20)).hall_id
    wish = f"?year=2026&sector=energy&hall={hall}"
    found = links(client.get(f"{view}{wish}").text)
    assert {f"/roadshows{wish}", f"/roadshows/month{wish}"} <= set(found)


def test_a_hall_chooses_in_both_views(app: Flask, client: FlaskClient):
    with app.app_context():
        here, there = make.hall(), make.hall()
        make.roadshow(S.PUBLISHED, here, title="在这里", on=date(2026, 3, 20))
        make.roadshow(S.PUBLISHED, there, title="在那里", on=date(2026, 3, 21))
        number = here.id
    for view in ("/roadshows?", "/roadshows/month?"):
        assert texts(client.get(f"{view}hall={number}").text, "h3") == ["在这里"]


def test_a_hall_without_a_public_roadshow_is_no_choice_and_no_wish(app: Flask, client: FlaskClient):
    with app.app_context():
        make.roadshow(S.PLANNED, on=date(2026, 3, 19))
        hidden = make.hall().id
        make.roadshow(S.PUBLISHED, title="都看得到", on=date(2026, 3, 20))
    for wish in (hidden, 0, "x", 2**40):
        page = client.get(f"/roadshows?hall={wish}").text
        assert texts(page, "h3") == ["都看得到"]
        assert len(re.findall(r"<option", page.partition('name="hall"')[2].partition("</select>")[0])) == 2


def test_a_month_keeps_itself_when_it_is_filtered(client: FlaskClient):
    assert (
        '<input type="hidden" name="month" value="2026-05">'
        in client.get("/roadshows/month?month=2026-05&sector=energy").text
    )


def test_a_month_without_any_says_so(app: Flask, client: FlaskClient):
    stored(app, date(2026, 3, 2) + timedelta(days=40), "下月的")
    seen = [texts(client.get(path).text, "p", "quiet")[0] for path in (MARCH, f"{MARCH}&sector=energy")]
    assert seen == ["没有公布的场次 下一场在2026年4月11日 周六 →", "没有符合条件的场次"]


def test_another_year_opens_at_its_first_month_with_something(app: Flask, client: FlaskClient):
    stored(app, date(2027, 1, 8), "明年的")
    addresses = ("month=2026-03&year=2027", "month=2027-05&year=2027", "month=2027-01&year=2026", "year=2028")
    shown = [texts(client.get(f"/roadshows/month?{address}").text, "h2")[0] for address in addresses]
    assert shown == ["2027年1月", "2027年5月", "2026年3月", "2028年3月"]


def test_an_empty_month_leads_to_the_next_roadshow(app: Flask, client: FlaskClient):
    stored(app, date(2026, 4, 8), "下个月的")
    with app.app_context():
        make.roadshow(S.CANCELLED, on=date(2026, 3, 30), title="取消的")
    pages = [client.get(f"/roadshows/month?month={month}").text for month in ("2026-02", "2026-04")]
    assert ["下一场在2026年4月8日 周三 →" in page for page in pages] == [True, False]
    assert "/roadshows/month?month=2026-04" in links(pages[0])
