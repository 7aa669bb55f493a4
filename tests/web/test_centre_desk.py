"""The centre's first page: what waits for its reader, and nothing that is another's to do."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from roadshow.accounts.inviting import invite
from roadshow.accounts.permissions import Role
from roadshow.agenda import operations as agenda
from roadshow.agenda.draft import Part
from roadshow.agenda.models import SlotKind
from roadshow.foundation import clock
from roadshow.foundation.actor import COMMAND
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.facts import LandingFacts
from roadshow.pitches.states import PitchState as P
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.reading import missing
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


def todos(as_role: AsRole, role: Role = Role.ORGANISER) -> list[str]:
    """The bold words of each line, in their order."""
    return words_of(as_role(role).get("/centre/").text, "ul.todo b")


@pytest.fixture
def begun(app: Flask) -> None:
    """A season with a roadshow, and a hall that is open: nothing of the beginning is left to be done."""
    with app.app_context():
        make.hall()
        make.season().target = 15
        was = make.held(date(2026, 1, 15))
        was.starts_at, was.ends_at = make.moment(date(2026, 1, 15), 9), make.moment(date(2026, 1, 15), 12)
        make.saved(was)


def steps(as_role: AsRole, role: Role) -> tuple[list[str], list[str]]:
    """The first steps that are open, and where its reader may go for them."""
    page = as_role(role).get("/centre/").text
    listed = page.partition('<ol class="todo beginning">')[2].partition("</ol>")[0]
    found = re.findall(r"<li[^>]*>(.*?)</li>", listed, re.DOTALL)
    open_ones = [step for step in found if "已完成" not in step]
    words = [re.sub(r"<[^>]+>", "", step.partition("<b>")[2].partition("</b>")[0]) for step in open_ones]
    return words, [url for step in open_ones for url in re.findall(r'href="([^"]*)"', step)]


ALL = [
    "邀请两位成果登记员",
    "登记场地",
    "开启2026年度计划",
    "定下日期和场地",
    "公开第一场，征集项目",
    "导入往年台账",
]


def test_an_empty_centre_says_what_to_set_up_and_who_does_it(app: Flask, as_role: AsRole) -> None:
    assert steps(as_role, Role.ADMIN) == (["邀请组织者", *ALL], ["/centre/people/invite"] * 2)
    assert steps(as_role, Role.ORGANISER) == (
        ALL,
        [
            "/centre/halls/new",
            "/centre/seasons/new?year=2026",
        ],
    )
    for _number in range(2):
        as_role(Role.RECORDER)
    with app.app_context():
        make.season()
        make.hall()
        make.undated()
    assert steps(as_role, Role.LEADER) == (ALL[3:], [])
    assert steps(as_role, Role.RECORDER) == (ALL[3:], ["/centre/ledgers/new"])


def test_late_in_a_year_without_a_plan_a_roadshow_is_planned_in_the_year_to_come(
    app: Flask, as_role: AsRole
) -> None:
    with clock.at(make.moment(date(2026, 12, 7), 9)):
        organiser = as_role(Role.ORGANISER)
        assert "/centre/seasons/2027/roadshows/new" in organiser.get("/centre/").text
        with app.app_context():
            make.season(2026)
        assert "/centre/seasons/2026/roadshows/new" in organiser.get("/centre/").text


def test_whoever_was_invited_is_waited_for(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        for name in ("zhao", "qian"):
            invite(f"{name}@test.example", name, [Role.RECORDER], actor=make.SOMEONE)
    page = as_role(Role.ADMIN).get("/centre/").text
    assert missing(page, "已完成0步，共7步，1步等对方接受", "已邀请2人，等对方打开链接设密码") == []
    assert words_of(page, "ol.beginning a.btn") == ["去邀请：邀请组织者", "看邀请：邀请两位成果登记员"]


@pytest.mark.parametrize(
    ("role", "who"), [(Role.ADMIN, "链接要由您转交"), (Role.ORGANISER, "链接由管理员转交")]
)
def test_without_mail_it_says_who_passes_the_link_on(
    app: Flask, as_role: AsRole, role: Role, who: str
) -> None:
    with app.app_context():
        invite("zhao@test.example", "赵", [Role.RECORDER], actor=make.SOMEONE)
        invite("qian@test.example", "钱", [Role.RECORDER], actor=make.SOMEONE)
    page = as_role(role).get("/centre/").text
    assert [words for words in ("链接要由您转交", "链接由管理员转交") if words in page] == [who]


def test_a_plan_opened_for_this_year_is_the_one_to_fill_also_in_autumn(app: Flask, as_role: AsRole) -> None:
    with clock.at(make.moment(date(2026, 12, 3), 9)):
        with app.app_context():
            make.season(2026)
        words = steps(as_role, Role.ORGANISER)[0]
    assert [step for step in words if "2026" in step or "2027" in step] == ["列出2026年要办的路演"]


def test_what_was_set_up_leads_on_to_the_next_step(as_role: AsRole) -> None:
    hall = {
        "name": "一号厅",
        "address": "示例路1号",
        "capacity": "80",
        "setup_minutes": "0",
        "teardown_minutes": "0",
    }
    page = as_role(Role.ORGANISER).post("/centre/halls/new", data=hall, follow_redirects=True).text
    assert words_of(page, "p.note a") == ["下一步：开启2026年度计划"]


def test_the_first_steps_go_once_a_roadshow_is_public(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        make.roadshow(S.CALLING)
    assert "开始使用路演中心" not in as_role(Role.ORGANISER).get("/centre/").text


def test_an_old_ledger_begins_nothing(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        make.held(date(2021, 3, 4))
    assert "开始使用路演中心" in as_role(Role.ORGANISER).get("/centre/").text


def test_while_there_are_first_steps_nothing_is_told_twice(as_role: AsRole) -> None:
    page = as_role(Role.ORGANISER).get("/centre/").text
    assert (words_of(page, "ul.todo b"), words_of(page, "h1")) == ([], ["欢迎使用路演中心"])


@pytest.mark.usefixtures("begun")
def test_from_october_on_the_next_year_wants_its_season(app: Flask, as_role: AsRole) -> None:
    with clock.at(make.moment(date(2026, 10, 1), 9)):
        assert todos(as_role) == ["开启2027年度计划"]
        with app.app_context():
            make.season(2027)
        assert todos(as_role) == ["列出2027年要办的路演"]


@pytest.mark.usefixtures("begun")
def test_when_all_is_done_nothing_waits(as_role: AsRole) -> None:
    assert words_of(as_role(Role.ORGANISER).get("/centre/").text, "h1") == ["2026年目标15场，还差14场"]


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("role", [Role.LEADER, Role.ADMIN])
def test_who_has_nothing_to_do_reads_how_the_year_stands(as_role: AsRole, role: Role) -> None:
    as_role(Role.ORGANISER)
    assert words_of(as_role(role).get("/centre/").text, "h1") == ["2026年目标15场，还差14场"]


@pytest.mark.usefixtures("begun")
def test_the_pace_of_the_year_stands_on_the_first_page(as_role: AsRole) -> None:
    page = as_role(Role.ORGANISER).get("/centre/").text
    assert words_of(page, "div.apart p") == [
        "按均匀进度，到本月底应有3场，已办和已定日期的有1场，少2场。离目标还差14场，还没有列入计划。"
    ]


def test_new_applications_are_counted_by_roadshow(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        event = make.roadshow(S.CALLING)
        for _number in range(2):
            make.pitch(event, P.SUBMITTED)
        make.pitch(event, P.DRAFT)
    assert todos(as_role) == ["初筛2个新提交的申请"]


@pytest.mark.usefixtures("begun")
def test_applications_to_a_cancelled_roadshow_wait_for_nobody(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        make.pitch(make.roadshow(S.CANCELLED), P.SUBMITTED)
    assert todos(as_role) == []


def test_a_call_past_its_deadline_comes_first(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        make.pitch(make.roadshow(S.CALLING), P.SUBMITTED)
        late = make.roadshow(S.CALLING)
        late.call_closes_at = clock.now() - timedelta(hours=1)
        make.saved(late)
    assert todos(as_role) == ["截止项目征集，开始遴选", "初筛1个新提交的申请"]


def test_accepted_projects_wait_for_their_running_order(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        make.pitch(make.roadshow(S.SELECTING), P.ACCEPTED)
        make.pitch(make.roadshow(S.CALLING), P.ACCEPTED)
    assert todos(as_role) == ["为1个入选项目排议程并发布"]


def test_an_agenda_changed_since_it_was_published_waits_until_it_is_published_again(
    app: Flask, as_role: AsRole
) -> None:
    with app.app_context():
        roadshow = make.roadshow(S.SELECTING)
        make.pitch(roadshow, P.ACCEPTED)
        agenda.publish_agenda(roadshow, actor=make.SOMEONE)
        agenda.add_part(roadshow, Part(SlotKind.AWARDS, 5), seen=1, actor=make.SOMEONE)
        roadshow_id = roadshow.id
    assert todos(as_role) == ["发布改过的议程"]
    path = f"/centre/roadshows/{roadshow_id}"
    said = [as_role(role).get(path).text for role in (Role.ORGANISER, Role.LEADER)]
    assert ["议程已发布" in page.partition("时间线")[2] for page in said] == [False, False]
    assert "发布改过的议程" in said[0]
    with app.app_context():
        agenda.undo(get_roadshow(roadshow_id), seen=2, actor=make.SOMEONE)
    assert todos(as_role) == []


@pytest.mark.parametrize(("state", "words"), [(S.PUBLISHED, "宣布开场"), (S.LIVE, "结束这场路演")])
def test_todays_roadshow_waits_to_be_run(app: Flask, as_role: AsRole, state: S, words: str) -> None:
    with app.app_context():
        make.roadshow(state, None, on=clock.today())
    assert todos(as_role) == [words]


def test_tomorrows_roadshow_does_not_wait_yet(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        make.attendance(make.roadshow(S.PUBLISHED, None, on=clock.today() + timedelta(days=1)))
    assert todos(as_role) == []


@pytest.mark.usefixtures("begun")
def test_institutions_wait_for_organisers_alone(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        make.institution()
    assert todos(as_role) == ["核验1家投资机构"]
    assert todos(as_role, Role.LEADER) == []


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("role", [Role.ORGANISER, Role.RECORDER])
def test_projects_that_a_ledger_only_named_wait_to_be_completed(
    app: Flask, as_role: AsRole, role: Role
) -> None:
    with app.app_context():
        make.project(stub=True)
    assert todos(as_role, role) == ["补全1个项目"]


@pytest.mark.parametrize("many", [1, 3])
def test_the_first_page_costs_the_same_however_much_waits(
    app: Flask, as_role: AsRole, counted: Counted, many: int
) -> None:
    with app.app_context():
        for _number in range(many):
            make.pitch(make.roadshow(S.CALLING), P.SUBMITTED)
            make.institution()
    client = as_role(Role.ORGANISER)
    client.get("/centre/")
    with counted() as statements:
        client.get("/centre/")
    assert len(statements) == 46


def test_each_figure_says_its_year_the_year_before_and_what_nobody_checked(
    app: Flask, as_role: AsRole
) -> None:
    with app.app_context():
        for on in (date(2025, 5, 4), date(2026, 1, 4)):
            outcomes.log(LandingFacts(make.project().id, on), actor=COMMAND)
    page = as_role(Role.LEADER).get("/centre/").text
    assert words_of(page, "section.figure h2")[0] == "2026年引进高层次科创项目"
    assert words_of(page, "section.figure p")[:3] == [
        "1个",
        "深根计划0个，上年共1个",
        "其中1条待核对 1条明细",
    ]
    assert words_of(page, "section.figure p")[4] == "0个项目，上年无记录"


def test_once_the_plan_is_opened_its_step_is_to_list_roadshows(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        make.season()
    assert "列出2026年要办的路演" in steps(as_role, Role.ORGANISER)[0]
