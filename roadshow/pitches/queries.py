from sqlalchemy import func, select

from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.programme.models import Roadshow
from roadshow.programme.states import BEFORE_HELD
from roadshow.projects.models import Member, Project

from .models import Pitch
from .states import ON_STAGE, PitchState


def get_pitch(pitch_id: int) -> Pitch:
    """Raises: Missing."""
    pitch = db.session.get(Pitch, pitch_id)
    if pitch is None:
        raise Missing(f"pitch {pitch_id}")
    return pitch


def get_own_pitch(person_id: int, pitch_id: int) -> Pitch:
    """Raises: Missing, also when it is somebody else's."""
    rows = select(Pitch).join(Pitch.project).join(Member, Member.company_id == Project.company_id)
    pitch = db.session.scalar(rows.where(Pitch.id == pitch_id, Member.person_id == person_id))
    if pitch is None:
        raise Missing(f"pitch {pitch_id} of {person_id}")
    return pitch


def find_pitch(roadshow_id: int, project_id: int) -> Pitch | None:
    return db.session.scalar(
        select(Pitch).where(Pitch.roadshow_id == roadshow_id, Pitch.project_id == project_id)
    )


def list_own_pitches(person_id: int) -> list[Pitch]:
    """Newest first."""
    rows = select(Pitch).join(Pitch.project).join(Member, Member.company_id == Project.company_id)
    rows = rows.where(Member.person_id == person_id).order_by(Pitch.made_at.desc(), Pitch.id.desc())
    return list(db.session.scalars(rows))


def list_pitches(roadshow_id: int) -> list[Pitch]:
    """All applications to one roadshow but drafts, in the order of arrival."""
    rows = select(Pitch).where(Pitch.roadshow_id == roadshow_id, Pitch.state != PitchState.DRAFT)
    return list(db.session.scalars(rows.order_by(Pitch.submitted_at, Pitch.id)))


def list_pitches_in(roadshow_id: int, *states: PitchState) -> list[Pitch]:
    rows = select(Pitch).where(Pitch.roadshow_id == roadshow_id, Pitch.state.in_(states))
    return list(db.session.scalars(rows.order_by(Pitch.submitted_at, Pitch.id)))


def list_pitches_of(project_id: int) -> list[Pitch]:
    rows = select(Pitch).where(Pitch.project_id == project_id).order_by(Pitch.made_at.desc(), Pitch.id.desc())
    return list(db.session.scalars(rows))


def count_places_taken(roadshow_id: int) -> int:
    taken = select(func.count(Pitch.id)).where(Pitch.roadshow_id == roadshow_id, Pitch.state.in_(ON_STAGE))
    return db.session.scalar(taken) or 0


def count_by_state(roadshow_ids: list[int]) -> dict[int, dict[PitchState, int]]:
    """Roadshow id → state → how many."""
    rows = (
        select(Pitch.roadshow_id, Pitch.state, func.count(Pitch.id))
        .where(Pitch.roadshow_id.in_(roadshow_ids))
        .group_by(Pitch.roadshow_id, Pitch.state)
    )
    counts: dict[int, dict[PitchState, int]] = {}
    for roadshow_id, state, count in db.session.execute(rows):
        counts.setdefault(roadshow_id, {})[state] = count
    return counts


def list_roadshows_waiting(state: PitchState) -> list[tuple[Roadshow, int]]:
    """Roadshows still to be held with applications in this state, and how many, by day."""
    count = func.count(Pitch.id)
    rows = select(Roadshow, count).join(Pitch, Pitch.roadshow_id == Roadshow.id)
    rows = rows.where(Pitch.state == state, Roadshow.state.in_(BEFORE_HELD))
    rows = rows.group_by(Roadshow.id).order_by(Roadshow.on, Roadshow.id)
    return [(roadshow, number) for roadshow, number in db.session.execute(rows)]
