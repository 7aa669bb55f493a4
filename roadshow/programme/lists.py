"""The desk's lists of this room, in the order that its reader wants."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, case, func, not_, or_, select

from roadshow.foundation.db import db
from roadshow.foundation.listing import Listed, Order, containing, in_turn, ordered
from roadshow.foundation.sectors import SECTORS
from roadshow.halls.models import Hall

from .models import Roadshow, Season
from .queries import in_hall, in_year
from .spoken import place_column, title_column
from .states import BEFORE_HELD, RoadshowState

ROADSHOWS_BY = {
    "state": in_turn(Roadshow.state, RoadshowState),
    "on": Roadshow.on,
    "sector": in_turn(Roadshow.sector, SECTORS),
    "places": Roadshow.places,
}


def list_coming_to(hall_id: int, today: date) -> list[Roadshow]:
    """What is still to be held in a hall, the next first."""
    rows = select(Roadshow).where(in_hall(hall_id), Roadshow.on >= today, Roadshow.state.in_(BEFORE_HELD))
    return list(db.session.scalars(rows.order_by(Roadshow.on, Roadshow.starts_at, Roadshow.id)))


@dataclass(frozen=True)
class Filled:
    """How far a season's list has come: roadshows that were not cancelled for good, and plans without a day."""

    year: int
    target: int | None
    listed: int
    undated: int


@dataclass(frozen=True)
class Beginning:
    """How far a new centre is: roadshows without and with a day, and of those with hours the public ones."""

    undated: int
    dated: int
    public: int


def count_beginning() -> Beginning:
    """What came in with an old ledger is known by its day alone and begins nothing."""
    dated, timed = Roadshow.on.is_not(None), Roadshow.starts_at.is_not(None)
    of_all = func.count().filter
    rows = select(of_all(~dated), of_all(timed), of_all(timed & Roadshow.public_since.is_not(None)))
    return Beginning(*db.session.execute(rows.select_from(Roadshow)).one())


def list_filled(year: int) -> list[Filled]:
    """Of the seasons from this year on, the first on top."""
    alive = or_(Roadshow.state != RoadshowState.CANCELLED, Roadshow.date_pending)
    listed = func.count(Roadshow.id).filter(alive)
    undated = func.count(Roadshow.id).filter(alive, Roadshow.on.is_(None))
    rows = select(Season.year, Season.target, listed, undated).outerjoin(Roadshow).where(Season.year >= year)
    return [Filled(*row) for row in db.session.execute(rows.group_by(Season.id).order_by(Season.year))]


@dataclass(frozen=True)
class Wanted:
    """Which roadshows: of one year by their day, in some states, of one field; ``among`` selects ids, ``text`` is
    part of a title. None leaves a thing open."""

    year: int | None = None
    states: Collection[RoadshowState] | None = None
    sector: str | None = None
    among: Select[int] | None = None
    text: str = ""


def list_roadshows_shown(wanted: Wanted = Wanted(), order: Order | None = None) -> Listed[Roadshow]:
    """What is still to be held, the next first and those without a day last; then what is over, the latest first."""
    rows = select(Roadshow)
    if wanted.states is not None:
        rows = rows.where(Roadshow.state.in_(wanted.states))
    if wanted.year is not None:
        rows = rows.where(in_year(wanted.year))
    if wanted.sector is not None:
        rows = rows.where(Roadshow.sector == wanted.sector)
    if wanted.among is not None:
        rows = rows.where(Roadshow.id.in_(wanted.among))
    rows = containing(rows, wanted.text, Roadshow.title, Roadshow.title_en)
    to_come = or_(Roadshow.state.in_(BEFORE_HELD), Roadshow.date_pending)
    dated = and_(Roadshow.on.is_not(None), not_(Roadshow.date_pending))
    usual = (
        case((and_(to_come, dated), 0), (to_come, 1), else_=2),
        case((to_come, Roadshow.on)),
        case((to_come, Roadshow.starts_at)),
        Roadshow.on.desc(),
        Roadshow.starts_at.desc(),
        Roadshow.id.desc(),
    )
    where = select(place_column()).where(Hall.id == Roadshow.hall_id).correlate(Roadshow).scalar_subquery()
    columns = ROADSHOWS_BY | {"title": title_column(), "where": where}
    return Listed(ordered(rows, columns, order, *usual))
