"""How many reviews an application is to have: as many as the method says, also after a reviewer kept away from it."""

from typing import NamedTuple

from sqlalchemy import Subquery, and_, case, func, select

from roadshow.foundation.db import db
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.programme.states import CHOOSING

from .models import Recusal, Setup, Sheet
from .states import READ, SheetState


class Asked(NamedTuple):
    """Of one application: the sheets that were handed in, those that reviewers have, and those that are asked for."""

    handed_in: int
    given: int
    asked: int

    @property
    def lacks(self) -> int:
        return self.asked - self.given


def asked_of(roadshow_id: int) -> dict[int, Asked]:
    """Application → what is asked of it, in whatever state it is."""
    each = _asked()
    rows = select(each.c.id, each.c.handed_in, each.c.given, each.c.asked).where(
        each.c.roadshow_id == roadshow_id
    )
    return {row[0]: Asked(*row[1:]) for row in db.session.execute(rows)}


def count_asked(roadshow_id: int) -> tuple[int, int]:
    """Of its applications that are still read: how many sheets are handed in, and how many are asked for."""
    each = _asked()
    rows = select(func.sum(each.c.handed_in), func.sum(each.c.asked))
    done, asked = db.session.execute(
        rows.where(each.c.roadshow_id == roadshow_id, each.c.state.in_(READ))
    ).one()
    return done or 0, asked or 0


def list_roadshows_to_choose() -> list[tuple[Roadshow, int, int]]:
    """Roadshows that still choose, with how many applications passed the formal check, and how many of these have too
    few reviewers; by day."""
    each = _asked()
    short = func.count(case((each.c.given < each.c.asked, 1)))
    rows = select(Roadshow, func.count(Pitch.id), short).join(Pitch, Pitch.roadshow_id == Roadshow.id)
    rows = rows.outerjoin(each, each.c.id == Pitch.id)
    rows = rows.where(Pitch.state == PitchState.SCREENED, Roadshow.state.in_(CHOOSING))
    rows = rows.group_by(Roadshow.id).order_by(Roadshow.on, Roadshow.id)
    return [(roadshow, count, lacking) for roadshow, count, lacking in db.session.execute(rows)]


def _asked() -> Subquery:
    """An application that was given to a reviewer, who may have kept away since, lacks what the method asks more, as
    long as it is read and not decided."""
    given = func.count(Sheet.id)
    recused = select(Recusal.id).where(Recusal.pitch_id == Pitch.id).exists()
    lacking = and_(
        Setup.closed_at.is_(None),
        Pitch.state == PitchState.SCREENED,
        (given > 0) | recused,
        given < Setup.readers,
    )
    rows = select(
        Pitch.id,
        Pitch.roadshow_id,
        Pitch.state,
        func.count(case((Sheet.state == SheetState.HANDED_IN, 1))).label("handed_in"),
        given.label("given"),
        case((lacking, Setup.readers), else_=given).label("asked"),
    )
    rows = rows.join(Setup, Setup.roadshow_id == Pitch.roadshow_id).outerjoin(
        Sheet, Sheet.pitch_id == Pitch.id
    )
    return rows.group_by(Pitch.id, Setup.roadshow_id).subquery()
