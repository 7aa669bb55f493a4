"""The applications to a roadshow: seen, screened, chosen, answered with a reason."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.notices.quiet import FEW
from roadshow.pitches.queries import get_pitch
from roadshow.pitches.states import PitchState as P
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import AsRole, Counted
from tests.screening.panel import marked, passed, reading
from tests.web.reading import missing
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


def stored(app: Flask, state: P = P.SUBMITTED, during: S = S.SELECTING, name: str = "钙钛矿") -> int:
    with app.app_context():
        return make.pitch(make.roadshow(during, places=1), state, make.project(name=name)).id


def told(app: Flask, pitch_id: int) -> tuple[P, str]:
    with app.app_context():
        pitch = get_pitch(pitch_id)
        return pitch.state, pitch.reason


def buttons(client: FlaskClient, pitch_id: int) -> list[str]:
    page = client.get(f"/centre/pitches/{pitch_id}").text
    shown = words_of(page, "main a.btn, main button")
    for hidden in words_of(page, "div.apart button"):  # until a script has something to put back
        shown.remove(hidden)
    return [words.split("：")[0] for words in shown]


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (P.SUBMITTED, ["通过初筛", "退回补正", "不选入"]),
        (P.RETURNED, ["不选入"]),
        (P.SCREENED, ["列为候补", "选入", "不选入"]),
        (P.WAITLISTED, ["选入", "不选入"]),
        (P.ACCEPTED, ["改为候补", "不选入"]),
        (P.SCHEDULED, []),
        (P.DECLINED, []),
        (P.WITHDRAWN, []),
    ],
)
def test_each_state_offers_its_steps(
    app: Flask, organiser: FlaskClient, state: P, offered: list[str]
) -> None:
    assert buttons(organiser, stored(app, state)) == offered


def test_absence_is_marked_while_the_roadshow_runs(app: Flask, organiser: FlaskClient) -> None:
    assert buttons(organiser, stored(app, P.SCHEDULED, S.PUBLISHED)) == []
    pitch_id = stored(app, P.SCHEDULED, S.LIVE)
    assert buttons(organiser, pitch_id) == ["确认缺席"]
    organiser.post(f"/centre/pitches/{pitch_id}/absent")
    assert told(app, pitch_id) == (P.ABSENT, "")


def test_after_cancelling_nothing_is_offered(app: Flask, organiser: FlaskClient) -> None:
    assert buttons(organiser, stored(app, P.SCREENED, S.CANCELLED)) == []


@pytest.mark.parametrize("role", [Role.RECORDER, Role.LEADER, Role.ADMIN])
def test_who_only_reads_is_offered_nothing(app: Flask, as_role: AsRole, role: Role) -> None:
    assert buttons(as_role(role), stored(app)) == []


@pytest.mark.parametrize(
    ("here", "step", "there", "words"),
    [
        (P.SUBMITTED, "screen", P.SCREENED, "“钙钛矿”现在是“已过初筛”。"),
        (P.SCREENED, "accept", P.ACCEPTED, "“钙钛矿”现在是“已入选”。"),
        (P.SCREENED, "waitlist", P.WAITLISTED, "“钙钛矿”现在是“候补”。"),
        (P.SUBMITTED, "accept", P.SUBMITTED, "当前状态为“待初筛”，不能变为“已入选”"),
    ],
)
def test_one_button_takes_one_step_and_says_so(
    app: Flask, organiser: FlaskClient, here: P, step: str, there: P, words: str
) -> None:
    pitch_id = stored(app, here)
    answer = organiser.post(f"/centre/pitches/{pitch_id}/{step}", data={"sure": "1"}, follow_redirects=True)
    assert (words_of(answer.text, "p.note"), told(app, pitch_id)[0]) == ([words], there)


UNMAILED = "本站还没有接通邮件，不会寄信：1个项目方要另行通知，其中有账号的在收件箱里也看得到。"


def answered(app: Flask, smtp: str, emails: tuple[str, ...] = ("applicant@test.example",)) -> list[int]:
    """Screened applications whose contacts have these addresses, with or without mail."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], smtp=smtp)
    with app.app_context():
        roadshow = make.roadshow(S.SELECTING, places=50)
        return [
            make.pitch(roadshow, P.SCREENED, make.project(name="钙钛矿"), contact_email=email).id
            for email in emails
        ]


@pytest.mark.parametrize(
    ("step", "smtp", "words"),
    [
        ("accept", "smtp://127.0.0.1:9", ["选入1个项目？", "1个项目方马上收到入选的信。"]),
        ("waitlist", "smtp://127.0.0.1:9", ["把1个项目列为候补？", "1个项目方马上收到列为候补的信。"]),
        ("accept", "", ["选入1个项目？", UNMAILED]),
        ("waitlist", "", ["把1个项目列为候补？", UNMAILED]),
    ],
)
def test_a_result_is_asked_about_once_with_who_gets_a_letter(
    app: Flask, organiser: FlaskClient, step: str, smtp: str, words: list[str]
) -> None:
    (pitch_id,) = answered(app, smtp)
    page = organiser.post(f"/centre/pitches/{pitch_id}/{step}").text
    assert missing(page, *words, "钙钛矿", 'name="sure"', f'action="/centre/pitches/{pitch_id}/{step}"') == []
    assert told(app, pitch_id)[0] == P.SCREENED


def test_where_nobody_can_be_written_to_no_letter_is_promised(app: Flask, organiser: FlaskClient) -> None:
    (pitch_id,) = answered(app, "smtp://127.0.0.1:9", ("",))
    page = organiser.post(f"/centre/pitches/{pitch_id}/waitlist").text
    assert ["没有人要通知，不会发信。" in page, "马上收到" in page] == [True, False]


def test_many_results_at_night_are_said_to_go_in_the_morning(app: Flask, as_role: AsRole) -> None:
    emails = tuple(f"applicant{number}@test.example" for number in range(FEW + 1))
    ids = answered(app, "smtp://127.0.0.1:9", emails)
    with app.app_context():
        path = f"/centre/roadshows/{get_pitch(ids[0]).roadshow_id}/pitches/step"
    with clock.at(clock.moment(clock.today(), time(22, 35))):
        organiser = as_role(Role.ORGANISER)
        few, many = (
            organiser.post(path, data={"do": "waitlisted", "picked": some}).text for some in (ids[1:], ids)
        )
    assert f"{FEW}个项目方马上收到列为候补的信。" in few
    assert f"夜里（22:00–7:00）不打扰收信人，{FEW + 1}个项目方的信明早7:00发出。" in many


@pytest.mark.parametrize(
    ("smtp", "words"),
    [
        ("smtp://127.0.0.1:9", "信马上寄出。"),
        ("", "本站还没有接通邮件，不会寄信，请另行通知项目方。"),
    ],
)
def test_one_press_says_afterwards_what_becomes_of_the_letter(
    app: Flask, organiser: FlaskClient, smtp: str, words: str
) -> None:
    (pitch_id,) = answered(app, smtp)
    with app.app_context():
        get_pitch(pitch_id).state = P.SUBMITTED
        db.session.commit()
        path = f"/centre/roadshows/{get_pitch(pitch_id).roadshow_id}/pitches/step"
    one = organiser.post(f"/centre/pitches/{pitch_id}/screen", follow_redirects=True).text
    with app.app_context():
        get_pitch(pitch_id).state = P.SUBMITTED
        db.session.commit()
    many = organiser.post(
        path, data={"do": "screened", "picked": [pitch_id], "sure": "1"}, follow_redirects=True
    ).text
    assert [words_of(page, "p.note") for page in (one, many)] == [
        [f"“钙钛矿”现在是“已过初筛”。{words}"],
        [f"1个申请现在是“已过初筛”。{words}"],
    ]


def test_a_button_in_the_list_leads_back_to_the_list(app: Flask, organiser: FlaskClient) -> None:
    pitch_id = stored(app)
    with app.app_context():
        roadshow_id = get_pitch(pitch_id).roadshow_id
    answer = organiser.post(f"/centre/pitches/{pitch_id}/screen", data={"back": "list"})
    assert answer.location == f"/centre/roadshows/{roadshow_id}/pitches"


def test_when_the_stage_is_full_the_page_says_what_to_do(app: Flask, organiser: FlaskClient) -> None:
    pitch_id = stored(app, P.SCREENED)
    with app.app_context():
        make.pitch(get_pitch(pitch_id).roadshow, P.ACCEPTED)
    answer = organiser.post(f"/centre/pitches/{pitch_id}/accept", data={"sure": "1"}, follow_redirects=True)
    assert words_of(answer.text, "p.note") == ["本场1个上台名额已满，可以先列为候补"]


@pytest.mark.parametrize(
    ("step", "there", "missing"),
    [("return", P.RETURNED, "请写明需要补正什么"), ("decline", P.DECLINED, "请写明未入选的原因")],
)
def test_no_takes_a_reason_that_the_applicant_reads(
    app: Flask, organiser: FlaskClient, step: str, there: P, missing: str
) -> None:
    pitch_id = stored(app)
    path = f"/centre/pitches/{pitch_id}/{step}"
    due = {"due_on": "2026-03-05", "due_time": "18:00"} if there is P.RETURNED else {}
    assert words_of(organiser.post(path, data={"reason": "", **due}).text, "p.why span") == [missing]
    long = organiser.post(path, data={"reason": "长" * 501, **due}).text
    assert words_of(long, "p.why span") == ["原因最多500个字，现在是501个字"]
    organiser.post(path, data={"reason": "缺少知识产权声明", **due})
    assert told(app, pitch_id) == (there, "缺少知识产权声明")
    page = organiser.get(f"/centre/pitches/{pitch_id}").text
    more = "补正截止：2026年3月5日 18:00 延长补正时间" if there is P.RETURNED else ""
    assert words_of(page, "p.note")[-1] == f"申请人看到的原因：缺少知识产权声明{more}"


def test_a_return_says_all_that_is_wrong_at_once(app: Flask, organiser: FlaskClient) -> None:
    said = {"reason": "长" * 501, "due_on": "2026-02-01", "due_time": "18:00"}
    page = organiser.post(f"/centre/pitches/{stored(app)}/return", data=said).text
    assert [words[:6] for words in words_of(page, "p.why span")] == ["原因最多50", "补正截止须晚"]


@pytest.mark.parametrize(
    ("closes_in", "starts_in", "due"),
    [
        (None, 30, "2026-03-09"),  # five working days
        (14, 30, "2026-03-16"),  # the call closes later
        (None, 3, "2026-03-04"),  # the evening before
    ],
)
def test_a_return_has_its_usual_deadline_filled_in(
    app: Flask, organiser: FlaskClient, closes_in: int | None, starts_in: int, due: str
) -> None:
    now = clock.now()
    with app.app_context():
        on = clock.local(now).date() + timedelta(days=starts_in)
        roadshow = make.roadshow(S.SELECTING if closes_in is None else S.CALLING, on=on)
        if closes_in is not None:
            roadshow.call_closes_at = now + timedelta(days=closes_in)
        pitch_id = make.pitch(roadshow, P.SUBMITTED).id
        db.session.commit()
    page = organiser.get(f"/centre/pitches/{pitch_id}/return").text
    at = "09:00" if closes_in else "23:59"
    assert missing(page, f'value="{due}"', f'value="{at}"', "已填好五个工作日后") == []


def test_a_correction_gets_more_time(app: Flask, organiser: FlaskClient) -> None:
    pitch_id = stored(app)
    path = f"/centre/pitches/{pitch_id}"
    organiser.post(f"{path}/return", data={"reason": "缺声明", "due_on": "2026-03-05", "due_time": "18:00"})
    earlier = organiser.post(f"{path}/extend", data={"due_on": "2026-03-04", "due_time": "18:00"}).text
    assert words_of(earlier, "p.why span") == ["新的补正截止须晚于原来的2026年3月5日 18:00"]
    later = {"due_on": "2026-03-09", "due_time": "12:00"}
    page = organiser.post(f"{path}/extend", data=later, follow_redirects=True).text
    assert words_of(page, "p.note")[0] == "“钙钛矿”可以补正到2026年3月9日 12:00。"


def test_a_draft_is_its_owners_alone(app: Flask, organiser: FlaskClient) -> None:
    pitch_id = stored(app, P.DRAFT)
    with app.app_context():
        roadshow_id = get_pitch(pitch_id).roadshow_id
    assert organiser.get(f"/centre/pitches/{pitch_id}").status_code == 404
    assert organiser.post(f"/centre/pitches/{pitch_id}/screen").status_code == 404
    page = organiser.get(f"/centre/roadshows/{roadshow_id}/pitches").text
    assert words_of(page, "div.empty h2") == ["还没有申请"]
    assert words_of(page, "div.head p") == ["0个申请，1个上台名额已选入0个"]


def test_the_list_is_in_the_order_of_arrival_and_its_tabs_count(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        row = make.roadshow(S.SELECTING)
        first = make.pitch(row, P.SCREENED, make.project(name="甲"))
        later = first.made_at + timedelta(hours=1)
        make.pitch(row, P.SUBMITTED, make.project(name="乙"), submitted_at=later)
        make.pitch(row, P.DRAFT, make.project(name="丙"))
        path = f"/centre/roadshows/{row.id}/pitches"
    page = organiser.get(path).text
    assert words_of(page, "tbody th a") == ["甲", "乙"]
    assert words_of(page, "nav.tabs a") == ["全部2", "待初筛1", "已过初筛1"]
    for asked, shown in (("screened", ["甲"]), ("draft", ["甲", "乙"]), ("declined", [])):
        assert words_of(organiser.get(f"{path}?state={asked}").text, "tbody th a") == shown


def test_the_list_and_the_page_cost_the_same_however_many_apply(
    app: Flask, organiser: FlaskClient, counted: Counted
) -> None:
    pitch_id = stored(app)
    with app.app_context():
        roadshow_id = get_pitch(pitch_id).roadshow_id
    paths = (f"/centre/roadshows/{roadshow_id}/pitches", f"/centre/roadshows/{roadshow_id}")
    costs = []
    for _round in range(2):
        for path in paths:
            organiser.get(path)
            with counted() as statements:
                organiser.get(path)
            costs.append(len(statements))
        with app.app_context():
            for _number in range(3):
                make.pitch(get_roadshow(roadshow_id))
    assert costs[:2] == costs[2:]


def test_the_page_shows_the_projects_other_applications(app: Flask, organiser: FlaskClient) -> None:
    pitch_id = stored(app)
    with app.app_context():
        project = get_pitch(pitch_id).project
        make.pitch(make.roadshow(S.HELD, title="去年专场"), P.PRESENTED, project)
        make.pitch(make.roadshow(S.CALLING, title="还在起草"), P.DRAFT, project)
    page = organiser.get(f"/centre/pitches/{pitch_id}").text
    assert words_of(page, "tbody th a") == ["去年专场"]


def test_what_was_typed_in_and_returned_is_handed_in_again_from_its_page(app: Flask, as_role: AsRole):
    with app.app_context():
        roadshow = make.roadshow(S.CALLING)
        typed = {"contact_name": "示例联系人", "contact_phone": "0573-8500 0000", "entered_by": "示例林组织"}
        pitch_id = make.pitch(roadshow, P.RETURNED, reason="请补充", due_at=make.closes(roadshow), **typed).id
    client, at = as_role(Role.ORGANISER), f"/centre/pitches/{pitch_id}"
    assert "补正申请" in words_of(client.get(at).text, "main p.note a")
    page = client.get(f"{at}/correct").text
    assert words_of(page, "main p.note") == ["需要补正：请补充"]
    client.post(f"{at}/correct", data={"contact_name": "", "contact_phone": "0573-8500 0000"})
    assert told(app, pitch_id) == (P.RETURNED, "请补充")
    client.post(f"{at}/correct", data={"contact_name": "示例新人", "contact_phone": "0573-8500 0000"})
    assert told(app, pitch_id) == (P.SUBMITTED, "")


def test_what_its_people_hand_in_is_not_corrected_by_the_centre(app: Flask, as_role: AsRole):
    pitch_id = stored(app, P.RETURNED)
    page = as_role(Role.ORGANISER).get(f"/centre/pitches/{pitch_id}/correct").text
    assert words_of(page, "main p.note") == ["这份申请由项目方自己提交，补正后由项目方再次提交"]


def test_marks_and_decision_stand_before_the_folded_answers(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        roadshow, (judge,) = reading(judges=1)
        pitch_id = passed(roadshow).id
        marked(get_pitch(pitch_id), judge, 20, 15, 15, 15, 10, note="再核实")
    page = organiser.get(f"/centre/pitches/{pitch_id}").text
    assert words_of(page, "main h2")[:3] == ["处理申请", "评分", "申请内容"]
    assert words_of(page, "dl.facts-list b.num") == ["75"]
    assert "已提交1/1份，平均75.0分" in words_of(page, "main p")
    assert words_of(page, "details.unfold summary h2")[0] == "申请主体与联系人"


def test_an_application_leads_to_the_one_before_and_the_one_after(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        row = make.roadshow(S.SELECTING)
        first, second = (make.pitch(row, P.SUBMITTED).id for _ in range(2))
    pages = [organiser.get(f"/centre/pitches/{pitch_id}").text for pitch_id in (first, second)]
    assert [f'href="/centre/pitches/{second}" rel="next"' in pages[0], "第1个，共2个" in pages[0]] == [
        True,
        True,
    ]
    assert [f'href="/centre/pitches/{first}" rel="prev"' in pages[1], 'rel="next"' in pages[1]] == [
        True,
        False,
    ]
