"""Every route × every role: access.txt says what each is answered, and a route without its line fails.

The table is asked on an empty database: whoever may open a thing gets 404, whoever may not gets 403, a visitor is sent
to sign in.
"""

from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from roadshow.accounts.permissions import MAY, Role
from roadshow.web.guards import DOOR, OPEN, permission_of
from tests.conftest import AsRole

from .test_rooms import STATES, stories_of

TABLE = Path(__file__).with_name("access.txt")
READERS = ("visitor", *Role)
SOMETHING = {
    "int": 999,
    "day": "2000-01-02",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "default": "something",
}
YEAR = 2026
PERMISSIONS = frozenset().union(*MAY.values()) | {"account.own"}


def lines() -> dict[tuple[str, str], list[str]]:
    """(method, rule) → the answers in the order of READERS."""
    rows = [
        line.split() for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")
    ]
    found = {(row[0], row[1]): row[2:] for row in rows}
    assert len(found) == len(rows)  # each once
    return found


def routes(app: Flask) -> list[tuple[str, Rule]]:
    """Signing out last: it ends the walk of whoever walks."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    rules.sort(key=lambda rule: (rule.endpoint == "public.sign_out", rule.rule))
    return [
        (method, rule) for rule in rules for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def address(app: Flask, rule: Rule) -> str:
    """One that names nothing that exists."""
    kinds = {name: type(converter).__name__ for name, converter in rule._converters.items()}
    given = {
        name: SOMETHING[{"Id": "int", "UUIDConverter": "uuid", "NamedDay": "day"}.get(kind, "default")]
        for name, kind in kinds.items()
    }
    given |= {name: YEAR for name in given if name == "year"}
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, given))


def test_every_endpoint_names_its_permission(app: Flask) -> None:
    named = {
        endpoint: permission_of(view) for endpoint, view in app.view_functions.items() if endpoint != "static"
    }
    assert {
        endpoint for endpoint, permission in named.items() if permission not in PERMISSIONS | {OPEN, DOOR}
    } == set()


def test_every_permission_opens_something(app: Flask) -> None:
    pages = {permission_of(view) for view in app.view_functions.values()}
    stories = [story for module in STATES for _name, story in stories_of(module)]
    steps = {step.needs for story in stories for row in story.values() for step in row}
    assert PERMISSIONS - pages - steps == set()


def test_every_route_has_its_line(app: Flask) -> None:
    assert set(lines()) == {(method, rule.rule) for method, rule in routes(app)}


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_is_answered_as_the_table_says(app: Flask, as_role: AsRole, reader: str) -> None:
    client = app.test_client() if reader == "visitor" else as_role(Role(reader))
    said, column = lines(), READERS.index(reader)
    answers = {
        (method, rule.rule): str(client.open(address(app, rule), method=method).status_code)
        for method, rule in routes(app)
    }
    assert answers == {route: row[column] for route, row in said.items()}
