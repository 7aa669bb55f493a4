"""What a device sends of its scans, read strictly: JSON that says anything else is refused, naming field and rule."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from flask import abort, request
from flask_babel import lazy_gettext as _

from roadshow.accounts.rules import clean_email
from roadshow.attendance.admitting import AT_ONCE
from roadshow.attendance.models import Verdict
from roadshow.attendance.shown import Shown, WalkIn
from roadshow.foundation.errors import Refused
from roadshow.foundation.text import one_line
from roadshow.web.addresses import LARGEST_ID

UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LONGEST_CODE = 200  # characters: whatever a camera reads
LATEST = 4_102_444_800_000  # ms, the year 2100


def scans_sent() -> list[Shown]:
    """Raises: Refused for what is no list of scans, or too many."""
    try:
        sent = json.loads(request.get_data())
    except (ValueError, RecursionError):
        abort(400)
    rows = sent.get("scans") if isinstance(sent, dict) else None
    if not isinstance(rows, list):
        raise Refused(_("scans须是一个列表"))
    if len(rows) > AT_ONCE:
        raise Refused(_("一次最多发送%(most)d条签到", most=AT_ONCE))
    return [_shown(row) for row in rows]


def _shown(row: Any) -> Shown:
    if not isinstance(row, dict):
        raise Refused(_("scans里的每一条须是一个对象"))
    uid, at = row.get("uid"), row.get("at")
    if not isinstance(uid, str) or not UID.fullmatch(uid):
        raise Refused(_("uid须是小写的UUID"))
    if isinstance(at, bool) or not isinstance(at, int) or not 0 <= at <= LATEST:
        raise Refused(_("at须是1970年以来的毫秒数"))
    when = datetime.fromtimestamp(at / 1000, UTC)
    away = row.get("turned_away")
    return Shown(uid, when, **_what(row), turned_away=_verdict(away) if away is not None else None)


def _what(row: dict[str, Any]) -> dict[str, Any]:
    """One of the three."""
    code, guest, walk_in = row.get("code"), row.get("guest"), row.get("walk_in")
    if isinstance(code, str) and len(code) <= LONGEST_CODE:
        return {"code": code}
    if isinstance(guest, int) and not isinstance(guest, bool) and 0 < guest <= LARGEST_ID:
        return {"guest_id": guest}
    if isinstance(walk_in, dict):
        return {"walk_in": _walk_in(walk_in)}
    raise Refused(_("每一条须有code（最多200个字符）、guest（编号）或walk_in（对象）之一"))


def _walk_in(said: dict[str, Any]) -> WalkIn:
    name, organisation, email = (said.get(key, "") for key in ("name", "organisation", "email"))
    if not all(isinstance(text, str) for text in (name, organisation, email)):
        raise Refused(_("walk_in的name、organisation和email须是文字"))
    return WalkIn(one_line(name), one_line(organisation), clean_email(email))


def _verdict(said: Any) -> Verdict:
    try:
        return Verdict(said)
    except ValueError:
        raise Refused(_("turned_away须是没有放行的原因之一")) from None
