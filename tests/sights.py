"""Every page that the demo's people can open: what is pictured, and what the tests look at in a browser.

A route is walked as soon as it is there. One whose address names a thing that is not known here stops the walk.
"""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from flask import Flask
from itsdangerous import URLSafeSerializer
from werkzeug.routing import Rule

from roadshow import create_app
from roadshow.accounts.permissions import Role, permissions_of
from roadshow.attendance.links import SALT
from roadshow.config import Settings
from roadshow.notices.unsubscribing import token_of
from roadshow.web.guards import DOOR, OPEN, permission_of
from script.proofs.rules.made_up import found, invite
from script.proofs.visitor import Answer, Visitor
from tests.ledgers.sheets import (
    APPLIED,
    INVESTMENT,
    LANDING,
    applied,
    code,
    investment,
    landing,
    workbook,
)
from tests.servers import Served

VISITOR = "visitor"
PEOPLE = {
    "organiser": Role.ORGANISER,
    "recorder": Role.RECORDER,
    "admin": Role.ADMIN,
    "leader": Role.LEADER,
    "startup": Role.STARTUP,
    "investor": Role.INVESTOR,
    "newcomer": Role.INVESTOR,
    "judge": Role.JUDGE,
}
# what an address names → the things of the demo that it may name, each with its sort, the best to look at first
THINGS = {
    "roadshow_id": "SELECT state, id FROM programme_roadshow ORDER BY id DESC",
    "uid": "SELECT state, uid FROM programme_roadshow ORDER BY state <> 'calling', id DESC",
    "year": "SELECT * FROM (SELECT target IS NULL, year FROM programme_season ORDER BY year DESC) "
    "UNION ALL SELECT DISTINCT 'closed', year FROM outcomes_closing",
    "hall_id": "SELECT closed, id FROM halls_hall",
    "pitch_id": "SELECT state, id FROM pitches_pitch ORDER BY project_id IN "
    "(SELECT thing_id FROM documents_document WHERE thing = 'project') DESC, id DESC",
    "question_id": "SELECT kind, id FROM pitches_question ORDER BY id",
    "company_id": "SELECT '', id FROM projects_company ORDER BY id",
    "project_id": "SELECT stub, id FROM projects_project ORDER BY id",
    "institution_id": "SELECT state, id FROM investors_institution ORDER BY id DESC",
    "row_id": "SELECT coalesce(step, kind) || '-' || state, id FROM outcomes_row ORDER BY id DESC",
    "statement": "SELECT closed_at IS NULL, number FROM outcomes_closing ORDER BY number DESC",
    "thread_id": "SELECT '', id FROM outcomes_thread WHERE kind = 'investment' ORDER BY id DESC",
    "sort": "SELECT '', 'investments'",
    "topic": """SELECT value, value FROM json_each('["everyone", "organiser", "guest"]')""",
    "upload_id": "SELECT taken_at IS NOT NULL, id FROM ledgers_upload ORDER BY 1, id",
    "file_id": "SELECT '', id FROM ledgers_application_file",
    "key": "SELECT json_extract(value, '$.kind'), json_extract(value, '$.key') FROM agenda_version, json_each(parts) "
    "GROUP BY 2 ORDER BY count(*) DESC, 2",
    "letter_id": "SELECT state, id FROM notices_letter ORDER BY id DESC",
    "kind": "SELECT DISTINCT '', kind FROM notices_letter",
    "language": "SELECT DISTINCT '', language FROM accounts_person WHERE language <> '' UNION SELECT '', 'zh'",
    "document_id": "SELECT kind, id FROM documents_document ORDER BY id",
    "number": "SELECT '', max(number) FROM documents_version",
    "page": "SELECT '', 1",
    "sheet_id": "SELECT state, id FROM screening_sheet ORDER BY id DESC",
    "version_id": "SELECT level, version.id FROM documents_version AS version "
    "JOIN documents_document AS document ON document.id = document_id WHERE kind = 'deck' ORDER BY version.id",
    "note_id": "SELECT '', id FROM meetings_note ORDER BY id DESC",
    "talk_id": "SELECT state, id FROM meetings_talk ORDER BY id DESC",
    "time_id": "SELECT '', id FROM meetings_talk_time ORDER BY id",
    "interest_id": "SELECT '', id FROM meetings_interest ORDER BY id DESC",
    "step": "SELECT value, value FROM json_each("
    """'["overview", "applicant", "technology", "market", "financing", "team", "landing"]')""",
    "asked_id": "SELECT state, id FROM investors_join_request ORDER BY id",
    "request_id": "SELECT EXISTS (SELECT 1 FROM projects_member AS m WHERE m.company_id = r.company_id), id "
    "FROM projects_join_request AS r",
    "claim_id": "SELECT state, id FROM projects_claim ORDER BY id",
    "guest_id": "SELECT state, id FROM attendance_attendance ORDER BY id DESC",
    "person_id": "SELECT active, id FROM accounts_person",
    "subscription_id": "SELECT kind, id FROM feeds_subscription ORDER BY id",
    "card": "SELECT 'deal-' || kind, 'deal-' || id FROM outcomes_thread UNION "
    "SELECT 'project', 'project-' || project_id FROM pitches_pitch WHERE state = 'presented'",
    "figure": """SELECT value, value FROM json_each('["paid_fen", "held", "signed_to_paid", "stayed_12_months"]')""",
    "scan_id": "SELECT verdict, id FROM attendance_scan ORDER BY verdict <> 'admitted', id DESC",
}
OWNED = """
SELECT company_id FROM projects_member JOIN accounts_person AS person ON person.id = person_id
WHERE email = 'startup@demo.example' AND "right" = 'owner' ORDER BY company_id LIMIT 1
"""
PREVIEWED_WITHIN = 120  # seconds
TRIES = 8  # of one sort, until a person may see one


@dataclass(frozen=True)
class Sight:
    """A page as this person sees it."""

    name: str
    path: str
    person: str


@dataclass
class Demo:
    """The service with its demo on SQLite, its routes, who has signed in; tokens of one-time links that nobody used,
    the path of one that somebody did, and what each person was shown of a route when it was first asked."""

    served: Served
    app: Flask
    known: dict[str, Visitor] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)
    spent: str = ""
    pairing: str = ""  # a code that no device was paired with
    calendar: str = ""  # what opens somebody's own
    seen: dict[tuple[str, str], list[Sight]] = field(default_factory=dict)

    def visitor(self, person: str) -> Visitor:
        if person not in self.known:
            self.known[person] = Visitor(self.served.url)
            if person != VISITOR:
                self.known[person].sign_in(f"{person}@demo.example", self.served.password)
        return self.known[person]

    def things(self, argument: str) -> dict[str, list[Any]]:
        """Sort → things."""
        if argument == "token":
            return {"": self.tokens}
        if argument == "code":
            return {"": [self.pairing]}
        if argument == "secret":
            return {"": [self.calendar]}
        if argument == "signed":
            secret = (self.served.data / "secret-key").read_text()
            return {"": [token_of(secret, "startup@demo.example", "roadshow.cancelled")]}
        if argument == "guest":
            return {state: list(map(self._link, ids)) for state, ids in self.things("guest_id").items()}
        found: dict[str, list[Any]] = {}
        with closing(sqlite3.connect(self.served.data / "roadshow.db")) as database:
            for sort, thing in database.execute(THINGS[argument]):
                found.setdefault(str(sort), []).append(thing)
        return found

    def _link(self, guest_id: int) -> str:
        """Of a guest who has had no other."""
        secret = (self.served.data / "secret-key").read_text()
        return str(URLSafeSerializer(secret, SALT).dumps([guest_id, 0]))

    def rules(self) -> list[tuple[str, Rule]]:
        """Those that show something, each with the permission that it asks for."""
        rules = [
            (permission_of(self.app.view_functions[rule.endpoint]), rule)
            for rule in self.app.url_map.iter_rules()
            if "GET" in (rule.methods or ())
        ]
        named = [(permission, rule) for permission, rule in rules if permission is not None]
        return sorted(named, key=lambda found: (found[1].endpoint, found[1].rule))


def prepared(served: Served) -> Demo:
    """With a ledger that waits for its confirmation, one of which a sample is compared, somebody who has just come, an
    invitation and other such links."""
    app = create_app(Settings(served.data, "sqlite://", served.url, "-", design=True))
    demo = Demo(served, app)
    _hand_in_a_ledger(demo)
    _check_a_ledger(demo)
    _hand_in_applications(demo)
    link, email = invite(demo.visitor("admin"), "investor")
    newcomer = demo.known["newcomer"] = Visitor(served.url)
    chosen = {"email": email, "name": "示例新人", "password": served.password, "agreed": "y"}
    newcomer.post(link, newcomer.form(link, "") | chosen)
    demo.spent = link
    _pair(demo)
    _subscribe(demo)
    _wait_for_previews(demo)
    link, _email = invite(demo.visitor("admin"), "recorder")
    demo.tokens = [link.rpartition("/")[2], *_asked_for(demo)]
    return demo


def _asked_for(demo: Demo) -> list[str]:
    """The tokens in letters that a visitor asks for, to make an account and to choose another password, and in those
    that ask a colleague into a company and into an institution."""
    visitor = demo.visitor(VISITOR)
    # the forms below are not shown without mail
    token = {"csrf_token": visitor.form("/sign-in")["csrf_token"]}
    visitor.post("/sign-up", token | {"email": "comer@demo.example"})
    open_to = demo.things("uid")["published"]
    for uid in open_to:
        to_register = f"/coming/to/{uid}"
        said = {"name": "示例来客", "email": "comer@demo.example", "mode": "onsite", "agreed": "y"}
        visitor.post(to_register, token | said)  # nothing comes of it where the public is not let in
    visitor.post("/forgot", token | {"email": "judge@demo.example"})
    startup = demo.visitor("startup")
    with closing(sqlite3.connect(demo.served.data / "roadshow.db")) as database:
        ((company_id,),) = database.execute(OWNED)
        to_invite = f"/startup/companies/{company_id}/invite"
        startup.post(to_invite, startup.form(to_invite, "") | {"email": "colleague@demo.example"})
        investor, to_invite = demo.visitor("investor"), "/investor/institution/contacts/invite"
        investor.post(to_invite, investor.form(to_invite, "") | {"email": "partner@demo.example"})
        bodies = database.execute("SELECT body FROM notices_letter WHERE secret")
        kinds = r"/(sign-up|forgot|join|join-institution|coming)/([\w-]+)"
        found = [pair for (body,) in bodies for pair in re.findall(kinds, body)]
        latest = dict(found)  # of each kind, as only a few are tried
        return list(dict.fromkeys([*latest.values(), *(token for _kind, token in found)]))


def _pair(demo: Demo) -> None:
    """The visitor's browser is the device at the door of the next roadshow."""
    organiser, visitor = demo.visitor("organiser"), demo.visitor(VISITOR)
    to = f"/centre/roadshows/{demo.things('roadshow_id')['published'][-1]}/door"
    codes = [
        found(r"/door/pair/(\w+)<", organiser.post(to, organiser.token() | {"name": name}).text)
        for name in ("东门", "西门")
    ]
    visitor.post("/door/pair", {"code": codes[0]})
    demo.pairing = codes[1]


def _subscribe(demo: Demo) -> None:
    """Who has a calendar of their own has one already."""
    for person, kind in (("investor", "investor"), ("startup", "startup"), ("organiser", "centre")):
        visitor = demo.visitor(person)
        said = {"name": "示例手机", "kind": kind, "hall": "", "language": "zh", "remind": "60"}
        page = visitor.post("/account/calendars/new", visitor.token() | said).text
        demo.calendar = found(r"/calendar/my/([\w-]+)\.ics", page.replace("<wbr>", ""))


def _wait_for_previews(demo: Demo) -> None:
    """The demo's documents are looked at beside the pages."""
    until = time.monotonic() + PREVIEWED_WITHIN
    while time.monotonic() < until:
        with closing(sqlite3.connect(demo.served.data / "roadshow.db")) as database:
            if not database.execute("SELECT 1 FROM documents_version WHERE state <> 'previewed'").fetchone():
                return
        time.sleep(0.2)
    raise RuntimeError("the demo's documents have no previews")


def _hand_in_a_ledger(demo: Demo) -> None:
    old = next(iter(demo.things("project_id")["0"]))
    wrong = landing(3, 统一社会信用代码="91330482MA0000000X", 引进日期="2021-02-30")
    rows = [LANDING, landing(1), landing(2), landing(2), wrong]
    deals = [
        INVESTMENT,
        investment("示例项目1"),
        investment("示例项目2", 投资金额="三百多万"),
        investment(f"{old}"),
    ]
    content = workbook(
        {"附表一": rows, "附表二": deals, "会议纪要": [["议题", "发言人"], ["一", "二"]]}
    ).getvalue()
    recorder = demo.visitor("recorder")
    recorder.hand_in("/centre/ledgers/new", recorder.token() | {"year": "2021"}, "2021年台账.xlsx", content)


def _check_a_ledger(demo: Demo) -> None:
    """Of a colleague: a sample is drawn, in which one row is paid beyond what was signed and one has the code of
    another firm; a row of it was returned."""
    days = {"引进日期": "2020-03-05", "签约日期": "2020-04-01", "到账日期": "2020-05-01"}
    numbers = range(7000, 7012)
    other = landing(7020, **days, 统一社会信用代码=code(7001), 承担企业="示例另一家有限公司")
    header, *lines = [INVESTMENT, *(investment(f"示例项目{number}", **days) for number in numbers)]
    deals = [(*header, "示例序号"), *((*line, place) for place, line in enumerate(lines, 1))]
    deals.append((*investment("示例项目7000", **days, 轮次="B轮", 到账金额=20_000), 13))
    landings = [LANDING, *(landing(number, **days) for number in numbers), other]
    colleague, recorder = demo.visitor("recorder2"), demo.visitor("recorder")
    content = workbook({"引进": landings, "投资": deals}).getvalue()
    year = colleague.token() | {"year": "2020"}
    path = colleague.hand_in("/centre/ledgers/new", year, "2020年台账.xlsx", content).location
    colleague.post(f"{path}/confirm", colleague.token())
    recorder.post(f"{path}/samples/draw", recorder.token())
    samples = recorder.get(f"{path}/samples").text
    sample, line = re.findall(r"sample=(\d+)&amp;line=(\d+)", samples)[-1]
    said = {"sample": sample, "line": line, "why": "金额与文件不符"}
    marking = recorder.get(f"{path}/samples?sample={sample}&line={line}").text
    rows = re.findall(r'name="rows"[^>]*value="(\d+)"', marking)
    recorder.post(f"{path}/samples/wrong", recorder.token() | said | {"rows": rows[-1]})


def _hand_in_applications(demo: Demo) -> None:
    """Of a partner, for a call that is open: one that comes in, one that does not."""
    content = workbook(
        {"报名": [APPLIED, applied(1), applied(2, 技术领域="炼金术", 邮箱="无此邮箱")]}
    ).getvalue()
    organiser, roadshow_id = demo.visitor("organiser"), demo.things("roadshow_id")["calling"][0]
    to = f"/centre/roadshows/{roadshow_id}/applications/new"
    organiser.hand_in(to, organiser.token(), "合作方报名.xlsx", content)


def once(demo: Demo, person: str | None = None) -> Iterator[Sight]:
    """Each page once, as the first who may open it, or as this person; the desk's first as everybody."""
    for permission, rule in demo.rules():
        for name in _able(permission, person):
            found = _of_rule(demo, rule, name)
            yield from found
            if found and rule.endpoint != "centre.today":
                break


def of(demo: Demo, person: str) -> Iterator[Sight]:
    """All pages that this person may open, of each only the first sort; for a visitor, those that are open."""
    for permission, rule in demo.rules():
        if person in _able(permission, None):
            yield from _of_rule(demo, rule, person)[:1]


def unshown(demo: Demo) -> list[str]:
    """Routes that show nothing to anybody of the demo."""
    return [
        rule.rule
        for permission, rule in demo.rules()
        if not any(_answers(demo, rule, name) for name in _able(permission, None))
    ]


def _able(permission: str, person: str | None) -> list[str]:
    if permission in (OPEN, DOOR):
        return [] if person else [VISITOR]
    able = [name for name, role in PEOPLE.items() if permission in permissions_of([role])]
    return able if person is None else [name for name in able if name == person]


def _of_rule(demo: Demo, rule: Rule, person: str) -> list[Sight]:
    """One of each sort where things are shown or listed, else one."""
    known = (rule.rule, person)
    if known not in demo.seen:
        demo.seen[known] = list(_tried(demo, rule, person))
    return demo.seen[known]


def _tried(demo: Demo, rule: Rule, person: str) -> Iterator[Sight]:
    name = rule.endpoint if rule.endpoint != "centre.today" else f"{rule.endpoint}-{person}"
    for sort, paths in _paths(demo, rule):
        path = next((path for path in paths if _is_page(demo.visitor(person).get(path))), None)
        if path is not None:
            yield Sight(f"{name}-{sort}".rstrip("-"), path, person)
            if ".show_" not in rule.endpoint and ".list_" not in rule.endpoint:
                return


def _paths(demo: Demo, rule: Rule) -> Iterator[tuple[str, list[str]]]:
    """Sort by sort, the addresses that may be tried."""
    arguments = sorted(rule.arguments)
    addresses = demo.app.url_map.bind("localhost")
    for kinds in product(*(demo.things(argument).items() for argument in arguments)):
        found = product(*(things[:TRIES] for _sort, things in kinds))
        paths = [addresses.build(rule.endpoint, dict(zip(arguments, one, strict=True))) for one in found]
        yield "-".join(sort for sort, _things in kinds), paths[:TRIES]


def _answers(demo: Demo, rule: Rule, person: str) -> bool:
    paths = (path for _sort, found in _paths(demo, rule) for path in found)
    return any(demo.visitor(person).get(path).status < 400 for path in paths)


def _is_page(answer: Answer) -> bool:
    """Whether it answers itself, in HTML."""
    return answer.status == 200 and "<html" in answer.text
