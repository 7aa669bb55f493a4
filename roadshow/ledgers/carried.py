"""What a year's ledger has to carry so that its figures can be read back: each line by the fields of its sheet."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, extract, func, or_, select

from roadshow.attendance.counting import came_to
from roadshow.foundation.db import db
from roadshow.foundation.text import name_key
from roadshow.halls.models import Hall
from roadshow.outcomes.models import ROW_OF, Foreign, Landing, Row, Thread, own_table
from roadshow.outcomes.queries import in_force
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.programme.states import HELD
from roadshow.projects.models import Company, Project

from .lines import Line, abroad, described, firm_of, held, hire_of, in_wan, said, side_by_side, when, yes
from .planning import NO_ROUND

Fields = Mapping[ThreadStep, tuple[str | None, str]]
"""Step → the fields of its sum and its day."""

T = ThreadStep
_landing = own_table(Landing)
_ROW = (Row.id, Row.kind, Row.year, Row.on, Row.step, Row.amount_fen, Row.name, Row.category, Row.note)
_LINKS = (Row.thread_id, Row.project_id, Row.roadshow_id)
_THREAD = (Thread.counterpart, Thread.code, Thread.round)
_PROJECT = (
    Project.name.label("project"),
    Project.name_key.label("project_key"),
    Project.sector,
    Project.stage,
)
_FIRM = (Company.name.label("firm"), Company.uscc)
_ABROAD = (Foreign.currency, Foreign.hundredths, Foreign.rate, Foreign.rate_source)


@dataclass
class Carried:
    """The ledger of one year, kind by kind. What other years' landings and roadshows its rows lean on comes with it."""

    year: int
    told: set[int] = field(default_factory=set)  # projects that a landing of the file describes
    coded: dict[str, set[str]] = field(
        default_factory=lambda: defaultdict(set)
    )  # firm by its name → codes there
    named: set[int] = field(default_factory=set)  # roadshows that a line names

    def __post_init__(self) -> None:
        self._ambiguous = set(db.session.scalars(_names_of_several()))
        self._several = {(project_id, fund) for project_id, fund in db.session.execute(_deals_of_several())}
        self._roadshows = {show.id: show for show in db.session.execute(self._all_roadshows())}
        self._titles: dict[str, list[Any]] = defaultdict(list)
        for show in self._roadshows.values():
            self._titles[show.title_key].append(show)

    def roadshows(self) -> list[Line]:
        shows = [show for show in self._roadshows.values() if show.on.year == self.year]
        return _with_counts({show.id: held(show) for show in shows})

    def other_roadshows(self) -> list[Line]:
        """Of other years, named by a line before."""
        shows = (show for show in self._roadshows.values() if show.on.year != self.year)
        return _with_counts({show.id: held(show) for show in shows if show.id in self.named})

    def landings(self) -> list[Line]:
        return self._landings(Row.year == self.year)

    def other_landings(self) -> list[Line]:
        """Those of the year before, which this one is compared with, and those into whose plan money went this year."""
        paid_into = select(Row.project_id).where(Row.year == self.year, Row.step == T.PAID, in_force())
        of_plan = and_(_landing.c.plan != "", Row.project_id.in_(paid_into), Row.year != self.year)
        return self._landings(or_(Row.year == self.year - 1, of_plan))

    def _landings(self, which: ColumnElement[bool]) -> list[Line]:
        lines = []
        for row in _rows(Kind.LANDING, which, order=(Row.counted_on, Row.id)):
            self.told.add(row.project_id)
            self.coded[name_key(row.firm or "")].add(row.uscc or "")
            own = {"platform": row.place, "plan": row.plan, "industrialised": yes(row.industrialised)}
            money = {"planned": in_wan(row.amount_fen)} | abroad(row)
            lines.append(
                said(
                    when(row),
                    {"project": row.project},
                    firm_of(row),
                    described(row),
                    own,
                    money,
                    self._more([row]),
                )
            )
        return lines

    def steps(self, kind: Kind, fields: Fields) -> Iterator[Line]:
        """The deals of this year and the one before, and how this year's went on: one line for each part payment."""
        years = or_(Row.year.in_((self.year - 1, self.year)), self._goes_on())
        rows = _rows(kind, and_(Row.step.in_(fields), years))
        for _thread, steps in groupby(rows, attrgetter("thread_id")):
            for line in side_by_side(steps):
                yield self._step_line(line, fields)

    def _goes_on(self) -> ColumnElement[bool]:
        """Later steps of what took one this year: how long each took is told by the year that it began in."""
        began = select(Row.thread_id).where(Row.year == self.year, Row.thread_id.is_not(None), in_force())
        return and_(Row.year > self.year, Row.thread_id.in_(began))

    def _step_line(self, steps: list[Any], fields: Fields) -> Line:
        first = steps[0]
        of = {"bank": first.counterpart} | firm_of(first)
        if first.kind is Kind.INVESTMENT:
            alike = (first.project_id, first.counterpart) in self._several
            named = first.round or (NO_ROUND if alike else "")
            of = {"fund": first.counterpart, "fund_code": first.code, "round": named}
            of |= self._project(first)
        sums: Line = {}
        for step in steps:
            amount, on = fields[step.step]
            sums |= {on: step.on} | ({amount: in_wan(step.amount_fen)} if amount else {})
        return said(of, sums, abroad(first), self._more(steps))

    def hires(self) -> Iterator[Line]:
        for row in _rows(Kind.HIRE, and_(Row.year == self.year, Row.step == T.SELECTED)):
            yield said(when(row), hire_of(row), self._known_firm(row), self._more([row]))

    def hire_steps(self) -> Iterator[Line]:
        days = {
            T.APPLIED: "applied_on",
            T.ON_POST: "on_post_on",
            T.ENDED: "ended_on",
            T.DROPPED: "dropped_on",
        }
        years = or_(Row.year == self.year, self._goes_on())
        rows = _rows(Kind.HIRE, and_(Row.step.in_(days), years))
        for _thread, steps in groupby(rows, attrgetter("thread_id")):
            for line in side_by_side(steps):
                yield said(
                    hire_of(line[0]),
                    self._known_firm(line[0]),
                    {days[row.step]: row.on for row in line},
                    self._more(line),
                )

    def residencies(self) -> Iterator[Line]:
        days = {T.MOVED_IN: "moved_in_on", T.MOVED_OUT: "moved_out_on"}
        for row in _rows(Kind.RESIDENCY, or_(Row.year == self.year, self._goes_on())):
            yield said(
                firm_of(row),
                {"name": row.name, "area": row.area_m2, days[row.step]: row.on},
                self._more([row]),
            )

    def alone(self, kind: Kind, says: Callable[[Any], Line]) -> Iterator[Line]:
        for row in _rows(kind, Row.year == self.year):
            yield said(when(row), firm_of(row), says(row), self._more([row]))

    def _known_firm(self, row: Any) -> Line:
        """Without its code where the sheet of projects has it by its name."""
        return {"firm": row.firm} if self.coded.get(name_key(row.firm or "")) == {row.uscc} else firm_of(row)

    def _project(self, row: Any) -> Line:
        """With all that the sheet of projects does not say of it, and its firm where the name alone would not do."""
        told = row.project_id in self.told
        firm = firm_of(row) if not told or row.project_key in self._ambiguous else {}
        return {"project": row.project} | firm | ({} if told else described(row))

    def _more(self, rows: list[Any]) -> Line:
        """Which roadshow it came of, and the note: alike in all rows of one line."""
        show = self._roadshows.get(rows[0].roadshow_id)
        if show is None:
            return {"note": rows[0].note}
        self.named.add(show.id)
        return {"roadshow": self._title(show, {row.year for row in rows}), "note": rows[0].note}

    def _title(self, show: Any, years: set[int]) -> str:
        """With its day where the title alone could mean another one."""
        alike = self._titles[show.title_key]
        of_year = [other for other in alike if other.on.year == show.on.year]
        if len(alike) == 1 or (len(of_year) == 1 and years == {show.on.year}):
            return str(show.title)
        return f"{show.title}（{show.on.isoformat()}）"

    def _all_roadshows(self) -> Select[*tuple[Any, ...]]:
        """Held in this year, or named by a row that may come along."""
        near = or_(Row.year >= self.year - 1, Row.kind == Kind.LANDING)
        named = select(Row.roadshow_id).where(near, in_force())
        words = (
            Roadshow.title,
            Roadshow.title_key,
            Roadshow.sector,
            Roadshow.venue,
            Roadshow.mode,
            Roadshow.note,
        )
        counts = (Roadshow.told_projects, Roadshow.told_institutions, Roadshow.told_visitors)
        shows = select(Roadshow.id, Roadshow.on, *words, *counts, Hall.name.label("hall"))
        shows = shows.outerjoin(Hall, Hall.id == Roadshow.hall_id)
        of_year = extract("year", Roadshow.on) == self.year
        shows = shows.where(Roadshow.state.in_(HELD), Roadshow.on.is_not(None))
        return shows.where(or_(of_year, Roadshow.id.in_(named))).order_by(Roadshow.on, Roadshow.id)


def _rows(
    kind: Kind,
    which: ColumnElement[bool],
    order: Iterable[Any] = (Row.thread_id, Row.number, Row.id),
) -> Iterator[Any]:
    """Rows in force with all that a sheet says of them, one statement."""
    own = own_table(ROW_OF[kind])
    of_project = kind in (Kind.LANDING, Kind.INVESTMENT)
    firms = (Project.company_id, Row.company_id, Thread.company_id)
    firm = func.coalesce(*firms) if of_project else func.coalesce(*firms[1:])
    has_own = own is not own_table(Row)
    columns = [column for column in own.columns if column.name != "row_id"] if has_own else []
    rows = select(*_ROW, *_LINKS, *_THREAD, *_PROJECT, *_FIRM, *_ABROAD, *columns).select_from(Row)
    rows = rows.outerjoin(Thread, Thread.id == Row.thread_id).outerjoin(Project, Project.id == Row.project_id)
    rows = rows.outerjoin(Company, Company.id == firm).outerjoin(Foreign, Foreign.row_id == Row.id)
    if has_own:
        rows = rows.outerjoin(own, own.c.row_id == Row.id)
    rows = rows.where(Row.kind == kind, in_force(), which).order_by(*order)
    return iter(db.session.execute(rows.execution_options(yield_per=1000)))


def _with_counts(lines: Mapping[int, Line]) -> list[Line]:
    """Of a roadshow that was held here what its stage and its door counted; of one out of a ledger what that told."""
    presented = select(Pitch.roadshow_id, func.count()).where(Pitch.state == PitchState.PRESENTED)
    presented = presented.where(Pitch.roadshow_id.in_(lines)).group_by(Pitch.roadshow_id)
    for roadshow_id, projects in db.session.execute(presented):
        lines[roadshow_id]["told_projects"] = projects
    for roadshow_id, came in came_to(lines.keys()).items():
        lines[roadshow_id] |= {
            "told_institutions": came.institutions,
            "told_visitors": came.onsite + came.online,
        }
    return list(lines.values())


def _names_of_several() -> Select[str]:
    return select(Project.name_key).group_by(Project.name_key).having(func.count() > 1)


def _deals_of_several() -> Select[int | None, str]:
    """Projects and funds that have more than one deal with one another, told apart by their rounds."""
    between = (Thread.project_id, Thread.counterpart)
    return select(*between).where(Thread.kind == Kind.INVESTMENT).group_by(*between).having(func.count() > 1)
