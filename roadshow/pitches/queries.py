from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import Select, and_, func, not_, or_, select
from sqlalchemy.orm import contains_eager
from sqlalchemy.orm.interfaces import ORMOption

from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.foundation.listing import Listed, Order, containing, in_turn, ordered
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.stages import STAGES
from roadshow.notices.readers import Reader
from roadshow.programme.models import Roadshow
from roadshow.programme.states import BEFORE_HELD, CHOOSING
from roadshow.projects.models import Company, Member, MemberRight, Project
from roadshow.projects.queries import acting

from .again import may_begin_again
from .models import LateCode, Pitch, Question
from .readers import readers_by_pitch
from .searching import named
from .snapshots import said_of
from .states import ENDED, ON_STAGE, STILL_IN, PitchState

Columns = TypeVarTuple("Columns")


def get_pitch(pitch_id: int) -> Pitch:
    """Raises: Missing."""
    pitch = db.session.get(Pitch, pitch_id)
    if pitch is None:
        raise Missing(f"pitch {pitch_id}")
    return pitch


def get_submitted_pitch(pitch_id: int) -> Pitch:
    """Raises: Missing, also while it is its owner's draft."""
    pitch = get_pitch(pitch_id)
    if pitch.state is PitchState.DRAFT:
        raise Missing(f"submitted pitch {pitch_id}")
    return pitch


def get_own_pitch(person_id: int, pitch_id: int, right: MemberRight = MemberRight.VIEWER) -> Pitch:
    """Raises: Missing, also when it is somebody else's or the person has not at least this right."""
    pitch = db.session.scalar(_own(select(Pitch), person_id, right).where(Pitch.id == pitch_id))
    if pitch is None:
        raise Missing(f"pitch {pitch_id} of {person_id}")
    return pitch


def find_pitch(roadshow_id: int, project_id: int) -> Pitch | None:
    return db.session.scalar(
        select(Pitch).where(Pitch.roadshow_id == roadshow_id, Pitch.project_id == project_id)
    )


def list_applied(roadshow_id: int) -> set[int]:
    """Ids of the projects that cannot apply to it (again), drafts among them."""
    rows = select(Pitch.project_id).where(Pitch.roadshow_id == roadshow_id, not_(may_begin_again()))
    return set(db.session.scalars(rows))


def list_own_pitches_of(person_id: int, roadshow_id: int) -> list[Pitch]:
    """Of this roadshow, as first made, without those that may be begun again."""
    rows = _own(select(Pitch), person_id, MemberRight.VIEWER).where(Pitch.roadshow_id == roadshow_id)
    rows = rows.where(not_(may_begin_again()))
    return list(db.session.scalars(rows.order_by(Pitch.id)))


def list_own_pitches(
    person_id: int,
    states: Collection[PitchState] = tuple(PitchState),
    page: int = 1,
    per_page: int = 50,
    *,
    right: MemberRight = MemberRight.VIEWER,
    text: str = "",
) -> list[Pitch]:
    """Newest first; ``text`` as in ``list_pitches_shown``."""
    rows = named(_own(select(Pitch), person_id, right).where(Pitch.state.in_(states)), text)
    rows = rows.order_by(Pitch.made_at.desc(), Pitch.id.desc())
    return list(db.session.scalars(rows.limit(per_page).offset((page - 1) * per_page)))


def list_own_on_stage(person_id: int) -> set[int]:
    """Ids of the roadshows in which a project of this person has a place."""
    rows = _own(select(Pitch.roadshow_id), person_id).where(Pitch.state.in_(ON_STAGE))
    return set(db.session.scalars(rows))


def count_own_pitches(person_id: int, text: str = "") -> dict[PitchState, int]:
    """How many are in each state; states without any are left out."""
    rows = named(_own(select(Pitch.state, func.count(Pitch.id)), person_id), text).group_by(Pitch.state)
    return dict(db.session.execute(rows).all())


def list_own_applied(person_id: int, roadshow_ids: Collection[int]) -> set[tuple[int, int]]:
    """(roadshow id, project id) of what this person's projects cannot apply for (again), drafts among them."""
    rows = _own(select(Pitch.roadshow_id, Pitch.project_id), person_id)
    rows = rows.where(Pitch.roadshow_id.in_(roadshow_ids), not_(may_begin_again()))
    return {(roadshow_id, project_id) for roadshow_id, project_id in db.session.execute(rows)}


def list_pitches(roadshow_id: int) -> list[Pitch]:
    """All applications to one roadshow but drafts, in the order of arrival."""
    rows = select(Pitch).where(Pitch.roadshow_id == roadshow_id, Pitch.state != PitchState.DRAFT)
    return list(db.session.scalars(rows.order_by(Pitch.submitted_at, Pitch.id)))


PITCHES_BY = {
    "project": said_of("name"),
    "company": said_of("company"),
    "state": in_turn(Pitch.state, PitchState),
    "sector": said_of("sector", SECTORS),
    "stage": said_of("stage", STAGES),
    "submitted": Pitch.submitted_at,
}


def list_pitches_shown(
    roadshow_id: int,
    state: PitchState | None = None,
    order: Order | None = None,
    *load: ORMOption,
    text: str = "",
) -> Listed[Pitch]:
    """The applications to one roadshow, or those in one state; no drafts, in the order of arrival. ``text`` is part of
    a project's or a firm's name.

    ``load`` names what else is read, ``snapshots.WHOLE`` for their projects' whole forms.
    """
    rows = select(Pitch).options(*load).where(Pitch.roadshow_id == roadshow_id)
    rows = rows.where(Pitch.state == state if state else Pitch.state != PitchState.DRAFT)
    rows = named(rows, text)
    return Listed(ordered(rows, PITCHES_BY, order, Pitch.submitted_at, Pitch.id))


def list_pitches_in(roadshow_id: int, *states: PitchState) -> list[Pitch]:
    rows = select(Pitch).where(Pitch.roadshow_id == roadshow_id, Pitch.state.in_(states))
    return list(db.session.scalars(rows.order_by(Pitch.submitted_at, Pitch.id)))


def list_picked(roadshow_id: int, pitch_ids: Collection[int]) -> list[Pitch]:
    """Those of these that this roadshow has, in the order of arrival; a draft is nobody's to pick."""
    rows = select(Pitch).where(Pitch.roadshow_id == roadshow_id, Pitch.state != PitchState.DRAFT)
    rows = rows.where(Pitch.id.in_(pitch_ids))
    return list(db.session.scalars(rows.order_by(Pitch.submitted_at, Pitch.id)))


def list_questions(roadshow_id: int) -> list[Question]:
    """What its call asks, in the order of the form."""
    rows = select(Question).where(Question.roadshow_id == roadshow_id)
    return list(db.session.scalars(rows.order_by(Question.position, Question.id)))


def get_question(question_id: int) -> Question:
    """Raises: Missing."""
    question = db.session.get(Question, question_id)
    if question is None:
        raise Missing(f"question {question_id}")
    return question


def is_answered(roadshow_id: int) -> bool:
    """Whether somebody has handed in an application, or begun to answer what is asked."""
    begun = or_(Pitch.submitted_at.is_not(None), Pitch.answers.is_not(None))
    rows = select(Pitch.id).where(Pitch.roadshow_id == roadshow_id, begun)
    return db.session.scalar(rows.limit(1)) is not None


def list_codes(roadshow_id: int, text: str = "") -> Listed[LateCode]:
    """Newest first; ``text`` is part of a code, or of for whom it is."""
    rows = select(LateCode).where(LateCode.roadshow_id == roadshow_id).order_by(LateCode.id.desc())
    return Listed(containing(rows, text, LateCode.for_whom, LateCode.code))


def get_code(code_id: int) -> LateCode:
    """Raises: Missing."""
    code = db.session.get(LateCode, code_id)
    if code is None:
        raise Missing(f"late code {code_id}")
    return code


def find_code(roadshow_id: int, code: str) -> LateCode | None:
    return db.session.scalar(
        select(LateCode).where(LateCode.roadshow_id == roadshow_id, LateCode.code == code)
    )


def find_code_of(pitch: Pitch) -> LateCode | None:
    """The one that let it in late."""
    return db.session.get(LateCode, pitch.late_code_id) if pitch.late_code_id else None


def list_codes_of(pitches: Iterable[Pitch]) -> dict[int, LateCode]:
    """Code's id → the one that let in one of these late."""
    ids = {pitch.late_code_id for pitch in pitches if pitch.late_code_id}
    return {code.id: code for code in db.session.scalars(select(LateCode).where(LateCode.id.in_(ids)))}


def list_used_codes(roadshow_id: int) -> dict[int, Pitch]:
    """Code's id → the application that it let in."""
    rows = select(Pitch).where(Pitch.roadshow_id == roadshow_id, Pitch.late_code_id.is_not(None))
    return {pitch.late_code_id: pitch for pitch in db.session.scalars(rows) if pitch.late_code_id}


def list_waiting(roadshow_id: int) -> list[Pitch]:
    """Who is offered a place that falls free, the first first."""
    rows = select(Pitch).where(Pitch.roadshow_id == roadshow_id, Pitch.state == PitchState.WAITLISTED)
    return list(db.session.scalars(rows.order_by(Pitch.turn, Pitch.submitted_at, Pitch.id)))


def find_last_turn(roadshow_id: int) -> int:
    """Of those who wait; 0 when nobody does."""
    return db.session.scalar(select(func.max(Pitch.turn)).where(Pitch.roadshow_id == roadshow_id)) or 0


def list_to_settle(now: datetime) -> list[Roadshow]:
    """Where somebody has not confirmed in time, or is to be reminded of it."""
    due = or_(Pitch.confirm_by_at <= now, Pitch.remind_at <= now)
    waits = and_(Pitch.state == PitchState.ACCEPTED, Pitch.confirmed_at.is_(None), due)
    rows = select(Roadshow).where(Roadshow.state.in_(CHOOSING))
    rows = rows.where(Roadshow.id.in_(select(Pitch.roadshow_id).where(waits)))
    return list(db.session.scalars(rows.order_by(Roadshow.id)))


def list_pitches_of(project_id: int) -> list[Pitch]:
    rows = select(Pitch).where(Pitch.project_id == project_id).order_by(Pitch.made_at.desc(), Pitch.id.desc())
    return list(db.session.scalars(rows))


def list_pitches_of_company(company_id: int, limit: int) -> list[Pitch]:
    """What its projects applied for, newest first; no drafts."""
    rows = select(Pitch).join(Pitch.project).options(contains_eager(Pitch.project))
    rows = rows.where(Project.company_id == company_id, Pitch.state != PitchState.DRAFT)
    return list(db.session.scalars(rows.order_by(Pitch.made_at.desc(), Pitch.id.desc()).limit(limit)))


def applying_companies() -> Select[int]:
    """Ids of those with an application that is handed in and not decided or held yet."""
    rows = select(Company.id).join(Project, Project.company_id == Company.id)
    rows = rows.join(Pitch, Pitch.project_id == Project.id).join(Pitch.roadshow)
    open_ones = STILL_IN - ENDED - {PitchState.DRAFT}
    return rows.where(Pitch.state.in_(open_ones), Roadshow.state.in_(BEFORE_HELD))


def list_readers_told(roadshow_id: int) -> list[Reader]:
    """Readers of every application that is still in it, each address once: whom a change of plans concerns."""
    readers = [
        each for those in readers_by_pitch(list_pitches_in(roadshow_id, *STILL_IN)).values() for each in those
    ]
    return list(
        {each.address: each for each in sorted(readers, key=lambda each: each.id is not None)}.values()
    )


def count_places_taken(roadshow_id: int) -> int:
    taken = select(func.count(Pitch.id)).where(Pitch.roadshow_id == roadshow_id, Pitch.state.in_(ON_STAGE))
    return db.session.scalar(taken) or 0


def count_unconfirmed(roadshow_id: int) -> int:
    """Accepted projects that still have to confirm their place."""
    rows = select(func.count(Pitch.id)).where(
        Pitch.roadshow_id == roadshow_id,
        Pitch.state == PitchState.ACCEPTED,
        Pitch.confirm_by_at.is_not(None),
        Pitch.confirmed_at.is_(None),
    )
    return db.session.scalar(rows) or 0


def count_by_state(roadshow_ids: list[int] | None = None) -> dict[int, dict[PitchState, int]]:
    """Roadshow id → state → how many. Of all roadshows when none are named."""
    rows = select(Pitch.roadshow_id, Pitch.state, func.count(Pitch.id))
    if roadshow_ids is not None:
        rows = rows.where(Pitch.roadshow_id.in_(roadshow_ids))
    rows = rows.group_by(Pitch.roadshow_id, Pitch.state)
    counts: dict[int, dict[PitchState, int]] = {}
    for roadshow_id, state, count in db.session.execute(rows):
        counts.setdefault(roadshow_id, {})[state] = count
    return counts


def list_roadshows_waiting(state: PitchState) -> list[tuple[Roadshow, int]]:
    """Roadshows that still choose, with applications in this state, and how many, by day."""
    count = func.count(Pitch.id)
    rows = select(Roadshow, count).join(Pitch, Pitch.roadshow_id == Roadshow.id)
    rows = rows.where(Pitch.state == state, Roadshow.state.in_(CHOOSING))
    rows = rows.group_by(Roadshow.id).order_by(Roadshow.on, Roadshow.id)
    return [(roadshow, number) for roadshow, number in db.session.execute(rows)]


def _own(rows: Select[*Columns], person_id: int, right: MemberRight = MemberRight.VIEWER) -> Select[*Columns]:
    rows = rows.join(Pitch.project).join(Member, Member.company_id == Project.company_id)
    return rows.where(*acting(person_id, right))
