"""The board of deals: every project after its roadshow and every deal, where each stands and who pursues it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import Select, String, and_, func, literal, select
from sqlalchemy import cast as as_type
from sqlalchemy.orm import lazyload

from roadshow.accounts.models import Grant, Person
from roadshow.accounts.permissions import MAY
from roadshow.foundation.db import db
from roadshow.foundation.listing import AT_ONCE, PER_PAGE, Listed, Order, in_turn
from roadshow.foundation.text import name_key
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.projects.models import Company, Project

from .cards import ROW, SETTLED, Wanted, dealt, last_row, ranked_cards
from .introductions import Introduced, list_introduced
from .models import Thread
from .pursuits import LANES, Ending, Lane, Pursuit
from .states import WITHIN, ThreadStep

KEEPS = "pursuit.keep"


@dataclass(frozen=True)
class Card:
    """``since``: the day of the latest step, or of the roadshow; ``moved``: when anything was last done about it."""

    lane: Lane
    since: date
    moved: date
    thread: Thread | None
    project: Project | None
    company: Company | None
    pursuit: Pursuit | None
    owner: Person | None
    sums: dict[ThreadStep, int] = field(default_factory=dict)
    roadshow: Roadshow | None = None
    introduced: Sequence[Introduced] = ()

    @property
    def name(self) -> str:
        """Of the project, or of the firm that borrows."""
        thing = self.project or self.company
        return thing.name if thing else ""

    @property
    def is_over(self) -> bool:
        return self.lane is Lane.DROPPED

    @property
    def is_settled(self) -> bool:
        """Nobody waits for anything."""
        return self.lane in SETTLED

    @property
    def is_done(self) -> bool:
        """All that was signed is paid, or what was lent repaid: nothing more is to be logged."""
        step = {Lane.PAID: ThreadStep.PAID, Lane.REPAID: ThreadStep.REPAID}.get(self.lane)
        return step is not None and self.sums.get(step, 0) >= self.sums.get(WITHIN[step], 0)

    @property
    def ending(self) -> Ending | None:
        """Why it ended, where somebody said so; a deal's own, not its project's."""
        pursuit = self.pursuit
        own = pursuit is not None and (self.thread is None or pursuit.thread_id is not None)
        return pursuit.ending if pursuit and own and self.is_over else None

    def is_due(self, today: date) -> bool:
        next_on = self.pursuit.next_on if self.pursuit else None
        return next_on is not None and next_on <= today and not self.is_over


class Board(Listed[Card]):
    """Cards that are not read yet; ``marked``: also with whom their reader learns to have marked an interest."""

    def __init__(self, rows: Select[Any], *, marked: bool) -> None:
        super().__init__(rows)
        self._marked = marked

    def page(self, number: int, per_page: int = PER_PAGE) -> list[Card]:
        rows = self._rows.limit(per_page).offset((number - 1) * per_page)
        return dressed(db.session.execute(cast(Select[Any], rows)).all(), marked=self._marked)

    def __iter__(self) -> Iterator[Card]:
        rows = cast(Select[Any], self._rows.execution_options(yield_per=AT_ONCE))
        for part in db.session.execute(rows).partitions():
            yield from dressed(part, marked=self._marked)


def list_cards(wanted: Wanted, order: Order | None = None, at_most: int | None = None) -> Board:
    """Lane by lane, in each what is due first and what was left alone longest; ``at_most`` so many of a lane."""
    ranked = ranked_cards(wanted, order)
    rows = select(ranked.c.lane, ranked.c.since, ranked.c.moved, Thread, Project, Company, Pursuit, Person)
    rows = rows.select_from(ranked).outerjoin(Thread, Thread.id == ranked.c.thread_id)
    rows = rows.outerjoin(Project, Project.id == ranked.c.project_id)
    rows = rows.outerjoin(Company, Company.id == ranked.c.company_id)
    rows = rows.outerjoin(Pursuit, Pursuit.id == ranked.c.pursuit_id)
    rows = rows.outerjoin(Person, Person.id == ranked.c.owner_id)
    rows = rows.options(
        lazyload(Thread.project), lazyload(Thread.company), lazyload(Project.company), lazyload(Person.grants)
    )
    if at_most is not None:
        rows = rows.where(ranked.c.place <= at_most)
    lanes = in_turn(ranked.c.lane, LANES[wanted.kind])
    return Board(rows.order_by(lanes, ranked.c.place), marked=wanted.marked)


@dataclass
class Counts:
    """Of cards: by lane, whichever is wanted, with the sum of its step; why those that ended did, None where nobody
    said."""

    lanes: dict[Lane, int] = field(default_factory=dict)
    fen: dict[Lane, int] = field(default_factory=dict)  # of the lane's own step
    endings: dict[Ending | None, int] = field(default_factory=dict)


def count_cards(wanted: Wanted) -> Counts:
    """The commonest reason first; one statement."""
    ranked = ranked_cards(wanted, None, any_lane=True)
    count, counts = func.count().label("count"), Counts()
    own = select(func.sum(ROW.c.amount_fen)).where(ROW.c.thread_id == ranked.c.thread_id, ROW.c.counts)
    own = own.where(as_type(ROW.c.step, String) == ranked.c.lane)
    total = func.sum(own.correlate(ranked).scalar_subquery())
    rows = select(ranked.c.lane, ranked.c.ending, count, total).group_by(ranked.c.lane, ranked.c.ending)
    for lane, ending, number, fen in db.session.execute(
        rows.order_by(count.desc(), ranked.c.ending.nulls_last())
    ):
        counts.lanes[Lane(lane)] = counts.lanes.get(Lane(lane), 0) + number
        if fen:
            counts.fen[Lane(lane)] = counts.fen.get(Lane(lane), 0) + int(fen)
        if lane == Lane.DROPPED:
            counts.endings[Ending(ending) if ending else None] = number
    return counts


def find_card(subject: Thread | Project, today: date) -> Card | None:
    """None for a project that was on no stage or has an investment, and for a thread that is none of the board's."""
    if isinstance(subject, Project):
        cards = list_cards(Wanted(today, project_id=subject.id)).page(1)
        return next((card for card in cards if card.thread is None), None)
    if subject.kind not in LANES:
        return None
    return next(iter(list_cards(Wanted(today, subject.kind, thread_id=subject.id)).page(1)), None)


def list_colleagues() -> list[Person]:
    """Who may pursue something, by name."""
    roles = [role for role, may in MAY.items() if KEEPS in may]
    rows = select(Person).where(Person.active, Person.grants.any(Grant.role.in_(roles)))
    return list(db.session.scalars(rows.options(lazyload(Person.grants)).order_by(Person.name, Person.id)))


def list_due(person_id: int, today: date) -> list[Pursuit]:
    """Of which this person has something to do by today, the longest due first."""
    rows = select(Pursuit).where(Pursuit.owner_id == person_id, Pursuit.next_on <= today)
    rows = rows.where(Pursuit.ended_at.is_(None)).outerjoin(Pursuit.thread)
    last = select(ROW.c.step).where(ROW.c.id == last_row()).scalar_subquery()
    over = and_(Thread.id.is_not(None), as_type(last, String) == Lane.DROPPED.value)
    return list(
        db.session.scalars(rows.where(~func.coalesce(over, False)).order_by(Pursuit.next_on, Pursuit.id))
    )


def list_to_remind(today: date) -> list[Pursuit]:
    """Whose owner gets a letter now."""
    rows = select(Pursuit).where(Pursuit.remind_on <= today).order_by(Pursuit.remind_on, Pursuit.id)
    return list(db.session.scalars(rows))


def has_deal(project_id: int) -> bool:
    """Whether an investment in it is in force."""
    return bool(db.session.scalar(select(dealt(literal(project_id)))))


def dressed(rows: Sequence[Any], *, marked: bool) -> list[Card]:
    """With what a card shows beside: sums, the last roadshow, who introduced whom; so many statements for any many."""
    threads = [row.Thread.id for row in rows if row.Thread]
    projects = [row.Project.id for row in rows if row.Project]
    companies = [row.Thread.company_id for row in rows if row.Thread and row.Thread.company_id]
    sums, roadshows = _sums(threads), _roadshows(projects)
    introduced = list_introduced(projects, companies, marked=marked)
    cards = []
    for row in rows:
        thread, project = row.Thread, row.Project
        known = introduced.get((project.id, None) if project else (None, row.Company and row.Company.id), [])
        of_thread = sums.get(thread.id, Sums()) if thread else Sums()
        cards.append(
            Card(
                Lane(row.lane),
                row.since,
                row.moved,
                thread,
                project,
                row.Company,
                row.Pursuit,
                row.Person,
                of_thread.fen,
                roadshows.get(project.id) if project else None,
                [each for each in known if thread is None or _brought(each, thread, of_thread.began_on)],
            )
        )
    return cards


def _brought(one: Introduced, thread: Thread, began_on: date) -> bool:
    """Whether it is of whom the deal is with; what was marked since the deal began brought nobody to it."""
    return one.whom_key == name_key(thread.counterpart) and (one.since or began_on) <= began_on


@dataclass
class Sums:
    """Of a thread, over its rows in force: fen by step, which are never added, and the day of the first."""

    fen: dict[ThreadStep, int] = field(default_factory=dict)
    began_on: date = date.max


def _sums(thread_ids: Collection[int]) -> dict[int, Sums]:
    rows = select(ROW.c.thread_id, ROW.c.step, func.sum(ROW.c.amount_fen), func.min(ROW.c.counted_on)).where(
        ROW.c.thread_id.in_(thread_ids), ROW.c.counts
    )
    found: dict[int, Sums] = {}
    for thread_id, step, total, first in db.session.execute(rows.group_by(ROW.c.thread_id, ROW.c.step)):
        sums = found.setdefault(thread_id, Sums())
        sums.began_on = min(sums.began_on, first)
        if total is not None:
            sums.fen[step] = int(total)
    return found


def _roadshows(project_ids: Collection[int]) -> dict[int, Roadshow]:
    """Project → the last one that it was at."""
    rows = select(Pitch.project_id, Roadshow).join(Roadshow, Roadshow.id == Pitch.roadshow_id)
    rows = rows.where(Pitch.project_id.in_(project_ids), Pitch.state == PitchState.PRESENTED)
    rows = rows.order_by(Roadshow.on, Roadshow.id)
    return dict(db.session.execute(rows).all())  # the last one of a project stays
