from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, extract, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.halls.models import Hall

from .models import BRANCHES, Planned, Proposed, Roadshow, Season
from .states import BEFORE_HELD, HELD, PUBLIC, RoadshowState

Columns = TypeVarTuple("Columns")


def list_seasons() -> list[Season]:
    return list(db.session.scalars(select(Season).order_by(Season.year.desc())))


def find_season(year: int) -> Season | None:
    return db.session.scalar(select(Season).where(Season.year == year))


def find_season_from(year: int) -> Season | None:
    """The first of this year or later."""
    return db.session.scalar(select(Season).where(Season.year >= year).order_by(Season.year).limit(1))


def get_season(year: int) -> Season:
    """Raises: Missing."""
    season = find_season(year)
    if season is None:
        raise Missing(f"season {year}")
    return season


def get_roadshow(roadshow_id: int) -> Roadshow:
    """Raises: Missing."""
    roadshow = db.session.get(Roadshow, roadshow_id)
    if roadshow is None:
        raise Missing(f"roadshow {roadshow_id}")
    return roadshow


def get_public_roadshow(uid: str) -> Roadshow:
    """Raises: Missing, also when it is not public."""
    roadshow = db.session.scalar(select(Roadshow).where(Roadshow.uid == uid, is_public()))
    if roadshow is None:
        raise Missing(f"roadshow {uid}")
    return roadshow


def list_roadshows(year: int) -> list[Roadshow]:
    """All whose day lies in the year, as its figures count them, and then those of its season without a day."""
    undated = and_(Season.year == year, Roadshow.on.is_(None))
    rows = select(Roadshow).join(Season).where(or_(in_year(year), undated))
    return list(db.session.scalars(_by_day(rows)))


def find_coming(today: date) -> Roadshow | None:
    """The one that is held next, whether or not the public knows of it."""
    rows = select(Roadshow).where(Roadshow.on >= today, Roadshow.state.in_(BEFORE_HELD))
    return db.session.scalar(_by_day(rows).limit(1))


def list_of_season(year: int) -> list[Roadshow]:
    """Those that a season began with, wherever their day is now."""
    return list(db.session.scalars(_by_day(select(Roadshow).join(Season).where(Season.year == year))))


def list_to_copy(year: int) -> list[Roadshow]:
    """What the next year may begin with: all of a season that was not cancelled."""
    return [row for row in list_of_season(year) if not row.is_off]


def list_undated(year: int) -> list[Roadshow]:
    """A season's roadshows that still want a day, with their branches, in the order in which they were planned."""
    rows = select(Roadshow).options(selectinload(Roadshow.branches)).join(Season).where(Season.year == year)
    rows = rows.where(Roadshow.on.is_(None), Roadshow.state == RoadshowState.PLANNED)
    return list(db.session.scalars(rows.order_by(Roadshow.id)))


def find_planned(season: Season) -> Planned | None:
    return db.session.get(Planned, season.id)


def list_proposed(season: Season, ids: Collection[int] | None = None) -> list[Proposed]:
    """What is proposed for a season, or these of it, by day."""
    rows = select(Proposed).options(joinedload(Proposed.roadshow).selectinload(Roadshow.branches))
    rows = rows.join(Proposed.roadshow).where(Roadshow.season_id == season.id)
    rows = rows if ids is None else rows.where(Proposed.id.in_(ids))
    return list(db.session.scalars(rows.order_by(Proposed.starts_at, Proposed.id)))


def count_dated(years: Iterable[int] | None = None) -> dict[int, int]:
    """Year → roadshows that have their day in it and are still to be held. Of all years when none are named."""
    return _count_by_year(years, BEFORE_HELD)


def list_years() -> frozenset[int]:
    """Years that have a roadshow which was not called off: by its day, or by its season while it has none."""
    year = func.coalesce(extract("year", Roadshow.on), Season.year)
    rows = select(year).join(Roadshow.season).where(Roadshow.state != RoadshowState.CANCELLED)
    return frozenset(map(int, db.session.scalars(rows.distinct())))


@dataclass(frozen=True)
class Asked:
    """Which public roadshows a visitor wants to see: None leaves a thing open."""

    year: int | None = None
    sector: str | None = None
    hall_id: int | None = None

    @property
    def query(self) -> dict[str, Any]:
        """As an address says it; None for what is left open."""
        return {"year": self.year, "sector": self.sector, "hall": self.hall_id}


def list_public_roadshows(since: date, until: date, asked: Asked = Asked()) -> list[Roadshow]:
    """What a visitor may see of these days, both included, by day; cancelled ones among them."""
    rows = _asked(select(Roadshow), asked).where(Roadshow.on.between(since, until))
    return list(db.session.scalars(_by_day(rows)))


def count_public_by_month(year: int, asked: Asked = Asked()) -> dict[int, int]:
    """Month → what ``list_public_roadshows`` has in it; months without any are left out."""
    month = extract("month", Roadshow.on)
    rows = _asked(select(month, func.count(Roadshow.id)), asked).where(in_year(year))
    return {int(number): count for number, count in db.session.execute(rows.group_by(month))}


def find_next(now: datetime) -> Roadshow | None:
    """The public roadshow that is on, or else begins next."""
    rows = select(Roadshow).where(Roadshow.state.in_(PUBLIC - HELD), Roadshow.ends_at > now)
    return db.session.scalar(rows.order_by(Roadshow.starts_at, Roadshow.id).limit(1))


def list_upcoming(today: date, asked: Asked = Asked(), limit: int | None = None) -> list[Roadshow]:
    """Public ones from today on that are not held yet, by day, cancelled ones among them; last those whose date is
    pending."""
    coming = or_(Roadshow.on >= today, Roadshow.date_pending)
    rows = _asked(select(Roadshow), asked).where(coming, Roadshow.state.not_in(HELD))
    return list(db.session.scalars(_by_day(rows).limit(limit)))


def list_past(today: date, asked: Asked = Asked(), page: int = 1, per_page: int = 50) -> list[Roadshow]:
    """Public ones that are held, or whose day is over; the latest first."""
    rows = _asked(select(Roadshow), asked).where(_is_past(today))
    rows = rows.order_by(Roadshow.on.desc(), Roadshow.starts_at.desc(), Roadshow.id.desc())
    return list(db.session.scalars(rows.limit(per_page).offset((page - 1) * per_page)))


def count_past(today: date, asked: Asked = Asked()) -> int:
    rows = _asked(select(func.count(Roadshow.id)), asked).where(_is_past(today))
    return db.session.scalar(rows) or 0


def list_public_years() -> list[int]:
    """Years in which a visitor may see a roadshow, newest first."""
    year = extract("year", Roadshow.on)
    rows = select(year).where(is_public(), Roadshow.on.is_not(None)).distinct().order_by(year.desc())
    return [int(year) for year in db.session.scalars(rows)]


def list_public_halls() -> list[Hall]:
    """Where a visitor may see a roadshow, by name."""
    main = select(Roadshow.hall_id).where(is_public())
    branch = select(BRANCHES.c.hall_id).join(Roadshow).where(is_public())
    rows = select(Hall).where(or_(Hall.id.in_(main), Hall.id.in_(branch)))
    return list(db.session.scalars(rows.order_by(Hall.name, Hall.id)))


def list_open_calls(now: datetime) -> list[Roadshow]:
    opened, closes = func.coalesce(Roadshow.call_opens_at, now) <= now, Roadshow.call_closes_at
    rows = select(Roadshow).where(Roadshow.state == RoadshowState.CALLING, opened, closes > now)
    return list(db.session.scalars(rows.order_by(closes, Roadshow.id)))


def list_overdue_calls(now: datetime) -> list[Roadshow]:
    """Calls whose deadline has passed and that nobody has closed, the longest ago first."""
    rows = select(Roadshow).where(Roadshow.state == RoadshowState.CALLING, Roadshow.call_closes_at <= now)
    return list(db.session.scalars(rows.order_by(Roadshow.call_closes_at, Roadshow.id)))


def list_to_run(today: date) -> list[Roadshow]:
    """Those to be started today, and those that nobody has ended yet."""
    begins = and_(Roadshow.state == RoadshowState.PUBLISHED, Roadshow.on == today)
    rows = select(Roadshow).where(or_(begins, Roadshow.state == RoadshowState.LIVE))
    return list(db.session.scalars(_by_day(rows)))


def list_uncalled(until: date) -> list[Roadshow]:
    """Planned ones up to this day of which the public knows nothing yet."""
    rows = select(Roadshow).where(Roadshow.state == RoadshowState.PLANNED, Roadshow.on <= until)
    return list(db.session.scalars(_by_day(rows)))


@dataclass(frozen=True)
class HeldName:
    """By what a ledger names a roadshow: its title (as ``name_key``) and its day."""

    id: int
    title_key: str
    on: date


def list_roadshows_by_id(ids: Iterable[int]) -> list[Roadshow]:
    """These roadshows with all their halls, by id, however many."""
    wanted, rows = list(ids), select(Roadshow).options(selectinload(Roadshow.branches))
    found: list[Roadshow] = []
    for start in range(0, len(wanted), 500):
        found += db.session.scalars(rows.where(Roadshow.id.in_(wanted[start : start + 500])))
    return sorted(found, key=lambda roadshow: roadshow.id)


def list_held(limit: int = 100) -> list[Roadshow]:
    """Those held, newest first: of which an outcome may have come."""
    rows = select(Roadshow).where(Roadshow.state.in_(HELD)).order_by(Roadshow.on.desc(), Roadshow.id.desc())
    return list(db.session.scalars(rows.limit(limit)))


def list_public_held() -> list[Roadshow]:
    """Every one held that has its day, newest first; the public may see them all."""
    rows = select(Roadshow).where(Roadshow.state.in_(HELD), is_public(), Roadshow.on.is_not(None))
    return list(db.session.scalars(rows.order_by(Roadshow.on.desc(), Roadshow.id.desc())))


def count_held(years: Iterable[int] | None = None) -> dict[int, int]:
    """Year → roadshows held in it, by their day; years without any are left out. Of all years when none are named."""
    return _count_by_year(years, HELD)


def list_held_names(years: Iterable[int]) -> list[HeldName]:
    """Every dated roadshow of these years that is not cancelled, by which an import finds what is already there."""
    rows = (
        select(Roadshow.id, Roadshow.title_key, Roadshow.on)
        .where(Roadshow.state != RoadshowState.CANCELLED, extract("year", Roadshow.on).in_(list(years)))
        .order_by(Roadshow.id)
    )
    return [HeldName(row.id, row.title_key, row.on) for row in db.session.execute(rows) if row.on]


def _count_by_year(years: Iterable[int] | None, states: Collection[RoadshowState]) -> dict[int, int]:
    year = extract("year", Roadshow.on)
    rows = select(year, func.count(Roadshow.id)).where(Roadshow.state.in_(states), Roadshow.on.is_not(None))
    if years is not None:
        rows = rows.where(year.in_(list(years)))
    return {int(year): count for year, count in db.session.execute(rows.group_by(year))}


def in_year(year: int) -> ColumnElement[bool]:
    return Roadshow.on.between(date(year, 1, 1), date(year, 12, 31))


def list_coming_in(hall_id: int, today: date) -> list[Roadshow]:
    """Public ones in this hall that are still to be held, by day."""
    rows = select(Roadshow).where(in_hall(hall_id), Roadshow.on >= today)
    rows = rows.where(Roadshow.state.in_(PUBLIC & BEFORE_HELD))
    return list(db.session.scalars(rows.order_by(Roadshow.on, Roadshow.id)))


def in_hall(hall_id: int) -> ColumnElement[bool]:
    """It is the main one or a branch."""
    branch = select(BRANCHES.c.roadshow_id).where(BRANCHES.c.hall_id == hall_id)
    return or_(Roadshow.hall_id == hall_id, Roadshow.id.in_(branch))


def is_public() -> ColumnElement[bool]:
    shown = Roadshow.state.in_(PUBLIC)
    return or_(shown, and_(Roadshow.state == RoadshowState.CANCELLED, Roadshow.public_since.is_not(None)))


def _is_past(today: date) -> ColumnElement[bool]:
    return or_(and_(Roadshow.on < today, ~Roadshow.date_pending), Roadshow.state.in_(HELD))


def _asked(rows: Select[*Columns], asked: Asked) -> Select[*Columns]:
    rows = rows.where(is_public())
    if asked.year is not None:
        rows = rows.where(in_year(asked.year))
    if asked.hall_id is not None:
        rows = rows.where(in_hall(asked.hall_id))
    return rows if asked.sector is None else rows.where(Roadshow.sector == asked.sector)


def _by_day(rows: Select[Roadshow]) -> Select[Roadshow]:
    undated = or_(Roadshow.on.is_(None), Roadshow.date_pending)
    return rows.order_by(undated, Roadshow.on, Roadshow.starts_at, Roadshow.id)
