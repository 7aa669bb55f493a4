from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, extract, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.programme.models import Roadshow
from roadshow.projects.models import Company, Project

from .doubles import Deal, Told
from .identity import ThreadOf
from .models import AlsoAt, Incubator, Landing, Row, Thread, own_table
from .searching import named
from .states import MONEY_STEPS, STEPS_OF, Kind, RowState, ThreadStep
from .waiting import by_another, waits

Columns = TypeVarTuple("Columns")
_landing, _incubator = own_table(Landing), own_table(Incubator)


def in_force(row: type[Row] = Row) -> ColumnElement[bool]:
    """Rows that count: not refused, a correction only once verified, and not replaced by a verified correction."""
    return row.counts.is_(True)


def get_row(row_id: int) -> Row:
    """Raises: Missing."""
    row = db.session.get(Row, row_id)
    if row is None:
        raise Missing(f"row {row_id}")
    return row


def find_correction(row: Row) -> Row | None:
    """The correction of this row that waits or counts."""
    return db.session.scalar(select(Row).where(Row.corrects_id == row.id, Row.state != RowState.REFUSED))


def get_thread(thread_id: int) -> Thread:
    """Raises: Missing."""
    thread = db.session.get(Thread, thread_id)
    if thread is None:
        raise Missing(f"deal {thread_id}")
    return thread


def find_thread(of: ThreadOf) -> Thread | None:
    return db.session.scalar(select(Thread).where(Thread.key == of.key))


def list_deals(
    kinds: Collection[Kind], *, project_id: int | None = None, company_id: int | None = None
) -> list[Deal]:
    """Threads of these kinds with their rows in force, of one project or firm or of all; one statement."""
    said = (Thread.kind, Thread.counterpart, Thread.project_id, Thread.company_id, Thread.code, Thread.round)
    rows = select(Thread.id, *said, Row.step, Row.on, Row.amount_fen, Row.roadshow_id).join(Row.thread)
    rows = rows.where(Thread.kind.in_(kinds), Row.on.is_not(None), in_force())
    if project_id is not None:
        rows = rows.where(Thread.project_id == project_id)
    if company_id is not None:
        rows = rows.where(Thread.company_id == company_id)
    asked: Iterable[Any] = db.session.execute(rows.order_by(Thread.id, Row.on, Row.id))
    found = groupby(asked, lambda row: tuple(row[:7]))
    return [Deal(of[0], ThreadOf(*of[1:]), tuple(Told(*row[7:]) for row in told)) for of, told in found]


def list_deals_beside(of: ThreadOf | Thread) -> list[Deal]:
    """Of the same project, or firm."""
    if of.kind is Kind.INVESTMENT:
        return list_deals([of.kind], project_id=of.project_id)
    return list_deals([of.kind], company_id=of.company_id) if of.kind is Kind.LOAN else []


def find_firm_of(of: ThreadOf) -> tuple[str, str | None] | None:
    """Name and USCC of the firm whose thread it is, if it has one."""
    rows = select(Company.name, Company.uscc)
    if of.project_id is not None:
        rows = rows.join(Project, Project.company_id == Company.id).where(Project.id == of.project_id)
    else:
        rows = rows.where(Company.id == of.company_id)
    found = db.session.execute(rows).first()
    return (found[0], found[1]) if found else None


def list_also_at(*thread_ids: int) -> dict[int, list[Roadshow]]:
    """Thread → other roadshows at which it was seen; one statement."""
    found: dict[int, list[Roadshow]] = {thread_id: [] for thread_id in thread_ids}
    rows = select(AlsoAt.thread_id, Roadshow).join(Roadshow, AlsoAt.roadshow_id == Roadshow.id)
    rows = rows.where(AlsoAt.thread_id.in_(thread_ids)).order_by(Roadshow.on, Roadshow.id)
    for thread_id, roadshow in db.session.execute(rows):
        found[thread_id].append(roadshow)
    return found


def list_steps(thread: Thread) -> list[Row]:
    """Its rows in force in the order of their days; what bears none was first."""
    rows = select(Row).where(Row.thread_id == thread.id, in_force())
    rows = rows.order_by(Row.on.nulls_first(), Row.id)
    return list(db.session.scalars(rows))


def sums_by_step(kind: Kind, rows: Collection[Row]) -> dict[ThreadStep, int]:
    """Step → fen over these rows, of each step of this kind that bears money; never added to one another."""
    money = [step for step in STEPS_OF[kind] if step in MONEY_STEPS]
    return {step: sum(row.amount_fen or 0 for row in rows if row.step is step) for step in money}


def latest_step(thread: Thread) -> ThreadStep | None:
    """How far it has come; None when nothing of it is in force."""
    steps = list_steps(thread)
    return steps[-1].step if steps else None


def list_row_ids(thread: Thread) -> list[int]:
    """Of all its rows, also what was refused or corrected."""
    return list(db.session.scalars(select(Row.id).where(Row.thread_id == thread.id).order_by(Row.id)))


def count_steps(thread: Thread, step: ThreadStep) -> int:
    """How many of this step were ever logged, by which the next gets its number."""
    rows = select(func.max(Row.number)).where(Row.thread_id == thread.id, Row.step == step)
    return db.session.scalar(rows) or 0


def list_corrections_of(row: Row) -> list[Row]:
    """All that ever corrected this row, refused ones too, oldest first."""
    return list(db.session.scalars(select(Row).where(Row.corrects_id == row.id).order_by(Row.id)))


@dataclass(frozen=True)
class Wanted:
    """Which rows of the ledger: None leaves a thing open.

    ``in_force`` leaves out what does not count, unless what waits or was refused is asked for by its state: a
    correction that waits counts only once it is verified, and has to be found to be verified. ``since`` and ``until``
    are years, both included, ``among`` selects ids; an empty field or stage, month 0 and roadshow 0 ask for the rows
    that have none. ``seen_at`` also lists the deals that came up again at this roadshow; by ``roadshow_id`` each is of
    one alone. ``text`` is part of the name of a project, firm, fund, incubator, batch or person.
    """

    year: int | None = None
    since: int | None = None
    until: int | None = None
    month: int | None = None
    sector: str | None = None
    stage: str | None = None
    kind: Kind | None = None
    step: ThreadStep | None = None
    state: RowState | None = None
    plan: str | None = None
    category: str | None = None
    project_id: int | None = None
    company_id: int | None = None
    roadshow_id: int | None = None
    seen_at: int | None = None
    industrialised: bool | None = None
    running: bool | None = None
    among: Select[int] | None = None
    off_site: bool | None = None
    text: str | None = None
    in_force: bool = True


def list_rows(wanted: Wanted, page: int = 1, per_page: int = 50) -> list[Row]:
    """Newest day that counts first, with what a list shows of each."""
    rows = narrowed(select(Row), wanted).options(joinedload(Row.roadshow))
    rows = rows.order_by(Row.counted_on.desc(), Row.id.desc())
    return list(db.session.scalars(rows.limit(per_page).offset((page - 1) * per_page)))


def count_rows(wanted: Wanted) -> tuple[int, int]:
    """How many, and their sum in fen."""
    rows = select(func.count(Row.id), func.sum(Row.amount_fen))
    count, total = db.session.execute(narrowed(rows, wanted)).one()
    return count, int(total or 0)


def narrowed(rows: Select[*Columns], wanted: Wanted) -> Select[*Columns]:
    """Only those of these rows: what is listed and what is summed are narrowed alike."""
    asked = {name: value for name, value in vars(wanted).items() if value is not None and name != "in_force"}
    for name, value in asked.items():
        rows = rows.where(_NARROW[name](value) if name in _NARROW else getattr(Row, name) == value)
    if not wanted.in_force or wanted.state is RowState.REFUSED:
        return rows
    return rows.where(waits() if wanted.state is RowState.LOGGED else in_force())


def _of_project(column: InstrumentedAttribute[str | None]) -> Callable[[str], ColumnElement[bool]]:
    """Rows whose project has this word there; by an empty word those that have no project, or one without."""

    def narrow(word: str) -> ColumnElement[bool]:
        if word:
            return Row.project_id.in_(select(Project.id).where(column == word))
        has_one = select(Project.id).where(column != "")
        return or_(Row.project_id.is_(None), Row.project_id.not_in(has_one))

    return narrow


def _of_company(company_id: int) -> ColumnElement[bool]:
    """Its own rows and those of its projects, whose deals name the project alone."""
    projects = select(Project.id).where(Project.company_id == company_id)
    return or_(Row.company_id == company_id, Row.project_id.in_(projects))


def _seen_at(roadshow_id: int) -> ColumnElement[bool]:
    """What came of it, and every step of a deal of which a step in force did, or that came up at it."""
    also = select(AlsoAt.thread_id).where(AlsoAt.roadshow_id == roadshow_id)
    of_it = aliased(Row, flat=True)
    own = select(of_it.thread_id).where(of_it.roadshow_id == roadshow_id, in_force(of_it))
    own = own.where(of_it.thread_id.is_not(None))
    return or_(Row.roadshow_id == roadshow_id, Row.thread_id.in_(also), Row.thread_id.in_(own))


def _kinds_with(step: ThreadStep) -> list[Kind]:
    """Said to the database too, whose index of what counts goes by kind first."""
    return [kind for kind, steps in STEPS_OF.items() if step in steps]


_NARROW: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "among": Row.id.in_,
    "text": named,
    "year": lambda year: Row.counted_on.between(date(year, 1, 1), date(year, 12, 31)),
    "step": lambda step: and_(Row.step == step, Row.kind.in_(_kinds_with(step))),
    "since": lambda year: Row.year >= year,
    "until": lambda year: Row.year <= year,
    "month": lambda month: extract("month", Row.on) == month if month else Row.on.is_(None),
    "sector": _of_project(Project.sector),
    "stage": _of_project(Project.stage),
    "company_id": _of_company,
    "plan": lambda plan: Row.id.in_(select(_landing.c.row_id).where(_landing.c.plan == plan)),
    "industrialised": lambda yes: Row.id.in_(
        select(_landing.c.row_id).where(_landing.c.industrialised == yes)
    ),
    "running": lambda yes: Row.id.in_(select(_incubator.c.row_id).where(_incubator.c.running == yes)),
    "off_site": lambda yes: Row.id.in_(select(_incubator.c.row_id).where(_incubator.c.off_site == yes)),
    "seen_at": _seen_at,
    "roadshow_id": lambda id_: Row.roadshow_id == id_ if id_ else Row.roadshow_id.is_(None),
}


def list_years() -> list[int]:
    """Years that have rows, newest first; each is found from the one after it, without reading the rows between."""
    newest = select(func.max(Row.year).label("year")).cte("years", recursive=True)
    before = select(func.max(Row.year)).where(Row.year < newest.c.year).correlate(newest).scalar_subquery()
    years = newest.union_all(select(before).where(newest.c.year.is_not(None)))
    return list(db.session.scalars(select(years.c.year).where(years.c.year.is_not(None))))


def list_waiting(year: int, person_id: int | None) -> list[Row]:
    """The year's rows that this person could verify."""
    rows = select(Row).where(Row.year == year, waits(), by_another(person_id)).order_by(Row.id)
    return list(db.session.scalars(rows))


def list_picked(row_ids: Collection[int]) -> list[Row]:
    """These, in the order that they were logged, with what they correct."""
    rows = select(Row).where(Row.id.in_(row_ids)).options(joinedload(Row.corrects)).order_by(Row.id)
    return list(db.session.scalars(rows))


def count_waiting(person_id: int) -> int:
    """Rows that this person could verify: logged by somebody else."""
    return db.session.scalar(select(func.count(Row.id)).where(waits(), by_another(person_id))) or 0


def has_fingerprint(fingerprint: str, *, in_place_of: Row | None = None) -> bool:
    """Whether the ledger has this content, in a row that counts or a correction that would; what the other row takes
    the place of is none."""
    would = and_(Row.state == RowState.LOGGED, Row.corrects_id.is_not(None))
    rows = select(Row.id).where(Row.fingerprint == fingerprint, or_(in_force(), would))
    if in_place_of is not None:
        rows = rows.where(Row.id != in_place_of.id)
    return db.session.scalar(rows.limit(1)) is not None


def list_fingerprints(kinds: Iterable[Kind]) -> dict[str, int]:
    """Fingerprint → row id of all rows of these kinds that were not refused: what an import compares with."""
    rows = select(Row.fingerprint, Row.id).where(Row.kind.in_(list(kinds)), Row.state != RowState.REFUSED)
    return dict(db.session.execute(rows.order_by(Row.id)).all())


def list_thread_keys() -> dict[str, int]:
    """Key → deal id."""
    return dict(db.session.execute(select(Thread.key, Thread.id)).all())
