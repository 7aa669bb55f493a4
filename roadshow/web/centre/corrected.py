"""What a correction changes, beside what stood there before."""

from typing import NamedTuple

from roadshow.outcomes.models import Row

from .outcome_facts import said_of


class Change(NamedTuple):
    """One thing that a row says, before and after; None where it said nothing."""

    words: object
    before: object
    after: object


def changes_of(row: Row) -> list[Change]:
    """Of a correction what differs; of any other row nothing."""
    if row.corrects is None:
        return []
    before = {str(fact.words): fact for fact in said_of(row.corrects)}
    after = {str(fact.words): fact for fact in said_of(row)}
    changes = []
    for words in {**before, **after}:
        was, now = (found.get(words) for found in (before, after))
        if (was and str(was.value)) != (now and str(now.value)):
            changes.append(Change(words, was.value if was else None, now.value if now else None))
    return changes
