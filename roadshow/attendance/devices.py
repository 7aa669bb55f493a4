"""Who keeps the door without an account: phones and computers, each paired once, for one roadshow and its day."""

import secrets
from datetime import timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from roadshow.accounts.passwords import token, token_hash
from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.bounds import text_faults
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Gone, Missing, Refused, refuse_faults
from roadshow.foundation.text import one_line
from roadshow.programme.models import Roadshow
from roadshow.programme.states import BEFORE_HELD

from .models import Device

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another when it is read out
CODE = 10  # signs: 50 bits, good for some minutes
PAIRS_WITHIN = timedelta(minutes=10)
SENDS_FOR = timedelta(days=1)  # after its day is over, what it kept while the network was gone
SEEN_EVERY = timedelta(minutes=1)


@operation
def add_device(roadshow: Roadshow, name: str, *, actor: Actor) -> str:
    """The code that pairs one, within ten minutes. Raises: Refused without a name, a day, or when it is over."""
    hold(roadshow)
    name = one_line(name)
    refuse_faults(text_faults("name", _("入口名称"), name, 100, empty=_("请填写入口名称，如“东门”")))
    if roadshow.on is None or roadshow.state not in BEFORE_HELD:
        raise Refused(_("定下日期、还没结束的路演才能配对设备"))
    now, code = clock.now(), "".join(secrets.choice(SIGNS) for _sign in range(CODE))
    day_ends = clock.day_bounds(roadshow.on, roadshow.on)[1]
    if day_ends <= now:
        raise Refused(_("这场路演的日期已过，不能再配对设备"))
    device = Device(
        roadshow_id=roadshow.id,
        name=name,
        token_hash=token_hash(code),
        made_by=actor.name[:100],
        made_at=now,
        expires_at=day_ends,
    )
    db.session.add(device)
    record("device.added", actor, "roadshow", roadshow.id, roadshow.title, device=name)
    return code


@operation
def pair(code: str, *, address: str) -> str:
    """The token that this browser is known by from now on. Raises: Gone for a code that was used or is too old."""
    device = find_unpaired(code)
    if device is None:
        raise Gone("pairing code")
    hold(device)
    if device.paired_at or device.revoked_at:
        raise Gone("pairing code")
    secret = token()
    device.token_hash, device.paired_at, device.seen_at = token_hash(secret), clock.now(), clock.now()
    who = Actor(None, device.name, address)
    record("device.paired", who, "roadshow", device.roadshow_id, device.roadshow.title)
    return secret


@operation
def revoke(device: Device, *, actor: Actor) -> None:
    """It lets nobody in any more, from its next request on. Raises: Refused when it is revoked already."""
    hold(device)
    if device.revoked_at:
        raise Refused(_("这台设备已停用"))
    device.revoked_at = clock.now()
    record("device.revoked", actor, "roadshow", device.roadshow_id, device.roadshow.title, device=device.name)


@operation
def touch(device: Device) -> None:
    device.seen_at = clock.now()


def find_unpaired(code: str) -> Device | None:
    """The one that waits for this code."""
    typed = "".join(one_line(code).upper().replace("-", " ").split())
    waits = select(Device).where(Device.token_hash == token_hash(typed), Device.paired_at.is_(None))
    waits = waits.where(Device.revoked_at.is_(None), Device.made_at > clock.now() - PAIRS_WITHIN)
    return db.session.scalar(waits)


def find_device(secret: str) -> Device | None:
    """The one that is known by this token, while it may do anything at all."""
    known = select(Device).where(Device.token_hash == token_hash(secret), Device.paired_at.is_not(None))
    known = known.where(Device.revoked_at.is_(None), Device.expires_at > clock.now() - SENDS_FOR)
    return db.session.scalar(known)


def is_over(device: Device) -> bool:
    """Whether its day has passed: then it shows nobody and lets nobody in, and only sends what it kept."""
    return clock.now() >= device.expires_at


def get_device(roadshow_id: int, device_id: int) -> Device:
    """Raises: Missing, also for another roadshow's."""
    device = db.session.get(Device, device_id)
    if device is None or device.roadshow_id != roadshow_id:
        raise Missing(f"device {device_id}")
    return device


def list_devices(roadshow_id: int) -> list[Device]:
    """The newest first."""
    rows = select(Device).where(Device.roadshow_id == roadshow_id).order_by(Device.id.desc())
    return list(db.session.scalars(rows))
