"""What somebody who comes for an institution may read of a project: decided from the facts of that moment, each time.

The page, the list, a deck's page and what is said of a project ask the same: ``reader_of`` gathers what is true of a
person, ``access_to`` weighs it against one application and asks the database nothing more.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, or_, select, tuple_
from sqlalchemy.orm import defer, joinedload

from roadshow.accounts.models import Person
from roadshow.documents.models import Level, Version
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.foundation.listing import containing
from roadshow.investors.agreements import has_declared, has_signed_nda
from roadshow.investors.models import Avoided, Institution
from roadshow.investors.queries import find_own_institution
from roadshow.investors.states import InstitutionState
from roadshow.pitches.models import Pitch
from roadshow.pitches.snapshots import WHOLE, decks_of
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.programme.states import WITH_AGENDA
from roadshow.projects.models import Project

from .models import Attendance, Via, Warned
from .states import AttendanceState

GONE = frozenset({AttendanceState.DECLINED, AttendanceState.WITHDRAWN, AttendanceState.REPLACED})
SHOWN = frozenset({PitchState.ACCEPTED, PitchState.SCHEDULED, PitchState.PRESENTED})


class Layer(IntEnum):
    """What there is to read, each guarded more than the one before; decks go with the figures."""

    SUMMARY = 1
    FORM = 2
    FIGURES = 3


class Need(StrEnum):
    """What a reader may still lack, in the order in which it is done."""

    INSTITUTION = "institution"
    VERIFIED = "verified"
    DECLARED = "declared"
    SIGNED = "signed"
    WARNED = "warned"


NEED_WORDS = {
    Need.INSTITUTION: _("先登记机构"),
    Need.VERIFIED: _("先通过机构核验"),
    Need.DECLARED: _("先由机构声明为合格投资者"),
    Need.SIGNED: _("先签署保密承诺"),
    Need.WARNED: _("先阅读风险提示"),
}
_KNOWN = frozenset({Need.INSTITUTION, Need.VERIFIED})
_BOUND = _KNOWN | {Need.DECLARED, Need.SIGNED}
BY_LAYER: dict[Layer, frozenset[Need]] = {
    Layer.SUMMARY: frozenset(),
    Layer.FORM: _KNOWN,
    Layer.FIGURES: _BOUND | {Need.WARNED},
}
"""What the law asks for each, whatever the owner says."""
BY_LEVEL: dict[str | None, frozenset[Need]] = {"summary": frozenset(), "verified": _KNOWN, "nda": _BOUND}
"""What the owner asks for all of it; a level that nobody has chosen is as strict as an agreement."""


@dataclass(frozen=True)
class Reader:
    """A person at this moment: for whom they act and what they fulfil, to which roadshows they are invited and at
    which they have read the notice of risk, and the keys of the names that their institution does not want to meet."""

    person_id: int
    institution: Institution | None = None
    fulfils: frozenset[Need] = frozenset()
    invited: frozenset[int] = frozenset()
    warned: frozenset[int] = frozenset()
    avoided: frozenset[str] = frozenset()

    def fulfilled(self, roadshow_id: int) -> frozenset[Need]:
        return self.fulfils | {Need.WARNED} if roadshow_id in self.warned else self.fulfils


@dataclass(frozen=True)
class Access:
    """To one application. ``open`` is whether its owner lets anybody who comes for an institution read it at all;
    ``avoided`` whether this reader's does not want to meet the firm, which may be read and is not offered for talks."""

    open: bool
    asked: frozenset[Need]
    fulfilled: frozenset[Need]
    avoided: bool = False

    def lacks(self, layer: Layer) -> list[Need]:
        """What is to be done first, in that order; nothing helps where it is not ``open``."""
        missing = (self.asked | BY_LAYER[layer]) - self.fulfilled
        return [need for need in Need if need in missing]

    def reads(self, layer: Layer) -> bool:
        return self.open and not self.lacks(layer)


def access_to(reader: Reader, pitch: Pitch) -> Access | None:
    """The one rule. None where the application is not there for this reader: they are not invited, the agenda is not
    public, or it has no place on stage.

    The level is that of now and not the one handed in: what may be read is the owner's to take back at any time.
    """
    roadshow = pitch.roadshow
    is_there = pitch.state in SHOWN and roadshow.is_public and roadshow.state in WITH_AGENDA
    if not is_there or roadshow.id not in reader.invited:
        return None
    project = pitch.project
    level = project.dossier.level if project.dossier else None
    avoided = project.company is not None and project.company.name_key in reader.avoided
    return Access(level != "judges", BY_LEVEL.get(level, _BOUND), reader.fulfilled(roadshow.id), avoided)


def reads_deck(access: Access, version: Version) -> bool:
    """A deck asks for what figures ask for; its own level can only close it."""
    return access.reads(Layer.FIGURES) and version.document.level is not Level.JUDGES


def list_decks(access: Access, pitch: Pitch) -> list[Version]:
    """Those that were handed in and that this reader may look at."""
    if not access.reads(Layer.FIGURES):
        return []
    return [version for version in decks_of(pitch) if reads_deck(access, version)]


def get_deck(access: Access, pitch: Pitch, version_id: int) -> Version:
    """Raises: Missing, also of a version that came later, and where something is lacking."""
    version = next((each for each in list_decks(access, pitch) if each.id == version_id), None)
    if version is None:
        raise Missing(f"deck {version_id} of pitch {pitch.id}")
    return version


def get_readable(reader: Reader, pitch_id: int) -> tuple[Pitch, Access]:
    """Raises: Missing where it is not there for this reader."""
    pitch = db.session.get(Pitch, pitch_id)
    access = access_to(reader, pitch) if pitch else None
    if pitch is None or access is None:
        raise Missing(f"pitch {pitch_id} for {reader.person_id}")
    return pitch, access


def reader_of(person: Person) -> Reader:
    institution = find_own_institution(person.id)
    return Reader(
        person.id,
        institution,
        frozenset(_fulfilled(person, institution)),
        frozenset(db.session.scalars(_invited_to(person, institution))),
        frozenset(db.session.scalars(select(Warned.roadshow_id).where(Warned.person_id == person.id))),
        frozenset(db.session.scalars(_avoided_by(institution))),
    )


def list_roadshows(reader: Reader, text: str = "") -> list[Roadshow]:
    """Those that this reader is invited to and that the public knows, the latest first; ``text`` is part of a title."""
    rows = select(Roadshow).where(Roadshow.id.in_(reader.invited), Roadshow.public_since.is_not(None))
    rows = containing(rows, text, Roadshow.title, Roadshow.title_en)
    return list(db.session.scalars(rows.order_by(Roadshow.on.desc(), Roadshow.id.desc())))


def get_roadshow(reader: Reader, roadshow_id: int) -> Roadshow:
    """Raises: Missing where they are not invited."""
    roadshow = next((each for each in list_roadshows(reader) if each.id == roadshow_id), None)
    if roadshow is None:
        raise Missing(f"roadshow {roadshow_id} for {reader.person_id}")
    return roadshow


def list_shown(roadshow_id: int) -> list[Pitch]:
    """The applications on stage, in the order of arrival, with their projects' whole forms."""
    rows = select(Pitch).where(Pitch.roadshow_id == roadshow_id, Pitch.state.in_(SHOWN))
    rows = rows.options(*WHOLE)
    return list(db.session.scalars(rows.order_by(Pitch.submitted_at, Pitch.id)))


def list_open(reader: Reader, wanted: Collection[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """(roadshow, project) → the application, of those of these that are there for this reader and not closed."""
    rows = select(Pitch).where(tuple_(Pitch.roadshow_id, Pitch.project_id).in_(wanted))
    return {(pitch.roadshow_id, pitch.project_id): pitch.id for pitch, _access in _open_to(reader, rows)}


def list_accesses(reader: Reader, roadshow_id: int) -> list[Access]:
    """To the applications on stage that are there for this reader and not closed."""
    rows = select(Pitch).where(Pitch.roadshow_id == roadshow_id, Pitch.state.in_(SHOWN))
    return [access for _pitch, access in _open_to(reader, rows)]


def _open_to(reader: Reader, rows: Select[Pitch]) -> list[tuple[Pitch, Access]]:
    """With no more of the projects than is weighed."""
    rows = rows.options(defer(Pitch.frozen), joinedload(Pitch.project).joinedload(Project.dossier))
    found = [(pitch, access_to(reader, pitch)) for pitch in db.session.scalars(rows)]
    return [(pitch, access) for pitch, access in found if access and access.open]


def _fulfilled(person: Person, institution: Institution | None) -> Iterator[Need]:
    if institution is None:
        return
    yield Need.INSTITUTION
    if institution.standing is InstitutionState.VERIFIED:
        yield Need.VERIFIED
    if has_declared(institution.id):
        yield Need.DECLARED
    if has_signed_nda(person.id):
        yield Need.SIGNED


def _avoided_by(institution: Institution | None) -> Select[str]:
    return select(Avoided.name_key).where(Avoided.institution_id == (institution.id if institution else None))


def _invited_to(person: Person, institution: Institution | None) -> Select[int]:
    """Whoever is on the list by the centre's or a colleague's word, or was let in at the door; who only put oneself
    on it is not. An invitation is the institution's: who acts for the same one reads too."""
    named = or_(Attendance.person_id == person.id, Attendance.email == person.email)
    if institution:
        named = or_(named, Attendance.institution_id == institution.id)
    asked = or_(Attendance.via != Via.REGISTERED, Attendance.state == AttendanceState.CHECKED_IN)
    return select(Attendance.roadshow_id).where(named, asked, Attendance.state.not_in(GONE))
