"""A guest's ticket, behind the personal link."""

import io

import pytest
import segno
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from roadshow.attendance.links import token_of
from roadshow.attendance.models import Attendance, Mode
from roadshow.attendance.states import AttendanceState as A
from roadshow.attendance.tickets import short_of, spaced
from roadshow.foundation.db import db
from roadshow.halls.models import Hall
from tests import make
from tests.attendance.coming import code_shown_by
from tests.web.reading import missing, texts


def invited(app: Flask, state: A, **facts: object) -> tuple[str, str]:
    """The path of the ticket, and its code."""
    with app.app_context():
        guest = make.attendance(None, state, **facts)
        code = code_shown_by(guest, app.config["SECRET_KEY"])
        return f"/come/{token_of(guest.id, guest.serial)}/ticket", code


def test_the_ticket_shows_the_code_for_a_scanner_and_for_a_keyboard(app: Flask, client: FlaskClient):
    path, code = invited(app, A.ACCEPTED, name="刘某", organisation="示例创投")
    page = client.get(path).text
    drawn = segno.make_qr(code).svg_inline(omitsize=True, border=2, light="white")
    assert drawn in page
    assert texts(page, "p", "num") == [spaced(short_of(code))]
    assert "示例创投" in page


def test_the_ticket_on_paper_says_the_same(app: Flask, client: FlaskClient):
    path, code = invited(app, A.ACCEPTED, name="刘某", organisation="示例创投")
    answer = client.get(f"{path}.pdf")
    (page,) = PdfReader(io.BytesIO(answer.data)).pages
    words = "".join(page.extract_text().split())
    assert [word for word in ("刘某", "示例创投", short_of(code), "13:30") if word not in words] == []


def test_no_part_of_the_ticket_says_who_comes(app: Flask):
    _path, code = invited(app, A.ACCEPTED, name="刘某", email="liu@test.example")
    assert len(code) == 32
    assert segno.make_qr(code).version == 2


@pytest.mark.parametrize("state", [A.INVITED, A.TENTATIVE, A.OFFERED, A.WAITLISTED, A.DECLINED, A.NO_SHOW])
@pytest.mark.usefixtures("in_spring")
def test_who_has_no_confirmed_seat_reads_so_on_the_personal_page(app: Flask, client: FlaskClient, state: A):
    path, code = invited(app, state)
    for each in (path, f"{path}.pdf"):
        page = client.get(each, follow_redirects=True).text
        assert missing(page, "您现在没有有效的入场码。现场席位确认之后才有；想现场参加，请在这里答复。") == []
        assert spaced(short_of(code)) not in page


def test_a_seat_online_has_no_ticket(app: Flask, client: FlaskClient):
    path, _code = invited(app, A.ACCEPTED, mode=Mode.ONLINE)
    assert client.get(path).location == path.removesuffix("/ticket")


def test_a_forged_link_says_nothing_of_a_ticket(app: Flask, client: FlaskClient):
    path, _code = invited(app, A.DECLINED)
    assert client.get(path.replace("/ticket", "x/ticket")).status_code == 404


def test_the_ticket_leads_to_the_hall_by_map(app: Flask, client: FlaskClient):
    path, _code = invited(app, A.ACCEPTED)
    with app.app_context():
        db.session.query(Hall).update({"address": "平湖市示例路1号"})
        db.session.commit()
    assert missing(client.get(path).text, "高德地图", "百度地图", "腾讯地图", "苹果地图") == []


def test_a_link_that_was_revoked_shows_no_ticket(app: Flask, client: FlaskClient):
    path, _code = invited(app, A.ACCEPTED)
    with app.app_context():
        db.session.execute(db.update(Attendance).values(serial=1))
        db.session.commit()
    assert client.get(path).status_code == 410


def test_who_came_sees_when_it_was_used(app: Flask, client: FlaskClient):
    path, _code = invited(app, A.CHECKED_IN, came_at=make.moment(make.DAY, 13, 5))
    assert "13:05已签到" in client.get(path).text
