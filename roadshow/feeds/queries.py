from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from roadshow.accounts.passwords import token_hash
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing

from .models import Subscription
from .rights import may_have


def get_subscription(token: str) -> Subscription:
    """Raises: Missing, also when its person may not have it any more."""
    rows = select(Subscription).options(joinedload(Subscription.person))
    row = db.session.scalar(rows.where(Subscription.token_hash == token_hash(token)))
    if row is None or not may_have(row.person, row.kind):
        raise Missing("calendar")
    return row


def get_own_subscription(person_id: int, subscription_id: int) -> Subscription:
    """Raises: Missing, also for somebody else's."""
    rows = select(Subscription).where(Subscription.id == subscription_id, Subscription.person_id == person_id)
    row = db.session.scalar(rows)
    if row is None:
        raise Missing(f"calendar {subscription_id} of {person_id}")
    return row


def list_own_subscriptions(person_id: int) -> list[Subscription]:
    """In the order in which they were made."""
    rows = select(Subscription).where(Subscription.person_id == person_id)
    return list(db.session.scalars(rows.order_by(Subscription.id)))


def count_own_subscriptions(person_id: int) -> int:
    rows = select(func.count(Subscription.id)).where(Subscription.person_id == person_id)
    return db.session.scalar(rows) or 0
