"""Calendars of a person's own, and who has them."""

from contextvars import Context
from typing import Any

import icalendar
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.feeds.models import Kind
from roadshow.feeds.operations import subscribe
from roadshow.feeds.rules import SubscriptionFacts
from roadshow.foundation import clock
from roadshow.halls.models import Hall
from roadshow.investors.mandates import MandateFacts
from roadshow.investors.models import Contact, Institution
from tests import make
from tests.feeds.built import events
from tests.investors.made import MANDATE, looking_for

ROLES = {
    Kind.INVESTOR: Role.INVESTOR,
    Kind.STARTUP: Role.STARTUP,
    Kind.CENTRE: Role.LEADER,
    Kind.HALL: Role.ORGANISER,
}


def investor(wanted: MandateFacts = MANDATE, of: Institution | None = None) -> Person:
    """Who acts for an institution that looks for energy and materials."""
    person = make.person(Role.INVESTOR)
    make.saved(Contact(institution_id=(of or looking_for(wanted)).id, person_id=person.id))
    return person


def who_may_have(kind: Kind) -> Person:
    """Somebody who has all that this kind asks for."""
    if kind is Kind.INVESTOR:
        return investor()
    person = make.person(ROLES[kind])
    if kind is Kind.STARTUP:
        make.company(person)
    return person


def address(person: Person, kind: Kind, where: Hall | None = None, **facts: object) -> str:
    """Where their new calendar is."""
    if kind is Kind.HALL and where is None:
        where = make.hall()
    said = SubscriptionFacts(**({"name": "我的手机"} | facts))  # type: ignore[arg-type]  # the test says them right
    _row, token = subscribe(person, kind, where.id if where else None, said, actor=person.acting())
    return f"/calendar/my/{token}.ics"


def asked(client: FlaskClient, path: str, **more: Any) -> TestResponse:
    """As a program asks, knowing nothing of the context that a test stands in but the time."""
    now = clock.now()

    def ask() -> TestResponse:
        with clock.at(now):
            return client.open(path, **more)

    return Context().run(ask)


def fetched(client: FlaskClient, path: str) -> list[icalendar.Event]:
    answer = asked(client, path)
    assert answer.status_code == 200, answer.status
    return events(answer.data)


def said(found: list[icalendar.Event]) -> list[tuple[str, str]]:
    """(title, status) of each, as its reader sees it."""
    return [(str(event["SUMMARY"]), str(event["STATUS"])) for event in found]
