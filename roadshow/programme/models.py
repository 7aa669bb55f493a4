from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roadshow.foundation import clock
from roadshow.foundation.db import CONSTRAINT_WORDS, Model, one_of
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.text import Bilingual
from roadshow.halls.models import Hall
from roadshow.halls.points import Point

from .states import HELD, PUBLIC, STATE_WORDS, RoadshowState

CONFIRM_DAYS = 3  # working days in which an accepted project confirms its place
CONSTRAINT_WORDS["uq_programme_season_year"] = _("这一年的年度计划已经建好")


class Season(Model):
    """The plan of one calendar year: how many roadshows, what they are to be about, when there are to be none."""

    __tablename__ = "programme_season"
    __table_args__ = (UniqueConstraint("year"), CheckConstraint("target > 0", name="target_positive"))
    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    target: Mapped[int | None]  # roadshows to hold; unknown for a past year that came in with its ledger
    themes: Mapped[str] = mapped_column(Text, default="")  # one a line
    fields: Mapped[list["SeasonField"]] = relationship(cascade="all, delete-orphan")
    months: Mapped[list["SeasonMonth"]] = relationship(cascade="all, delete-orphan")

    @property
    def wanted(self) -> dict[str, int]:
        """Code of a field → how many roadshows of it, in the order of the list of fields."""
        known = {row.sector: row.wanted for row in self.fields}
        return {sector: known[sector] for sector in SECTORS if sector in known}

    @property
    def avoid(self) -> list[int]:
        """The months without roadshows."""
        return sorted(row.month for row in self.months)

    @property
    def is_over(self) -> bool:
        """Whether its year is: then nothing more is planned in it."""
        return self.year < clock.today().year


class SeasonField(Model):
    """How many roadshows of a field a season is to have."""

    __tablename__ = "programme_season_field"
    __table_args__ = (CheckConstraint("wanted > 0", name="wanted_positive"),)
    season_id: Mapped[int] = mapped_column(ForeignKey("programme_season.id"), primary_key=True)
    sector: Mapped[str] = mapped_column(String(20), primary_key=True)  # code of foundation.sectors
    wanted: Mapped[int]


class SeasonMonth(Model):
    """A month in which a season is to have no roadshow."""

    __tablename__ = "programme_season_month"
    __table_args__ = (CheckConstraint("month BETWEEN 1 AND 12", name="month_of_a_year"),)
    season_id: Mapped[int] = mapped_column(ForeignKey("programme_season.id"), primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


@dataclass(frozen=True)
class Stand:
    """When and where a roadshow is: what whoever comes must know."""

    starts_at: datetime
    ends_at: datetime
    where: Bilingual
    branches: Sequence[Bilingual] = ()  # names of halls


BRANCHES = Table(
    "programme_branch",
    Model.metadata,
    Column("roadshow_id", ForeignKey("programme_roadshow.id"), primary_key=True),
    Column("hall_id", ForeignKey("halls_hall.id"), primary_key=True, index=True),
)
"""Halls that a roadshow has beside its main one, for the same hours."""


class Roadshow(Model):
    """One event, from plan to archive; ``uid`` is its name in every calendar, for life.

    ``on`` is its Shanghai day, without which it is a plan and never public; then ``hall`` is where it is meant to be. A
    past one known only by its day has no hours and takes no hall.
    """

    __tablename__ = "programme_roadshow"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint('starts_at IS NULL OR "on" IS NOT NULL', name="hours_have_a_day"),
        CheckConstraint("places > 0", name="places_positive"),
        CheckConstraint("state IN ('planned', 'cancelled') OR \"on\" IS NOT NULL", name="public_has_a_day"),
        CheckConstraint("NOT date_pending OR state = 'cancelled'", name="date_pending_is_off"),
        Index("uq_programme_roadshow_season_id_copied_from_id", "season_id", "copied_from_id", unique=True),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    season_id: Mapped[int] = mapped_column(ForeignKey("programme_season.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    title_key: Mapped[str] = mapped_column(String(200), index=True)
    title_en: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    summary_en: Mapped[str] = mapped_column(Text, default="")
    lead_name: Mapped[str] = mapped_column(String(50), default="")  # who is responsible; for staff alone
    lead_phone: Mapped[str] = mapped_column(String(20), default="")
    sector: Mapped[str | None] = mapped_column(String(20))  # code of foundation.sectors
    mode: Mapped[str | None] = mapped_column(String(20))  # as typed in a ledger: 线上, 线下, 线上线下结合
    state: Mapped[RoadshowState] = mapped_column(
        one_of(RoadshowState), default=RoadshowState.PLANNED, index=True
    )
    on: Mapped[date | None] = mapped_column(index=True)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    hall_id: Mapped[int | None] = mapped_column(ForeignKey("halls_hall.id"), index=True)
    venue: Mapped[str] = mapped_column(String(200), default="")  # where, when it is none of our halls
    places: Mapped[int] = mapped_column(default=8)  # projects on stage
    call_opens_at: Mapped[datetime | None]  # None: when it was made public
    call_closes_at: Mapped[datetime | None]
    confirm_days: Mapped[int | None] = mapped_column(
        default=CONFIRM_DAYS
    )  # None: a place needs no confirming
    moved_from_at: Mapped[datetime | None]  # its first public start, while it has another one
    cancelled_at: Mapped[datetime | None]
    cancelled_from: Mapped[RoadshowState | None] = mapped_column(one_of(RoadshowState))  # for restoring it
    cancel_reason: Mapped[str] = mapped_column(String(500), default="")
    date_pending: Mapped[bool] = mapped_column(default=False)  # off only until it has another day
    public_since: Mapped[datetime | None]
    made_at: Mapped[datetime]
    dated_at: Mapped[datetime | None]  # when it got its day; None: when it was made
    changed_at: Mapped[datetime]  # last change that a calendar shows
    sequence: Mapped[int] = mapped_column(default=0)  # counts those changes
    told_projects: Mapped[int | None]  # as the year's ledger tells it
    told_institutions: Mapped[int | None]
    told_visitors: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    copied_from_id: Mapped[int | None]  # the one of the year before that its season began with
    season: Mapped[Season] = relationship(lazy="joined")
    hall: Mapped[Hall | None] = relationship(lazy="joined")  # the main one
    branches: Mapped[list[Hall]] = relationship(secondary=BRANCHES, order_by=Hall.id)

    @property
    def halls(self) -> list[Hall]:
        """The main one first."""
        return [*([self.hall] if self.hall else []), *self.branches]

    @property
    def is_public(self) -> bool:
        """Whether a visitor may see it; a cancelled one only if it had been public."""
        return self.state in PUBLIC or (
            self.state is RoadshowState.CANCELLED and self.public_since is not None
        )

    @property
    def state_words(self) -> object:
        """How it stands, for a reader."""
        return _("延期，日期待定") if self.date_pending else STATE_WORDS[self.state]

    @property
    def announced_on(self) -> date | None:
        """Its day; None while the date is pending, as the old day no longer counts."""
        return None if self.date_pending else self.on

    @property
    def announced_where(self) -> Bilingual:
        """Its place; empty while the date is pending, as the halls were given back."""
        return Bilingual.of("", "") if self.date_pending else self.spoken_where

    @property
    def is_off(self) -> bool:
        """Cancelled for good, so that it no longer counts for its season."""
        return self.state is RoadshowState.CANCELLED and not self.date_pending

    @property
    def is_held(self) -> bool:
        return self.state in HELD

    def calls(self, now: datetime) -> bool:
        """Whether a project may apply: opening and close decide, not the moment somebody noted them."""
        in_time = self.call_closes_at is not None and now < self.call_closes_at
        in_time = in_time and (self.call_opens_at is None or self.call_opens_at <= now)
        return self.state is RoadshowState.CALLING and in_time

    @property
    def where(self) -> str:
        return self.hall.name if self.hall else self.venue

    @property
    def spoken_title(self) -> Bilingual:
        return Bilingual.of(self.title, self.title_en)

    @property
    def spoken_summary(self) -> Bilingual:
        return Bilingual.of(self.summary, self.summary_en)

    @property
    def spoken_where(self) -> Bilingual:
        return self.hall.spoken_name if self.hall else Bilingual.of(self.venue, "")

    @property
    def spoken_address(self) -> Bilingual:
        return self.hall.spoken_address if self.hall else Bilingual.of("", "")

    @property
    def point(self) -> Point | None:
        """Where its main hall is on the map."""
        return self.hall.point if self.hall else None

    @property
    def stand(self) -> Stand | None:
        """None while it has no hours."""
        if self.starts_at is None or self.ends_at is None:
            return None
        branches = [hall.spoken_name for hall in self.branches]
        return Stand(self.starts_at, self.ends_at, self.spoken_where, branches)

    @property
    def minutes(self) -> int | None:
        """From its start to its end; None while it has no hours."""
        if self.starts_at is None or self.ends_at is None:
            return None
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


class Planned(Model):
    """What a season's planner was last asked (``wanted.spelled``), and how good its answer is."""

    __tablename__ = "programme_planned"
    season_id: Mapped[int] = mapped_column(ForeignKey("programme_season.id"), primary_key=True)
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    many: Mapped[int]  # roadshows that wanted a day
    points: Mapped[int]
    gap: Mapped[int]  # points less that the best may have
    short: Mapped[int]  # roadshows more than the rules leave days for


class Proposed(Model):
    """A day and a hall that are proposed for a roadshow without a day, and why; nothing is taken by it."""

    __tablename__ = "programme_proposed"
    __table_args__ = (
        UniqueConstraint("roadshow_id"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        {
            "sqlite_autoincrement": True
        },  # a new proposal is never taken for an old one that somebody still sees
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    roadshow_id: Mapped[int] = mapped_column(ForeignKey("programme_roadshow.id"))
    hall_id: Mapped[int] = mapped_column(ForeignKey("halls_hall.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    off: Mapped[int]  # days from where an even pace has it
    near: Mapped[bool]  # to an outside event
    disliked: Mapped[bool]  # its weekday
    elsewhere: Mapped[bool]  # not in the hall that it is meant for
    roadshow: Mapped[Roadshow] = relationship(lazy="joined")
    hall: Mapped[Hall] = relationship(lazy="joined")

    @property
    def halls(self) -> list[Hall]:
        """The one that is proposed, and the branches that its roadshow wants."""
        return [self.hall, *self.roadshow.branches]
