"""What belongs to the one who is signed in, and what a refused form says."""

import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.projects.models import Project
from tests import make
from tests.web.reading import texts
from tests.web.selecting import words_of


def me(role: Role = Role.STARTUP, number: int = 1) -> Person:
    """Whom ``as_role`` signed in with this role, by default as the first of all."""
    return db.session.query(Person).filter_by(email=f"{role}{number}@test.example").one()


def own_project(**facts: object) -> Project:
    return make.project(make.company(me()), **facts)


def own_project_id(app: Flask) -> int:
    with app.app_context():
        return own_project().id


def faults(page: str) -> list[str]:
    """What the summary on top of a refused form lists."""
    return texts(page.partition('<section class="errors"')[2].partition("</section>")[0], "li")


def whys(page: str) -> list[str]:
    """What stands at its fields."""
    return words_of(page, "p.why span")


def typed(page: str, name: str) -> str:
    """What still stands in an input."""
    (control,) = re.findall(rf'<input[^>]*\bname="{name}"[^>]*>', page)
    (value,) = re.findall(r'value="([^"]*)"', control)
    return unescape(value)


def statuses(client: FlaskClient, *paths: str) -> set[int]:
    return {client.get(path).status_code for path in paths}
