"""A reviewer's list and sheets: marks kept, handed in, refused by field, and nobody else's to see."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.accounts.queries import find_person
from roadshow.agenda.models import Slot, SlotKind
from roadshow.foundation.bounds import quoted
from roadshow.pitches.states import PitchState
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState
from roadshow.screening import operations, queries
from roadshow.screening.rules import SetupFacts
from tests import make
from tests.conftest import AsRole, Counted
from tests.screening.panel import FULL, passed, reading, sheet_of
from tests.web.reading import links
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
LIST = "/judge/reviews"
MARKS = {f"points-{number}": str(points) for number, points in enumerate(FULL)}


@pytest.fixture
def judge(as_role: AsRole) -> FlaskClient:
    return as_role(Role.JUDGE)


def me() -> Person:
    person = find_person("judge1@test.example")
    assert person is not None
    return person


def own_sheet(app: Flask, name: str = "钙钛矿", **facts: object) -> str:
    """The address of one that the signed-in judge has."""
    with app.app_context():
        roadshow, _people = reading(judges=0, **facts)
        operations.set_reviewers(roadshow, [me().id], actor=make.SOMEONE)
        return f"{LIST}/{sheet_of(passed(roadshow, name), me()).id}"


def kept(app: Flask, path: str) -> tuple[str, list[int | None], str]:
    with app.app_context():
        sheet = queries.get_sheet(int(path.rpartition("/")[2]))
        return sheet.state, sheet.points, sheet.note


def test_the_list_says_how_far_and_until_when(app: Flask, judge: FlaskClient) -> None:
    path = own_sheet(app, due_on=make.DAY.replace(month=3))
    page = judge.get(LIST).text
    assert words_of(page, "tbody th a") == ["钙钛矿"]
    assert "1份，已提交0份 请在2026年3月16日 周一前完成" in words_of(page, "section.panel header p")
    judge.post(path, data=MARKS | {"seen": "0"})
    assert words_of(judge.get(LIST).text, "td.n div") == ["100"]


def test_marks_are_kept_as_a_draft_and_handed_in(app: Flask, judge: FlaskClient) -> None:
    path = own_sheet(app)
    judge.post(path, data={"points-0": "28", "note": "再看看", "seen": "0", "keep": "draft"})
    assert kept(app, path) == ("started", [28, None, None, None, None], "再看看")
    judge.post(path, data=MARKS | {"note": "", "seen": "1"})
    assert kept(app, path) == ("handed_in", FULL, "")


def test_each_mark_says_from_how_many_points_it_is_good(app: Flask, judge: FlaskClient) -> None:
    page = judge.get(own_sheet(app)).text
    assert words_of(page, "div.marks p.hint")[:2] == [
        "0至30分：26分起优秀，21分起良好，17分起一般",
        "0至20分：17分起优秀，14分起良好，11分起一般",
    ]


def test_the_bar_says_the_total_that_was_kept_or_typed(app: Flask, judge: FlaskClient) -> None:
    path = own_sheet(app)
    page = judge.post(path, data={"points-0": "28", "points-1": "9", "seen": "0", "keep": "draft"})
    assert page.location == path
    assert words_of(judge.get(path).text, "div.reach output") == ["合计37/100分 已打2/5项"]
    refused = judge.post(path, data={"points-0": "28", "seen": "1"}).text
    assert words_of(refused, "div.reach output") == ["合计28/100分 已打1/5项"]
    too_many = judge.post(path, data={"points-0": "28", "points-1": "99", "seen": "1"}).text
    assert words_of(too_many, "div.reach output") == ["合计28/100分 已打1/5项"]


def test_the_buttons_in_reach_send_the_form_of_the_marks(app: Flask, judge: FlaskClient) -> None:
    page = judge.get(own_sheet(app)).text
    assert words_of(page, "form#marks button") == []
    assert words_of(page, "div.reach button") == ["只存草稿", "提交评分"]
    assert len(re.findall('<button [^>]* form="marks"', page)) == 2


def test_long_answers_are_folded_and_the_consents_apart(app: Flask, judge: FlaskClient) -> None:
    page = judge.get(own_sheet(app)).text
    assert words_of(page, "details.unfold h2")[-2:] == ["落地", "声明与同意"]
    assert '<details class="panel unfold" open' not in page


def test_after_one_is_handed_in_comes_the_next_that_is_not(app: Flask, judge: FlaskClient) -> None:
    path = own_sheet(app, "第一")
    with app.app_context():
        roadshow = queries.get_sheet(int(path.rpartition("/")[2])).pitch.roadshow
        others = [f"{LIST}/{sheet_of(passed(roadshow, name), me()).id}" for name in ("第二", "第三")]
    answer = judge.post(others[0], data=MARKS | {"seen": "0"})
    assert answer.location == others[1]
    page = judge.get(answer.location).text
    assert words_of(page, "p.note") == ["“第二”的评分已提交，合计100分。下面是下一份。"]
    assert path in links(page)  # after the last comes what was left out before
    assert judge.post(others[1], data=MARKS | {"seen": "0"}).location == path
    assert judge.post(path, data=MARKS | {"seen": "0"}).location == LIST


def test_what_is_wrong_is_said_at_its_field_all_at_once(app: Flask, judge: FlaskClient) -> None:
    path = own_sheet(app)
    wrong = {
        "points-0": "31",
        "points-1": "甲",
        "points-2": "",
        "points-3": "-1",
        "points-4": "10",
        "seen": "0",
    }
    assert words_of(judge.post(path, data=wrong).text, "p.why span") == [
        "技术与产品“31”须是0至30的整数",
        "商业模式与实施“甲”须是0至20的整数",
        "请给“行业与市场”打分",
        "团队“-1”须是0至20的整数",
    ]
    assert kept(app, path) == ("open", [], "")


@pytest.mark.parametrize("typed", ["NaN", "inf", "1e9", "-1", "31", "2.5", "9" * 40, "0x1e", "三十"])
def test_what_is_no_mark_is_refused_in_words(app: Flask, judge: FlaskClient, typed: str) -> None:
    path = own_sheet(app)
    for way in ({}, {"keep": "draft"}):
        page = judge.post(path, data=MARKS | {"points-0": typed, "seen": "0"} | way).text
        assert words_of(page, "p.why span") == [f"技术与产品“{quoted(typed)}”须是0至30的整数"]
    assert kept(app, path) == ("open", [], "")


def test_a_note_that_is_too_long_is_told_with_the_marks(app: Flask, judge: FlaskClient) -> None:
    path = own_sheet(app)
    said = MARKS | {"points-1": "21", "note": "长" * 2001, "seen": "0"}
    assert words_of(judge.post(path, data=said).text, "p.why span") == [
        "商业模式与实施“21”须是0至20的整数",
        "给组织者的话最多2,000个字，现在是2,001个字",
    ]


def test_who_is_no_reviewer_of_the_call_hands_in_nothing(app: Flask, as_role: AsRole) -> None:
    """Another judge, an organiser, a startup."""
    first, stranger = as_role(Role.JUDGE), as_role(Role.JUDGE)
    path = own_sheet(app)
    answers = [
        someone.post(path + part, data=MARKS | {"seen": "0", "reason": "无"}).status_code
        for someone in (stranger, as_role(Role.ORGANISER), as_role(Role.STARTUP))
        for part in ("", "/recuse")
    ]
    assert (answers, kept(app, path)) == ([404, 404, 403, 403, 403, 403], ("open", [], ""))
    assert first.get(path).status_code == 200


def test_who_is_taken_off_the_list_hands_in_nothing_more(app: Flask, judge: FlaskClient) -> None:
    path = own_sheet(app)
    with app.app_context():
        roadshow = queries.get_sheet(int(path.rpartition("/")[2])).pitch.roadshow
        operations.set_reviewers(roadshow, [], actor=make.SOMEONE)
    assert judge.post(path, data=MARKS | {"seen": "0"}).status_code == 404


def test_a_long_list_has_pages_and_counts_all(app: Flask, judge: FlaskClient) -> None:
    path = own_sheet(app)
    with app.app_context():
        roadshow = get_roadshow(queries.get_sheet(int(path.rpartition("/")[2])).pitch.roadshow_id)
        for number in range(51):
            passed(roadshow, f"项目{number:02}")
        operations.draw_reviewers(roadshow, actor=make.SOMEONE)
    first, second = judge.get(LIST).text, judge.get(f"{LIST}?page=2").text
    assert [len(words_of(page, "tbody th a")) for page in (first, second)] == [50, 2]
    assert ["52份，已提交0份" in words_of(page, "section.panel header p") for page in (first, second)] == [
        True
    ] * 2


def test_a_stale_window_reads_what_was_kept_elsewhere_and_loses_nothing(
    app: Flask, judge: FlaskClient
) -> None:
    path = own_sheet(app)
    judge.post(path, data=MARKS | {"seen": "0"})
    stale = MARKS | {"points-0": "3", "seen": "0"}
    page = judge.post(path, data=stale).text
    assert words_of(page, "p.why span") == ["别处刚存的是30分"]
    assert kept(app, path)[1] == FULL
    judge.post(path, data=stale | {"seen": "1"})
    assert kept(app, path)[1][0] == 3


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30])
def test_nonsense_has_seen_nothing(app: Flask, judge: FlaskClient, seen: str) -> None:
    path = own_sheet(app)
    judge.post(path, data=MARKS | {"seen": seen})
    assert kept(app, path)[0] == "open"


def test_another_reviewers_sheet_is_not_found(app: Flask, judge: FlaskClient, as_role: AsRole) -> None:
    path = own_sheet(app)
    other = as_role(Role.JUDGE)
    answers = {other.get(path).status_code, other.post(path, data=MARKS).status_code}
    assert (answers, kept(app, path)[0]) == ({404}, "open")


def test_a_blind_reader_sees_neither_firm_nor_message(app: Flask, judge: FlaskClient) -> None:
    for blind in (True, False):
        path = own_sheet(app, blind=blind)
        with app.app_context():
            company = queries.get_sheet(int(path.rpartition("/")[2])).pitch.project.company.name
        assert (company in judge.get(path).text) is not blind


def test_who_keeps_away_finds_it_gone(app: Flask, judge: FlaskClient) -> None:
    path = own_sheet(app)
    assert words_of(judge.post(f"{path}/recuse", data={"reason": ""}).text, "p.why span") == [
        "请写明回避的原因"
    ]
    page = judge.post(f"{path}/recuse", data={"reason": "持有股份"}, follow_redirects=True).text
    assert words_of(page, "p.note") == ["您已回避“钙钛矿”，它不再在您的列表里。"]
    assert words_of(page, "div.empty h2") == ["没有请您评审的申请"]
    assert judge.get(path).status_code == 404


def test_after_the_close_the_marks_are_only_read(app: Flask, judge: FlaskClient) -> None:
    path = own_sheet(app)
    judge.post(path, data=MARKS | {"seen": "0"})
    with app.app_context():
        sheet = queries.get_sheet(int(path.rpartition("/")[2]))
        operations.close_reading(sheet.pitch.roadshow, actor=make.SOMEONE)
    assert words_of(judge.get(path).text, "form label") == []
    refused = judge.post(path, data=MARKS | {"points-0": "0", "seen": "1"})
    assert (refused.status_code, kept(app, path)[1]) == (200, FULL)


def test_the_list_costs_the_same_however_long(app: Flask, judge: FlaskClient, counted: Counted) -> None:
    path, costs = own_sheet(app), []
    for many in (2, 20):
        with app.app_context():
            roadshow = get_roadshow(queries.get_sheet(int(path.rpartition("/")[2])).pitch.roadshow_id)
            operations.set_up(roadshow, SetupFacts(1), actor=make.SOMEONE)
            for _number in range(many):
                passed(roadshow)
            operations.draw_reviewers(roadshow, actor=make.SOMEONE)
        with counted() as statements:
            judge.get(LIST)
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_what_comes_on_stage_leads_to_the_own_sheet_alone(app: Flask, judge: FlaskClient) -> None:
    path = own_sheet(app)
    with app.app_context():
        pitch = queries.get_sheet(int(path.rpartition("/")[2])).pitch
        pitch.state, pitch.roadshow.state = PitchState.SCHEDULED, RoadshowState.PUBLISHED
        others = make.pitch(pitch.roadshow, PitchState.SCHEDULED)
        for begins, each in ((0, pitch), (20, others)):
            slot = {"kind": SlotKind.PITCH, "begins": begins, "minutes": 15, "pitch_id": each.id}
            make.saved(Slot(roadshow_id=pitch.roadshow_id, **slot))
    page = judge.get("/judge/").text
    assert (len(words_of(page, "tbody th")), words_of(page, "tbody th a"), path in links(page)) == (
        2,
        ["钙钛矿"],
        True,
    )
