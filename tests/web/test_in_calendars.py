"""What calendar programs answered is said where it is asked for: to the guest, to the organiser, and on the agenda."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.attendance import answering, incoming, seating
from roadshow.attendance.links import link_of
from roadshow.attendance.models import Mode
from roadshow.attendance.rules import SeatingFacts
from roadshow.foundation.actor import POST
from roadshow.foundation.db import db
from roadshow.notices.models import Letter
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.agenda.test_who_is_told import on_stage
from tests.attendance.replying import Asked, answer, reads_replies
from tests.conftest import AsRole
from tests.web.reading import missing
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


def declined(app: Flask) -> tuple[int, int, str]:
    """Ids of a roadshow and its guest, who declined in the calendar, and their personal page."""
    with app.app_context():
        reads_replies(app)
        roadshow = make.roadshow(S.PUBLISHED)
        seating.set_seating(roadshow, SeatingFacts(9, 0), actor=make.SOMEONE)
        guest = make.attendance(roadshow)
        answering.accept(guest, Mode.ONSITE, actor=make.SOMEONE)
        incoming.take(answer(Asked.of(guest.email or ""), "DECLINED"), actor=POST)
        return roadshow.id, guest.id, link_of(guest.id, guest.serial).removeprefix("http://localhost")


def test_a_guest_reads_on_their_page_that_the_calendar_answered(app: Flask, client: FlaskClient):
    _roadshow, _guest, link = declined(app)
    assert client.get(link).text.count("在日历里答复：拒绝（2026年3月2日 09:00）") == 1
    assert (
        client.get(f"{link}?lang=en").text.count("Replied in the calendar: Declined (2 Mar 2026 09:00)") == 1
    )


def test_the_organiser_reads_it_on_the_list_and_on_the_guests_page(app: Flask, as_role: AsRole):
    roadshow, guest, _link = declined(app)
    organiser = as_role(Role.ORGANISER)
    page = organiser.get(f"/centre/roadshows/{roadshow}/guests").text
    assert missing(page, "在日历里答复：拒绝（2026年3月2日 09:00）") == []
    page = organiser.get(f"/centre/roadshows/{roadshow}/guests/{guest}").text
    facts = [" ".join(words.split()) for words in words_of(page, "dl.facts-list div")]
    assert [words for words in facts if words.startswith("日历答复")] == ["日历答复 拒绝 2026年3月2日 09:00"]


def test_the_agenda_says_whose_calendar_answered_what_of_a_turn(app: Flask, as_role: AsRole):
    with app.app_context():
        reads_replies(app)
        roadshow, owner, speaker = on_stage("新材料专场", forget=False)
        path = f"/centre/roadshows/{roadshow.id}/agenda"
        addresses = {row.to_id: row.to_address for row in db.session.query(Letter)}
        incoming.take(answer(Asked.of(addresses[owner]), "DECLINED"), actor=POST)
        incoming.take(answer(Asked.of(addresses[speaker]), "TENTATIVE"), actor=POST)
    page = as_role(Role.ORGANISER).get(path).text
    assert words_of(page, "dl.facts-list div") == [
        f"致辞 {addresses[speaker]}（暂定）",
        f"一号项目 {addresses[owner]}（拒绝）",
    ]
