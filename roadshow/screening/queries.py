import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Text, case, func, select, tuple_, union
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import joinedload

from roadshow.accounts.models import Grant, Person
from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.foundation.listing import Listed, containing, in_turn
from roadshow.pitches.models import Pitch
from roadshow.pitches.searching import named
from roadshow.pitches.snapshots import said_of
from roadshow.pitches.states import ON_STAGE, PitchState

from .assigning import Pair
from .barring import BARRED_BY, Barring
from .models import Criterion, Decision, Expert, Recusal, Reviewer, Setup, Sheet
from .states import DECIDED, READ, SheetState


def find_setup(roadshow_id: int) -> Setup | None:
    return db.session.get(Setup, roadshow_id)


def get_setup(roadshow_id: int) -> Setup:
    """Raises: Missing while nobody has set it up."""
    setup = find_setup(roadshow_id)
    if setup is None:
        raise Missing(f"screening of {roadshow_id}")
    return setup


def list_criteria(setup: Setup) -> list[Criterion]:
    """The rubric that holds now, in its order."""
    rows = select(Criterion).where(
        Criterion.roadshow_id == setup.roadshow_id, Criterion.version == setup.version
    )
    return list(db.session.scalars(rows.order_by(Criterion.position)))


def list_judges() -> list[Person]:
    """Everybody who may be made a reviewer, by name."""
    rows = select(Person).where(Person.active, Person.grants.any(Grant.role == Role.JUDGE))
    return list(db.session.scalars(rows.order_by(Person.name, Person.id)))


def get_judge(person_id: int) -> Person:
    """Raises: Missing, also of somebody who is none, or none any more."""
    person = next((each for each in list_judges() if each.id == person_id), None)
    if person is None:
        raise Missing(f"judge {person_id}")
    return person


def list_experts(person_ids: Collection[int]) -> dict[int, Expert]:
    """Person → what is known of them; who was never described is left out."""
    rows = select(Expert).where(Expert.person_id.in_(person_ids))
    return {row.person_id: row for row in db.session.scalars(rows)}


def list_reviewers(roadshow_id: int) -> list[Reviewer]:
    """Of one roadshow, by name."""
    rows = select(Reviewer).join(Reviewer.person).where(Reviewer.roadshow_id == roadshow_id)
    return list(db.session.scalars(rows.order_by(Person.name, Person.id)))


def count_sheets(roadshow_id: int) -> dict[int, dict[SheetState, int]]:
    """Person → state → how many of their sheets, of applications that are still read."""
    rows = select(Sheet.person_id, Sheet.state, func.count(Sheet.id)).join(Pitch, Pitch.id == Sheet.pitch_id)
    rows = rows.where(Pitch.roadshow_id == roadshow_id, Pitch.state.in_(READ))
    counts: dict[int, dict[SheetState, int]] = defaultdict(dict)
    for person_id, state, count in db.session.execute(rows.group_by(Sheet.person_id, Sheet.state)):
        counts[person_id][state] = count
    return dict(counts)


def is_scored(roadshow_id: int, person_id: int | None = None) -> bool:
    """Whether anybody, or this reviewer, has given marks to an application of this roadshow."""
    rows = select(Sheet.id).join(Pitch, Pitch.id == Sheet.pitch_id)
    rows = rows.where(Pitch.roadshow_id == roadshow_id, Sheet.state != SheetState.OPEN)
    rows = rows if person_id is None else rows.where(Sheet.person_id == person_id)
    return db.session.scalar(rows.limit(1)) is not None


def list_pairs(roadshow_id: int) -> list[Pair]:
    """(application, person) of all its sheets."""
    rows = select(Sheet.pitch_id, Sheet.person_id).join(Pitch, Pitch.id == Sheet.pitch_id)
    rows = rows.where(Pitch.roadshow_id == roadshow_id).order_by(Sheet.pitch_id, Sheet.person_id)
    return [(pitch_id, person_id) for pitch_id, person_id in db.session.execute(rows)]


def list_barred(roadshow_ids: Collection[int]) -> set[Pair]:
    """(application, person) of everybody who may not read it."""
    each = (one.add_columns(person).where(Pitch.roadshow_id.in_(roadshow_ids)) for one, person in _barred())
    return {(pitch_id, person_id) for pitch_id, person_id in db.session.execute(union(*each))}


def _barred() -> list[Barring]:
    return [barring() for barring in BARRED_BY]


def is_barred(pitch: Pitch, person_id: int) -> bool:
    return (pitch.id, person_id) in list_barred([pitch.roadshow_id])


def list_recusals(pitch_id: int) -> list[Recusal]:
    """What its reviewers have said, in the order of the days."""
    rows = select(Recusal).where(Recusal.pitch_id == pitch_id).order_by(Recusal.at, Recusal.id)
    return list(db.session.scalars(rows))


def list_recusals_of(pitch_ids: Collection[int]) -> dict[int, list[Recusal]]:
    """As ``list_recusals``, by application."""
    rows = select(Recusal).where(Recusal.pitch_id.in_(pitch_ids)).order_by(Recusal.at, Recusal.id)
    found: dict[int, list[Recusal]] = defaultdict(list)
    for row in db.session.scalars(rows):
        found[row.pitch_id].append(row)
    return dict(found)


def get_sheet(sheet_id: int) -> Sheet:
    """Raises: Missing."""
    sheet = db.session.get(Sheet, sheet_id)
    if sheet is None:
        raise Missing(f"sheet {sheet_id}")
    return sheet


def get_own_sheet(person_id: int, sheet_id: int) -> Sheet:
    """Raises: Missing, also when it is another's, when its application is read no more, and for who may not read it."""
    sheet = get_sheet(sheet_id)
    own = sheet.person_id == person_id and sheet.pitch.state in READ
    if not own or is_barred(sheet.pitch, person_id):
        raise Missing(f"sheet {sheet_id} of {person_id}")
    return sheet


def list_own_sheets(person_id: int, roadshow_id: int | None = None, text: str = "") -> Listed[Sheet]:
    """Of applications that are still read, those to do first, then in the order of arrival; by roadshow. ``text`` is
    part of a project's name: of its firm a reviewer may know nothing."""
    rows = select(Sheet).where(*_own(person_id)).join(Sheet.pitch)
    rows = containing(rows, text, said_of("name"))
    rows = rows if roadshow_id is None else rows.where(Pitch.roadshow_id == roadshow_id)
    done = Sheet.state == SheetState.HANDED_IN
    return Listed(rows.order_by(Pitch.roadshow_id, done, Pitch.submitted_at, Pitch.id))


def list_own_sheets_of(person_id: int, pitch_ids: Collection[int]) -> dict[int, int]:
    """Application → the sheet on which this person reads it."""
    rows = select(Sheet.pitch_id, Sheet.id).join(Sheet.pitch).where(*_own(person_id))
    return dict(db.session.execute(rows.where(Sheet.pitch_id.in_(pitch_ids))).all())


def count_own_sheets(person_id: int) -> dict[int, tuple[int, int]]:
    """Roadshow → how many there are to read, and how many of these are handed in."""
    done = func.sum(case((Sheet.state == SheetState.HANDED_IN, 1), else_=0))
    rows = select(Pitch.roadshow_id, func.count(Sheet.id), done).join(Sheet.pitch).where(*_own(person_id))
    rows = rows.group_by(Pitch.roadshow_id).order_by(Pitch.roadshow_id)
    return {roadshow_id: (count, done) for roadshow_id, count, done in db.session.execute(rows)}


def _own(person_id: int) -> tuple[ColumnElement[bool], ...]:
    barred = union(*(one.where(person == person_id) for one, person in _barred()))
    return Sheet.person_id == person_id, Pitch.state.in_(READ), Sheet.pitch_id.not_in(barred)


def find_next_sheet(sheet: Sheet) -> Sheet | None:
    """What its reviewer has still to hand in of the same roadshow: the next in the order of arrival, then the first."""
    pitch = sheet.pitch
    before = tuple_(Pitch.submitted_at, Pitch.id) < tuple_(pitch.submitted_at, pitch.id)
    rows = select(Sheet).join(Sheet.pitch).where(*_own(sheet.person_id))
    rows = rows.where(Pitch.roadshow_id == pitch.roadshow_id)
    rows = rows.where(Sheet.id != sheet.id, Sheet.state != SheetState.HANDED_IN)
    return db.session.scalar(rows.order_by(before, Pitch.submitted_at, Pitch.id).limit(1))


def list_given(roadshow_id: int, person_id: int) -> list[Sheet]:
    """All sheets that this reviewer has of a roadshow."""
    rows = select(Sheet).join(Sheet.pitch).where(Pitch.roadshow_id == roadshow_id)
    return list(db.session.scalars(rows.where(Sheet.person_id == person_id).order_by(Sheet.id)))


def list_setups(roadshow_ids: Collection[int]) -> dict[int, Setup]:
    rows = select(Setup).where(Setup.roadshow_id.in_(roadshow_ids))
    return {row.roadshow_id: row for row in db.session.scalars(rows)}


def list_sheets(pitch_id: int) -> list[Sheet]:
    """Of one application, by the reviewers' names."""
    rows = select(Sheet).join(Sheet.person).where(Sheet.pitch_id == pitch_id)
    return list(db.session.scalars(rows.order_by(Person.name, Person.id)))


class Applied(NamedTuple):
    """An application as the ranking names it."""

    id: int
    state: PitchState
    project: str
    company: str | None
    sector: str | None
    submitted_at: datetime | None


def list_applied(roadshow_id: int) -> list[Applied]:
    """What passed the formal check and has not been withdrawn, in the order of arrival."""
    said = (said_of("name"), said_of("company"), said_of("sector"))
    rows = select(Pitch.id, Pitch.state, *said, Pitch.submitted_at).where(Pitch.roadshow_id == roadshow_id)
    rows = rows.where(Pitch.state.in_(READ | {PitchState.DECLINED}))
    return [Applied(*row) for row in db.session.execute(rows.order_by(Pitch.submitted_at, Pitch.id))]


def list_marks(roadshow_id: int) -> list[tuple[int, int, Sequence[int]]]:
    """(application, person, points in the rubric's order) of every sheet that was handed in."""
    columns = (Sheet.pitch_id, Sheet.person_id, sql_cast(Sheet.points, Text))
    rows = select(*columns).join(Pitch, Pitch.id == Sheet.pitch_id)
    rows = rows.where(Pitch.roadshow_id == roadshow_id, Sheet.state == SheetState.HANDED_IN)
    found = db.session.execute(rows.order_by(Sheet.pitch_id, Sheet.person_id)).all()
    marks: list[list[int]] = json.loads(
        f"[{','.join(row[2] for row in found)}]"
    )  # at once: thousands one by one are slow
    return [(row[0], row[1], points) for row, points in zip(found, marks, strict=True)]


def list_sheets_of(roadshow_id: int) -> list[Sheet]:
    """Every sheet that was handed in, with its reviewer, in the order of ``list_marks``."""
    rows = select(Sheet).join(Sheet.pitch).options(joinedload(Sheet.person))
    rows = rows.where(Pitch.roadshow_id == roadshow_id, Sheet.state == SheetState.HANDED_IN)
    return list(db.session.scalars(rows.order_by(Sheet.pitch_id, Sheet.person_id)))


def list_open_decisions(roadshow_id: int) -> list[Decision]:
    """As ``list_open_decisions_shown``, all of them."""
    return list(list_open_decisions_shown(roadshow_id))


def list_open_decisions_shown(roadshow_id: int, text: str = "") -> Listed[Decision]:
    """What is decided and not sent yet: accepted ones first, then the waitlist in its order, then the others.
    ``text`` is part of a project's or a firm's name."""
    rows = named(select(Decision).join(Decision.pitch), text)
    rows = rows.where(Pitch.roadshow_id == roadshow_id, Decision.sent_at.is_(None))
    kind = in_turn(Decision.to, DECIDED)
    return Listed(rows.order_by(kind, Decision.turn, Pitch.submitted_at, Pitch.id))


class Held(NamedTuple):
    """A decision that is not sent, without what only its own page says. ``state``: of the application now."""

    pitch_id: int
    to: PitchState
    turn: int | None
    act: int
    state: PitchState


def list_held(roadshow_id: int) -> list[Held]:
    """Of each decision that is not sent as much as all together need: thousands of rows would be slow."""
    rows = select(Decision.pitch_id, Decision.to, Decision.turn, Decision.act, Pitch.state).join(
        Decision.pitch
    )
    rows = rows.where(Pitch.roadshow_id == roadshow_id, Decision.sent_at.is_(None))
    return [Held(*row) for row in db.session.execute(rows.order_by(Decision.pitch_id))]


def list_turns(roadshow_id: int) -> dict[int, int]:
    """Application → place on the waitlist, of those that wait."""
    rows = select(Decision.pitch_id, Decision.turn).join(Decision.pitch)
    rows = rows.where(Pitch.roadshow_id == roadshow_id, Pitch.state == PitchState.WAITLISTED)
    rows = rows.where(Decision.turn.is_not(None), Decision.sent_at.is_not(None)).order_by(Decision.id)
    return {pitch_id: turn for pitch_id, turn in db.session.execute(rows) if turn is not None}


def seen(decisions: Collection[Decision | Held]) -> str:
    """What a reader saw of the decisions that are not sent; another after each act."""
    return f"{len(decisions)}-{max((each.act for each in decisions), default=0)}"


def count_places_free(places: int, taken: int, decisions: Collection[Decision | Held]) -> int:
    """How many places on stage will be free once these are sent; negative when there are too few."""
    come = sum(each.to is PitchState.ACCEPTED and each.state not in ON_STAGE for each in decisions)
    leave = sum(each.to is not PitchState.ACCEPTED and each.state in ON_STAGE for each in decisions)
    return places - taken - come + leave


def count_to_review(person_id: int) -> int:
    """How many of their sheets are not handed in, in roadshows whose reading is not closed."""
    rows = select(func.count(Sheet.id)).join(Sheet.pitch).where(*_own(person_id))
    rows = rows.join(Setup, Setup.roadshow_id == Pitch.roadshow_id)
    return db.session.scalar(rows.where(Sheet.state != SheetState.HANDED_IN, Setup.closed_at.is_(None))) or 0
