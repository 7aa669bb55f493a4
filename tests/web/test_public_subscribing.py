"""The subscribe page makes one address of what is chosen, in every form that a program may want."""

from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.programme import operations
from roadshow.programme.states import RoadshowState as S
from roadshow.web.public import feeds
from tests import make
from tests.conftest import Counted
from tests.feeds.built import summaries
from tests.web.reading import links, texts

pytestmark = pytest.mark.usefixtures("in_spring")
HOME = "https://roadshow.example.cn"
LINK = "订阅这个筛选"


@pytest.fixture
def hall(app: Flask) -> int:
    """That of three roadshows, of which one is held and one is of another field; a fourth is elsewhere."""
    app.config["BASE_URL"] = HOME
    with app.app_context():
        hall = make.hall(name="一号路演厅")
        make.roadshow(S.PUBLISHED, hall, on=date(2026, 4, 11), title="能源一", sector="energy")
        make.roadshow(S.PUBLISHED, hall, on=date(2026, 5, 9), title="能源二", sector="energy")
        make.roadshow(S.PUBLISHED, hall, on=date(2026, 6, 13), title="材料", sector="materials")
        make.roadshow(S.PUBLISHED, on=date(2026, 7, 11), title="别处", sector="energy")
        return hall.id


def told(page: str) -> list[str]:
    """The heading of what is chosen and what it holds."""
    aside = page.partition('<aside class="subscribe')[2]
    return [*texts(aside, "h2")[:1], *texts(aside, "p")[:1]]


def path_of(address: str) -> str:
    return urlsplit(address)._replace(scheme="", netloc="").geturl()


def test_every_form_is_of_exactly_what_was_chosen(client: FlaskClient, hall: int):
    page = client.get(f"/calendar?year=2026&sector=energy&hall={hall}").text
    https, webcal, *_snippets = texts(page, "code", "address")
    assert https == f"{HOME}/calendar/all.ics?year=2026&sector=energy&hall={hall}"
    assert webcal == https.replace("https:", "webcal:")
    file, atom, data = [link for link in links(page) if link.startswith("/calendar/all")]
    assert summaries(client.get(path_of(https)).data) == ["能源一", "能源二"]
    kept = client.get(file)
    assert (summaries(kept.data), kept.headers["Content-Disposition"]) == (
        ["能源一", "能源二"],
        'attachment; filename="roadshows.ics"',
    )
    assert client.get(atom).text.count("<entry>") == 2
    assert [event["name"] for event in client.get(data).json["@graph"]] == ["能源一", "能源二"]


def test_it_is_told_in_words_and_how_many_are_ahead(client: FlaskClient, hall: int):
    page = client.get(f"/calendar?sector=energy&hall={hall}").text
    assert told(page) == ["新能源与节能、一号路演厅", "即将举办2场，最近的在2026年4月11日 周六。"]


def test_without_a_choice_it_is_all(client: FlaskClient, hall: int):
    assert told(client.get("/calendar").text) == ["全部场次", "即将举办4场，最近的在2026年4月11日 周六。"]


def test_the_programs_of_chinese_phones_come_first_and_google_last(client: FlaskClient):
    page = client.get("/calendar").text
    assert texts(page, "summary")[1:] == [
        "只订阅一部分：按年份、领域、场地选",
        "华为、小米和其他安卓手机",
        "苹果：iPhone和iPad",
        "微信、钉钉、飞书和企业微信",
        "Outlook",
        "苹果：Mac",
        "Thunderbird",
        "Google日历",
        "其他地址、语言和形式",
        "放到您的网站上",
    ]


def test_what_was_cancelled_is_not_ahead(app: Flask, client: FlaskClient):
    with app.app_context():
        operations.cancel(make.roadshow(S.PUBLISHED), "另有安排", actor=make.SOMEONE)
    assert told(client.get("/calendar").text)[1].startswith("还没有这样的场次") is True


def test_one_with_a_past_alone_says_so(app: Flask, client: FlaskClient):
    with app.app_context():
        make.held(date(2025, 6, 1))
    assert told(client.get("/calendar?year=2025").text) == [
        "2025年",
        "现在没有即将举办的场次，日历里有以往的1场。公布新的一场，它会自动出现。",
    ]


def test_an_empty_one_may_be_subscribed_to_all_the_same(client: FlaskClient, hall: int):
    page = client.get("/calendar?sector=aerospace").text
    assert told(page)[1] == "还没有这样的场次，日历是空的。现在就可以订阅：公布第一场，它会自动出现。"
    assert summaries(client.get(path_of(texts(page, "code", "address")[0])).data) == []


@pytest.mark.parametrize("query", ["sector=alchemy", "hall=99", "hall=x", "year=soon", "year=%00"])
def test_what_cannot_be_is_no_choice(client: FlaskClient, hall: int, query: str):
    assert told(client.get(f"/calendar?{query}").text)[0] == "全部场次"


def test_the_choice_stays_in_the_form_and_may_be_cleared(client: FlaskClient, hall: int):
    page = client.get(f"/calendar?year=2026&sector=energy&hall={hall}&lang=en").text
    assert page.count(" selected>") == 3
    assert '<input type="hidden" name="lang" value="en">' in page
    assert "/calendar?lang=en" in links(page)


def test_the_calendar_speaks_as_its_page_does_and_the_other_is_one_press_away(client: FlaskClient, hall: int):
    chinese, english = (
        client.get("/calendar?sector=energy").text,
        client.get("/calendar?sector=energy&lang=en").text,
    )
    assert [texts(page, "code", "address")[0] for page in (chinese, english)] == [
        f"{HOME}/calendar/all.ics?sector=energy",
        f"{HOME}/calendar/all.ics?sector=energy&lang=en",
    ]
    assert "/calendar?sector=energy&lang=en" in links(chinese)
    assert "/calendar?sector=energy&lang=zh" in links(english)


@pytest.mark.parametrize("path", ["/roadshows", "/roadshows/month"])
def test_filters_of_the_programme_lead_to_the_same_selection(client: FlaskClient, hall: int, path: str):
    asked = f"year=2026&sector=energy&hall={hall}"
    page, all_of_them = client.get(f"{path}?{asked}").text, client.get(path).text
    assert (LINK in texts(page, "a"), LINK in texts(all_of_them, "a")) == (True, False)
    (link,) = [link for link in links(page) if urlsplit(link).path == "/calendar" and urlsplit(link).query]
    assert parse_qs(urlsplit(link).query) == parse_qs(asked)


def test_one_code_subscribes_and_the_other_is_of_the_file(
    client: FlaskClient, hall: int, monkeypatch: pytest.MonkeyPatch
):
    drawn: list[str] = []
    make_qr = feeds.segno.make_qr
    monkeypatch.setattr(feeds.segno, "make_qr", lambda words: drawn.append(words) or make_qr(words))
    page = client.get("/calendar?sector=energy&lang=en").text
    for picture in (
        "/calendar/all.svg?sector=energy&lang=en",
        "/calendar/all.svg?once=1&sector=energy&lang=en",
    ):
        assert f'<img src="{picture}"' in unescape(page)
        client.get(picture)
    assert [parse_qs(urlsplit(words).query) for words in drawn] == [
        {"sector": ["energy"], "lang": ["en"]},
        {"sector": ["energy"], "lang": ["en"], "once": ["1"]},
    ]
    assert [urlsplit(words).scheme for words in drawn] == ["webcal", "https"]


def test_what_a_partner_copies_is_of_the_same_selection(client: FlaskClient, hall: int):
    page = client.get("/calendar?year=2026&sector=energy").text
    script, frame, policy = texts(page, "code", "address")[2:]
    assert script == f'<script src="{HOME}/calendar/widget.js?year=2026&amp;sector=energy" async></script>'
    assert f'src="{HOME}/calendar/embed?year=2026&amp;sector=energy"' in frame
    assert policy == f"script-src {HOME}; frame-src {HOME}"


def test_a_choice_costs_the_same_however_much_is_on(
    app: Flask, client: FlaskClient, hall: int, counted: Counted
):
    costs = []
    for many in (1, 20):
        with app.app_context():
            for number in range(many):
                make.held(date(2025, 1, 1 + number))
        with counted() as statements:
            client.get(f"/calendar?sector=energy&hall={hall}")
        costs.append(len(statements))
    assert costs == [4, 4]
