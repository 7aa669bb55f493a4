"""What owners agree to apart from the rest: asked of the rows each time, so that taking it back bites at once."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, select

from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Missing, Refused

from . import queries
from .choices import APART, DECLARED_VERSION
from .filling import declare
from .models import Declared, Project
from .snapshot import snapshot_of


def list_public(project_ids: Collection[int]) -> set[int]:
    """Of these projects those whose name, one line and field may stand where anyone reads them."""
    return set(db.session.scalars(agreed("publishing").where(Declared.project_id.in_(project_ids))))


def agree_fault(project: Project) -> object | None:
    """Why nobody else may agree for its owners; None where they have no account to do so."""
    if queries.list_member_ids(project):
        return _("这家企业有自己的成员，请他们在项目资料里勾选同意")
    return None


@operation
def note_consent(project: Project, what: str, yes: bool, *, actor: Actor) -> None:
    """What an owner said on paper or by phone; ``what`` is one of ``choices.APART``. Said twice, it is noted once.

    Raises: Missing for anything else, Refused to agree in place of members, who do so themselves.
    """
    hold(project)
    if what not in APART:
        raise Missing(f"consent {what}")
    if yes == getattr(snapshot_of(project).landing, what):
        return
    if yes and (fault := agree_fault(project)):
        raise Refused(fault)
    declare(project, what, yes, actor)


def agreed(what: str) -> Select[int]:
    """Projects whose owners agreed in the words of today: what was agreed to in older ones is asked for again."""
    rows = select(Declared.project_id).where(Declared.what == what)
    return rows.where(Declared.version == DECLARED_VERSION[what])
