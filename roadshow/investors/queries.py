from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import joinedload

from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.foundation.listing import Listed, Order, in_turn, ordered
from roadshow.foundation.text import name_key

from .models import GOOD_FOR, Contact, Institution, InstitutionKind, Mandate, Merger
from .rules import RENEW_BEFORE, InstitutionFacts
from .states import InstitutionState


def get_institution(institution_id: int) -> Institution:
    """Raises: Missing."""
    institution = db.session.get(Institution, institution_id)
    if institution is None:
        raise Missing(f"institution {institution_id}")
    return institution


def find_own_institution(person_id: int) -> Institution | None:
    return db.session.scalar(select(Institution).join(Contact).where(Contact.person_id == person_id))


def find_uscc_named(name: str) -> str | None:
    """Of the institution of this name, however it is spelt."""
    return db.session.scalar(select(Institution.uscc).where(Institution.name_key == name_key(name)))


def list_codes_by_name() -> dict[str, str]:
    """Key of a name → USCC, of all that have one."""
    rows = select(Institution.name_key, Institution.uscc).where(Institution.uscc.is_not(None))
    return {name: uscc for name, uscc in db.session.execute(rows) if uscc is not None}


def list_institution_titles(*kinds: InstitutionKind, limit: int = 500) -> list[str]:
    """Names to choose from while typing, of these kinds or of any."""
    rows = select(Institution.name).where(Institution.state != InstitutionState.MERGED)
    rows = rows.where(Institution.kind.in_(kinds)) if kinds else rows
    return list(db.session.scalars(rows.order_by(Institution.name).limit(limit)))


def contact_of(person_id: int) -> Contact | None:
    """With the institution that this person acts for, if they act for any."""
    rows = select(Contact).where(Contact.person_id == person_id).options(joinedload(Contact.institution))
    return db.session.scalar(rows)


def standing() -> ColumnElement[InstitutionState]:
    """``Institution.standing``, asked of the database."""
    over = and_(
        Institution.state == InstitutionState.VERIFIED, Institution.checked_at <= clock.now() - GOOD_FOR
    )
    lapsed = literal(InstitutionState.LAPSED.value)
    return type_coerce(
        case((over, lapsed), else_=cast(Institution.state, String(24))), Institution.state.type
    )


def find_kept(gone_id: int) -> Institution | None:
    """The one that this institution was merged into; where that was merged itself, ``merge`` has led it on."""
    rows = select(Institution).join(Merger, Merger.kept_id == Institution.id)
    return db.session.scalar(rows.where(Merger.gone_id == gone_id))


def list_taken(facts: InstitutionFacts, own_id: int | None = None) -> list[str]:
    """Of name, uscc and amac_number those that another institution has."""
    said = {
        "name": (Institution.name_key, name_key(facts.name)),
        "uscc": (Institution.uscc, facts.uscc),
        "amac_number": (Institution.amac_number, facts.amac_number),
    }
    others = select(Institution.id).where(Institution.id != (own_id or 0)).limit(1)
    return [
        field
        for field, (column, value) in said.items()
        if value and db.session.scalar(others.where(column == value)) is not None
    ]


@dataclass(frozen=True)
class Wanted:
    """Which institutions: ``text`` is part of a name or a number, ``sector`` one that it looks for, ``among`` selects
    ids; None leaves a thing open."""

    text: str = ""
    state: InstitutionState | None = None
    kind: InstitutionKind | None = None
    sector: str | None = None
    among: Select[int] | None = None


INSTITUTIONS_BY = {
    "name": Institution.name,
    "kind": in_turn(Institution.kind, InstitutionKind),
    "number": Institution.amac_number,
    "aum": Institution.aum_fen,
    "checked": Institution.checked_at,
    "made": Institution.made_at,
}


def _by_standing() -> ColumnElement[int]:
    return in_turn(standing(), InstitutionState)


def list_institutions(wanted: Wanted = Wanted(), order: Order | None = None) -> Listed[Institution]:
    """Those that wait for verification first, then by name; what was merged only when it is asked for."""
    columns = INSTITUTIONS_BY | {"state": _by_standing()}
    rows = _narrowed(wanted)
    if wanted.state is None:
        rows = rows.where(Institution.state != InstitutionState.MERGED)
    else:
        rows = rows.where(standing() == wanted.state)
    return Listed(ordered(rows, columns, order, ~_waiting(), Institution.name, Institution.id))


def _narrowed(wanted: Wanted) -> Select[Institution]:
    """Those wanted, whatever their state."""
    rows = select(Institution).options(joinedload(Institution.mandate))
    if key := name_key(wanted.text):
        named = Institution.name_key.contains(key, autoescape=True)
        numbers = (Institution.amac_number, Institution.uscc)
        rows = rows.where(or_(named, *(number == key.upper() for number in numbers)))
    if wanted.kind is not None:
        rows = rows.where(Institution.kind == wanted.kind)
    if wanted.sector is not None:
        looks_for = cast(Mandate.sectors, String).contains(f'"{wanted.sector}"', autoescape=True)
        rows = rows.where(Institution.id.in_(select(Mandate.institution_id).where(looks_for)))
    if wanted.among is not None:
        rows = rows.where(Institution.id.in_(wanted.among))
    return rows


def count_by_state(wanted: Wanted = Wanted()) -> dict[InstitutionState, int]:
    """Those wanted, by what they are at this moment, whatever their state; those that none is in are left out."""
    return Listed(_narrowed(wanted)).count_by_state(standing())


def count_waiting() -> int:
    """Those that staff have to look at: that wait for their verification, or asked to have it renewed."""
    return db.session.scalar(select(func.count(Institution.id)).where(_waiting())) or 0


def _waiting() -> ColumnElement[bool]:
    asked = Institution.renewal_asked_at.is_not(None)
    return or_(Institution.state == InstitutionState.REGISTERED, asked)


def count_ending() -> int:
    """Those whose verification ends within 30 days, and who did not ask for another yet."""
    begun = clock.now() - GOOD_FOR
    rows = select(func.count(Institution.id)).where(
        Institution.state == InstitutionState.VERIFIED,
        Institution.checked_at > begun,
        Institution.checked_at <= begun + RENEW_BEFORE,
        Institution.renewal_asked_at.is_(None),
    )
    return db.session.scalar(rows) or 0
