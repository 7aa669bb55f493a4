"""What was said of a bureau's columns is kept with the file that came in by it, and can be forgotten."""

from collections.abc import Iterable

from sqlalchemy import delete, select

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, hold_name, operation
from roadshow.foundation.text import name_key

from .bureaus import Answer, told_of
from .kinds import header_key
from .ledger import Ledger
from .matching import Said
from .models import Remembered

REMEMBERED = "remembered columns"  # the name that whoever writes them holds


@operation
def remember(ledger: Ledger, said: Said, *, actor: Actor) -> None:
    """Of the bureau that filled the file in, if it is known; a later answer takes the place of an earlier one."""
    layouts = (sheet.layout for sheet in ledger.sheets if sheet.layout and not sheet.layout.doubts)
    answers = {(answer.kind, header_key(answer.header)): answer for answer in told_of(layouts, said)}
    if not ledger.bureau or not answers:
        return
    hold_name(REMEMBERED)
    key = name_key(ledger.bureau)[:100]
    known = db.session.scalars(select(Remembered).where(Remembered.bureau_key == key))
    before = {(each.kind, each.header_key): each for each in known}
    for (kind, header), answer in answers.items():
        kept = before.get((kind, header))
        if kept is None:
            kept = Remembered(bureau_key=key, kind=kind, header_key=header[:200])
            db.session.add(kept)
        kept.bureau, kept.header, kept.field = ledger.bureau, answer.header[:200], answer.field
        kept.said_at = clock.now()
    db.session.flush()
    record("ledger.remembered", actor, "bureau", None, ledger.bureau, said=_told(answers.values()))


@operation
def forget(kept: Remembered, *, actor: Actor) -> None:
    """One answer: the next file with that column is asked about again."""
    hold(kept)
    record("ledger.forgotten", actor, "bureau", None, kept.bureau, said=_told([kept]))
    db.session.delete(kept)


@operation
def forget_bureau(bureau: str, *, actor: Actor) -> int:
    """All that was said of its columns; how many answers that were."""
    hold_name(REMEMBERED)
    key = name_key(bureau)[:100]
    gone = list(db.session.scalars(select(Remembered).where(Remembered.bureau_key == key)))
    if gone:
        db.session.execute(delete(Remembered).where(Remembered.bureau_key == key))
        record("ledger.forgotten", actor, "bureau", None, gone[0].bureau, said=_told(gone))
    return len(gone)


def _told(answers: Iterable[Answer | Remembered]) -> str:
    return "、".join(f"{answer.header}={answer.field}" for answer in answers)[:500]
