"""Numbers, names and days that no other round has."""

import re
import secrets
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from stdnum.cn import uscc

from script.proofs.visitor import Visitor

_numbers = count(secrets.randbelow(10**7 // 2))
YEARS = 60  # ahead, so that no year's page grows long


def number() -> int:
    return next(_numbers)


def email() -> str:
    return f"person{number()}@race.example"


def code() -> str:
    """A credit code whose check character is right."""
    body = f"91330482MA{number():07d}"
    return body + uscc.calc_check_digit(body)


def year() -> int:
    """One to come."""
    return _now().year + 1 + number() % YEARS


def next_year() -> int:
    return _now().year + 1


def day(ago: int = 0) -> str:
    """Today, or so many days ago."""
    return f"{_now() - timedelta(days=ago):%Y-%m-%d}"


def invite(admin: Visitor, role: str) -> tuple[str, str]:
    """Somebody new: the path of the one-time link, and the address that it is for."""
    address, path = email(), "/centre/people/invite"
    asked = admin.form(path) | {"people": f"示例新人，{address}", "roles": role}
    return found(r"/invitations/[\w-]+", admin.post(path, asked).text), address


def found(pattern: str, page: str) -> str:
    """What the page says at this place."""
    match = re.search(pattern, page)
    if match is None:
        raise RuntimeError(f"{pattern} is not on the page")
    return match[match.re.groups]


def _now() -> datetime:
    return datetime.now(ZoneInfo("Asia/Shanghai"))
