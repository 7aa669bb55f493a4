"""The board of deals as its readers see it, and what they do there."""

import json
import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.investors.models import Institution
from roadshow.meetings.models import InterestLevel
from roadshow.notices.models import Letter
from roadshow.outcomes import pursuing
from roadshow.outcomes.identity import ThreadOf
from roadshow.outcomes.models import Investment, Row, Thread
from roadshow.outcomes.pursuing import PursuitFacts
from roadshow.outcomes.pursuits import Introduction, Pursuit
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.projects.models import Project
from roadshow.worker import remind_owners
from tests import make
from tests.conftest import AsRole, Counted
from tests.outcomes.pursued import dealt, staged
from tests.web.owned import faults, me, typed, whys
from tests.web.reading import links
from tests.web.selecting import words_of
from tests.web.test_centre_interests import said
from tests.web.test_lists import names_in, names_on, sheet_of

pytestmark = pytest.mark.usefixtures("in_spring")
BOARD = "/centre/board"
COSTS = {"": 11, "?lane=waiting": 11, "?lane=paid": 11}  # statements
T = ThreadStep


def test_lanes_stand_beside_each_other_with_their_counts_and_first_cards(app: Flask, as_role: AsRole):
    with app.app_context():
        for number in range(8):
            staged(f"项目{number}")
        dealt(staged("光芯片"), (T.INTENT, 3, 500), (T.SIGNED, 1, 400))
    page = as_role(Role.LEADER).get(BOARD).text
    assert [words.split() for words in words_of(page, "div.lanes h2")] == [
        ["路演后待跟进", "8"],
        ["意向", "0"],
        ["签约", "1"],
        ["到账", "0"],
        ["终止", "0"],
    ]
    assert (len(words_of(page, "div.lanes h3")), f"{BOARD}?lane=waiting" in links(page)) == (7, True)


def test_who_only_reads_has_no_buttons_and_is_led_to_the_project(app: Flask, as_role: AsRole):
    with app.app_context():
        project_id = staged().id
    page = as_role(Role.LEADER).get(BOARD).text
    assert ("我来跟进" in page, f"/centre/projects/{project_id}" in links(page)) == (False, True)


def test_a_lane_is_a_list_that_is_sorted_narrowed_and_taken_away(app: Flask, as_role: AsRole):
    with app.app_context():
        show = make.held(clock.today() - timedelta(days=40))
        show_id = show.id
        staged("乙项目", 5)
        staged("甲项目", at=show)
        dealt(staged("光芯片"), (T.INTENT, 3, 500), fund="=1+1")
    client = as_role(Role.RECORDER)
    assert names_on(client, f"{BOARD}?lane=waiting&sort=-name") == ["甲项目", "乙项目"]
    assert names_on(client, f"{BOARD}?lane=waiting&still=30") == ["甲项目"]
    assert names_on(client, f"{BOARD}?lane=waiting&roadshow={show_id}&owner=none") == ["甲项目"]
    assert names_on(client, f"{BOARD}?lane=marry&kind=x&owner=x&still=1&due=x&roadshow={2**64}&sort=x") == []
    assert names_in(client, f"{BOARD}.xlsx") == ["甲项目", "乙项目", "光芯片"]
    heads, row = sheet_of(client, f"{BOARD}.xlsx?lane=intent")
    assert [row[heads.index(head)] for head in ("进度", "对方", "意向（万元）", "停留天数")] == [
        "意向",
        "=1+1",
        500,
        3,
    ]


def test_whoever_takes_a_card_sets_the_day_and_has_it_to_do_and_a_letter_then(app: Flask, as_role: AsRole):
    with app.app_context():
        project_id = staged().id
    client, card = as_role(Role.ORGANISER), f"{BOARD}/project-{project_id}"
    assert client.post(f"{card}/take").location == card
    form = {"owner_id": "", "next_on": clock.today(), "next_what": "回访企业", "note": "先问中试"}
    assert whys(client.post(card, data=form).text) == ["有下次日期的，请选由谁跟进，到日子提醒"]
    with app.app_context():
        owner = me(Role.ORGANISER)
        owner_id, name = owner.id, owner.name
    assert client.post(card, data=form | {"owner_id": owner_id}).status_code == 302
    for _time in range(2):
        remind_owners(app)
    assert words_of(client.get("/centre/").text, "ul.todo b")[0] == "回访企业"
    assert names_on(client, f"{BOARD}?lane=waiting&due=1&owner={owner_id}") == ["光芯片"]
    with app.app_context():
        letters = db.session.query(Letter).filter_by(kind="pursuit.due")
        assert [letter.to_name for letter in letters] == [name]


def test_a_second_who_takes_it_is_told_by_whom_it_is_pursued(app: Flask, as_role: AsRole):
    with app.app_context():
        project, first = staged(), make.person(Role.RECORDER)
        pursuing.take(project, actor=first.acting())
        card, name = f"{BOARD}/project-{project.id}", first.name
    client = as_role(Role.ORGANISER)
    client.post(f"{card}/take")
    assert f"{name}已在跟进" in client.get(card).text
    assert "我来跟进" not in client.get(BOARD).text


def test_whoever_was_overtaken_keeps_what_was_typed_and_saves_on_a_second_look(app: Flask, as_role: AsRole):
    client = as_role(Role.ORGANISER)
    with app.app_context():
        project = staged()
        card = f"{BOARD}/project-{project.id}"
        pursuing.pursue(project, PursuitFacts(None, note="同事写的"), actor=make.actor(Role.RECORDER))
    mine = {"owner_id": "", "next_on": "", "next_what": "", "note": "我写的"}
    page = client.post(card, data=mine | {"seen": 0}).text
    assert ("安排了跟进。您的改动没有保存" in page, "我写的" in page) == (True, True)
    assert client.post(card, data=mine | {"seen": typed(page, "seen")}).status_code == 302
    with app.app_context():
        assert db.session.query(Pursuit).one().note == "我写的"


def test_a_project_is_given_up_with_a_reason_and_opened_again(app: Flask, as_role: AsRole):
    with app.app_context():
        project_id = staged().id
    client, card = as_role(Role.ORGANISER), f"{BOARD}/project-{project_id}"
    assert faults(client.post(f"{card}/close", data={}).text) == ["请选择为什么终止", "请写明为什么终止"]
    assert client.post(f"{card}/close", data={"ending": "terms", "why": "估值"}).location == BOARD
    page = client.get(f"{BOARD}?lane=dropped").text
    assert words_of(page, "p.told a") == ["条件没有谈拢 1"]
    assert names_on(client, f"{BOARD}?lane=dropped&ending=terms") == ["光芯片"]
    assert names_on(client, f"{BOARD}?lane=dropped&ending=stopped") == []
    client.post(f"{card}/reopen")
    assert names_on(client, f"{BOARD}?lane=waiting") == ["光芯片"]


def test_a_deal_is_dropped_as_a_row_of_the_ledger_by_who_logs_alone(app: Flask, as_role: AsRole):
    with app.app_context():
        thread = dealt(staged(), (T.INTENT, 3, 500))
        card = f"{BOARD}/deal-{thread.id}"
    assert f"{card}/drop" not in links(as_role(Role.ORGANISER).get(card).text)
    client = as_role(Role.RECORDER)
    assert f"{card}/drop" in links(client.get(card).text)
    said_ = {"ending": "diligence", "why": "尽调没过", "on": clock.today()}
    assert client.post(f"{card}/drop", data=said_).location == BOARD
    with app.app_context():
        assert db.session.query(Row.note).filter_by(step=T.DROPPED).all() == [("尽调没过",)]
    assert client.post(f"{card}/drop", data=said_).status_code == 200  # there is nothing more to end
    ended = links(client.get(card).text)
    again = f"/centre/deals/{card.rpartition('-')[2]}/steps/new"
    assert (f"{card}/drop" in ended, again in ended) == (False, True)


def test_a_paid_deal_cannot_be_dropped(app: Flask, as_role: AsRole):
    with app.app_context():
        card = f"{BOARD}/deal-{dealt(staged(), (T.SIGNED, 3, 500), (T.PAID, 1, 500)).id}"
    page = as_role(Role.RECORDER).post(
        f"{card}/drop", data={"ending": "terms", "why": "不谈了", "on": clock.today()}
    )
    assert "下一步不能是“终止”" in page.text


def test_an_introduction_begins_with_what_an_institution_marked_and_is_on_all_their_pages(
    app: Flask, as_role: AsRole
):
    client = as_role(Role.RECORDER)
    with app.app_context():
        pitch = said(InterestLevel.TALK)
        pitch.state = PitchState.PRESENTED
        db.session.commit()
        project_id, show = pitch.project_id, pitch.roadshow.title
        fund_id = db.session.query(Institution.id).scalar()
    card = f"{BOARD}/project-{project_id}"
    assert f"示例创投，由{show}引荐" in words_of(client.get(BOARD).text, "div.lanes p")
    form = client.get(f"{card}/introduce?whom=示例创投").text
    assert (typed(form, "whom"), typed(form, "by")) == ("示例创投", show)
    assert client.post(f"{card}/introduce", data={"whom": "示例创投", "by": "老王"}).location == card
    for path in (BOARD, card, f"/centre/projects/{project_id}", f"/centre/institutions/{fund_id}"):
        assert ("老王" in client.get(path).text, path) == (True, path)
    with app.app_context():
        one = db.session.query(Introduction).one().id
    client.post(f"{card}/introductions/{one}/remove")
    assert "老王" not in client.get(f"/centre/institutions/{fund_id}").text


def test_an_admin_who_reads_no_interests_is_shown_none_here(app: Flask, as_role: AsRole):
    with app.app_context():
        pitch = said(InterestLevel.TALK)
        pitch.state = PitchState.PRESENTED
        db.session.commit()
        paths = [BOARD, f"{BOARD}?lane=waiting", f"/centre/projects/{pitch.project_id}"]
    client = as_role(Role.ADMIN)
    assert ["示例创投" in client.get(path).text for path in paths] == [False] * 3


def test_a_card_leads_to_the_form_of_its_next_step_with_what_is_known(app: Flask, as_role: AsRole):
    with app.app_context():
        pitch = said(InterestLevel.TALK)
        pitch.state = PitchState.PRESENTED
        db.session.commit()
        project_id, roadshow_id = pitch.project_id, pitch.roadshow_id
        thread_id = dealt(staged("机器人"), (T.INTENT, 3, 500)).id
    found = links(as_role(Role.RECORDER).get(BOARD).text)
    first = [url for url in found if "investments/new" in url]
    assert [parse_qs(urlsplit(url).query) for url in first] == [
        {"project": [str(project_id)], "roadshow": [str(roadshow_id)], "fund": ["示例创投"]}
    ]
    assert [url for url in found if "/steps/new" in url] == [f"/centre/deals/{thread_id}/steps/new"]


@pytest.mark.parametrize("card", ["project-0", "deal-x", "project-99999999999", "x", "hall-1", "deal-7"])
def test_what_is_no_card_is_missing(app: Flask, as_role: AsRole, card: str):
    client = as_role(Role.RECORDER)
    paths = [("get", ""), ("post", "/take"), ("get", "/close"), ("get", "/drop"), ("post", "/reopen")]
    assert {getattr(client, how)(f"{BOARD}/{card}{path}").status_code for how, path in paths} == {404}


def test_a_card_whose_project_has_a_deal_by_now_leads_to_it(app: Flask, as_role: AsRole):
    with app.app_context():
        project = staged()
        dealt(project, (T.INTENT, 3, 500))
        card = f"{BOARD}/project-{project.id}"
    client = as_role(Role.ORGANISER)
    assert words_of(client.get(client.get(card).location).text, "div.lanes h3") == ["光芯片"]


@pytest.mark.parametrize("asked", COSTS)
def test_the_board_costs_the_same_at_one_card_and_at_a_thousand(
    app: Flask, as_role: AsRole, counted: Counted, asked: str
):
    client, costs = as_role(Role.RECORDER), []
    for many in (1, 1_000):
        with app.app_context():
            thousand(many)
        client.get(BOARD)
        with counted() as statements:
            page = client.get(f"{BOARD}{asked}").text
        costs.append(len(statements))
        assert page.count("项目") > 0
    assert costs == [COSTS[asked]] * 2


def thousand(many: int) -> None:
    """So many projects after their roadshow, each second one with a deal that is paid."""
    at, firm, now = make.held(make.DAY), make.company(), clock.now()
    projects = [
        Project(company=firm, name=f"项目{number}", name_key=f"项目{number}", made_at=now)
        for number in range(many)
    ]
    db.session.add_all(projects)
    made = {"state": PitchState.PRESENTED, "made_at": now}
    db.session.add_all(Pitch(roadshow=at, project=project, **made) for project in projects)
    db.session.flush()
    for project in projects[::2]:
        of = ThreadOf(Kind.INVESTMENT, "示例创投", project_id=project.id)
        thread = Thread(key=of.key, **vars(of))
        db.session.add(thread)
        db.session.flush()
        row = {
            "thread_id": thread.id,
            "project_id": project.id,
            "step": T.PAID,
            "number": 1,
            "amount_fen": 100,
        }
        day = {"on": clock.today(), "counted_on": clock.today(), "year": 2026}
        logged = {"logged_at": now, "logged_by": "测试", "counts": True, "fingerprint": of.key}
        db.session.add(Investment(**row, **day, **logged))
    db.session.commit()


def moves(page: str) -> list[dict[str, str]]:
    """Of each card, lane → the form that opens when it is dropped there."""
    return [json.loads(unescape(said)) for said in re.findall(r'data-to="([^"]*)"', page)]


def test_a_lane_says_the_sum_of_its_own_step(app: Flask, as_role: AsRole):
    with app.app_context():
        dealt(staged("光芯片"), (T.INTENT, 9, 500), (T.SIGNED, 3, 400))
        dealt(staged("机器人"), (T.SIGNED, 3, 200))
        dealt(staged("传感器"), (T.SIGNED, 3, 700), (T.PAID, 2, 700))
    page = as_role(Role.LEADER).get(BOARD).text
    assert words_of(page, "div.lanes p.sum") == ["—", "—", "签约合计 600万元", "到账合计 700万元", "—"]


def test_a_card_is_dropped_where_its_next_steps_lead(app: Flask, as_role: AsRole):
    with app.app_context():
        deal = dealt(staged("光芯片"), (T.INTENT, 9, 500)).id
    client = as_role(Role.RECORDER)
    (found,) = moves(client.get(BOARD).text)
    form = f"/centre/deals/{deal}/steps/new?step="
    assert found == {
        "signed": f"{form}signed",
        "paid": f"{form}signed,paid",
        "dropped": f"{BOARD}/deal-{deal}/drop",
    }
    assert {client.get(url).status_code for url in found.values()} == {200}
    assert '<option selected value="signed,paid">' in client.get(found["paid"]).text
    assert moves(as_role(Role.LEADER).get(BOARD).text) == []


@pytest.mark.parametrize(("paid", "asks"), [(700, False), (300, True)])
def test_what_is_wholly_paid_asks_for_nothing_more(app: Flask, as_role: AsRole, paid: int, asks: bool):
    with app.app_context():
        dealt(staged("光芯片"), (T.SIGNED, 30, 700), (T.PAID, 20, paid))
    page = as_role(Role.RECORDER).get(BOARD).text
    assert ("登记下一步" in page, "已停留" in page) == (asks, False)
