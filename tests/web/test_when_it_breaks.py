"""A fault of ours: the reader gets a number and no trace, the log the trace and no secret."""

import errno
import io
import re
import tempfile
from pathlib import Path
from typing import IO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug import formparser

from roadshow.accounts import queries
from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from tests.conftest import AnotherApp, AsRole
from tests.databases import settings_for

TOKEN = "a-token-that-nobody-may-read"  # noqa: S105  of a link that leads nowhere


@pytest.fixture
def broken(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever looks for an invitation fails in the database."""
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def fail(token: str) -> None:
        db.session.add(Person(email=token))
        db.session.flush()

    monkeypatch.setattr(queries, "get_invitation", fail)


@pytest.mark.usefixtures("broken")
def test_the_reader_is_told_a_number_by_which_the_fault_is_found(client: FlaskClient):
    log = io.StringIO()
    answer = client.get(f"/invitations/{TOKEN}", errors_stream=log)
    told = re.findall(r"请告知编号(\w{12})。", answer.text)
    assert (answer.status_code, told) == (500, [answer.headers["X-Request-ID"]])
    assert re.findall(r"ERROR (\S+) in \w+: (.*)", log.getvalue()) == [
        (told[0], "Exception on /invitations/<token> [GET]")
    ]
    assert ("Traceback" in answer.text, "Traceback" in log.getvalue()) == (False, True)


@pytest.mark.usefixtures("broken")
def test_no_secret_and_nothing_typed_stands_in_the_log(client: FlaskClient):
    log = io.StringIO()
    client.get(f"/invitations/{TOKEN}", errors_stream=log)
    assert TOKEN not in log.getvalue()


@pytest.mark.usefixtures("broken")
def test_the_page_after_a_fault_is_whole(client: FlaskClient):
    client.get(f"/invitations/{TOKEN}")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("url", ["sqlite:////nowhere/roadshow.db", "postgresql://nobody@127.0.0.1:1/nothing"])
@pytest.mark.parametrize("path", ["/", "/calendar/all.ics", "/centre/"])
def test_while_the_database_is_away_every_page_says_so(
    another_app: AnotherApp, tmp_path: Path, url: str, path: str
):
    client = another_app(settings_for(url, tmp_path)).test_client()
    with client.session_transaction() as session:
        session["_user_id"] = TOKEN  # somebody who was here before
    log = io.StringIO()
    answer = client.get(path, errors_stream=log)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert (answer.headers["Cache-Control"], "服务暂时不可用" in answer.text) == ("no-store", True)
    number = answer.headers["X-Request-ID"]
    assert f"{number} in errors: No answer from the database on {path} [GET]" in log.getvalue()


@pytest.fixture
def no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder in which what is written finds no room; it takes names still."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))

    def full(*_given: object, **_named: object) -> IO[bytes]:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    monkeypatch.setattr(formparser, "SpooledTemporaryFile", full)
    return folder


@pytest.mark.parametrize("path", ["/centre/outcomes.xlsx", "/centre/roadshows.xlsx"])
def test_a_list_that_finds_no_room_is_told_so_and_leaves_nothing_behind(
    as_role: AsRole, no_room: Path, path: str
):
    answer = as_role(Role.ORGANISER).get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert ("您没有丢失任何内容" in answer.text, list(no_room.iterdir())) == (True, [])


@pytest.mark.usefixtures("no_room")
def test_an_upload_that_finds_no_room_is_told_so(app: Flask, as_role: AsRole):
    """While it comes in it stands in the temporary folder."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    given = {"file": (io.BytesIO(b"x"), "a.xlsx")}
    answer = as_role(Role.RECORDER).post("/centre/ledgers/new", data=given)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")


def test_another_fault_of_the_system_stays_a_fault(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def fail(_token: str) -> None:
        raise PermissionError(errno.EACCES, "not ours")

    monkeypatch.setattr(queries, "get_invitation", fail)
    assert client.get(f"/invitations/{TOKEN}").status_code == 500


def test_the_door_and_its_looks_need_no_database(another_app: AnotherApp, tmp_path: Path):
    client = another_app(settings_for("sqlite:////nowhere/roadshow.db", tmp_path)).test_client()
    assert {client.get(path).status_code for path in ("/sign-in", "/privacy", "/nowhere")} == {200, 404}


@pytest.mark.parametrize(
    ("path", "way_on"), [("/nowhere", ("/", "回到首页")), ("/centre/nowhere", ("/centre/", "回到工作台"))]
)
def test_a_page_that_is_not_there_leads_back_to_where_its_reader_works(
    client: FlaskClient, path: str, way_on: tuple[str, str]
):
    page = client.get(path).text
    assert re.findall(r'<a class="btn main" href="([^"]*)">([^<]*)</a>', page) == [way_on]


@pytest.mark.parametrize(
    ("role", "path", "desk"),
    [
        (Role.LEADER, "/centre/roadshows/999", "/centre/"),
        (Role.STARTUP, "/account/inbox/999", "/startup/"),
        (Role.INVESTOR, "/centre/", "/investor/"),
    ],
)
def test_a_refusal_leads_its_reader_back_to_their_own_desk(as_role: AsRole, role: Role, path: str, desk: str):
    page = as_role(role).get(path).text
    assert re.findall(r'<a class="btn main" href="([^"]*)">([^<]*)</a>', page) == [(desk, "回到工作台")]


def test_whoever_is_signed_in_is_led_on_to_their_own_desk(as_role: AsRole):
    assert as_role(Role.RECORDER).get("/sign-in").headers["Location"] == "/centre/"
