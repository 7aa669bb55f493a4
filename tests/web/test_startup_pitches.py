"""Applying to a roadshow, and following the application: what it says, what may be done, and whose it is."""

from datetime import timedelta

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.agenda.models import Slot, SlotKind
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.pitches import operations
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.owned import faults, own_project, own_project_id, statuses
from tests.web.reading import badges, buttons, links, missing, texts

pytestmark = pytest.mark.usefixtures("in_spring")
P, S = PitchState, RoadshowState
OTHER_STATES = [state for state in P if state not in (P.DRAFT, P.RETURNED)]


def made_roadshow(app: Flask, state: RoadshowState = S.CALLING) -> tuple[int, str]:
    """Its id and where to apply to it."""
    with app.app_context():
        row = make.roadshow(state)
        return row.id, f"/startup/roadshows/{row.uid}/apply"


def own_pitch(app: Flask, state: PitchState, at: Roadshow | None = None, **facts: object) -> int:
    with app.app_context():
        return make.pitch(at, state, own_project(), **facts).id


def stands(app: Flask) -> list[tuple[int, PitchState, str]]:
    """(project, state, message) of every application there is."""
    with app.app_context():
        return [
            (row.project_id, row.state, row.message) for row in db.session.query(Pitch).order_by(Pitch.id)
        ]


def test_a_project_is_handed_in_at_once(app: Flask, as_role: AsRole):
    client, (_id, apply) = as_role(Role.STARTUP), made_roadshow(app)
    project_id = own_project_id(app)
    answer = client.post(apply, data={"project": project_id, "message": "想对接产业资本"})
    assert answer.location == "/startup/pitches/1"
    assert stands(app) == [(project_id, P.SUBMITTED, "想对接产业资本")]


def test_a_project_is_kept_as_a_draft(app: Flask, as_role: AsRole):
    client, (_id, apply) = as_role(Role.STARTUP), made_roadshow(app)
    project_id = own_project_id(app)
    client.post(apply, data={"project": project_id, "message": "先存着", "keep": "draft"})
    assert stands(app) == [(project_id, P.DRAFT, "先存着")]


def test_somebody_elses_project_cannot_be_chosen(app: Flask, as_role: AsRole):
    client, (_id, apply) = as_role(Role.STARTUP), made_roadshow(app)
    own_project_id(app)
    with app.app_context():
        other = make.project(make.company(make.person())).id
    page = client.post(apply, data={"project": other}).text
    assert (faults(page), stands(app)) == (["请从列表中选择一项"], [])


def test_without_a_project_chosen_nothing_is_handed_in(app: Flask, as_role: AsRole):
    client, (_id, apply) = as_role(Role.STARTUP), made_roadshow(app)
    own_project_id(app), own_project_id(app)
    page = client.post(apply, data={"project": "", "message": "写好的说明"}).text
    assert (faults(page), texts(page, "textarea"), stands(app)) == (["请选择项目"], ["写好的说明"], [])


def test_a_message_too_long_is_refused_and_kept(app: Flask, as_role: AsRole):
    client, (_id, apply) = as_role(Role.STARTUP), made_roadshow(app)
    page = client.post(apply, data={"project": own_project_id(app), "message": "长" * 2001}).text
    said = (faults(page), texts(page, "textarea"), stands(app))
    assert said == (["申请说明最多2,000个字，现在是2,001个字"], ["长" * 2001], [])


def test_a_project_applies_once(app: Flask, as_role: AsRole):
    client, (_id, apply) = as_role(Role.STARTUP), made_roadshow(app)
    project_id = own_project_id(app)
    client.post(apply, data={"project": project_id})
    page = client.post(apply, data={"project": project_id}).text
    assert (faults(page), stands(app)) == (["该项目已申请本场路演"], [(project_id, P.SUBMITTED, "")])


def test_a_project_that_has_applied_is_not_offered_again(app: Flask, as_role: AsRole):
    client, (roadshow_id, apply) = as_role(Role.STARTUP), made_roadshow(app)
    with app.app_context():
        make.pitch(db.session.get_one(Roadshow, roadshow_id), of=own_project(name="申请过的"))
        own_project(name="没申请过的")
    assert texts(client.get(apply).text, "option") == ["没申请过的"]


def test_a_withdrawn_application_is_begun_again_with_what_was_written(app: Flask, as_role: AsRole):
    client, (roadshow_id, apply) = as_role(Role.STARTUP), made_roadshow(app)
    with app.app_context():
        roadshow = db.session.get_one(Roadshow, roadshow_id)
        pitch_id = make.pitch(roadshow, of=own_project(), message="想对接产业资本").id
    path = f"/startup/pitches/{pitch_id}"
    assert missing(client.get(f"{path}/withdraw").text, "征集截止前可以再次申请") == []
    page = client.post(f"{path}/withdraw", follow_redirects=True).text
    (to,) = [link for link in links(page) if link.startswith(apply)]
    assert to in links(client.get(f"/startup/projects/{to.rpartition('=')[2]}").text)
    assert (
        texts(client.get(to).text, "textarea")
        == texts(client.get(apply).text, "textarea")
        == ["想对接产业资本"]
    )
    project_id = int(to.rpartition("=")[2])
    client.post(to, data={"project": project_id, "message": "改过了"})
    assert stands(app) == [(project_id, P.SUBMITTED, "改过了")]


def test_who_withdraws_after_the_formal_check_reads_that_it_is_final(app: Flask, as_role: AsRole):
    client, pitch_id = as_role(Role.STARTUP), own_pitch(app, P.SCREENED)
    assert missing(client.get(f"/startup/pitches/{pitch_id}/withdraw").text, "这个项目不能再申请") == []


def test_the_project_that_a_link_names_is_chosen(app: Flask, as_role: AsRole):
    client, (_id, apply) = as_role(Role.STARTUP), made_roadshow(app)
    ids = [own_project_id(app) for _number in range(2)]
    page = client.get(f"{apply}?project={ids[1]}").text
    assert f'<option selected value="{ids[1]}">' in page


def test_to_a_call_that_has_closed_nothing_is_handed_in(app: Flask, as_role: AsRole):
    client, (_id, apply) = as_role(Role.STARTUP), made_roadshow(app)
    project_id = own_project_id(app)
    with clock.at(clock.now() + timedelta(hours=1)):
        with app.app_context():
            row = db.session.query(Roadshow).one()
            row.call_closes_at = clock.now()
            db.session.commit()
        page, refused = client.get(apply).text, client.post(apply, data={"project": project_id}).text
    assert texts(page, "h2")[-2] == "本场现在不征集项目"
    assert (faults(refused), stands(app)) == (["征集已于2026年3月2日 10:00截止"], [])


@pytest.mark.parametrize("state", [S.SELECTING, S.PUBLISHED, S.HELD])
def test_a_roadshow_past_its_call_offers_no_form(app: Flask, as_role: AsRole, state: RoadshowState):
    client, (_id, apply) = as_role(Role.STARTUP), made_roadshow(app, state)
    own_project_id(app)
    assert '<form class="panel form"' not in client.get(apply).text


def test_of_a_roadshow_not_public_yet_nobody_hears(app: Flask, as_role: AsRole):
    client, (_id, apply) = as_role(Role.STARTUP), made_roadshow(app, S.PLANNED)
    assert statuses(client, apply) == {404}


def test_whose_projects_have_all_applied_is_sent_to_the_list(app: Flask, as_role: AsRole):
    client, (roadshow_id, apply) = as_role(Role.STARTUP), made_roadshow(app)
    with app.app_context():
        make.pitch(db.session.get_one(Roadshow, roadshow_id), of=own_project())
    assert buttons(client.get(apply).text, "btn") == [("查看我的申请", "/startup/pitches")]


def test_who_has_no_project_is_sent_to_register_one(app: Flask, as_role: AsRole):
    client, (_id, apply) = as_role(Role.STARTUP), made_roadshow(app)
    assert buttons(client.get(apply).text, "btn main") == [("登记企业与项目", "/startup/projects")]


@pytest.mark.parametrize("state", [P.DRAFT, P.RETURNED])
def test_what_is_open_to_change_is_handed_in_with_new_words(app: Flask, as_role: AsRole, state: PitchState):
    client = as_role(Role.STARTUP)
    pitch_id = own_pitch(app, state, reason="缺声明")
    client.post(f"/startup/pitches/{pitch_id}/submit", data={"message": "已补声明"})
    with app.app_context():
        row = db.session.get_one(Pitch, pitch_id)
        assert (row.state, row.message, row.reason) == (P.SUBMITTED, "已补声明", "")


@pytest.mark.parametrize("state", [P.DRAFT, P.RETURNED])
def test_what_is_open_to_change_is_kept_without_handing_it_in(app: Flask, as_role: AsRole, state: PitchState):
    client = as_role(Role.STARTUP)
    pitch_id = own_pitch(app, state, message="旧")
    client.post(f"/startup/pitches/{pitch_id}/submit", data={"message": "新", "keep": "draft"})
    assert [row[1:] for row in stands(app)] == [(state, "新")]


@pytest.mark.parametrize("keep", ["draft", "submit"])
@pytest.mark.parametrize("state", OTHER_STATES)
def test_what_is_handed_in_stays_as_it_is(app: Flask, as_role: AsRole, state: PitchState, keep: str):
    client = as_role(Role.STARTUP)
    pitch_id = own_pitch(app, state, message="旧")
    page = client.post(f"/startup/pitches/{pitch_id}/submit", data={"message": "新", "keep": keep}).text
    assert (len(faults(page)), texts(page, "textarea")) == (1, ["新"])
    assert [row[1:] for row in stands(app)] == [(state, "旧")]


def test_a_returned_application_says_why_and_what_to_do(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    pitch_id = own_pitch(app, P.RETURNED, reason="请补充声明")
    page = client.get(f"/startup/pitches/{pitch_id}").text
    note = page.partition('<div class="note now">')[2].partition("</div>")[0]
    assert texts(note, "p") == ["退回的原因", "请补充声明"]
    assert buttons(note, "btn") == [("改好了，提交申请", f"/startup/pitches/{pitch_id}/submit")]


def test_a_returned_application_says_until_when_and_is_mended_after_the_call(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    with app.app_context():
        due = make.moment(clock.today() + timedelta(days=3), 18)
        over, said = make.roadshow(S.SELECTING), {"reason": "请补充声明", "due_at": due}
        path = f"/startup/pitches/{make.pitch(over, P.RETURNED, own_project(), **said).id}"
    assert "补正截止：2026年3月5日 18:00" in texts(client.get(path).text, "p")
    client.post(f"{path}/submit", data={"message": "补好了"})
    assert [row[1:] for row in stands(app)] == [(P.SUBMITTED, "补好了")]


def test_an_overdue_application_says_whom_to_ask(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    pitch_id = own_pitch(app, P.RETURNED, due_at=clock.now())
    page = client.get(f"/startup/pitches/{pitch_id}").text
    assert buttons(page, "btn main") == []
    assert texts(page, "p").count("补正的时间已过，这份申请不能再提交。需要延期请联系路演中心。") == 1


def test_a_returned_application_without_a_due_time_cannot_be_mended_after_the_call(
    app: Flask, as_role: AsRole
):
    client = as_role(Role.STARTUP)
    with app.app_context():
        over = make.roadshow(S.SELECTING)
        pitch_id = make.pitch(over, P.RETURNED, own_project(), reason="请补充声明").id
    page = client.get(f"/startup/pitches/{pitch_id}").text
    assert buttons(page, "btn main") == []
    assert "征集已经截止，这份申请不能再提交。项目仍可申请其他场次。" in texts(page, "p")
    refused = client.post(f"/startup/pitches/{pitch_id}/submit", data={"message": "晚了"}).text
    assert (faults(refused), stands(app)[0][1]) == (["这场路演现在不征集项目"], P.RETURNED)


def test_of_a_cancelled_roadshow_the_application_says_so(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    with app.app_context():
        make.pitch(make.roadshow(S.CANCELLED), P.SCREENED, own_project())
    assert badges(client.get("/startup/pitches/1").text) == ["场次已取消"]


def test_its_owner_learns_the_minute_on_stage(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    with app.app_context():
        roadshow = make.roadshow(S.PUBLISHED, on=make.DAY)
        pitch = make.pitch(roadshow, P.SCHEDULED, own_project())
        make.saved(_slot(roadshow, pitch))
    page = client.get("/startup/pitches/1").text
    assert texts(page, "b").count("登台时间：2026年6月16日 14:05至14:20") == 1
    order = [page.index(words) for words in ("登台时间：", "加入我的日历", "<h2>经过", "/withdraw")]
    assert order == sorted(order)


def test_an_application_made_in_another_tab_is_linked(app: Flask, as_role: AsRole):
    client, (_id, apply) = as_role(Role.STARTUP), made_roadshow(app)
    with app.app_context():
        project_id = own_project(name="示例芯").id
    typed = {"project": str(project_id), "message": "", "keep": "draft"}
    client.post(apply, data=typed)
    page = client.post(apply, data=typed).text
    assert faults(page) == ["该项目已申请本场路演"]
    assert "/startup/pitches/1" in links(page)


def _slot(roadshow: Roadshow, pitch: Pitch) -> Slot:
    return Slot(
        roadshow_id=roadshow.id,
        kind=SlotKind.PITCH,
        begins=35,
        minutes=15,
        questions=7,
        title=pitch.project.name,
        pitch_id=pitch.id,
    )


def test_the_trail_names_the_applicant_and_calls_the_staff_the_centre(app: Flask, as_role: AsRole):
    client, (_id, apply) = as_role(Role.STARTUP), made_roadshow(app)
    with app.app_context():
        project_id = own_project(name="示例芯").id
    client.post(apply, data={"project": project_id})
    with app.app_context():
        pitch = db.session.get_one(Pitch, 1)
        due = make.moment(clock.today() + timedelta(days=3), 18)
        operations.return_for_correction(pitch, "缺声明", due, actor=make.actor(Role.ORGANISER))
    page = client.get("/startup/pitches/1").text
    said = texts(page.partition('<ol class="trail">')[2].partition("</ol>")[0], "p")
    assert said == [
        "路演中心将申请退回补正",
        "原因：缺声明；截止：2026年3月5日 18:00",
        "测试startup提交了申请",
        "测试startup起草了申请",
    ]


def test_withdrawing_is_asked_first(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    path = f"/startup/pitches/{own_pitch(app, P.SUBMITTED)}/withdraw"
    assert texts(client.get(path).text, "button")[-1:] == ["撤回申请"]
    assert stands(app)[0][1] == P.SUBMITTED
    client.post(path)
    assert stands(app)[0][1] == P.WITHDRAWN


def test_who_stood_on_stage_cannot_withdraw(app: Flask, as_role: AsRole):
    client, why = as_role(Role.STARTUP), ["当前状态为“已路演”，不能变为“已撤回”"]
    path = f"/startup/pitches/{own_pitch(app, P.PRESENTED)}/withdraw"
    asked = client.get(path).text
    assert (texts(asked, "p", "note"), buttons(asked, "btn risk")) == (why, [])
    assert texts(client.post(path, follow_redirects=True).text, "p", "note bad") == why
    assert stands(app)[0][1] == P.PRESENTED


def test_somebody_elses_application_is_not_found(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    with app.app_context():
        make.pitch(state=P.DRAFT, message="旧")
    path = "/startup/pitches/1"
    assert statuses(client, path, f"{path}/submit", f"{path}/withdraw") == {404}
    posts = {
        client.post(f"{path}/{act}", data={"message": "新"}).status_code for act in ("submit", "withdraw")
    }
    assert (posts, [row[1:] for row in stands(app)]) == ({404}, [(P.DRAFT, "旧")])


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["草稿", "已路演"]),
        ("?only=going", ["草稿"]),
        ("?only=ended", ["已路演"]),
        ("?only=odd", ["草稿", "已路演"]),
    ],
)
def test_the_list_shows_what_is_asked_for(app: Flask, as_role: AsRole, query: str, shown: list[str]):
    client = as_role(Role.STARTUP)
    own_pitch(app, P.PRESENTED)
    own_pitch(app, P.DRAFT)
    assert badges(client.get(f"/startup/pitches{query}").text) == shown


def test_the_list_comes_in_pages(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    with app.app_context():
        project = own_project()
        for _number in range(51):
            make.pitch(of=project)
    assert [len(badges(client.get(f"/startup/pitches?page={page}").text)) for page in (1, 2)] == [50, 1]


@pytest.mark.parametrize("many", [1, 3, 30])
def test_the_list_costs_the_same_however_long(app: Flask, as_role: AsRole, counted: Counted, many: int):
    client = as_role(Role.STARTUP)
    for _number in range(many):
        own_pitch(app, P.SUBMITTED)
    with counted() as statements:
        page = client.get("/startup/pitches").text
    assert (len(statements), len(badges(page))) == (4, many)


def test_a_project_that_has_applied_leads_to_its_application(app: Flask, as_role: AsRole):
    client, (_id, apply) = as_role(Role.STARTUP), made_roadshow(app)
    with app.app_context():
        project_id = own_project(name="示例芯").id
    client.post(apply, data={"project": project_id, "keep": "draft"})
    assert '<a class="btn bare" href="/startup/pitches/1">示例芯</a>' in client.get(apply).text


def test_which_roadshow_it_is_stands_above_the_form(app: Flask, as_role: AsRole):
    client = as_role(Role.STARTUP)
    with app.app_context():
        own_project()
        call = make.roadshow(S.CALLING)
        uid, said = call.uid, [call.title, str(call.spoken_where)]
    above = client.get(f"/startup/roadshows/{uid}/apply").text.partition("<main")[2].partition("<form")[0]
    assert missing(above, *said, "4月4日 周六 13:30截止") == []
