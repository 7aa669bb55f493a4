"""Who is signed in goes on reading while nothing can be written; who writes is told soon, and when to try again."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine

from roadshow.accounts.permissions import Role
from roadshow.foundation import clock, db
from tests.conftest import AsRole


@contextmanager
def locked(app: Flask) -> Iterator[None]:
    """As another process does that writes and does not end; on PostgreSQL it holds the table of sessions."""
    engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    sqlite = engine.dialect.name == "sqlite"
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(
            "BEGIN IMMEDIATE" if sqlite else "LOCK TABLE accounts_session IN SHARE ROW EXCLUSIVE MODE"
        )
        yield
    finally:
        connection.rollback()
        connection.close()
        engine.dispose()


@pytest.fixture
def organiser(as_role: AsRole) -> FlaskClient:
    return as_role(Role.ORGANISER)


def test_reading_goes_on_while_another_writes_and_the_last_use_is_noted_later(
    app: Flask, organiser: FlaskClient
) -> None:
    with clock.at(clock.now() + timedelta(minutes=2)):
        with locked(app):
            began = time.monotonic()
            statuses = [
                organiser.get(page).status_code for page in ("/centre/", "/centre/halls", "/account/inbox")
            ]
            took = time.monotonic() - began
        assert (statuses, took < 4) == ([200, 200, 200], True)
        assert organiser.get("/centre/").status_code == 200


def test_a_writer_that_waits_too_long_is_told_when_to_come_again(
    app: Flask, organiser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "WAITS", 200)
    with app.app_context():
        db.db.engine.dispose()
    with locked(app):
        answer = organiser.post("/sign-out")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")


def test_no_writer_waits_longer_than_five_seconds() -> None:
    assert db.WAITS == 5000
