from collections.abc import Iterable
from datetime import timedelta

from flask_babel import lazy_gettext as _

from roadshow.accounts.models import Person
from roadshow.accounts.passwords import token, token_hash
from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.changes import take_over
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Refused, refuse_faults
from roadshow.halls.queries import get_hall
from roadshow.ical.event import Event

from .models import Kind, Program, Subscription
from .queries import count_own_subscriptions
from .rights import kinds_of
from .rules import MOST, SubscriptionFacts, kind_faults, subscription_faults
from .told import stamped

FETCHED_EVERY = timedelta(hours=1)


@operation
def subscribe(
    person: Person, kind: Kind, hall_id: int | None, facts: SubscriptionFacts, *, actor: Actor
) -> tuple[Subscription, str]:
    """A calendar of their own, and the token that opens it. Raises: Refused with the faults, or on one too many."""
    hold(person)
    facts, hall_id = facts.cleaned(), hall_id if kind is Kind.HALL else None
    refuse_faults(kind_faults(kind, hall_id, kinds_of(person)) + subscription_faults(facts))
    if count_own_subscriptions(person.id) >= MOST:
        raise Refused(_("每人最多%(most)d个日历订阅。请先撤销不用的，再新建", most=MOST))
    secret, hall = token(), None if hall_id is None else get_hall(hall_id)
    row = Subscription(
        person=person,
        kind=kind,
        hall=hall,
        token_hash=token_hash(secret),
        made_at=clock.now(),
        **vars(facts),
    )
    db.session.add(row)
    db.session.flush()
    record("calendar.made", actor, "calendar", row.id, row.name, content=kind.value, hall=hall)
    return row, secret


@operation
def change(row: Subscription, facts: SubscriptionFacts, *, actor: Actor) -> None:
    """Another name, language or reminder. Raises: Refused with the faults."""
    hold(row)
    facts = facts.cleaned()
    refuse_faults(subscription_faults(facts))
    record("calendar.changed", actor, "calendar", row.id, row.name, **take_over(row, vars(facts)))


@operation
def rotate(row: Subscription, *, actor: Actor) -> str:
    """The same calendar under a new token, which is returned; the old one opens nothing from now on."""
    hold(row)
    secret = token()
    row.token_hash, row.fetched_at, row.fetched_by = token_hash(secret), None, None
    record("calendar.rotated", actor, "calendar", row.id, row.name)
    return secret


@operation
def revoke(row: Subscription, *, actor: Actor) -> None:
    """Nobody fetches it any more, from now on."""
    hold(row)
    db.session.delete(row)
    record("calendar.revoked", actor, "calendar", row.id, row.name)


@operation
def note_fetch(row: Subscription, program: Program, events: Iterable[Event]) -> list[Event]:
    """When it was last fetched and by what; the events with what is told of them, which is kept.

    Counted on from what another fetch may have told meanwhile, so that no number stands for two things.
    Raises: Missing when it was revoked meanwhile.
    """
    hold(row)
    found, row.told = stamped(events, row.told, clock.now())
    row.fetched_at, row.fetched_by = clock.now(), program
    return found
