"""What the organiser does with one roadshow: each step a button or a form, each refusal in words."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.attendance.states import AttendanceState
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.notices.models import Letter, Unwanted
from roadshow.occupancy.models import Occupancy
from roadshow.pitches.states import PitchState as P
from roadshow.programme import operations
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import AsRole
from tests.web.reading import missing, texts
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


def stored(app: Flask, state: S = S.PLANNED, accepted: int = 0, **facts: object) -> int:
    """A roadshow on ``make.DAY``, with so many accepted."""
    with app.app_context():
        row = make.roadshow(state, on=make.DAY, **facts)  # type: ignore[arg-type]  # the test says them right
        for _number in range(accepted):
            make.pitch(row, P.ACCEPTED)
        return row.id


def state_of(app: Flask, roadshow_id: int) -> S:
    with app.app_context():
        return get_roadshow(roadshow_id).state


def press(client: FlaskClient, roadshow_id: int, step: str) -> list[str]:
    """What the page says after a button is pressed."""
    answer = client.post(f"/centre/roadshows/{roadshow_id}/{step}", follow_redirects=True)
    return words_of(answer.text, "p.note")


def buttons(client: FlaskClient, roadshow_id: int) -> list[str]:
    """Of its head and of what stands beside the timeline."""
    page = client.get(f"/centre/roadshows/{roadshow_id}").text
    before, _timeline, after = page.partition('<ol class="todo">')
    return words_of(before + after.partition("</ol>")[2], "main a.btn, main button")


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (
            S.PLANNED,
            ["修改", "开始征集", "不征集，直接发布", "改期", "延期，日期待定", "照这场再建一场", "取消本场"],
        ),
        (
            S.CALLING,
            ["修改", "截止征集", "改截止时间", "改期", "延期，日期待定", "照这场再建一场", "取消本场"],
        ),
        (
            S.SELECTING,
            ["修改", "编排议程", "重新征集", "改期", "延期，日期待定", "照这场再建一场", "取消本场"],
        ),
        (S.PUBLISHED, ["修改", "改期", "延期，日期待定", "照这场再建一场", "取消本场"]),
        (S.LIVE, ["修改", "结束路演", "改期", "延期，日期待定", "照这场再建一场", "取消本场"]),
        (S.HELD, ["确认归档", "照这场再建一场"]),
        (S.CLOSED, ["照这场再建一场"]),
        (S.CANCELLED, ["照这场再建一场"]),
    ],
)
def test_each_state_offers_its_steps_and_no_others(
    app: Flask, organiser: FlaskClient, state: S, offered: list[str]
) -> None:
    assert buttons(organiser, stored(app, state)) == offered


@pytest.mark.parametrize(
    ("state", "main"), [(P.SUBMITTED, "去初筛"), (P.SCREENED, "去遴选"), (P.ACCEPTED, "编排议程")]
)
def test_no_agenda_is_the_main_thing_while_projects_wait_to_be_chosen(
    app: Flask, organiser: FlaskClient, state: P, main: str
) -> None:
    with app.app_context():
        roadshow = make.roadshow(S.SELECTING)
        make.pitch(roadshow, P.ACCEPTED)
        make.pitch(roadshow, state)
        roadshow_id = roadshow.id
    page = organiser.get(f"/centre/roadshows/{roadshow_id}").text.partition('<ol class="todo">')[0]
    assert words_of(page, "main a.btn") == ["修改", main]


@pytest.mark.parametrize("state", list(S))
def test_a_reader_is_offered_none(app: Flask, as_role: AsRole, state: S) -> None:
    assert buttons(as_role(Role.LEADER), stored(app, state)) == []


def test_on_the_day_the_doors_may_open(app: Flask, organiser: FlaskClient, as_role: AsRole) -> None:
    roadshow_id = stored(app, S.PUBLISHED)
    assert press(organiser, roadshow_id, "start") == ["到举办当天才能开场，这场在6月16日 周二"]
    with clock.at(make.moment(make.DAY, 13)):
        there = as_role(Role.ORGANISER)
        assert buttons(there, roadshow_id) == [
            "修改",
            "确认开场",
            "改期",
            "延期，日期待定",
            "照这场再建一场",
            "取消本场",
        ]
        assert press(there, roadshow_id, "start") == ["已开场。"]
    assert state_of(app, roadshow_id) == S.LIVE


def test_from_plan_to_archive(app: Flask, organiser: FlaskClient, as_role: AsRole) -> None:
    roadshow_id = stored(app, accepted=2)
    asked = {"closes_on": "2026-06-02", "closes_time": "18:00"}
    answer = organiser.post(f"/centre/roadshows/{roadshow_id}/call", data=asked, follow_redirects=True)
    assert words_of(answer.text, "p.note") == ["已开始征集，2026年6月2日 18:00截止。"]
    assert press(organiser, roadshow_id, "close-call") == ["征集已截止，现在可以遴选。"]
    assert press(organiser, roadshow_id, "publish") == ["已发布，访客和日历现在看得到。"]
    page = organiser.get(f"/centre/roadshows/{roadshow_id}").text
    assert words_of(page, "tbody td.n") == ["10分钟", "15分钟", "15分钟", "30分钟"]
    with clock.at(make.moment(make.DAY, 13, 20)):
        press(as_role(Role.ORGANISER), roadshow_id, "start")
    with clock.at(make.moment(make.DAY, 17, 10)):
        there = as_role(Role.ORGANISER)
        asked = there.get(f"/centre/roadshows/{roadshow_id}/finish").text
        assert len(words_of(asked, "div.what li")) == 2
        assert "计划到" not in asked
        assert press(there, roadshow_id, "finish") == ["路演已结束，到场的项目已记为已路演。"]
        assert press(there, roadshow_id, "close") == ["已归档。"]
    assert state_of(app, roadshow_id) == S.CLOSED


def test_closing_a_call_asks_first_and_names_the_drafts(app: Flask, organiser: FlaskClient) -> None:
    roadshow_id = stored(app, S.CALLING)
    with app.app_context():
        make.pitch(get_roadshow(roadshow_id), P.DRAFT)
    page = organiser.get(f"/centre/roadshows/{roadshow_id}/close-call").text
    assert words_of(page, "div.what p") == [
        "已收到0个申请。",
        "还有1份草稿没有提交，截止后不能再提交。",
        "不会发信。议程发布以前可以重新征集。",
    ]
    assert state_of(app, roadshow_id) == S.CALLING


def test_publishing_asks_first_and_says_who_is_written_to(app: Flask, organiser: FlaskClient) -> None:
    roadshow_id = stored(app)
    page = organiser.get(f"/centre/roadshows/{roadshow_id}/publish").text
    assert words_of(page, "div.what p")[1:] == ["没有人要通知，不会发信。"]
    assert state_of(app, roadshow_id) == S.PLANNED


def test_a_closed_call_is_opened_again_with_a_new_close(app: Flask, organiser: FlaskClient) -> None:
    roadshow_id = stored(app, S.CALLING)
    press(organiser, roadshow_id, "close-call")
    asked = {"closes_on": "2026-06-02", "closes_time": "18:00"}
    path = f"/centre/roadshows/{roadshow_id}/call/reopen"
    page = organiser.post(path, data=asked, follow_redirects=True).text
    assert words_of(page, "p.note") == ["已重新开始征集，2026年6月2日 18:00截止。"]
    assert state_of(app, roadshow_id) == S.CALLING
    assert "只有征集已截止、议程还没发布的路演可以重新征集" in organiser.post(path, data=asked).text


@pytest.mark.parametrize("read", [False, True])
def test_opening_a_call_again_says_what_becomes_of_a_review_that_goes_on(
    app: Flask, organiser: FlaskClient, read: bool
) -> None:
    roadshow_id = stored(app, S.SELECTING)
    if read:
        organiser.post(
            f"/centre/roadshows/{roadshow_id}/screening/set-up",
            data={"readers": "2", "notice_days": "0", "rubric": "技术 100"},
        )
    page = organiser.get(f"/centre/roadshows/{roadshow_id}/call/reopen").text
    assert ("评审还开放着，已有的评分都保留" in page) is read


def test_a_call_closes_two_weeks_before_unless_another_day_is_chosen(
    app: Flask, organiser: FlaskClient
) -> None:
    page = organiser.get(f"/centre/roadshows/{stored(app)}/call").text
    assert 'value="2026-06-02"' in page


def test_one_without_a_call_is_published_at_once(app: Flask, organiser: FlaskClient) -> None:
    roadshow_id = stored(app)
    press(organiser, roadshow_id, "publish")
    assert state_of(app, roadshow_id) == S.PUBLISHED


def test_nothing_is_published_without_a_project_after_a_call(app: Flask, organiser: FlaskClient) -> None:
    roadshow_id = stored(app, S.SELECTING)
    assert press(organiser, roadshow_id, "publish") == ["还没有入选的项目，先在“项目申请”里选入"]


@pytest.mark.parametrize("step", ["close-call", "publish", "start", "finish", "close"])
def test_a_step_out_of_turn_is_told_and_changes_nothing(
    app: Flask, organiser: FlaskClient, step: str
) -> None:
    roadshow_id = stored(app, S.CANCELLED)
    (told,) = press(organiser, roadshow_id, step)
    assert (told[:16], state_of(app, roadshow_id)) == ("当前状态为“已取消”，不能变为“", S.CANCELLED)


def test_a_call_closes_at_the_end_of_its_day_unless_an_hour_is_typed(
    app: Flask, organiser: FlaskClient
) -> None:
    roadshow_id = stored(app)
    assert 'value="23:59"' in organiser.get(f"/centre/roadshows/{roadshow_id}/call").text


@pytest.mark.parametrize(
    ("day", "hour", "words"),
    [
        ("", "", ["请选择截止日期", "请填写截止时间"]),
        ("2026-03-01", "23:59", ["征集截止须在现在之后、路演开始之前"]),
        ("2026-06-16", "13:31", ["征集截止须在现在之后、路演开始之前"]),
        ("2026-06-16", "24:00", ["截止时间“24:00”不是有效的时间，请像13:30这样写"]),
    ],
)
def test_an_odd_close_is_refused_at_its_field(
    app: Flask, organiser: FlaskClient, day: str, hour: str, words: list[str]
) -> None:
    roadshow_id = stored(app)
    asked = {"closes_on": day, "closes_time": hour}
    page = organiser.post(f"/centre/roadshows/{roadshow_id}/call", data=asked)
    assert (words_of(page.text, "p.why span"), state_of(app, roadshow_id)) == (words, S.PLANNED)


def test_a_call_gets_another_close(app: Flask, organiser: FlaskClient) -> None:
    roadshow_id = stored(app, S.CALLING)
    path = f"/centre/roadshows/{roadshow_id}/call/change"
    assert 'value="2026-06-09"' in organiser.get(path).text
    for day, words in (
        ("2026-06-09", ["新的截止时间与原来的相同"]),
        ("2026-06-17", ["征集截止须在现在之后、路演开始之前"]),
    ):
        page = organiser.post(path, data={"closes_on": day, "closes_time": "13:30"})
        assert words_of(page.text, "p.why span") == words
    asked = {"closes_on": "2026-06-12", "closes_time": "23:59"}
    page = organiser.post(path, data=asked, follow_redirects=True)
    assert words_of(page.text, "p.note") == ["征集改到2026年6月12日 23:59截止。"]


def test_only_an_open_call_gets_another_close(app: Flask, organiser: FlaskClient) -> None:
    path = f"/centre/roadshows/{stored(app)}/call/change"
    page = organiser.post(path, data={"closes_on": "2026-06-12", "closes_time": "23:59"})
    assert "这场路演现在不征集项目" in page.text


def test_postponing_says_old_and_new_and_who_is_written_to(app: Flask, organiser: FlaskClient) -> None:
    roadshow_id = stored(app, S.CALLING)
    with app.app_context():
        make.pitch(get_roadshow(roadshow_id), of=make.project(make.company(make.person())))
        make.attendance(get_roadshow(roadshow_id), AttendanceState.INVITED)
    path = f"/centre/roadshows/{roadshow_id}/postpone"
    page = organiser.get(path).text
    assert words_of(page, "p.note") == [
        "本站还没有接通邮件，不会寄信：2人要另行通知，其中有账号的人在收件箱里也看得到；已订阅日历的人会在自己的日历里看到变动。"
    ]
    assert 'value="13:30"' in page
    answer = organiser.post(path, data={"on": "2026-06-23", "starts": "14:00"}, follow_redirects=True)
    assert words_of(answer.text, "p.note") == [
        "已改期：2026年6月16日 13:30 → 2026年6月23日 14:00。",
        "征集改到2026年6月16日 14:00截止。",
    ]
    with app.app_context():
        row = get_roadshow(roadshow_id)
        assert (row.sequence, db.session.query(Letter).count()) == (1, 2)
        assert row.ends_at == make.moment(make.DAY + timedelta(days=7), 17, 30)


def calling_until(app: Flask, day: int) -> int:
    """A roadshow on ``make.DAY`` whose call closes so many days before."""
    roadshow_id = stored(app)
    with app.app_context():
        closes_at = make.moment(make.DAY - timedelta(days=day), 18)
        operations.open_call(get_roadshow(roadshow_id), closes_at, actor=make.SOMEONE)
    return roadshow_id


@pytest.mark.parametrize(
    ("asked", "days_before"),
    [
        ({"closes": "follow"}, 14),
        ({"closes": "stay"}, 21),
        ({"closes": "other", "closes_on": "2026-06-20", "closes_time": "18:00"}, 3),
    ],
)
def test_moving_a_roadshow_asks_what_becomes_of_its_call(
    app: Flask, organiser: FlaskClient, asked: dict[str, str], days_before: int
) -> None:
    roadshow_id, later = calling_until(app, 14), make.DAY + timedelta(days=7)
    path = f"/centre/roadshows/{roadshow_id}/postpone"
    organiser.post(path, data={"on": later.isoformat(), "starts": "14:00"} | asked)
    with app.app_context():
        closes_at = get_roadshow(roadshow_id).call_closes_at
        assert closes_at is not None
        assert clock.local(closes_at).date() == later - timedelta(days=days_before)


def test_another_close_than_before_the_new_start_is_refused_at_its_field(
    app: Flask, organiser: FlaskClient
) -> None:
    path = f"/centre/roadshows/{calling_until(app, 14)}/postpone"
    asked = {"on": "2026-06-23", "starts": "14:00", "closes": "other"}
    assert words_of(organiser.post(path, data=asked).text, "p.why span") == ["请选择新的截止日期"]
    late = asked | {"closes_on": "2026-06-24", "closes_time": "18:00"}
    page = organiser.post(path, data=late).text
    assert words_of(page, "p.why span") == ["征集截止须在现在之后、新的路演时间之前"]


def test_a_clash_refuses_the_postponing_in_the_form_and_names_the_other(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        hall = make.hall(name="一号路演厅")
        make.roadshow(where=hall, on=make.DAY + timedelta(days=7), title="电子信息专场")
        roadshow_id = make.roadshow(S.CALLING, hall, on=make.DAY).id
    asked = {"on": "2026-06-23", "starts": "09:00"}
    page = organiser.post(f"/centre/roadshows/{roadshow_id}/postpone", data=asked).text
    assert words_of(page, "p.why span") == [
        "一号路演厅在6月23日 周二 12:30–17:30已被“电子信息专场”占用（含布场与撤场），请换时间或场地"
    ]
    assert [value for value in asked.values() if f'value="{value}"' not in page] == []


@pytest.mark.parametrize(
    ("day", "hour", "words"),
    [
        ("2026-06-16", "13:30", "新时间与原时间相同"),
        ("2028-06-16", "13:30", "日期须在2026至2027年内"),
        ("1991-09-15", "01:30", "日期须在2026至2027年内"),
        ("2026-06-17", "24:00", "新的开始时间“24:00”不是有效的时间，请像13:30这样写"),
        ("2026-03-01", "13:30", "开始时间已经过去，请选今后的日期"),
        ("0001-01-01", "00:00", "新日期“0001-01-01”超出范围，年份须在1900至2199之间"),
        ("2199-12-31", "23:59", "日期须在2026至2027年内"),
    ],
)
def test_an_odd_new_day_is_refused_at_its_field(
    app: Flask, organiser: FlaskClient, day: str, hour: str, words: str
) -> None:
    roadshow_id = stored(app)
    page = organiser.post(f"/centre/roadshows/{roadshow_id}/postpone", data={"on": day, "starts": hour})
    assert words_of(page.text, "p.why span") == [words]


def test_cancelling_asks_once_and_why_and_frees_the_hall(app: Flask, organiser: FlaskClient) -> None:
    roadshow_id = stored(app, title="新材料专场")
    path = f"/centre/roadshows/{roadshow_id}/cancel"
    page = organiser.get(path).text
    assert words_of(page, "p.note") == ["这场还没有公开，也没有人申请，不会通知任何人。"]
    assert words_of(page, "button.risk") == ["取消“新材料专场”"]
    assert words_of(organiser.post(path, data={"reason": ""}).text, "p.why span") == ["请写明取消的原因"]
    assert state_of(app, roadshow_id) == S.PLANNED
    answer = organiser.post(path, data={"reason": "场馆检修"}, follow_redirects=True)
    assert words_of(answer.text, "p.note") == ["已取消“新材料专场”，场地已释放。"]
    with app.app_context():
        assert db.session.query(Occupancy).count() == 0


def test_what_was_cancelled_is_restored_from_its_page_as_long_as_its_time_is_to_come(
    app: Flask, organiser: FlaskClient
) -> None:
    roadshow_id = stored(app, title="新材料专场")
    here = f"/centre/roadshows/{roadshow_id}"
    assert words_of(organiser.get(f"{here}/restore").text, "p.note") == ["这场路演已列入计划，没有取消"]
    organiser.post(f"{here}/cancel", data={"reason": "场馆检修"})
    assert f'href="{here}/restore"' in organiser.get(here).text
    assert words_of(organiser.get(f"{here}/restore").text, "button.main") == ["恢复“新材料专场”"]
    answer = organiser.post(f"{here}/restore", follow_redirects=True)
    assert words_of(answer.text, "p.note") == ["已恢复“新材料专场”，时间和场地不变。"]
    with app.app_context():
        assert db.session.query(Occupancy).count() == 1


@pytest.mark.parametrize(
    ("state", "applicants", "words"),
    [
        (S.PLANNED, 0, "只有工作人员看得到，最多500个字"),
        (S.CALLING, 0, "写在这场的公开页面上，最多500个字"),
        (S.CALLING, 1, "写在给他们的通知里，最多500个字"),
    ],
)
def test_who_will_read_why_it_is_cancelled(
    app: Flask, organiser: FlaskClient, state: S, applicants: int, words: str
) -> None:
    with app.app_context():
        roadshow = make.roadshow(state)
        for _ in range(applicants):
            make.pitch(roadshow, of=make.project(make.company(make.person())))
        roadshow_id = roadshow.id
    page = organiser.get(f"/centre/roadshows/{roadshow_id}/cancel").text
    assert words_of(page, "p.hint") == [words]


def test_a_reason_too_long_is_refused_and_kept(app: Flask, organiser: FlaskClient) -> None:
    roadshow_id = stored(app)
    page = organiser.post(f"/centre/roadshows/{roadshow_id}/cancel", data={"reason": "长" * 501}).text
    assert words_of(page, "p.why span") == ["原因最多500个字，现在是501个字"]
    assert words_of(page, "textarea#reason") == ["长" * 501]


@pytest.mark.parametrize("step", ["change", "call", "postpone", "cancel"])
def test_a_form_left_open_while_the_roadshow_was_cancelled_is_refused_in_words(
    app: Flask, organiser: FlaskClient, step: str
) -> None:
    roadshow_id = stored(app, S.CANCELLED)
    with app.app_context():
        hall = get_roadshow(roadshow_id).hall_id
    everything = {
        "title": "新题目",
        "starts": "13:30",
        "ends": "17:00",
        "hall": str(hall),
        "places": "8",
        "on": "2026-06-17",
        "closes_on": "2026-06-01",
        "closes_time": "18:00",
        "reason": "检修",
    }
    page = organiser.post(f"/centre/roadshows/{roadshow_id}/{step}", data=everything)
    assert (page.status_code, len(words_of(page.text, "section.errors li"))) == (200, 1)
    assert state_of(app, roadshow_id) == S.CANCELLED


def test_the_page_tells_where_it_moved_from_and_what_was_done(app: Flask, organiser: FlaskClient) -> None:
    roadshow_id = stored(app, S.CALLING)
    organiser.post(f"/centre/roadshows/{roadshow_id}/postpone", data={"on": "2026-06-23", "starts": "13:30"})
    page = organiser.get(f"/centre/roadshows/{roadshow_id}").text
    facts = dict(zip(words_of(page, "dl.facts-list dt"), words_of(page, "dl.facts-list dd"), strict=True))
    assert (facts["日期"], facts["原定"]) == ("2026年6月23日 周二", "2026年6月16日 13:30")
    told = words_of(page, "ol.trail p")
    moved = "开始时间：2026年6月16日 13:30 → 2026年6月23日 13:30"
    assert f"{moved}；征集截止：2026年6月9日 13:30 → 2026年6月16日 13:30" in told


def test_the_timeline_leads_to_what_can_be_done_now(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        planned, calling = make.roadshow(S.PLANNED).id, make.roadshow(S.CALLING).id
    recorder, organiser = as_role(Role.RECORDER), as_role(Role.ORGANISER)
    found = {}
    for roadshow_id in (planned, calling):
        page = organiser.get(f"/centre/roadshows/{roadshow_id}").text
        found[roadshow_id] = texts(page.partition('<ol class="todo">')[2].partition("</ol>")[0], "a", "btn")
    assert "去截止：截止项目征集" in found[calling]
    assert [words for words in found[planned] if "截止项目征集" in words] == []
    assert "看成果：登记成果" in found[calling]
    assert "成果登记员（测试recorder）" in page
    assert "去登记" in recorder.get(f"/centre/roadshows/{calling}").text


def test_with_mail_the_page_says_who_is_written_to(app: Flask, organiser: FlaskClient) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp="smtp://127.0.0.1:1")
    with app.app_context():
        roadshow = make.roadshow(S.CALLING)
        make.pitch(roadshow, of=make.project(make.company(make.person())))
        roadshow_id = roadshow.id
    page = organiser.get(f"/centre/roadshows/{roadshow_id}/put-off").text
    assert missing(page, "会给1人写信；") == []


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("put-off", "roadshow.put_off"),
        ("postpone", "roadshow.postponed"),
        ("cancel", "roadshow.cancelled"),
        ("call/change", "roadshow.call_changed"),
    ],
)
def test_who_does_without_a_letter_is_not_counted(
    app: Flask, organiser: FlaskClient, page: str, kind: str
) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp="smtp://127.0.0.1:1")
    with app.app_context():
        roadshow = make.roadshow(S.CALLING)
        people = make.person(), make.person()
        for person in people:
            make.pitch(roadshow, of=make.project(make.company(person)))
        db.session.add(Unwanted(address=people[0].email, kind=kind, since=clock.now()))
        db.session.commit()
        roadshow_id = roadshow.id
    words = organiser.get(f"/centre/roadshows/{roadshow_id}/{page}").text
    assert missing(words, "会给1人写信；") == []
