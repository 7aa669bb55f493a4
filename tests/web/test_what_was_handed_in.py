"""What was handed in is what is read: by the reviewer, at the centre, on stage, whatever became of the project."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.documents import operations as documents
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.pitches.models import Pitch
from roadshow.pitches.queries import get_pitch
from roadshow.pitches.states import PitchState as P
from roadshow.projects import operations as projects
from roadshow.projects.facts import TeammateFacts
from roadshow.projects.filling import fill
from roadshow.projects.snapshot import print_of, snapshot_of
from roadshow.screening.queries import get_sheet
from tests import make
from tests.conftest import AsRole
from tests.documents import made
from tests.web.reading import links, missing, texts
from tests.web.test_judge_reviews import own_sheet

pytestmark = pytest.mark.usefixtures("in_spring")
NEW, LEADER, ADDRESS = "改过的示例项目", "示例带头人", "示例路99号"


@pytest.fixture
def judge(as_role: AsRole) -> FlaskClient:
    return as_role(Role.JUDGE)


def pitch_of(path: str) -> Pitch:
    """The application that this sheet is of."""
    return get_sheet(int(path.rpartition("/")[2])).pitch


@contextmanager
def closed(app: Flask, path: str) -> Iterator[None]:
    """A minute after its call was over."""
    with app.app_context():
        roadshow = pitch_of(path).roadshow
        roadshow.call_closes_at = clock.now()
        db.session.commit()
        over = clock.now() + timedelta(minutes=1)
    with clock.at(over):
        yield


def change_all(path: str) -> None:
    """The project's name, its firm's, what is asked for."""
    project = pitch_of(path).project
    assert project.company is not None
    projects.change_company(project.company, "改了名的示例企业", project.company.uscc, actor=make.SOMEONE)
    said = snapshot_of(project)
    fill(project, replace(said.overview, name=NEW), seen=print_of(said.overview), actor=make.SOMEONE)
    asked = replace(said.financing, ask_fen=98_700_000_000)
    fill(project, asked, seen=print_of(said.financing), actor=make.SOMEONE)


def hand_in_deck(app: Flask, path: str) -> int:
    """Sound, of the project that is read; the number of its version."""
    with app.app_context():
        made.deck(project_id=pitch_of(path).project_id)
        made.work(app)
        return documents.queries.list_current("project", pitch_of(path).project_id)[0].id


def swap(app: Flask, version_id: int) -> int:
    """Another file in its place; the number of the new version."""
    with app.app_context():
        document = documents.queries.get_version(version_id).document
        documents.replace(document, made.arrived(), actor=make.SOMEONE)
        made.work(app)
        db.session.expire_all()
        return document.latest.id


def test_a_reviewer_reads_the_form_as_it_was_handed_in(app: Flask, judge: FlaskClient) -> None:
    path = own_sheet(app)
    with closed(app, path):
        before = judge.get(path).text
        with app.app_context():
            change_all(path)
        read = [texts(page, "dd") for page in (before, judge.get(path).text)]
        assert (texts(before, "h1"), read[0] == read[1]) == (["钙钛矿"], True)
        assert NEW not in judge.get("/judge/reviews").text


def test_centre_and_reviewer_read_the_same(app: Flask, judge: FlaskClient, as_role: AsRole) -> None:
    path, organiser = own_sheet(app), as_role(Role.ORGANISER)
    with closed(app, path):
        with app.app_context():
            change_all(path)
            at_centre = f"/centre/pitches/{pitch_of(path).id}"
            listed = f"/centre/roadshows/{pitch_of(path).roadshow_id}/pitches"
        pages = [judge.get(path).text, *(organiser.get(page).text for page in (at_centre, listed))]
    told = [("钙钛矿" in page, NEW in page, "改了名的示例企业" in page) for page in pages]
    assert told == [(True, False, False)] * 3


def test_who_answers_an_application_reads_its_name_as_it_was_handed_in(
    app: Flask, judge: FlaskClient, as_role: AsRole
) -> None:
    path, organiser = own_sheet(app), as_role(Role.ORGANISER)
    with closed(app, path):
        with app.app_context():
            change_all(path)
            pitch_id, roadshow_id = pitch_of(path).id, pitch_of(path).roadshow_id
        pages = [
            organiser.get(f"/centre/pitches/{pitch_id}/return").text,
            organiser.get(f"/centre/pitches/{pitch_id}/decline").text,
            organiser.post(
                f"/centre/roadshows/{roadshow_id}/pitches/decline", data={"picked": pitch_id}
            ).text,
        ]
    assert [("钙钛矿" in page, NEW in page) for page in pages] == [(True, False)] * 3


def test_on_stage_stands_what_was_handed_in(app: Flask, judge: FlaskClient, as_role: AsRole) -> None:
    path, organiser = own_sheet(app), as_role(Role.ORGANISER)
    with closed(app, path):
        with app.app_context():
            change_all(path)
            pitch = pitch_of(path)
            pitch.state, agenda = P.ACCEPTED, f"/centre/roadshows/{pitch.roadshow_id}"
            db.session.commit()
            uid = pitch.roadshow.uid
        organiser.post(f"{agenda}/publish")
        pages = [
            organiser.get(f"{agenda}/agenda").text,
            organiser.get(f"/roadshows/{uid}").text,
            judge.get("/judge/").text,
        ]
    assert [("钙钛矿" in page, NEW in page) for page in pages] == [(True, False)] * 3


def test_a_blind_reviewer_reads_the_answers_without_a_name(app: Flask, judge: FlaskClient) -> None:
    for blind in (True, False):
        path = own_sheet(app, blind=blind)
        version_id = hand_in_deck(app, path)
        with app.app_context():
            project = pitch_of(path).project
            said = snapshot_of(project)
            contact, mobile = said.applicant.contact_name, said.applicant.contact_mobile
            lead = replace(said.team, people=(TeammateFacts(LEADER, "首席科学家", "示例大学教授"),))
            fill(project, lead, seen=print_of(said.team), actor=make.SOMEONE)
            place = replace(said.applicant, address=ADDRESS)
            fill(project, place, seen=print_of(said.applicant), actor=make.SOMEONE)
        page = judge.get(path).text
        deck = judge.get(f"{path}/decks/{version_id}").status_code
        hidden = missing(page, LEADER, ADDRESS, contact, mobile, said.technology.product)
        assert (hidden, deck) == (
            [*([LEADER, ADDRESS] if blind else []), contact, mobile],
            404 if blind else 200,
        )


def test_a_deck_that_was_swapped_after_the_deadline_is_never_read(
    app: Flask, judge: FlaskClient, as_role: AsRole
) -> None:
    path, organiser = own_sheet(app), as_role(Role.ORGANISER)
    handed_in = hand_in_deck(app, path)
    with closed(app, path):
        later = swap(app, handed_in)
        decks = [link for link in links(judge.get(path).text) if "/decks/" in link]
        with app.app_context():
            at_centre = f"/centre/pitches/{pitch_of(path).id}"
        versions = [link for link in links(organiser.get(at_centre).text) if "/documents/" in link]
        old, new = f"{path}/decks/{handed_in}", f"{path}/decks/{later}"
        answers = [
            [judge.get(address + part).status_code for part in ("", "/pages/1.jpg", "/file")]
            for address in (old, new)
        ]
    assert (decks, [link.rpartition("=")[2] for link in versions]) == ([old], ["1"])
    assert answers == [[200, 200, 302], [404, 404, 404]]


def test_the_deck_of_another_application_is_not_reached_through_ones_own(
    app: Flask, judge: FlaskClient
) -> None:
    own, other = own_sheet(app), own_sheet(app, name="别的项目")
    version_id = hand_in_deck(app, other)
    assert judge.get(f"{own}/decks/{version_id}").status_code == 404


def test_who_keeps_away_reaches_no_deck(app: Flask, judge: FlaskClient) -> None:
    path = own_sheet(app)
    version_id = hand_in_deck(app, path)
    judge.post(f"{path}/recuse", data={"reason": "持有股份"})
    answers = [judge.get(f"{path}/decks/{version_id}{part}").status_code for part in ("", "/pages/1.jpg")]
    assert answers == [404, 404]


def test_what_cannot_be_looked_at_is_handed_over_as_a_file(app: Flask, judge: FlaskClient) -> None:
    path = own_sheet(app)
    version_id = hand_in_deck(app, path)
    with app.app_context():
        version = documents.queries.get_version(version_id)
        version.previews, version.sizes = 0, []
        db.session.commit()
    page, file = judge.get(f"{path}/decks/{version_id}"), judge.get(f"{path}/decks/{version_id}/file")
    assert ("请下载后用原来的软件打开" in page.text, file.status_code) == (True, 200)
    assert file.headers["Content-Disposition"].startswith("attachment")


def test_after_it_was_handed_in_again_the_centre_reads_the_newer_deck(
    app: Flask, judge: FlaskClient, as_role: AsRole
) -> None:
    path, organiser = own_sheet(app), as_role(Role.ORGANISER)
    first = hand_in_deck(app, path)
    with closed(app, path):
        swap(app, first)
        with app.app_context():
            pitch = get_pitch(pitch_of(path).id)
            pitch.submitted_at, at_centre = clock.now() + timedelta(minutes=5), f"/centre/pitches/{pitch.id}"
            db.session.commit()
        versions = [link for link in links(organiser.get(at_centre).text) if "/documents/" in link]
    assert [link.rpartition("=")[2] for link in versions] == ["2"]
