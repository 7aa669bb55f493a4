"""What the rooms below tell the interest ledger."""

from sqlalchemy import select, update

from roadshow.foundation import clock
from roadshow.foundation.actor import CLOCK
from roadshow.foundation.changes import take_over
from roadshow.foundation.db import db
from roadshow.foundation.happenings import on
from roadshow.investors.happenings import Merged

from . import queries
from .models import STRENGTH, Interest, Note, PassedOn, Said, Saying, Talk
from .states import OPEN
from .talking import call_off

_SAYING = tuple(Saying.__annotations__)


@on(Merged)
def keep_interests(merged: Merged) -> None:
    """What the gone institution said and wrote is the kept one's; of a project both of them spoke of, the stronger
    interest holds, of two alike the later."""
    for model in (Note, PassedOn):
        rows = update(model).where(model.institution_id == merged.gone_id)
        db.session.execute(rows.values(institution_id=merged.kept_id))
    known = {each.project_id: each for each in _interests(merged.kept_id)}
    for interest in _interests(merged.gone_id):
        if interest.project_id in known:
            _join(known[interest.project_id], interest)
        else:
            interest.institution_id = merged.kept_id


def _interests(institution_id: int) -> list[Interest]:
    rows = select(Interest).where(Interest.institution_id == institution_id).order_by(Interest.id)
    return list(db.session.scalars(rows))


def _join(kept: Interest, gone: Interest) -> None:
    """Where what holds is not what was said last, it is said again now. The gone one stays as taken back."""
    last, holds = max(kept.at, gone.at), max((kept, gone), key=lambda one: (STRENGTH[one.level], one.at))
    saying = {name: getattr(holds, name) for name in _SAYING}
    _keep_talks(kept, gone)
    said = update(Said).where(Said.interest_id == gone.id)
    db.session.execute(said.values(interest_id=kept.id))
    if holds.at < last:
        saying["at"] = clock.now()
        db.session.add(Said(interest_id=kept.id, **saying))
    take_over(kept, saying)
    gone.level = gone.low_fen = gone.high_fen = None


def _keep_talks(kept: Interest, gone: Interest) -> None:
    """Of two open talks the kept institution's goes on."""
    open_talks = [
        talk for each in (kept, gone) if (talk := queries.find_talk(each.id)) and talk.state in OPEN
    ]
    if len(open_talks) > 1:
        call_off(open_talks[1], "", actor=CLOCK)
    db.session.execute(update(Talk).where(Talk.interest_id == gone.id).values(interest_id=kept.id))
