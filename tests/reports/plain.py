"""Every figure counted slowly, in plain Python over all that is there: what the queries are held against."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

from sqlalchemy import select

from roadshow.attendance.models import Attendance, Mode
from roadshow.attendance.states import CONFIRMED, AttendanceState
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.meetings.models import Interest, InterestLevel
from roadshow.outcomes.models import AlsoAt, Row
from roadshow.outcomes.states import Kind, RowState, ThreadStep
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState
from roadshow.projects.models import Project
from roadshow.reports.figures.scope import Scope

K, T, P = Kind, ThreadStep, PitchState
PASSED = {P.SCREENED, P.WAITLISTED, P.LAPSED, P.ACCEPTED, P.SCHEDULED, P.PRESENTED, P.ABSENT}
HELD = {RoadshowState.HELD, RoadshowState.CLOSED}


@dataclass
class World:
    """All that there is, read out whole."""

    rows: list[Row]
    pitches: list[Pitch]
    roadshows: list[Roadshow]
    interests: list[Interest]
    guests: list[Attendance]
    again: list[AlsoAt]

    @classmethod
    def now(cls) -> "World":
        db.session.expire_all()
        kinds = (Row, Pitch, Roadshow, Interest, Attendance, AlsoAt)
        return cls(*(list(db.session.scalars(select(kind))) for kind in kinds))


def in_force(row: Row, world: World) -> bool:
    """Not refused, a correction only once verified, and not replaced by a verified correction."""
    replaced = any(other.corrects_id == row.id and other.state is RowState.VERIFIED for other in world.rows)
    waits = row.corrects_id is not None and row.state is not RowState.VERIFIED
    return row.state is not RowState.REFUSED and not waits and not replaced


def day_of(row: Row) -> date:
    return row.on or date(row.year, 12, 31)


def of_project(project: Project | None, scope: Scope, company: Any = None) -> bool:
    """Whether it is one of those that the scope asks for."""
    dossier = project.dossier if project else None
    owner = project.company if project else None
    code = (company and company.uscc) or (owner and owner.uscc)
    region = code[2:8] if code else (dossier.region if dossier else "") or ""
    told = {
        "sector": (project.sector if project else None) or "",
        "stage": (project.stage if project else None) or "",
        "origin": (dossier.source if dossier else None) or "",
        "applicant": (dossier.kind if dossier else None) or "",
        "company_id": (company or owner).id if company or owner else 0,
    }
    fits = all(getattr(scope, name) in (None, value) for name, value in told.items())
    wanted = scope.region
    return fits and (wanted is None or (region.startswith(wanted) if wanted else region == ""))


def seen_at(row: Row, world: World) -> set[int]:
    """The roadshows that see it: its own, and those at which its deal came up again; 0 where there are none."""
    again = {also.roadshow_id for also in world.again if also.thread_id == row.thread_id}
    return again | ({row.roadshow_id} if row.roadshow_id else set()) or {0}


def ledger(world: World, scope: Scope, kind: Kind, step: ThreadStep | None = None) -> list[Row]:
    return [
        row
        for row in world.rows
        if row.kind is kind
        and row.step is step
        and in_force(row, world)
        and scope.since <= day_of(row) <= scope.until
        and of_project(row.project, scope, row.company)
        and (scope.roadshow_id is None or scope.roadshow_id in seen_at(row, world))
        and scope.category in (None, row.category)
        and scope.place in (None, getattr(row, "place", ""))
        and scope.person in (None, row.name if row.kind is K.HIRE else "")
        and (not scope.verified or row.state is RowState.VERIFIED)
    ]


def sent_in(world: World, scope: Scope, states: Iterable[PitchState] = P) -> list[Pitch]:
    return [
        pitch
        for pitch in world.pitches
        if pitch.submitted_at
        and pitch.roadshow.on
        and scope.since <= pitch.roadshow.on <= scope.until
        and pitch.state in states
        and of_project(pitch.project, scope)
        and scope.roadshow_id in (None, pitch.roadshow_id)
        and scope.place in (None, pitch.roadshow.where)
    ]


def roadshows(world: World, scope: Scope) -> list[Roadshow]:
    return [
        roadshow
        for roadshow in world.roadshows
        if scope.since <= (roadshow.on or date(roadshow.season.year, 12, 31)) <= scope.until
        and scope.sector in (None, roadshow.sector or "")
        and scope.roadshow_id in (None, roadshow.id)
        and scope.place in (None, roadshow.where)
    ]


def held(world: World, scope: Scope) -> list[Roadshow]:
    return [roadshow for roadshow in roadshows(world, scope) if roadshow.state in HELD]


def let_in(guest: Attendance) -> bool:
    return guest.mode is Mode.ONSITE and guest.state is AttendanceState.CHECKED_IN


def was_there(guest: Attendance) -> bool:
    return let_in(guest) or (guest.mode is Mode.ONLINE and guest.state in CONFIRMED)


def at(world: World, roadshow: Roadshow) -> list[Attendance] | None:
    """Everybody on the list of a roadshow that had a door; None of any other."""
    guests = [guest for guest in world.guests if guest.roadshow_id == roadshow.id]
    return guests if any(map(let_in, guests)) else None


def came(world: World, roadshow: Roadshow, count: Callable[[list[Attendance]], int], told: int | None) -> int:
    guests = at(world, roadshow)
    return (told or 0) if guests is None else count([guest for guest in guests if was_there(guest)])


def institutions(guests: Iterable[Attendance]) -> int:
    return len({guest.institution_id for guest in guests if guest.institution_id})


def at_doors(world: World, scope: Scope) -> list[Attendance]:
    return [guest for roadshow in held(world, scope) if roadshow.on for guest in at(world, roadshow) or []]


def interests(world: World, scope: Scope, *levels: InterestLevel) -> int:
    return sum(
        one.level in levels
        and scope.since <= clock.local(one.at).date() <= scope.until
        and of_project(one.project, scope)
        and scope.roadshow_id in (None, one.roadshow_id)
        for one in world.interests
    )


def fen(rows: Iterable[Row]) -> int:
    return sum(row.amount_fen or 0 for row in rows)


def m2(things: Iterable[Any]) -> Decimal:
    return sum(
        (Decimal(thing.area_m2) for thing in things if thing and thing.area_m2 is not None), Decimal(0)
    )


def distinct(rows: Iterable[Any], name: str) -> int:
    return len({getattr(row, name) for row in rows if getattr(row, name) is not None})


def dossiers(rows: Iterable[Row]) -> list[Any]:
    return [row.project.dossier for row in rows if row.project]


def later(world: World, step: ThreadStep, on: date | None, name: str, value: object) -> list[date]:
    """The days of rows in force of this step and thing, from this day on."""
    if on is None or value is None:
        return []
    return [
        row.on
        for row in world.rows
        if row.step is step
        and row.on
        and row.on >= on
        and getattr(row, name) == value
        and in_force(row, world)
    ]


def middle(spans: Iterable[tuple[date | None, Sequence[date]]]) -> Decimal | None:
    days = [(min(ends) - begins).days for begins, ends in spans if begins and ends]
    return Decimal(str(median(days))) if days else None


def between(world: World, scope: Scope, kind: Kind, step: ThreadStep, then: ThreadStep) -> Decimal | None:
    rows = ledger(world, scope, kind, step)
    return middle((row.on, later(world, then, row.on, "thread_id", row.thread_id)) for row in rows)


def stayed(world: World, scope: Scope, days: int) -> Decimal | None:
    rows = [
        row
        for row in ledger(world, scope, K.RESIDENCY, T.MOVED_IN)
        if (clock.today() - day_of(row)).days >= days
    ]
    gone = [
        any(
            other.step is T.MOVED_OUT
            and row.thread_id is not None
            and other.thread_id == row.thread_id
            and in_force(other, world)
            and 0 <= (day_of(other) - day_of(row)).days <= days
            for other in world.rows
        )
        for row in rows
    ]
    share = Decimal(gone.count(False) * 100) / len(rows) if rows else None
    return None if share is None else share.quantize(Decimal("0.1"), ROUND_HALF_UP)


def of_sites(world: World, scope: Scope, **wanted: bool) -> list[Any]:
    rows: list[Any] = list(ledger(world, scope, K.INCUBATOR))
    return [row for row in rows if all(getattr(row, name) is value for name, value in wanted.items())]


def landings(
    world: World, scope: Scope, *, plan: str | None = None, industrialised: bool = False
) -> list[Any]:
    rows: list[Any] = list(ledger(world, scope, K.LANDING))
    rows = [row for row in rows if plan in (None, row.plan)]
    return [row for row in rows if row.industrialised or not industrialised]


def deep_root_paid(world: World, scope: Scope) -> int:
    whole = Scope(date.min, date.max)
    projects = {row.project_id for row in landings(world, whole, plan="深根计划")}
    return fen(row for row in ledger(world, scope, K.INVESTMENT, T.PAID) if row.project_id in projects)


def score(world: World, scope: Scope) -> Decimal | None:
    scores = [Decimal(row.score) for row in list[Any](ledger(world, scope, K.EVALUATION))]
    mean = sum(scores, Decimal(0)) / len(scores) if scores else None
    return None if mean is None else mean.quantize(Decimal("0.01"), ROUND_HALF_UP)


def overseas(pitches: Iterable[Pitch]) -> list[Pitch]:
    return [pitch for pitch in pitches if pitch.project.dossier and pitch.project.dossier.kind == "overseas"]


def rated(world: World, scope: Scope, colour: str) -> int:
    rows = [row for row in ledger(world, scope, K.RATING) if row.category == colour]
    return distinct(rows, "company_id")


def spans_to_stage(world: World, scope: Scope) -> Decimal | None:
    spans = []
    for pitch in sent_in(world, scope, {P.PRESENTED}):
        assert pitch.submitted_at
        assert pitch.roadshow.on
        spans.append((pitch.roadshow.on - clock.local(pitch.submitted_at).date()).days)
    return Decimal(str(median(spans))) if spans else None


COUNTED: dict[str, Callable[[World, Scope], object]] = {
    "planned": lambda w, s: sum(each.state is not RoadshowState.CANCELLED for each in roadshows(w, s)),
    "held": lambda w, s: len(held(w, s)),
    "applied": lambda w, s: distinct(sent_in(w, s), "project_id"),
    "passed": lambda w, s: distinct(sent_in(w, s, PASSED), "project_id"),
    "pitched": lambda w, s: distinct(sent_in(w, s, {P.PRESENTED}), "project_id"),
    "overseas_applied": lambda w, s: distinct(overseas(sent_in(w, s)), "project_id"),
    "overseas_passed": lambda w, s: distinct(overseas(sent_in(w, s, PASSED)), "project_id"),
    "overseas_pitched": lambda w, s: distinct(overseas(sent_in(w, s, {P.PRESENTED})), "project_id"),
    "institutions": lambda w, s: institutions(filter(was_there, at_doors(w, s))),
    "institution_times": lambda w, s: sum(
        came(w, each, institutions, each.told_institutions) for each in held(w, s)
    ),
    "person_times": lambda w, s: sum(came(w, each, len, each.told_visitors) for each in held(w, s)),
    "no_shows": lambda w, s: sum(g.state is AttendanceState.NO_SHOW for g in at_doors(w, s)),
    "talks_asked": lambda w, s: interests(w, s, InterestLevel.TALK, InterestLevel.INVEST),
    "would_invest": lambda w, s: interests(w, s, InterestLevel.INVEST),
    "landed": lambda w, s: distinct(landings(w, s), "project_id"),
    "landed_fen": lambda w, s: fen(landings(w, s)),
    "landed_m2": lambda w, s: m2(dossiers(landings(w, s))),
    "landed_industrialised": lambda w, s: distinct(landings(w, s, industrialised=True), "project_id"),
    "deep_root_landed": lambda w, s: distinct(landings(w, s, plan="深根计划"), "project_id"),
    "deep_root_industrialised": lambda w, s: distinct(
        landings(w, s, plan="深根计划", industrialised=True), "project_id"
    ),
    "deep_root_fen": lambda w, s: fen(landings(w, s, plan="深根计划")),
    "intent_deals": lambda w, s: distinct(ledger(w, s, K.INVESTMENT, T.INTENT), "thread_id"),
    "intent_fen": lambda w, s: fen(ledger(w, s, K.INVESTMENT, T.INTENT)),
    "signed_deals": lambda w, s: distinct(ledger(w, s, K.INVESTMENT, T.SIGNED), "thread_id"),
    "signed_fen": lambda w, s: fen(ledger(w, s, K.INVESTMENT, T.SIGNED)),
    "paid_projects": lambda w, s: distinct(ledger(w, s, K.INVESTMENT, T.PAID), "project_id"),
    "paid_deals": lambda w, s: distinct(ledger(w, s, K.INVESTMENT, T.PAID), "thread_id"),
    "paid_rows": lambda w, s: len(ledger(w, s, K.INVESTMENT, T.PAID)),
    "paid_fen": lambda w, s: fen(ledger(w, s, K.INVESTMENT, T.PAID)),
    "deep_root_paid_fen": deep_root_paid,
    "dropped_deals": lambda w, s: distinct(ledger(w, s, K.INVESTMENT, T.DROPPED), "thread_id"),
    "pooled_firms": lambda w, s: distinct(ledger(w, s, K.LOAN, T.POOLED), "company_id"),
    "credit_lines": lambda w, s: distinct(ledger(w, s, K.LOAN, T.CREDITED), "thread_id"),
    "credited_fen": lambda w, s: fen(ledger(w, s, K.LOAN, T.CREDITED)),
    "lent_firms": lambda w, s: distinct(ledger(w, s, K.LOAN, T.LENT), "company_id"),
    "lent_rows": lambda w, s: len(ledger(w, s, K.LOAN, T.LENT)),
    "lent_fen": lambda w, s: fen(ledger(w, s, K.LOAN, T.LENT)),
    "repaid_fen": lambda w, s: fen(ledger(w, s, K.LOAN, T.REPAID)),
    "talent_applied": lambda w, s: distinct(ledger(w, s, K.HIRE, T.APPLIED), "thread_id"),
    "talent_selected": lambda w, s: len(ledger(w, s, K.HIRE, T.SELECTED)),
    "talent_on_post": lambda w, s: distinct(ledger(w, s, K.HIRE, T.ON_POST), "thread_id"),
    "talent_ended": lambda w, s: distinct(ledger(w, s, K.HIRE, T.ENDED), "thread_id"),
    "incubators": lambda w, s: len(of_sites(w, s)),
    "incubators_m2": lambda w, s: m2(of_sites(w, s)),
    "incubators_running": lambda w, s: len(of_sites(w, s, running=True)),
    "incubators_running_m2": lambda w, s: m2(of_sites(w, s, running=True)),
    "off_site": lambda w, s: len(of_sites(w, s, off_site=True)),
    "off_site_m2": lambda w, s: m2(of_sites(w, s, off_site=True)),
    "off_site_running": lambda w, s: len(of_sites(w, s, off_site=True, running=True)),
    "off_site_running_m2": lambda w, s: m2(of_sites(w, s, off_site=True, running=True)),
    "evaluated": lambda w, s: len(ledger(w, s, K.EVALUATION)),
    "evaluation_score": score,
    "moved_in": lambda w, s: distinct(ledger(w, s, K.RESIDENCY, T.MOVED_IN), "company_id"),
    "moved_in_m2": lambda w, s: m2(ledger(w, s, K.RESIDENCY, T.MOVED_IN)),
    "moved_out": lambda w, s: distinct(ledger(w, s, K.RESIDENCY, T.MOVED_OUT), "company_id"),
    "rated_green": lambda w, s: rated(w, s, "绿色"),
    "rated_blue": lambda w, s: rated(w, s, "蓝色"),
    "rated_yellow": lambda w, s: rated(w, s, "黄色"),
    "recognitions": lambda w, s: len(ledger(w, s, K.RECOGNITION)),
    "recognised_firms": lambda w, s: distinct(ledger(w, s, K.RECOGNITION), "company_id"),
    "policy_payments": lambda w, s: len(ledger(w, s, K.POLICY_PAYMENT)),
    "policy_fen": lambda w, s: fen(ledger(w, s, K.POLICY_PAYMENT)),
    "applied_to_pitched": spans_to_stage,
    "pitched_to_signed": lambda w, s: middle(
        (p.roadshow.on, later(w, T.SIGNED, p.roadshow.on, "project_id", p.project_id))
        for p in sent_in(w, s, {P.PRESENTED})
    ),
    "intent_to_signed": lambda w, s: between(w, s, K.INVESTMENT, T.INTENT, T.SIGNED),
    "signed_to_paid": lambda w, s: between(w, s, K.INVESTMENT, T.SIGNED, T.PAID),
    "pooled_to_credited": lambda w, s: between(w, s, K.LOAN, T.POOLED, T.CREDITED),
    "credited_to_lent": lambda w, s: between(w, s, K.LOAN, T.CREDITED, T.LENT),
    "selected_to_on_post": lambda w, s: between(w, s, K.HIRE, T.SELECTED, T.ON_POST),
    "stayed_12_months": lambda w, s: stayed(w, s, 365),
    "stayed_24_months": lambda w, s: stayed(w, s, 730),
}
