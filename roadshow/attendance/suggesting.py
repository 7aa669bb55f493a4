"""Whom to invite to a roadshow, and which roadshows an investor looks for: each with its reasons (``fitting``)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from roadshow.foundation.db import db
from roadshow.foundation.text import name_key
from roadshow.investors.fitting import Offer, points, reasons
from roadshow.investors.mandates import find_facts
from roadshow.investors.models import Avoided, Institution, Mandate
from roadshow.investors.queries import standing
from roadshow.investors.states import InstitutionState
from roadshow.pitches.models import Pitch
from roadshow.pitches.snapshots import said_of
from roadshow.pitches.states import PitchState
from roadshow.programme.calendar import Version
from roadshow.programme.models import Roadshow
from roadshow.projects.consents import agreed
from roadshow.projects.models import Dossier

from .models import Attendance
from .states import AttendanceState

PUBLISHED = (PitchState.SCHEDULED, PitchState.PRESENTED)  # what the public agenda names
CHOSEN = (PitchState.ACCEPTED, *PUBLISHED)


@dataclass(frozen=True)
class Suggested:
    """A verified institution, why it may want to come, and which firms there it does not want to meet.

    ``listed``: it is on the guest list already, whatever it answered.
    """

    institution: Institution
    reasons: list[str]
    avoids: list[str]
    listed: bool


def suggest(roadshow: Roadshow, text: str = "") -> list[Suggested]:
    """Those with a reason, the best fit first; ``text`` is part of a name. For staff: it knows what projects ask
    for."""
    offer, came = _offer(roadshow), _came()
    avoided, listed = _avoided(roadshow.id), _listed(roadshow.id)
    rows = select(Institution).where(standing() == InstitutionState.VERIFIED)
    if key := name_key(text):
        rows = rows.where(Institution.name_key.contains(key, autoescape=True))
    rows = rows.options(joinedload(Institution.mandate)).order_by(Institution.name, Institution.id)
    found = [
        Suggested(
            each,
            reasons(find_facts(each.mandate), offer, came.get(each.id, 0)),
            avoided.get(each.id, []),
            each.id in listed,
        )
        for each in db.session.scalars(rows)
    ]
    return sorted((each for each in found if each.reasons), key=lambda each: -points(each.reasons))


def list_fitting(mandate: Mandate | None, roadshows: Iterable[Roadshow | Version]) -> dict[int, list[str]]:
    """Roadshow id → why this mandate's institution may want to come, of those where there is a reason.

    For investors: it knows only what their public agendas name, which is the field of those that may be named.
    """
    wanted, shown = find_facts(mandate), list(roadshows)
    if wanted is None:
        return {}
    fields = _public_fields([roadshow.id for roadshow in shown])
    found = {
        roadshow.id: reasons(wanted, Offer(fields.get(roadshow.id, frozenset()) | _own_field(roadshow)))
        for roadshow in shown
    }
    return {roadshow_id: codes for roadshow_id, codes in found.items() if codes}


def _own_field(roadshow: Roadshow | Version) -> frozenset[str]:
    return frozenset(filter(None, [roadshow.sector]))


def _public_fields(roadshow_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Roadshow id → the fields of its projects on stage whose owners agreed to it."""
    rows = select(Pitch.roadshow_id, said_of("sector")).where(
        Pitch.roadshow_id.in_(roadshow_ids),
        Pitch.state.in_(PUBLISHED),
        Pitch.project_id.in_(agreed("publishing")),
    )
    fields = dict[int, frozenset[str]]()
    for roadshow_id, field in db.session.execute(rows):
        fields[roadshow_id] = fields.get(roadshow_id, frozenset()) | frozenset(filter(None, [field]))
    return fields


def _offer(roadshow: Roadshow) -> Offer:
    """What it brings: its own field, and what those chosen for its stage say."""
    rows = (
        select(said_of("sector"), said_of("stage"), Dossier.region, Dossier.ask_fen)
        .outerjoin(Dossier, Dossier.project_id == Pitch.project_id)
        .where(Pitch.roadshow_id == roadshow.id, Pitch.state.in_(CHOSEN))
        .order_by(Pitch.id)
    )
    said = db.session.execute(rows).all()
    sectors, stages, regions, asked = zip(*said, strict=True) if said else ((), (), (), ())
    return Offer(
        _own_field(roadshow) | frozenset(filter(None, sectors)),
        frozenset(filter(None, stages)),
        frozenset(filter(None, regions)),
        tuple(filter(None, asked)),
    )


def _came() -> dict[int, int]:
    """Institution id → to how many roadshows somebody of it came."""
    rows = (
        select(Attendance.institution_id, func.count(Attendance.roadshow_id.distinct()))
        .where(Attendance.state == AttendanceState.CHECKED_IN, Attendance.institution_id.is_not(None))
        .group_by(Attendance.institution_id)
    )
    return {institution_id: count for institution_id, count in db.session.execute(rows) if institution_id}


def _listed(roadshow_id: int) -> set[int]:
    rows = select(Attendance.institution_id).where(
        Attendance.roadshow_id == roadshow_id, Attendance.institution_id.is_not(None)
    )
    return {institution_id for institution_id in db.session.scalars(rows) if institution_id}


def _avoided(roadshow_id: int) -> dict[int, list[str]]:
    """Institution id → names of firms of this roadshow that it does not want to meet."""
    firms = select(said_of("company")).where(Pitch.roadshow_id == roadshow_id, Pitch.state.in_(CHOSEN))
    keys = {name_key(name) for name in db.session.scalars(firms) if name}
    rows = select(Avoided.institution_id, Avoided.name).where(Avoided.name_key.in_(keys))
    found = dict[int, list[str]]()
    for institution_id, name in db.session.execute(rows.order_by(Avoided.name, Avoided.id)):
        found.setdefault(institution_id, []).append(name)
    return found
