"""Whom an institution does not want to meet: names, as firms and institutions know nothing of each other here."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.bounds import text_faults
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Missing, Refused, refuse_faults
from roadshow.foundation.text import name_key, one_line

from .living import hold_living
from .models import Avoided, Institution

MOST = 200  # names of one institution


def avoids(institution_id: int, names: Collection[str]) -> set[str]:
    """Of these names those that the institution does not want to meet, however they are spelt."""
    keys = {name: name_key(name) for name in names}
    rows = select(Avoided.name_key).where(Avoided.institution_id == institution_id)
    avoided = set(db.session.scalars(rows.where(Avoided.name_key.in_(set(keys.values())))))
    return {name for name, key in keys.items() if key in avoided}


def list_avoided(institution_id: int, text: str = "") -> list[Avoided]:
    """``text`` is part of a name."""
    rows = select(Avoided).where(Avoided.institution_id == institution_id)
    rows = rows.where(Avoided.name_key.contains(name_key(text), autoescape=True)) if text else rows
    return list(db.session.scalars(rows.order_by(Avoided.name, Avoided.id)))


def get_avoided(institution_id: int, avoided_id: int) -> Avoided:
    """Raises: Missing, also when another institution avoids it."""
    rows = select(Avoided).where(Avoided.id == avoided_id, Avoided.institution_id == institution_id)
    avoided = db.session.scalar(rows)
    if avoided is None:
        raise Missing(f"avoided {avoided_id} of {institution_id}")
    return avoided


@operation
def avoid(institution: Institution, name: str, *, actor: Actor) -> None:
    """The trail, which all staff of it read, does not say whom.

    Raises: Refused without a name, for its own, when it is on the list already, and after too many.
    """
    institution = hold_living(institution)
    name = one_line(name)
    refuse_faults(text_faults("name", _("名称"), name, 200, empty=_("请填写名称")))
    key = name_key(name)
    if not key:
        raise Refused(_("请填写名称"), "name")
    if key == institution.name_key:
        raise Refused(_("这是您自己的机构"), "name")
    listed = list_avoided(institution.id)
    if key in {each.name_key for each in listed}:
        raise Refused(_("名单里已有这个名称"), "name")
    if len(listed) >= MOST:
        raise Refused(_("名单最多%(count)d个名称，先删去几个", count=MOST), "name")
    row = Avoided(institution_id=institution.id, name=name, name_key=key, added_at=clock.now())
    row.added_by = actor.name
    db.session.add(row)
    record("institution.avoided", actor, "institution", institution.id, institution.name)


@operation
def meet_again(avoided: Avoided, institution: Institution, *, actor: Actor) -> None:
    """Off the list. Raises: Missing when it is gone already."""
    institution = hold_living(institution)
    db.session.delete(hold(avoided))
    record("institution.unavoided", actor, "institution", institution.id, institution.name)
