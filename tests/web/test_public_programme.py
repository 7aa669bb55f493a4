"""What a visitor meets: what is on and what was, one roadshow, and the calendar to subscribe to."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.agenda.models import Slot, SlotKind
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.pitches.states import PitchState
from roadshow.programme import operations
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import Counted
from tests.web.reading import badges, buttons, links, texts

pytestmark = pytest.mark.usefixtures("in_spring")
PUBLIC_AHEAD = [S.CALLING, S.SELECTING, S.PUBLISHED, S.LIVE]
TODAY = date(2026, 3, 2)


def stored(app: Flask, state: S = S.PUBLISHED, **facts: object) -> str:
    """Makes one roadshow and tells its uid."""
    with app.app_context():
        return make.roadshow(state, None, **facts).uid


def cancelled(app: Flask, reason: str, state: S) -> str:
    with app.app_context():
        row = make.roadshow(state)
        operations.cancel(row, reason, actor=make.SOMEONE)
        return row.uid


def with_stage(app: Flask, *states: PitchState, state: S = S.PUBLISHED) -> str:
    """A roadshow whose running order is an opening and a project in each of these states."""
    with app.app_context():
        event = make.roadshow(state)
        make.saved(Slot(roadshow_id=event.id, kind=SlotKind.OPENING, begins=0, minutes=10))
        for number, standing in enumerate(states):
            of = make.project(
                make.company(name=f"示例企业{number}"), name=f"示例项目{number}", one_line="拟融资三千万元"
            )
            pitch = make.pitch(event, standing, of, message="估值两亿元")
            make.saved(
                Slot(
                    roadshow_id=event.id,
                    kind=SlotKind.PITCH,
                    begins=10 + 15 * number,
                    minutes=15,
                    questions=7,
                    pitch_id=pitch.id,
                )
            )
        return event.uid


@pytest.mark.parametrize("path", ["/", "/roadshows", "/roadshows/month", "/calendar", "/results", "/about"])
def test_an_empty_house_is_open(client: FlaskClient, path: str):
    assert client.get(path).status_code == 200


def test_an_empty_house_says_what_to_do(client: FlaskClient):
    page = client.get("/").text
    assert texts(page, "h1") == ["近期场次尚未公布"]
    assert buttons(page, "btn now tall") == [("订阅日历", "/calendar")]
    assert texts(page, "p", "label") == ["2026年度路演计划"]


@pytest.mark.parametrize(
    ("state", "words", "where"),
    [
        (S.CALLING, "申请登台", "/startup/roadshows/{uid}/apply"),
        (S.SELECTING, "查看本场", "/roadshows/{uid}"),
        (S.PUBLISHED, "查看议程", "/roadshows/{uid}#agenda"),
        (S.LIVE, "查看议程", "/roadshows/{uid}#agenda"),
    ],
)
def test_the_warm_button_is_the_next_act_that_the_next_roadshow_allows(
    app: Flask, client: FlaskClient, state: S, words: str, where: str
):
    uid = stored(app, state, title="新材料专场")
    page = client.get("/").text
    assert texts(page, "h1") == ["新材料专场"]
    assert buttons(page, "btn now tall") == [(words, where.format(uid=uid))]


def test_a_call_that_is_over_in_time_invites_nobody_even_if_nobody_has_closed_it(
    app: Flask, client: FlaskClient
):
    uid = stored(app, S.CALLING, on=TODAY + timedelta(days=5))
    assert buttons(client.get("/").text, "btn now tall") == [("查看本场", f"/roadshows/{uid}")]
    assert badges(client.get(f"/roadshows/{uid}").text) == ["项目征集中"]


@pytest.mark.parametrize(("days", "words"), [(0, "今天"), (1, "明天"), (9, "还有9天")])
def test_the_next_roadshow_says_how_far_it_is(app: Flask, client: FlaskClient, days: int, words: str):
    stored(app, on=TODAY + timedelta(days=days))
    assert texts(client.get("/").text, "p", "eyebrow") == [f"下一场 {words}"]


def test_a_roadshow_stays_the_next_until_its_last_minute(app: Flask, client: FlaskClient):
    stored(app, title="今天的", on=TODAY)
    stored(app, title="下周的", on=TODAY + timedelta(days=7))
    seen = []
    for hour in (14, 18):
        with clock.at(make.moment(TODAY, hour)):
            page = client.get("/").text
            seen.append((texts(page, "h1"), texts(page, "p", "eyebrow")))
    assert seen == [(["今天的"], ["下一场 正在进行"]), (["下周的"], ["下一场 还有7天"])]


def test_what_nobody_has_published_is_nowhere_to_be_seen(app: Flask, client: FlaskClient):
    hidden = [stored(app, S.PLANNED), cancelled(app, "另有安排", S.PLANNED)]
    assert [client.get(f"/roadshows/{uid}").status_code for uid in hidden] == [404, 404]
    seen = [link for path in ("/", "/roadshows") for link in links(client.get(path).text)]
    assert [link for link in seen if re.match(r"/roadshows/[0-9a-f]{8}-", link)] == []


def test_the_year_counts_only_what_was_held_in_it(app: Flask, client: FlaskClient):
    with app.app_context():
        make.season(2026, target=15)
        make.held(date(2026, 1, 8))
        make.held(date(2026, 2, 5), state=S.CLOSED)
        make.held(date(2025, 12, 30))
        make.roadshow(S.PLANNED)
    page = client.get("/").text
    assert texts(page, "p", "big num") == ["2 / 15场"]
    assert [page.count(f'<rect class="{kind}"') for kind in ("held", "next", "todo")] == [2, 0, 13]


def test_the_first_page_shows_the_next_eight_days_in_their_order(app: Flask, client: FlaskClient):
    days = [stored(app, on=TODAY + timedelta(days=30 - number)) for number in range(10)]
    shown = [link for link in links(client.get("/").text) if link.startswith("/roadshows/")]
    assert shown[1:] == [f"/roadshows/{uid}" for uid in reversed(days[2:])]


def test_what_was_moved_or_cancelled_is_marked_in_the_list(app: Flask, client: FlaskClient):
    moved = stored(app, title="改到四月", on=TODAY + timedelta(days=20))
    with app.app_context():
        row = db.session.query(Roadshow).filter_by(uid=moved).one()
        operations.postpone(row, make.moment(date(2026, 4, 9), 14), on_rest_day=True, actor=make.SOMEONE)
    cancelled(app, "另有安排", S.PUBLISHED)
    page = client.get("/").text
    assert (badges(page), page.count('<span class="tag">改期</span>')) == (["议程已发布", "已取消"], 1)
    assert page.count('<li class="off">') == 1


def test_a_moved_roadshow_says_when_it_was_and_when_it_is(app: Flask, client: FlaskClient):
    uid = stored(app)
    with app.app_context():
        row = db.session.query(Roadshow).filter_by(uid=uid).one()
        operations.postpone(row, make.moment(date(2026, 4, 16), 14), on_rest_day=True, actor=make.SOMEONE)
    page = client.get(f"/roadshows/{uid}").text
    note = texts(page, "div", "note now")
    assert note == ["这场路演已改期。 原定2026年4月11日 周六 13:30，现改为2026年4月16日 周四 14:00。"]


def test_a_cancelled_roadshow_says_why_and_offers_no_calendar(app: Flask, client: FlaskClient):
    uid = cancelled(app, "承办方场馆检修", S.PUBLISHED)
    page = client.get(f"/roadshows/{uid}").text
    assert texts(page, "div", "note bad") == ["这场路演已取消。 原因：承办方场馆检修"]
    assert [link for link in links(page) if ".ics" in link] == []


def test_the_running_order_shows_hours_and_leaves_out_who_has_withdrawn(app: Flask, client: FlaskClient):
    uid = with_stage(app, PitchState.SCHEDULED, PitchState.WITHDRAWN, PitchState.SCHEDULED)
    page = client.get(f"/roadshows/{uid}").text
    order = list(zip(texts(page, "time"), texts(page, "h3"), strict=True))
    assert order == [("13:30", "开场"), ("13:40", "示例项目0"), ("14:10", "示例项目2")]
    assert texts(page, "span", "unseen") == ["陈述8分钟，答辩7分钟"] * 2


@pytest.mark.parametrize(
    ("state", "shown"),
    [(S.CALLING, 0), (S.SELECTING, 0), (S.PUBLISHED, 2), (S.LIVE, 2), (S.HELD, 2), (S.CLOSED, 2)],
)
def test_the_running_order_is_public_once_it_is_published(
    app: Flask, client: FlaskClient, state: S, shown: int
):
    uid = with_stage(app, PitchState.SCHEDULED, state=state)
    assert len(texts(client.get(f"/roadshows/{uid}").text, "h3")) == shown


def test_a_cancelled_roadshow_has_no_running_order_any_more(app: Flask, client: FlaskClient):
    uid = with_stage(app, PitchState.SCHEDULED)
    with app.app_context():
        row = db.session.query(Roadshow).filter_by(uid=uid).one()
        operations.cancel(row, "另有安排", actor=make.SOMEONE)
    assert texts(client.get(f"/roadshows/{uid}").text, "h3") == []


def test_what_a_startup_says_of_money_never_stands_on_a_public_page(app: Flask, client: FlaskClient):
    uid = with_stage(app, PitchState.SCHEDULED)
    pages = [client.get(path).text for path in ("/", "/roadshows", f"/roadshows/{uid}")]
    assert [word for page in pages for word in re.findall(r"融资|估值|\w@\w", page)] == []


def test_a_call_says_until_when_and_where_to_apply(app: Flask, client: FlaskClient):
    uid = stored(app, S.CALLING)
    page = client.get(f"/roadshows/{uid}").text
    assert badges(page) == ["项目征集中，4月4日 周六截止"]
    assert texts(page, "dd")[-1] == "2026年4月4日 周六 13:30截止 最多选8个项目登台"
    assert buttons(page, "btn now tall") == [("申请登台", f"/startup/roadshows/{uid}/apply")]
    assert texts(page, "dd")[0].startswith("2026年4月4日 周六 13:30前，登录并登记项目后即可申请。")


def test_a_past_roadshow_known_by_its_day_says_no_hour(app: Flask, client: FlaskClient):
    with app.app_context():
        row = make.held(date(2021, 3, 4), "第一场")
        row.told_projects, row.told_visitors, row.note = 8, 60, "内部备注"
        uid = make.saved(row).uid
    page = client.get(f"/roadshows/{uid}").text
    assert texts(page, "dd") == ["2021年3月4日 周四", "8", "60"]
    assert "内部备注" not in page


@pytest.mark.parametrize(("typed", "said"), [("线上", "Online"), ("云上直播", "云上直播")])
def test_how_a_past_one_was_held_is_said_in_the_readers_words(
    app: Flask, client: FlaskClient, typed: str, said: str
):
    with app.app_context():
        row = make.held(date(2021, 3, 4))
        row.mode = typed
        uid = make.saved(row).uid
    assert texts(client.get(f"/roadshows/{uid}?lang=en").text, "dd") == ["Thu 4 Mar 2021", said]


def test_the_archive_is_no_affair_of_visitors(app: Flask, client: FlaskClient):
    with app.app_context():
        make.held(date(2026, 1, 8), state=S.CLOSED)
    assert badges(client.get("/roadshows").text) == ["已举办"]


def test_the_list_shows_what_comes_and_then_the_past_year_by_year(app: Flask, client: FlaskClient):
    stored(app, title="下月")
    with app.app_context():
        for on in (date(2026, 1, 8), date(2025, 6, 1), date(2025, 9, 1)):
            make.held(on, title=str(on))
    page = client.get("/roadshows").text
    assert texts(page, "h2")[:3] == ["即将举办", "2026年往期", "2025年往期"]
    assert texts(page, "h3") == ["下月", "2026-01-08", "2025-09-01", "2025-06-01"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?year=2025", ["去年"]),
        ("?year=2026", ["下月", "上月"]),
        ("?sector=energy", ["下月"]),
        ("?year=2025&sector=energy", []),
        ("?year=2019", []),
        ("?year=&sector=", ["下月", "上月", "去年"]),
        ("?year=soon&sector=gold&page=no", ["下月", "上月", "去年"]),
        ("?year=99999999999999999999&page=-1", ["下月", "上月", "去年"]),
        ("?page=7", []),
    ],
)
def test_the_address_says_which_year_and_field_and_nonsense_says_nothing(
    app: Flask, client: FlaskClient, query: str, titles: list[str]
):
    stored(app, title="下月", sector="energy")
    with app.app_context():
        make.held(date(2026, 2, 8), title="上月")
        make.held(date(2025, 6, 1), title="去年")
    assert texts(client.get(f"/roadshows{query}").text, "h3") == titles


def test_a_filter_says_what_it_was_asked_even_when_nothing_is_there(client: FlaskClient):
    page = client.get("/roadshows?year=2019&sector=energy").text
    assert re.findall(r'<option value="([^"]*)" selected>', page) == ["2019", "energy"]
    assert texts(page, "h2")[0] == "没有符合条件的场次"


def test_the_past_comes_in_pages_of_fifty(app: Flask, client: FlaskClient):
    with app.app_context():
        for number in range(60):
            make.held(date(2025, 1, 1) + timedelta(days=number))
    shown = [len(texts(client.get(f"/roadshows{query}").text, "h3")) for query in ("", "?page=2", "?page=3")]
    assert shown == [50, 10, 0]


@pytest.mark.parametrize(
    "path",
    ["/", "/roadshows", "/roadshows?page=1", "/roadshows/month?month=2026-03", "/calendar", "/results"],
)
def test_a_page_costs_the_same_however_much_is_on(
    app: Flask, client: FlaskClient, counted: Counted, path: str
):
    costs = []
    for many in (1, 29):
        for number in range(many):
            stored(app, PUBLIC_AHEAD[number % 4], on=TODAY + timedelta(days=20 + number))
            with app.app_context():
                make.held(date(2020 + number % 6, 1, 1 + number))
        client.get(path)
        with counted() as statements:
            client.get(path)
        costs.append(len(statements))
    assert costs[0] == costs[1] <= (12 if path == "/results" else 6)  # whether years are settled


def test_a_roadshow_costs_the_same_however_many_stand_on_its_stage(
    app: Flask, client: FlaskClient, counted: Counted
):
    costs = []
    for many in (1, 30):
        uid = with_stage(app, *[PitchState.SCHEDULED] * many)
        with counted() as statements:
            client.get(f"/roadshows/{uid}")
        costs.append(len(statements))
    assert costs == [6, 6]
