"""The rules themselves: how each is set up for one round, and what the service shows to have been given."""

import html
import re
import secrets
from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

from stdnum.cn import uscc

from script.proofs.races import RACES, House, Start, pressing, race

__all__ = ["RACES"]
AT_ONCE = 8
numbers = count(secrets.randbelow(10**7))  # so that no round meets what another has made


@race("a one-time link makes one account", at_once=AT_ONCE)
def accept_one_link(house: House, at_once: int) -> Start:
    email = f"invited{next(numbers)}@race.example"
    admin = house.person("admin")
    asked = admin.form("/centre/people/invite") | {"email": email, "name": "示例新人", "roles": "recorder"}
    link = _found(r"/invitations/[\w-]+", admin.post("/centre/people/invite", asked).text)
    chosen = {"email": email, "name": "示例新人", "password": house.served.password}
    visitors = [house.visitor() for _ in range(at_once)]
    return Start([pressing(visitor, link, visitor.form(link, "") | chosen) for visitor in visitors])


@race("a company's code is registered once", at_once=AT_ONCE)
def register_one_code(house: House, at_once: int) -> Start:
    code = _new_code()
    names = [f"示例竞速{next(numbers)}有限公司" for _ in range(at_once)]
    people = [house.person("startup", browser) for browser in range(at_once)]
    path = "/startup/companies/new"
    attempts = [
        pressing(person, path, person.form(path, "") | {"name": name, "uscc": code})
        for person, name in zip(people, names, strict=True)
    ]
    return Start(attempts, lambda: sum(name in people[0].get("/startup/projects").text for name in names))


@race("a ledger row is verified once", at_once=AT_ONCE)
def verify_one_row(house: House, at_once: int) -> Start:
    recorder = house.person("recorder")
    path = "/centre/outcomes/investments/new"
    project = html.unescape(_found(r'<option value="([^"]+)"></option>', recorder.get(path).text))
    typed = {"project": project, "fund": f"示例基金{next(numbers)}", "amount_fen": "300", "on": _today()}
    row = recorder.post(path, recorder.form(path, "") | typed).location
    people = [house.person("recorder2", browser) for browser in range(at_once)]
    verify = f"{row}/verify"
    return Start([pressing(person, verify, person.form(row, verify)) for person in people])


def _found(pattern: str, page: str) -> str:
    """What the page says at this place."""
    match = re.search(pattern, page)
    if match is None:
        raise RuntimeError(f"{pattern} is not on the page")
    return match[match.re.groups]


def _today() -> str:
    return f"{datetime.now(ZoneInfo('Asia/Shanghai')):%Y-%m-%d}"


def _new_code() -> str:
    body = f"91330482MA{next(numbers):07d}"[:17]
    return body + uscc.calc_check_digit(body)
