"""What was returned is handed in again: staff see what changed, and who changed nothing is asked once."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.documents import operations as documents
from roadshow.foundation import clock
from roadshow.pitches import operations
from roadshow.pitches.queries import get_pitch
from roadshow.pitches.states import PitchState as P
from roadshow.programme.states import RoadshowState as S
from roadshow.projects.filling import fill
from roadshow.projects.models import Project
from roadshow.projects.snapshot import print_of, snapshot_of
from tests import make
from tests.conftest import AsRole
from tests.documents import made
from tests.web.owned import own_project
from tests.web.reading import texts
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


def returned(app: Flask, during: S = S.SELECTING) -> int:
    """One of the signed-in startup's, that was handed in with a deck."""
    with app.app_context():
        pitch = make.pitch(make.roadshow(during), of=own_project(), message="旧的说明")
        made.deck(project_id=pitch.project_id)
        made.work(app)
        due = clock.now() + timedelta(days=3)
        operations.return_for_correction(get_pitch(pitch.id), "请改声明", due, actor=make.SOMEONE)
        return pitch.id


def change(project: Project) -> None:
    said = snapshot_of(project)
    more = replace(said.financing, use_of_funds="买设备")
    fill(project, more, seen=print_of(said.financing), actor=make.SOMEONE)


def changed(app: Flask, pitch_id: int) -> None:
    with app.app_context():
        change(get_pitch(pitch_id).project)


def replaced_deck(app: Flask, pitch_id: int) -> None:
    with app.app_context(), clock.at(clock.now() + timedelta(minutes=1)):
        document = documents.queries.list_documents("project", get_pitch(pitch_id).project_id)[0]
        documents.replace(document, made.arrived(name="新材料.pdf"), actor=make.SOMEONE)
        made.work(app)


def submit(client: FlaskClient, pitch_id: int, message: str = "旧的说明", **data: str) -> str:
    return client.post(f"/startup/pitches/{pitch_id}/submit", data={"message": message, **data}).text


def state(app: Flask, pitch_id: int) -> P:
    with app.app_context():
        return get_pitch(pitch_id).state


def differences(client: FlaskClient, pitch_id: int) -> list[tuple[str, ...]]:
    """What, before and after, as staff read it."""
    page = client.get(f"/centre/pitches/{pitch_id}").text
    rows = page.partition("退回后改了什么")[2].partition("</section>")[0].partition("<tbody>")[2]
    cells = texts(rows, "td")
    return list(zip(texts(rows, "th"), cells[::2], cells[1::2], strict=True))


def test_staff_read_what_changed_by_field(app: Flask, as_role: AsRole) -> None:
    client, pitch_id = as_role(Role.STARTUP), returned(app)
    organiser = as_role(Role.ORGANISER)
    changed(app, pitch_id)
    submit(client, pitch_id, "新的说明")
    assert differences(organiser, pitch_id) == [
        ("申请说明", "旧的说明", "新的说明"),
        ("融资：资金用途", "扩产", "买设备"),
    ]


def test_staff_see_that_a_new_deck_was_chosen(app: Flask, as_role: AsRole) -> None:
    client, pitch_id = as_role(Role.STARTUP), returned(app)
    organiser = as_role(Role.ORGANISER)
    replaced_deck(app, pitch_id)
    submit(client, pitch_id)
    assert [
        (words, "材料.pdf" in before, "新材料.pdf" in after)
        for words, before, after in differences(organiser, pitch_id)
    ] == [("路演材料", True, True)]


def test_the_list_marks_what_was_corrected(app: Flask, as_role: AsRole) -> None:
    client, pitch_id = as_role(Role.STARTUP), returned(app)
    organiser = as_role(Role.ORGANISER)
    with app.app_context():
        path = f"/centre/roadshows/{get_pitch(pitch_id).roadshow_id}/pitches"
    assert words_of(organiser.get(path).text, "td.state small") == []
    submit(client, pitch_id, "新的说明")
    assert words_of(organiser.get(path).text, "td.state small") == ["补正后"]
    organiser.post(f"/centre/pitches/{pitch_id}/screen")
    assert words_of(organiser.get(path).text, "td.state small") == []


def test_who_changed_nothing_is_asked_once(app: Flask, as_role: AsRole) -> None:
    client, pitch_id = as_role(Role.STARTUP), returned(app)
    organiser = as_role(Role.ORGANISER)
    page = submit(client, pitch_id)
    assert (texts(page, "p", "note now")[0][:15], state(app, pitch_id)) == (
        "您还没有改动退回时指出的内容。",
        P.RETURNED,
    )
    submit(client, pitch_id, sure="1")
    assert state(app, pitch_id) == P.SUBMITTED
    assert "和退回时相同，没有任何改动。" in organiser.get(f"/centre/pitches/{pitch_id}").text


@pytest.mark.parametrize("act", [changed, replaced_deck])
def test_who_changed_form_or_deck_is_not_asked(app: Flask, as_role: AsRole, act) -> None:
    client, pitch_id = as_role(Role.STARTUP), returned(app)
    act(app, pitch_id)
    submit(client, pitch_id)
    assert state(app, pitch_id) == P.SUBMITTED


def test_a_changed_number_is_told_to_who_may_not_read_it(app: Flask, as_role: AsRole) -> None:
    client, pitch_id = as_role(Role.STARTUP), returned(app)
    with app.app_context():
        project = get_pitch(pitch_id).project
        said = snapshot_of(project).applicant
        number = said.contact_mobile[:3] + "1234" + said.contact_mobile[7:]
        fill(project, replace(said, contact_mobile=number), seen=print_of(said), actor=make.SOMEONE)
    submit(client, pitch_id)
    [(words, before, after)] = differences(as_role(Role.LEADER), pitch_id)
    assert (words, before == after, number in after) == ("申请主体与联系人：联系人", True, False)


def main_way(client: FlaskClient, path: str) -> list[str]:
    return re.findall(r'<a class="btn main" href="([^"]*)"', client.get(path).text)


def test_the_main_button_leads_to_the_project_until_it_was_corrected(app: Flask, as_role: AsRole) -> None:
    client, pitch_id = as_role(Role.STARTUP), returned(app)
    path, project_id = f"/startup/pitches/{pitch_id}", project_of(app, pitch_id)
    assert main_way(client, path) == [f"/startup/projects/{project_id}/fill/overview"]
    changed(app, pitch_id)
    assert main_way(client, path) == [f"{path}/submit"]


def test_what_is_missing_by_now_comes_first(app: Flask, as_role: AsRole) -> None:
    client, pitch_id = as_role(Role.STARTUP), returned(app)
    with app.app_context():
        project = get_pitch(pitch_id).project
        said = snapshot_of(project).team
        fill(project, replace(said, no_dispute=False), seen=print_of(said), actor=make.SOMEONE)
        project_id = project.id
    page = client.get(f"/startup/pitches/{pitch_id}/submit").text
    assert f"/startup/projects/{project_id}/fill/team" in page


@pytest.mark.parametrize("page", ["", "/fill/overview", "/fill/landing"])
def test_the_pages_of_the_project_say_why_and_lead_back_to_the_application(
    app: Flask, as_role: AsRole, page: str
) -> None:
    client, pitch_id = as_role(Role.STARTUP), returned(app)
    path = f"/startup/projects/{project_of(app, pitch_id)}{page}"
    note = client.get(path).text.partition('<div class="note now">')[2].partition("</div>")[0]
    assert ("请改声明" in note, f'href="/startup/pitches/{pitch_id}/submit"' in note) == (True, True)
    with clock.at(clock.now() + timedelta(days=4)):
        assert "请改声明" not in client.get(path).text


def project_of(app: Flask, pitch_id: int) -> int:
    with app.app_context():
        return get_pitch(pitch_id).project_id
