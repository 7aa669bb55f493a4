"""What owners agree to apart from the rest acts wherever it matters, and bites at once when it is taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.agenda.models import Slot, SlotKind
from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.pitches.queries import get_pitch
from roadshow.pitches.snapshots import told_by
from roadshow.pitches.states import PitchState
from roadshow.programme.states import RoadshowState
from roadshow.projects.consents import list_public, note_consent
from roadshow.projects.filling import fill
from roadshow.projects.models import Declared
from roadshow.projects.queries import get_project
from roadshow.projects.snapshot import print_of, snapshot_of
from roadshow.screening.models import Decision
from tests import make
from tests.conftest import AsRole
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


def take_back(app: Flask, project_id: int, what: str) -> None:
    with app.app_context():
        note_consent(get_project(project_id), what, False, actor=make.SOMEONE)


def on_stage(app: Flask) -> tuple[str, list[int]]:
    """Of a published roadshow whose two projects stand on stage and in its public notice: its uid, their ids."""
    with app.app_context():
        roadshow = make.roadshow(RoadshowState.PUBLISHED)
        projects = [make.project(make.company(name=f"示例{name}厂"), name=name) for name in ("甲", "乙")]
        for number, project in enumerate(projects):
            pitch = make.pitch(roadshow, PitchState.SCHEDULED, project)
            slot = Slot(roadshow_id=roadshow.id, kind=SlotKind.PITCH, begins=15 * number, minutes=15)
            slot.pitch_id, slot.title = pitch.id, project.name
            sent = Decision(pitch_id=pitch.id, to=PitchState.ACCEPTED, act=1, by="测试", made_at=clock.now())
            sent.sent_at, sent.shown_until = clock.now(), clock.now() + timedelta(days=5)
            make.saved(slot)
            make.saved(sent)
        return roadshow.uid, [project.id for project in projects]


def test_the_running_order_names_only_who_has_agreed(app: Flask, client: FlaskClient):
    uid, (first, _second) = on_stage(app)
    assert words_of(client.get(f"/roadshows/{uid}").text, "ol.timeline h3") == ["甲", "乙"]
    take_back(app, first, "publishing")
    page = client.get(f"/roadshows/{uid}").text
    assert words_of(page, "ol.timeline h3") == ["项目路演", "乙"]
    assert words_of(page, "ol.timeline p")[0] == "项目名称不公开"
    assert "甲" not in page


def test_the_public_notice_names_only_who_has_agreed_and_counts_the_others(app: Flask, client: FlaskClient):
    uid, ids = on_stage(app)
    path, told = f"/roadshows/{uid}/selected", []
    for project_id in ids:
        take_back(app, project_id, "publishing")
        page = client.get(path).text
        told.append((words_of(page, "tbody th"), words_of(page, "main p.body")))
    assert told == [
        (["乙一句话"], ["1个入选项目没有同意公开名称。"]),
        ([], ["2个入选项目没有同意公开名称。"]),
    ]


def test_what_was_agreed_to_in_older_words_names_nobody(app: Flask, client: FlaskClient):
    uid, ids = on_stage(app)
    with app.app_context():
        db.session.query(Declared).filter_by(project_id=ids[0], what="publishing").update({"version": 0})
        db.session.commit()
    assert words_of(client.get(f"/roadshows/{uid}").text, "ol.timeline h3") == ["项目路演", "乙"]


def test_what_is_taken_back_after_the_close_is_taken_back_in_what_was_handed_in(app: Flask):
    with app.app_context():
        pitch = make.pitch()
        pitch_id, project_id, closes = pitch.id, pitch.project_id, make.closes(pitch.roadshow)
    with clock.at(closes + timedelta(minutes=1)):
        with app.app_context():
            project = get_project(project_id)
            financing = snapshot_of(project).financing
            fill(project, replace(financing, ask_fen=1), seen=print_of(financing), actor=make.SOMEONE)
        take_back(app, project_id, "passing_on")
        with app.app_context():
            pitch = get_pitch(pitch_id)
            told = told_by(pitch)
            assert (pitch.is_frozen, told.landing.passing_on, told.landing.publishing) == (True, False, True)
            assert "passing_on" not in [row.what for row in told.declared]


def test_beside_a_contact_stands_whether_investors_may_have_it(app: Flask, as_role: AsRole):
    with app.app_context():
        project_id = make.project().id
    client, said = as_role(Role.LEADER), []
    for _time in range(2):
        page = client.get(f"/centre/projects/{project_id}").text
        words = ("可以提供给有意向的投资机构", "没有同意提供给投资机构")
        said.append([word for word in words if word in words_of(page, "dd")])
        take_back(app, project_id, "passing_on")
    assert said == [["可以提供给有意向的投资机构"], ["没有同意提供给投资机构"]]


def test_staff_note_what_came_on_paper_and_what_is_taken_back_by_phone(app: Flask, as_role: AsRole):
    with app.app_context():
        project_id = make.project(whole=False).id
    client, path = as_role(Role.ORGANISER), f"/centre/projects/{project_id}"
    states = []
    for given in ("1", "1", "0"):
        client.post(f"{path}/consents/publishing", data={"given": given})
        states.append(
            [word for word in words_of(client.get(path).text, "td div") if word in ("已同意", "没有同意")]
        )
    assert states == [["没有同意", "已同意"], ["没有同意", "已同意"], ["没有同意", "没有同意"]]
    with app.app_context():
        lines = [entry.what for entry in list_entries_of("project", project_id)]
    assert lines == ["project.took_back", "project.declared"]


def test_members_agree_themselves(app: Flask, as_role: AsRole):
    with app.app_context():
        project_id = make.project(make.company(make.person()), whole=False).id
    client, path = as_role(Role.ORGANISER), f"/centre/projects/{project_id}"
    answer = client.post(f"{path}/consents/publishing", data={"given": "1"}, follow_redirects=True)
    assert words_of(answer.text, "p.note") == ["这家企业有自己的成员，请他们在项目资料里勾选同意"]
    with app.app_context():
        assert list_public([project_id]) == set()


@pytest.mark.parametrize(
    ("what", "given", "status"), [("truth", "1", 404), ("publishing", "", 400), ("publishing", "2", 400)]
)
def test_nothing_else_is_noted(app: Flask, as_role: AsRole, what: str, given: str, status: int):
    with app.app_context():
        project_id = make.project(whole=False).id
    path = f"/centre/projects/{project_id}/consents/{what}"
    assert as_role(Role.ORGANISER).post(path, data={"given": given}).status_code == status
    with app.app_context():
        assert list_entries_of("project", project_id) == []
