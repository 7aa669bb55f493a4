"""A file compared with what the centre knows; nothing is written here."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _

from roadshow.foundation.errors import Fault
from roadshow.outcomes.facts import StepFacts
from roadshow.outcomes.identity import ThreadOf, fingerprint
from roadshow.outcomes.states import Kind, ThreadStep

from .claim import Claim, Said
from .claims import claims_of
from .doubles import Doubles
from .doubts import questions, reason_of, unread, why_left
from .finding import Companies, Projects, Roadshows, Unsure
from .layout import Layout
from .ledger import Ledger, ReadSheet
from .odd import Odd, differing, doubtful, entries_of, over_paid, stray_years
from .plan import Line, Plan, SheetPlan, says, source_of, unlisted_of
from .progress import Progress, shares, unwatched, watched
from .queries import KNOWN_BY_LESS, ONE_A_YEAR, OWN_WORDS, Known, Standing
from .reading import LedgerRow, Reason
from .recurring import recurring

# roadshows before what names them, landings before what is paid into them
_ORDER = (
    *("roadshow", "landing", "investment", "intent", "loan", "repayment", "hire", "hire_step"),
    *("incubator", "evaluation", "residency", "rating", "recognition", "policy_payment"),
)
NO_ROUND = "无"  # of a deal beside one with a round


def make_plan(ledger: Ledger, year: int, known: Known, today: date, progress: Progress = unwatched) -> Plan:
    """``year`` is for rows without a date."""
    return _Planner(known, year, today).plan(ledger, progress)


def years_of(ledger: Ledger, year: int) -> set[int]:
    """All years that rows of the file are dated in, and the one for rows without a date."""
    rows = [row.values for sheet in ledger.sheets for row in sheet.rows]
    dated = {value.year for values in rows for value in values.values() if isinstance(value, date)}
    return dated | {values["year"] for values in rows if "year" in values} | {year}


class _Planner:
    """Walks the sheets from roadshows to payments, so that what a row names is met before it."""

    def __init__(self, known: Known, year: int, today: date) -> None:
        self.known, self.year, self.today = known, year, today
        self.companies, self.projects, self.roadshows = Companies(known), Projects(known), Roadshows(known)
        self.doubles = Doubles(known, self.companies, self.projects)
        self.threads: list[dict[str, Any]] = []
        self.rows: list[dict[str, Any]] = []
        self._thread_ids: dict[str, int] = {}
        self._threads_between: dict[str, list[int]] = defaultdict(list)
        for key, thread_id in known.deals.items():
            self._note_thread(key, thread_id)
        self._numbers = dict(known.numbers)
        self._seen = set(known.fingerprints)
        self._contents = dict(known.contents)
        self._odd: list[Odd] = []
        self._standing: dict[str, set[Standing]] = {key: set(said) for key, said in known.standing.items()}

    def plan(self, ledger: Ledger, progress: Progress) -> Plan:
        self._meet_companies(ledger)
        plans: dict[int, SheetPlan] = {}
        in_order = sorted(enumerate(ledger.sheets), key=lambda sheet: _rank(sheet[1]))
        told = shares(progress, [len(sheet.rows) for _place, sheet in in_order])
        for (place, sheet), told_of in zip(in_order, told, strict=True):
            plans[place] = self._sheet(place, sheet, told_of)
        return Plan(
            tuple(plans[place] for place in range(len(ledger.sheets))),
            self.companies.added,
            self.companies.completed,
            self.projects.added,
            self.projects.completed,
            self.roadshows.added,
            self.threads,
            self.rows,
            ledger.file_year.year,
            tuple(ledger.file_year.doubts(self.year)),
            () if ledger.file_year.is_stated else tuple(recurring(ledger, self.rows, self.known, self.year)),
            tuple(ledger.file_year.others(self.year)),
            doubtful(plans, self._odd, over_paid(self.rows, self.known), stray_years(plans, self.year)),
        )

    def _meet_companies(self, ledger: Ledger) -> None:
        clear = (sheet for sheet in ledger.sheets if sheet.layout and not sheet.layout.doubts)
        for row in (row for sheet in clear for row in sheet.rows):
            if not row.faults and row.values.get("uscc") and row.values.get("firm"):
                self.companies.meet(row.values["firm"], row.values["uscc"])

    def _sheet(self, place: int, sheet: ReadSheet, progress: Progress) -> SheetPlan:
        layout = sheet.layout
        if layout is None:
            return SheetPlan(sheet.name, about_all=(why_left(sheet.first_row, hidden=sheet.hidden),))
        if layout.doubts:
            lines = tuple(Line(row.number, says(row)) for row in sheet.rows)
            return SheetPlan(
                sheet.name, layout.kind.words, lines, (reason_of(layout),), questions=questions(layout)
            )
        return SheetPlan(
            sheet.name,
            layout.kind.words,
            tuple(self._line(place, sheet.name, layout, row) for row in watched(sheet.rows, progress)),
            extras=layout.extras,
            unread=unread(layout),
            unlisted=unlisted_of(sheet.rows),
            by_content=tuple(sorted(layout.header.words[layout.columns[name]] for name in layout.by_content)),
        )

    def _line(self, place: int, sheet: str, layout: Layout, row: LedgerRow) -> Line:
        said = Said(row.values, layout.columns.keys(), self.year)
        claims: list[Claim] = []
        if row.faults:
            faults = self._faults_of_cells(row.values)
        else:
            claims, faults = claims_of(layout.kind, said)
            faults += [fault for claim in claims for fault in claim.faults(self.today)]
        reasons = [*row.faults, *(_reason(row, layout, fault) for fault in faults)]
        added, whose = False, None
        if not reasons:
            try:
                line = {
                    "source": source_of(sheet, row.number),
                    "line": (place, row.number),
                    "of_the_file": "year" not in row.values,
                }
                added = self._take(layout.kind.name, claims, said, line)
                whose = self.companies.misnamed(said.get("firm"), said.get("uscc"))
            except Unsure as unsure:
                reasons.append(_reason(row, layout, Fault(unsure.field, unsure.words)))
        order = {header: index for index, header in layout.header.words.items()}
        reasons.sort(key=lambda reason: order.get(reason.column, len(order)))
        return Line(row.number, says(row), added, tuple(reasons), entries_of(claims), whose)

    def _faults_of_cells(self, values: Mapping[str, Any]) -> list[Fault]:
        """Of a row with unreadable cells the others are tried too, so that all its reasons come at once."""
        faults = []
        for name, value in values.items():
            if isinstance(value, date) and name != "valid_until":
                probe = StepFacts(Kind.LOAN, ThreadStep.POOLED, on=value, amount_fen=None)
                faults += [Fault(name, fault.words) for fault in probe.faults(self.today)]
        return faults

    def _take(self, kind: str, claims: list[Claim], said: Said, line: dict[str, Any]) -> bool:
        """Whether the row adds anything. Raises: Unsure."""
        if kind == "roadshow":
            return self.roadshows.hold(claims[0].facts)  # type: ignore[arg-type]  # that sheet claims nothing else
        takers: dict[str, Callable[[list[Claim], Said], list[dict[str, Any]]]] = {
            "landing": self._landing,
            "investment": self._investment,
            "loan": self._loan,
            "intent": self._investment,
            "repayment": self._loan,
            "hire": self._hire,
            "hire_step": self._hire,
            "residency": self._residency,
            "rating": self._of_company,
            "recognition": self._of_company,
        }
        found = takers.get(kind, self._alone)(claims, said)
        for claim, columns in zip(claims, found, strict=True):
            self._refuse_closed(claim, columns)
        added = [self._add(columns | line) for columns in found]
        return any(added)

    def _refuse_closed(self, claim: Claim, columns: Mapping[str, Any]) -> None:
        """What would be new in a year that is closed. Raises: Unsure."""
        if fingerprint(columns) not in self._seen:
            for fault in self.known.closed.faults(columns["year"], columns["on"]):
                raise Unsure(claim.came_from.get(fault.field, fault.field), fault.words)

    def _company(self, said: Said, year: int) -> int | None:
        return self.companies.find(said.get("firm"), said.get("uscc"), year)

    def _landing(self, claims: list[Claim], said: Said) -> list[dict[str, Any]]:
        facts: Any = claims[0].facts
        year = facts.columns()["year"]
        company_id = self._company(said, year)
        project_id = self.projects.describe(said.get("project"), company_id, year, _described(said))
        links = {"project_id": project_id, "company_id": company_id}
        return [replace(facts, **links, **self._roadshow(said, facts)).columns()]

    def _roadshow(self, said: Said, facts: Any) -> dict[str, Any]:
        """The link to the roadshow that the row names; a name that is none of ours is kept in the note."""
        title = said.get("roadshow")
        roadshow_id = self.roadshows.find(title, facts.columns()["year"]) if title else None
        if not title or roadshow_id is not None:
            return {"roadshow_id": roadshow_id}
        return {"note": "；".join(part for part in (facts.note, f"来源场次：{title}") if part)}

    def _investment(self, claims: list[Claim], said: Said) -> list[dict[str, Any]]:
        first: Any = claims[0].facts
        company_id = self._company(said, first.on.year)
        firm, described = (company_id, said.get("firm")), _described(said)
        project_id = self.projects.find(said.get("project"), firm, first.on.year, described)
        of = ThreadOf(
            Kind.INVESTMENT,
            said.get("fund"),
            project_id=project_id,
            code=said.get("fund_code"),
            round=said.get("round").removeprefix(NO_ROUND),
        )
        facts: list[Any] = [claim.facts for claim in claims]
        steps = [replace(step, **self._roadshow(said, step)) for step in facts]
        return self._steps(of, steps, exact=said.get("round") == NO_ROUND)

    def _loan(self, claims: list[Claim], said: Said) -> list[dict[str, Any]]:
        facts: list[Any] = [claim.facts for claim in claims]
        of = ThreadOf(Kind.LOAN, said.get("bank"), company_id=self._company(said, facts[0].on.year))
        return self._steps(of, [replace(step, **self._roadshow(said, step)) for step in facts])

    def _residency(self, claims: list[Claim], said: Said) -> list[dict[str, Any]]:
        facts: list[Any] = [claim.facts for claim in claims]
        company_id = self._company(said, facts[0].on.year)
        steps = [replace(step, company_id=company_id) for step in facts]
        return self._steps(ThreadOf(Kind.RESIDENCY, facts[0].name, company_id=company_id), steps)

    def _hire(self, claims: list[Claim], said: Said) -> list[dict[str, Any]]:
        """Known again by its number; one without stands alone."""
        steps: list[Any] = [claim.facts for claim in claims]
        first, company_id = steps[0], self._company(said, steps[0].columns()["year"])
        if not first.name:
            return [replace(step, company_id=company_id).columns() for step in steps]
        of = ThreadOf(Kind.HIRE, first.name, company_id=company_id, round=first.category)
        return self._steps(of, steps)

    def _steps(self, of: ThreadOf, steps: list[Any], *, exact: bool = False) -> list[dict[str, Any]]:
        thread_id = self._thread_ids.get(of.key)
        if thread_id is None and not of.round and not exact:
            thread_id = self._only_thread(of.key)
        self.doubles.check(of, thread_id, steps)
        if thread_id is None:
            self.threads.append(vars(of))
            thread_id = -len(self.threads)
            self._note_thread(of.key, thread_id)
        links = {"thread_id": thread_id, "project_id": of.project_id, "company_id": of.company_id}
        return [step.columns() | links for step in steps]

    def _note_thread(self, key: str, thread_id: int) -> None:
        self._thread_ids[key] = thread_id
        self._threads_between[key.rpartition("|")[0]].append(thread_id)

    def _only_thread(self, key: str) -> int | None:
        """Where no round is told: the only deal of that project and fund."""
        found = self._threads_between[key.rpartition("|")[0]]
        return found[0] if len(found) == 1 else None

    def _of_company(self, claims: list[Claim], said: Said) -> list[dict[str, Any]]:
        facts: Any = claims[0].facts
        company_id = self._company(said, facts.columns()["year"])
        return self._alone([Claim(replace(facts, company_id=company_id), {})], said)

    def _alone(self, claims: list[Claim], said: Said) -> list[dict[str, Any]]:
        """Rows that are one a year say the same in every file of that year, or a person must look.

        Raises: Unsure.
        """
        columns: dict[str, Any] = claims[0].facts.columns()  # type: ignore[union-attr]  # no roadshow comes here
        if columns["kind"] in ONE_A_YEAR:
            says = (columns.get("category", ""), *(columns.get(name) for name in OWN_WORDS))
            standing = self._standing.setdefault(fingerprint(columns), {says})
            if says not in standing:
                field = ONE_A_YEAR[columns["kind"]]
                raise Unsure(field, _("这一年已有一条，内容与此不同；如原来的有误，请在台账里登记更正"))
        return [columns]

    def _add(self, columns: dict[str, Any]) -> bool:
        mark = fingerprint(columns)
        if mark in self._seen:
            if words := differing(columns, self._contents.get(mark, (None, None))):
                self._odd.append((columns["line"], words))
            return False
        self._seen.add(mark)
        if columns["kind"] in KNOWN_BY_LESS:
            self._contents[mark] = (columns.get("on"), columns.get("amount_fen"))
        if (thread_id := columns.get("thread_id")) is not None:
            step = (thread_id, columns["step"])
            columns["number"] = self._numbers[step] = self._numbers.get(step, 0) + 1
        self.rows.append(columns)
        return True


def _described(said: Said) -> dict[str, Any]:
    return {name: said.get(name, None) for name in ("sector", "stage")}


def _rank(sheet: ReadSheet) -> int:
    return _ORDER.index(sheet.layout.kind.name) if sheet.layout else len(_ORDER)


def _reason(row: LedgerRow, layout: Layout, fault: Fault) -> Reason:
    index = layout.columns.get(fault.field)
    return Reason(row.number, layout.header.words[index] if index is not None else "", fault.words)
