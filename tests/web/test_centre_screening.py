"""The organiser's pages of the reading: laid down, given out, ranked, decided, sent, and what the public sees."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.pitches.queries import get_pitch
from roadshow.pitches.states import PitchState as P
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from roadshow.screening import operations, queries, reviewing
from roadshow.screening.models import Sheet
from roadshow.screening.states import SheetState
from tests import make
from tests.conftest import AsRole, Counted
from tests.screening.panel import marked, passed, reading, sheet_of
from tests.web.reading import missing
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
SETUP = {"readers": "2", "notice_days": "3", "rubric": "技术 60\n团队 40"}


def ranked(app: Flask) -> tuple[str, list[int]]:
    """The address of a roadshow whose three projects have marks, and their applications, the best first."""
    with app.app_context():
        roadshow, people = reading(places=1, notice_days=3)
        rows = [passed(roadshow, name) for name in ("甲", "乙", "丙")]
        for row, first in zip(rows, (30, 20, 10), strict=True):
            for person in people:
                marked(row, person, first, 20, 20, 20, 10, note="=1+1")
        return f"/centre/roadshows/{roadshow.id}", [row.id for row in rows]


def seen(page: str) -> str:
    return page.partition('name="seen" value="')[2].partition('"')[0]


def states(app: Flask, ids: list[int]) -> list[P]:
    with app.app_context():
        return [get_pitch(number).state for number in ids]


def test_what_is_laid_down_is_shown_and_what_is_wrong_is_said_at_its_field(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        path = f"/centre/roadshows/{make.roadshow(S.SELECTING).id}/screening"
    assert words_of(organiser.get(path).text, "div.empty h2") == ["还没有定下评审办法"]
    wrong = {"readers": "0", "notice_days": "x", "rubric": "技术 60"}
    page = organiser.post(f"{path}/set-up", data=wrong).text
    assert words_of(page, "p.why span") == [
        "每份申请的评委人数“0”须是1至9的整数",
        "入选项目公示“x”须是0至30的整数",
        "权重合计须为100，现在是60",
    ]
    page = organiser.post(f"{path}/set-up", data=SETUP | {"rubric": "技术 60"}).text
    assert words_of(page, "p.why span") == ["权重合计须为100，现在是60"]
    page = organiser.post(f"{path}/set-up", data=SETUP, follow_redirects=True).text
    assert words_of(page, "dl.facts-list dd")[:4] == ["2", "没有定", "否", "3天"]


def test_reviewers_are_chosen_described_and_drawn(
    app: Flask, organiser: FlaskClient, as_role: AsRole
) -> None:
    as_role(Role.JUDGE)
    with app.app_context():
        roadshow, _people = reading(judges=0)
        passed(roadshow)
        path, judge = f"/centre/roadshows/{roadshow.id}/screening", queries.list_judges()[0].id
    organiser.post(f"/centre/reviewers/{judge}", data={"kind": "venture", "fields": ["energy"]})
    page = organiser.post(f"{path}/reviewers", data={"people": [judge]}, follow_redirects=True).text
    assert words_of(page, "tbody th small") == ["投资专家、新能源与节能"]
    page = organiser.post(f"{path}/draw", follow_redirects=True).text
    assert (words_of(page, "p.note"), words_of(page, "td.n div")) == (
        ["分配了1份评审。"],
        ["1", "0", "0", "—"],
    )
    startup = organiser.post(f"{path}/reviewers", data={"people": [9999]}).text
    assert words_of(startup, "p.why span") == ["请从列表中选择一项"]


def test_judges_who_have_not_opened_their_invitation_are_named(
    app: Flask, organiser: FlaskClient, as_role: AsRole
) -> None:
    with app.app_context():
        path = f"/centre/roadshows/{reading(judges=0)[0].id}/screening/reviewers"
    as_role(Role.ADMIN).post(
        "/centre/people/invite", data={"people": "示例评委，judge@test.example", "roles": ["judge"]}
    )
    assert words_of(organiser.get(path).text, "p.note") == [
        "另有1位评委已经邀请，打开链接设好密码后才能选进来：judge@test.example"
    ]


def test_by_hand_one_is_sent_taken_away_and_moved(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        roadshow, (first, second) = reading()
        pitch = passed(roadshow)
        sheet_id, pitch_id = sheet_of(pitch, first).id, pitch.id
        people = first.id, second.id
    path = f"/centre/pitches/{pitch_id}/readers"
    organiser.post(f"/centre/sheets/{sheet_id}/hand-over", data={"person": people[1]})
    organiser.post(path, data={"person": people[0]})
    with app.app_context():
        assert {each.person_id for each in queries.list_sheets(pitch_id)} == set(people)
        last = queries.list_sheets(pitch_id)[0].id
    organiser.post(f"/centre/sheets/{last}/take-away")
    assert len(words_of(organiser.get(path).text, "tbody th b")) == 1
    forged = organiser.post(f"/centre/sheets/{last}/hand-over", data={"person": "9" * 30})
    assert forged.status_code == 404


def test_who_keeps_away_leaves_the_application_short_until_another_is_sent(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        roadshow, people = reading(readers=2)
        pitch, other = passed(roadshow, "甲"), passed(roadshow, "乙")
        for row in (pitch, other):
            for person in people:
                marked(row, person)
        reviewing.recuse(sheet_of(pitch, people[1]), "持有股份", actor=people[1].acting())
        event, readers = f"/centre/roadshows/{roadshow.id}", f"/centre/pitches/{pitch.id}/readers"
        kept_away, pitch_id, roadshow_id = people[1].name, pitch.id, roadshow.id
    assert "1份申请的评委还不够" in words_of(organiser.get("/centre/").text, "ul.todo b")
    page = organiser.get(f"{event}/screening").text
    assert "评审3/4" in words_of(page, "nav.sections a")
    assert "1份申请的评委还不够" in words_of(page, "h2")
    assert words_of(page, "td.whole div") == [f"{kept_away}：持有股份"]
    assert f'href="{readers}"' in page
    assert "1/2" in words_of(organiser.get(f"{event}/ranking").text, "td.n div")
    assert missing(organiser.get(f"/centre/pitches/{pitch_id}").text, "已提交1/2份") == []
    assert missing(organiser.get(readers).text, "按评审办法还差1位评委。", "本场没有可以加派的评委了。") == []
    with app.app_context():
        third_id = make.person(Role.JUDGE).id
        there = [each.person_id for each in queries.list_reviewers(roadshow_id)]
        operations.set_reviewers(get_roadshow(roadshow_id), [*there, third_id], actor=make.SOMEONE)
    assert missing(organiser.get(readers).text, "按评审办法还差1位评委。") == []
    organiser.post(readers, data={"person": third_id})
    assert (
        "1份申请的评委还不够" not in organiser.get(f"{event}/screening").text + organiser.get("/centre/").text
    )


def test_the_ranking_is_sorted_filtered_and_shows_what_was_reckoned(
    app: Flask, organiser: FlaskClient
) -> None:
    path, _ids = ranked(app)
    page = organiser.get(f"{path}/ranking").text
    assert words_of(page, "tbody th a") == ["甲", "乙", "丙"]
    assert words_of(page, "td.n div")[:6] == ["1", "100.00优秀", "100.00", "100.00", "0", "2/2"]
    assert words_of(organiser.get(f"{path}/ranking?sort=score").text, "tbody th a") == ["丙", "乙", "甲"]
    assert words_of(organiser.get(f"{path}/ranking?sector=energy").text, "tbody th a") == []
    assert words_of(organiser.get(f"{path}/ranking?q=乙").text, "tbody th a") == ["乙"]
    assert words_of(organiser.get(f"{path}/ranking?sort=odd&sector=x&state=y").text, "tbody th a") == [
        "甲",
        "乙",
        "丙",
    ]


def test_the_workbook_has_every_sheet_and_text_that_begins_like_a_formula_is_text(
    app: Flask, organiser: FlaskClient
) -> None:
    path, _ids = ranked(app)
    sheet = load_workbook(BytesIO(organiser.get(f"{path}/ranking.xlsx").data)).active
    rows = list(sheet.iter_rows(values_only=True))
    head, first = rows[0], rows[1]
    assert len(rows) == 1 + 3 * 2
    assert (first[0], first[head.index("技术与产品")], first[-1]) == ("甲", 30, "=1+1")
    assert sheet.cell(2, len(head)).data_type == "s"


def test_decisions_are_made_from_the_ranking_looked_at_and_sent(app: Flask, organiser: FlaskClient) -> None:
    path, ids = ranked(app)
    page = organiser.get(f"{path}/ranking").text
    do = {"picked": ids[:2], "do": "accepted", "seen": seen(page)}
    page = organiser.post(f"{path}/ranking/decide", data=do, follow_redirects=True).text
    assert words_of(page, "p.note") == [
        "1个项目拟定为“已入选”，发出以后项目方才看得到。",
        "没有处理1项：“乙”（本场1个上台名额已满，可以先列为候补）。",
    ]
    do = {"picked": ids[1:2], "do": "waitlisted", "seen": seen(page)}
    page = organiser.post(f"{path}/ranking/decide", data=do, follow_redirects=True).text
    asked = organiser.post(f"{path}/ranking/decline", data={"picked": ids[2:], "seen": seen(page)}).text
    no_reason = {"picked": ids[2:], "seen": seen(asked), "reason": " "}
    page = organiser.post(f"{path}/ranking/decline", data=no_reason).text
    assert words_of(page, "p.why span") == ["请写明未入选的原因"]
    organiser.post(f"{path}/ranking/decline", data=no_reason | {"reason": "名额有限"})
    assert states(app, ids) == [P.SCREENED] * 3
    page = organiser.get(f"{path}/decisions").text
    assert words_of(page, "tbody th a") == ["甲", "乙", "丙"]
    stamp = {"seen": seen(page)}
    page = organiser.post(f"{path}/decisions/send", data=stamp, follow_redirects=True).text
    assert words_of(page, "p.note") == ["3个结果已发出。"]
    assert states(app, ids) == [P.ACCEPTED, P.WAITLISTED, P.DECLINED]
    again = organiser.post(f"{path}/decisions/send", data=stamp, follow_redirects=True).text
    assert words_of(again, "p.note") == ["情况刚刚变了。请刷新后再看。"]


def test_sending_names_the_projects_whose_reviews_are_missing(app: Flask, organiser: FlaskClient) -> None:
    path, ids = ranked(app)
    with app.app_context():
        sheet = db.session.scalars(select(Sheet).where(Sheet.pitch_id == ids[0])).first()
        assert sheet is not None
        sheet.state, sheet.handed_in_at = SheetState.OPEN, None
        db.session.commit()
    page = organiser.get(f"{path}/ranking").text
    organiser.post(f"{path}/ranking/decide", data={"picked": ids[:1], "do": "accepted", "seen": seen(page)})
    page = organiser.get(f"{path}/decisions").text
    assert [note[:13] for note in words_of(page, "div.stack p.note")] == ["1个项目还差评审：甲。现在"]
    organiser.post(f"{path}/decisions/send", data={"seen": seen(page)})
    assert "还差评审：甲" in organiser.get(path).text


def test_who_was_overtaken_is_told_by_whom(app: Flask, organiser: FlaskClient) -> None:
    path, ids = ranked(app)
    do = {"picked": ids[:1], "do": "accepted", "seen": seen(organiser.get(f"{path}/ranking").text)}
    organiser.post(f"{path}/ranking/decide", data=do)
    organiser.get(f"{path}/ranking")
    page = organiser.post(f"{path}/ranking/decide", data=do | {"do": "forget"}, follow_redirects=True).text
    said = "测试organiser刚刚改动了拟定的结果。您的改动没有保存，请看过现在的再改。"
    assert words_of(page, "p.note") == [said]


def test_an_act_that_is_none_is_refused(app: Flask, organiser: FlaskClient) -> None:
    path, ids = ranked(app)
    answer = organiser.post(f"{path}/ranking/decide", data={"picked": ids, "do": "presented"})
    assert answer.status_code == 400


def test_the_public_notice_has_names_and_one_line_until_it_ends(
    app: Flask, organiser: FlaskClient, client: FlaskClient
) -> None:
    path, ids = ranked(app)
    with app.app_context():
        uid = get_roadshow(int(path.rpartition("/")[2])).uid
    assert client.get(f"/roadshows/{uid}/selected").status_code == 404
    do = {"picked": ids[:1], "do": "accepted", "seen": seen(organiser.get(f"{path}/ranking").text)}
    organiser.post(f"{path}/ranking/decide", data=do)
    organiser.post(f"{path}/decisions/send", data={"seen": seen(organiser.get(f"{path}/decisions").text)})
    assert words_of(client.get(f"/roadshows/{uid}/selected").text, "tbody th") == ["甲一句话"]
    assert words_of(client.get(f"/roadshows/{uid}").text, "p.note a") == ["入选项目公示"]


def test_the_ranking_costs_the_same_however_many_apply(
    app: Flask, organiser: FlaskClient, counted: Counted
) -> None:
    path, ids = ranked(app)
    costs = []
    for _round in range(2):
        organiser.get(f"{path}/ranking")
        with counted() as statements:
            organiser.get(f"{path}/ranking")
            organiser.get(f"{path}/screening")
        costs.append(len(statements))
        with app.app_context():
            roadshow = get_pitch(ids[0]).roadshow
            for _number in range(20):
                passed(roadshow)
    assert costs[0] == costs[1]
