"""The cards of the board of deals, as one statement finds, narrows and ranks them.

A card is an investment or a loan in force, by the latest of its rows, or a project that was on a stage and has no
investment yet. All of it is asked of the ledger each time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    String,
    Subquery,
    Table,
    and_,
    case,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy import cast as as_type
from sqlalchemy.orm import aliased

from roadshow.accounts.models import Person
from roadshow.foundation.listing import Order
from roadshow.foundation.text import name_key
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.projects.models import Company, Project

from .models import AlsoAt, Row, Thread
from .pursuits import Ending, Lane, Pursuit
from .states import Kind

ROW = cast(Table, Row.__table__)
NOBODY = 0
SETTLED = (Lane.PAID, Lane.LENT, Lane.REPAID, Lane.DROPPED)  # nobody waits for anything


@dataclass(frozen=True)
class Wanted:
    """Which cards: None leaves a thing open. ``text`` is part of a project's, a firm's or a fund's name; owner 0 is
    nobody; ``due``: their day has come by ``today``; ``still``: so many days without anything done; ``marked``: their
    reader may know what institutions marked."""

    today: date
    kind: Kind = Kind.INVESTMENT
    lane: Lane | None = None
    text: str = ""
    roadshow_id: int | None = None
    owner_id: int | None = None
    due: bool = False
    still: int | None = None
    ending: Ending | None = None
    marked: bool = True
    thread_id: int | None = None
    project_id: int | None = None


def last_row() -> ScalarSelect[int]:
    """The latest row in force of a Thread, as one statement asks it for each."""
    row = ROW.alias("last")
    rows = select(row.c.id).where(row.c.thread_id == Thread.id, row.c.counts)
    rows = rows.order_by(row.c.counted_on.desc(), row.c.id.desc()).limit(1)
    return rows.correlate(Thread).scalar_subquery()


def dealt(project_id: Any) -> ColumnElement[bool]:
    row = ROW.alias("dealt")
    counts = select(row.c.id).where(row.c.thread_id == Thread.id, row.c.counts).exists()
    of_project = select(Thread.id).where(Thread.project_id == project_id, Thread.kind == Kind.INVESTMENT)
    return of_project.where(counts).exists()


def _threads(kind: Kind) -> Select[Any]:
    """Each with its own pursuit, or with its project's until it has one."""
    known = aliased(Pursuit)
    own = select(known.id).where(known.thread_id == Thread.id).correlate(Thread).scalar_subquery()
    shared = select(known.id).where(known.project_id == Thread.project_id, known.thread_id.is_(None))
    ending = case((Pursuit.thread_id.is_not(None), as_type(Pursuit.ending, String)))
    since = ROW.c.counted_on
    rows = select(
        Thread.id.label("thread_id"),
        Thread.project_id.label("project_id"),
        Thread.company_id.label("company_id"),
        Thread.counterpart.label("counterpart"),
        as_type(ROW.c.step, String).label("lane"),
        *_pursued(since, ending),
    )
    rows = rows.select_from(Thread).join(ROW, ROW.c.id == last_row()).where(Thread.kind == kind)
    return rows.outerjoin(
        Pursuit, Pursuit.id == func.coalesce(own, shared.correlate(Thread).scalar_subquery())
    )


def _projects() -> Select[Any]:
    """After their last roadshow, without an investment."""
    staged = select(Pitch.project_id, func.max(Roadshow.on).label("since")).join(Pitch.roadshow)
    staged = staged.where(Pitch.state == PitchState.PRESENTED, Roadshow.on.is_not(None))
    on_stage = staged.group_by(Pitch.project_id).subquery("staged")
    ended = Pursuit.ended_at.is_not(None)
    since = case((ended, Pursuit.moved_on), else_=on_stage.c.since)
    ending = case((ended, as_type(Pursuit.ending, String)))
    rows = select(
        as_type(null(), Integer),
        Project.id,
        Project.company_id,
        literal(""),
        case((ended, Lane.DROPPED.value), else_=Lane.WAITING.value),
        *_pursued(since, ending),
    )
    rows = rows.select_from(on_stage).join(Project, Project.id == on_stage.c.project_id)
    of_project = and_(Pursuit.project_id == Project.id, Pursuit.thread_id.is_(None))
    return rows.outerjoin(Pursuit, of_project).where(~dealt(Project.id))


def _pursued(since: ColumnElement[Any], ending: ColumnElement[Any]) -> tuple[ColumnElement[Any], ...]:
    return (
        since.label("since"),
        case((Pursuit.moved_on > since, Pursuit.moved_on), else_=since).label("moved"),
        cast(ColumnElement[Any], Pursuit.id).label("pursuit_id"),
        cast(ColumnElement[Any], Pursuit.owner_id).label("owner_id"),
        cast(ColumnElement[Any], Pursuit.next_on).label("next_on"),
        ending.label("ending"),
    )


def ranked_cards(wanted: Wanted, order: Order | None, *, any_lane: bool = False) -> Subquery:
    """The cards wanted, each with its place in its lane."""
    parts = [_threads(wanted.kind)] + ([_projects()] if wanted.kind is Kind.INVESTMENT else [])
    card = union_all(*parts).subquery("card")
    company = func.coalesce(card.c.company_id, Project.company_id)
    name = func.coalesce(Project.name, Company.name)
    by = {
        "name": name,
        "with": card.c.counterpart,
        "owner": Person.name,
        "next": card.c.next_on,
        "since": card.c.since,
        "moved": card.c.moved,
    }
    settled = case(
        (card.c.lane.in_([lane.value for lane in SETTLED]), card.c.moved)
    )  # there the latest is first
    due = (card.c.next_on.is_(None), card.c.next_on, settled.desc(), card.c.moved)
    usual = (*due, card.c.project_id, card.c.thread_id)
    asked = by.get(order.by) if order else None
    first = []
    if order is not None and asked is not None:
        first = [asked.is_(None), asked.desc() if order.falling else asked.asc()]
    place = func.row_number().over(partition_by=card.c.lane, order_by=[*first, *usual]).label("place")
    others = [each for each in card.c if each.key != "company_id"]
    rows = select(*others, company.label("company_id"), place).select_from(card)
    rows = rows.outerjoin(Project, Project.id == card.c.project_id)
    rows = rows.outerjoin(Company, Company.id == company).outerjoin(Person, Person.id == card.c.owner_id)
    for condition in _conditions(wanted, card, any_lane=any_lane):
        rows = rows.where(condition)
    return rows.subquery("ranked")


def _conditions(wanted: Wanted, card: Subquery, *, any_lane: bool) -> Iterator[ColumnElement[bool]]:
    for column, value in (
        (card.c.lane, None if any_lane or wanted.lane is None else wanted.lane.value),
        (card.c.ending, wanted.ending and wanted.ending.value),
        (card.c.owner_id, wanted.owner_id or None),
        (card.c.thread_id, wanted.thread_id),
        (card.c.project_id, wanted.project_id),
    ):
        if value is not None:
            yield column == value
    if wanted.owner_id == NOBODY:
        yield card.c.owner_id.is_(None)
    if key := name_key(wanted.text):
        names = [each.name_key.contains(key, autoescape=True) for each in (Project, Company)]
        fund = card.c.counterpart.icontains(wanted.text.strip(), autoescape=True)
        yield or_(*(func.coalesce(named, False) for named in (*names, fund)))
    if wanted.roadshow_id is not None:
        yield _of_roadshow(card, wanted.roadshow_id)
    yield from _pressing(wanted, card)


def _pressing(wanted: Wanted, card: Subquery) -> Iterator[ColumnElement[bool]]:
    """Of those that go on."""
    if wanted.due:
        yield and_(card.c.lane != Lane.DROPPED.value, card.c.next_on <= wanted.today)
    if wanted.still is not None:
        since = wanted.today - timedelta(days=wanted.still)
        yield and_(card.c.lane.not_in([lane.value for lane in SETTLED]), card.c.moved <= since)


def _of_roadshow(card: Subquery, roadshow_id: int) -> ColumnElement[bool]:
    """On whose stage the project was, of which a row in force of the deal came, or where it came up again."""
    staged = select(Pitch.project_id).where(
        Pitch.roadshow_id == roadshow_id, Pitch.state == PitchState.PRESENTED
    )
    came = select(ROW.c.thread_id).where(ROW.c.roadshow_id == roadshow_id, ROW.c.counts)
    came = came.where(ROW.c.thread_id.is_not(None))
    also = select(AlsoAt.thread_id).where(AlsoAt.roadshow_id == roadshow_id)
    return or_(card.c.project_id.in_(staged), card.c.thread_id.in_(came), card.c.thread_id.in_(also))
