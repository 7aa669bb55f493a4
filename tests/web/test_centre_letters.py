"""The centre's letters: the list, what is sent again, and how each kind is worded."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.notices.kinds import KINDS, Kind, Night
from roadshow.notices.models import Letter, Template
from roadshow.notices.operations import Reader, queue
from roadshow.notices.states import LetterState as S
from roadshow.notices.wording import print_of
from roadshow.programme.states import RoadshowState
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.owned import faults, typed
from tests.web.reading import missing, texts

SAID = {"title": "新材料专场", "roadshow": "“新材料专场”", "reason": "场馆检修", "event": "", "link": ""}
WORDING = "/centre/wordings/roadshow.cancelled/zh"


def written(app: Flask, *states: S, kind: str = "roadshow.cancelled", name: str = "测试") -> list[int]:
    """One a state; their ids."""
    with app.app_context():
        for number, state in enumerate(states):
            said = SAID if kind == "roadshow.cancelled" else {}
            queue(kind, {Reader(number, name, f"reader{number}@test.example", "zh"): said})
            row = db.session.query(Letter).order_by(Letter.id.desc()).first()
            assert row is not None
            row.state = state
            db.session.commit()
        return [letter.id for letter in db.session.query(Letter).order_by(Letter.id)]


def states(app: Flask) -> list[S]:
    with app.app_context():
        return [letter.state for letter in db.session.query(Letter).order_by(Letter.id)]


def test_the_list_is_found_by_words_kind_and_state(app: Flask, organiser: FlaskClient) -> None:
    written(app, S.SENT, S.UNCERTAIN, S.QUEUED)
    counts = {
        query: organiser.get(f"/centre/letters?{query}").text.count('scope="row"')
        for query in (
            "",
            "state=sent",
            "q=reader1",
            "kind=roadshow.cancelled",
            "kind=agenda.changed",
            "state=nonsense",
        )
    }
    assert list(counts.values()) == [3, 1, 1, 3, 0, 3]
    page = organiser.get("/centre/letters").text
    assert ["本系统尚未接通邮件" in page, "ROADSHOW_" in page] == [True, False]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_however_long(
    app: Flask, organiser: FlaskClient, counted: Counted, many: int
) -> None:
    written(app, *[S.SENT] * many)
    with counted() as statements:
        page = organiser.get("/centre/letters").text
    assert (len(statements), page.count('scope="row"')) == (5, many)


def test_the_list_says_when_a_letter_went_or_why_it_did_not(app: Flask, organiser: FlaskClient) -> None:
    written(app, S.SENT, S.FAILED)
    with app.app_context():
        sent, failed = db.session.query(Letter).order_by(Letter.id)
        sent.sent_at, failed.why = make.moment(date(2026, 3, 4), 9, 30), {"zh": "550 没有这个人"}
        db.session.commit()
    page = organiser.get("/centre/letters").text
    assert missing(page, "2026年3月4日 09:30", "550 没有这个人") == []


def test_a_page_of_the_list_has_twenty_letters(app: Flask, organiser: FlaskClient) -> None:
    written(app, *[S.SENT] * 21)
    pages = [organiser.get(f"/centre/letters?page={number}").text for number in (1, 2)]
    assert [page.count('scope="row"') for page in pages] == [20, 1]


def test_several_are_sent_again_and_those_that_need_it_not_stay(app: Flask, organiser: FlaskClient) -> None:
    ids = written(app, S.UNCERTAIN, S.FAILED, S.BOUNCED, S.SENT)
    answer = organiser.post(
        "/centre/letters/settle", data={"picked": ids, "do": "again"}, follow_redirects=True
    )
    assert "3封通知重新排队发送。" in answer.text
    assert "当前状态为“已发出”，不能变为“待发送”" in answer.text
    assert states(app) == [S.QUEUED, S.QUEUED, S.QUEUED, S.SENT]


def test_one_that_is_uncertain_may_be_left(app: Flask, organiser: FlaskClient) -> None:
    (letter_id,) = written(app, S.UNCERTAIN)
    organiser.post("/centre/letters/settle", data={"picked": letter_id, "do": "leave", "back": "letter"})
    page = organiser.get(f"/centre/letters/{letter_id}").text
    assert (states(app), "原为“不确定是否发出”" in page) == ([S.KEPT], True)


def test_nobody_at_the_desk_reads_a_secret_letter(
    app: Flask, organiser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        KINDS,
        "test.secret",
        Kind("密", "一次性链接", "http://localhost/CANARY", secret=True, night=Night.BY_HAND),
    )
    (letter_id,) = written(app, S.FAILED, kind="test.secret")
    page = organiser.get(f"/centre/letters/{letter_id}").text
    assert ("CANARY" in page, "只有收信人能看" in page) == (False, True)


def test_words_are_seen_as_a_real_letter_would_have_them_before_they_are_saved(
    app: Flask, organiser: FlaskClient
) -> None:
    (letter_id,) = written(app, S.SENT)
    typed = {"subject": "取消 {title} {{7*7}}", "body": "{name}：{roadshow}不办了。", "sample": letter_id}
    page = organiser.post(WORDING, data={**typed, "do": "preview"}).text
    assert ("取消 新材料专场 {{7*7}}" in page, "测试：“新材料专场”不办了。" in page) == (True, True)
    assert "Cancelled: 新材料专场" in page
    assert "示例专场" in organiser.post(WORDING, data={**typed, "sample": 0, "do": "preview"}).text
    written(app, S.SENT)
    with app.app_context():
        assert [row.subject for row in db.session.query(Letter)] == ["取消：新材料专场"] * 2


def groups(page: str) -> dict[str, int]:
    """Heading of each group of the templates → how many kinds it has."""
    found = re.findall(r'<summary>([^<]+)<span class="quiet">(\d+)<', page)
    return {words.strip(): int(count) for words, count in found}


def test_templates_are_grouped_by_who_gets_them_with_the_reworded_ones_first(
    organiser: FlaskClient,
) -> None:
    before = groups(organiser.get("/centre/wordings").text)
    assert sum(before.values()) == len(KINDS)
    organiser.post(WORDING, data={"subject": "不办了：{title}", "body": "{reason}", "sample": 0})
    page = organiser.get("/centre/wordings").text
    after = groups(page)
    assert (next(iter(after)), after["已经改写"], sum(after.values())) == ("已经改写", 1, len(KINDS))
    assert after["发给：项目方、来宾"] == before["发给：项目方、来宾"] - 1
    assert missing(page, "不办了：{title}", "测试organiser") == []


def test_templates_are_found_by_name_and_by_subject(organiser: FlaskClient) -> None:
    found = {
        text: groups(organiser.get(f"/centre/wordings?q={text}").text)
        for text in ("候补递补", "有席位了", "没有这个")
    }
    assert list(found.values()) == [{"发给：来宾": 1}, {"发给：来宾": 1}, {}]


def test_the_preview_has_the_date_block_and_the_button_of_the_letter(organiser: FlaskClient) -> None:
    page = organiser.get("/centre/wordings/attendance.invited/zh").text
    assert texts(page, "dt")[:4] == ["时间：", "地点：", "When:", "Where:"]
    assert texts(page, "span", "btn main") == ["答复邀请", "Reply to the invitation"]


def test_a_preview_with_a_real_letter_does_not_show_its_readers_personal_link(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        said = dict.fromkeys(KINDS["attendance.invited"].places, "示例") | {"title": "新材料专场"}
        reader = Reader(None, "示例来宾", "guest@test.example", "zh")
        queue("attendance.invited", {reader: said | {"link": "http://localhost/come/CANARY"}})
    page = organiser.get("/centre/wordings/attendance.invited/zh").text
    assert missing(page, "邀请您参加：新材料专场", "答复邀请") == []
    assert "CANARY" not in page


def test_a_letter_does_not_show_its_readers_personal_link_and_leads_to_where_it_is_passed_on(
    app: Flask, as_role: AsRole, organiser: FlaskClient
) -> None:
    with app.app_context():
        said = dict.fromkeys(KINDS["attendance.invited"].places, "示例") | {"title": "新材料专场"}
        reader = Reader(None, "示例来宾", "guest@test.example", "zh")
        values = said | {"link": "http://localhost/come/CANARY"}
        queue("attendance.invited", {reader: values}, roadshow_id=make.roadshow(RoadshowState.PUBLISHED).id)
        letter_id = db.session.query(Letter).one().id
    pages = [client.get(f"/centre/letters/{letter_id}").text for client in (organiser, as_role(Role.ADMIN))]
    assert ["CANARY" in page for page in pages] == [False, False]
    assert ["guests?q=guest@test.example" in page for page in pages] == [True, False]


def test_new_words_are_used_from_the_next_letter_until_the_old_ones_are_restored(
    app: Flask, organiser: FlaskClient
) -> None:
    organiser.post(
        WORDING, data={"subject": "不办了：{title}", "body": "{{7*7}} {x.__class__} %s {reason}", "sample": 0}
    )
    written(app, S.SENT)
    organiser.post(f"{WORDING}/restore")
    written(app, S.SENT)
    with app.app_context():
        said = [(row.subject, row.body) for row in db.session.query(Letter).order_by(Letter.id)]
    assert said == [
        ("不办了：新材料专场", "{{7*7}} {x.__class__} %s 场馆检修"),
        ("取消：新材料专场", "“新材料专场”已取消。原因：场馆检修"),
    ]


def test_whoever_words_a_letter_later_is_told_and_keeps_what_was_typed(
    app: Flask, as_role: AsRole, organiser: FlaskClient
) -> None:
    mine = {"subject": "取消了：{title}", "body": "我的：{reason}", "sample": 0}
    mine["seen"] = typed(organiser.get(WORDING).text, "seen")
    as_role(Role.ADMIN).post(WORDING, data={"subject": "不办了：{title}", "body": "别人的", "sample": 0})
    answer = organiser.post(WORDING, data=mine)
    assert (answer.status_code, faults(answer.text)) == (
        409,
        ["测试admin刚刚改了这一类通知的文字。您的改动没有保存，请看过现在的再改。"],
    )
    assert (typed(answer.text, "subject"), "别人的" in answer.text) == ("取消了：{title}", True)
    assert organiser.post(f"{WORDING}/restore", data={"seen": mine["seen"]}).status_code == 302
    with app.app_context():
        assert [row.body for row in db.session.query(Template)] == ["别人的"]
    organiser.post(WORDING, data=mine | {"seen": print_of("不办了：{title}", "别人的")})
    with app.app_context():
        assert [row.body for row in db.session.query(Template)] == ["我的：{reason}"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            {"body": "{titel}"},
            "没有“{titel}”这个占位符，可用的有：{name} {title} {roadshow} {reason} {event}",
        ),
        ({"body": "长" * 5001}, "正文最多5,000个字，现在是5,001个字"),
        ({"subject": "{a}"}, "没有“{a}”这个占位符"),
        ({"subject": ""}, "请填写标题"),
    ],
)
def test_words_with_a_fault_are_refused_at_their_field_and_kept(
    app: Flask, organiser: FlaskClient, typed: dict[str, str], words: str
) -> None:
    data = {"subject": "甲", "body": "乙", "sample": "0", **typed}
    page = organiser.post(WORDING, data=data).text
    assert words in page
    assert data["body"] in page
    with app.app_context():
        assert db.session.query(Template).count() == 0


def test_a_kind_or_a_language_that_is_none_is_not_found(organiser: FlaskClient) -> None:
    pages = ("/centre/wordings/nonsense/zh", "/centre/wordings/roadshow.cancelled/de")
    assert [organiser.get(page).status_code for page in pages] == [404, 404]
