"""A fault of ours: the reader gets a number and no trace, the log the trace and no secret."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts import queries
from roadshow.accounts.models import Person
from roadshow.foundation.db import db

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
