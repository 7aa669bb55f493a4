"""What a database of an earlier day holds stays good."""

from datetime import timedelta

import flask_migrate
from flask import Flask
from sqlalchemy import inspect, text

from roadshow.accounts.passwords import token_hash
from roadshow.accounts.queries import get_sign_up
from roadshow.foundation import clock
from roadshow.foundation.db import db

ASKED = text(
    "INSERT INTO accounts_sign_up (token_hash, email, name, password_hash, privacy_version, made_at, expires_at) "
    "VALUES (:hash, 'li@test.example', '示例李', 'x', '2026-11', :now, :until)"
)


def test_a_link_to_sign_up_is_good_still_and_its_password_is_forgotten(inside: Flask):
    db.session.remove()
    flask_migrate.downgrade(revision="0025")
    now, until = (str(clock.now().replace(tzinfo=None) + timedelta(hours=hours)) for hours in (0, 24))
    db.session.execute(ASKED, {"hash": token_hash("open"), "now": now, "until": until})
    db.session.commit()
    db.session.remove()
    flask_migrate.upgrade()
    columns = {column["name"] for column in inspect(db.engine).get_columns("accounts_sign_up")}
    assert get_sign_up("open").email == "li@test.example"
    assert columns & {"name", "password_hash", "privacy_version"} == set()
