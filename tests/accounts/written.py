"""What stands in the outbox: whose link came by which letter."""

import re

from roadshow.foundation.db import db
from roadshow.notices.models import Letter


def kinds_to(address: str) -> list[str]:
    """Of its letters, the first one first."""
    rows = db.session.query(Letter).filter_by(to_address=address).order_by(Letter.id)
    return [letter.kind for letter in rows]


def paths_to(address: str) -> list[str]:
    """The pages of ours that its letters lead to, the first one first; those in two languages name each twice."""
    rows = db.session.query(Letter).filter_by(to_address=address).order_by(Letter.id)
    found = [path for letter in rows for path in re.findall(r"http://localhost(/\S+)", letter.body)]
    return list(dict.fromkeys(found))
