"""Builds the one fact that a test is about, committed; what the test does not say is made up. Needs an app context."""

import uuid
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import TypeVar

from stdnum.cn import uscc

from roadshow.accounts.models import Grant, Person
from roadshow.accounts.permissions import Role
from roadshow.attendance.models import Attendance, Mode, Seat, Via
from roadshow.attendance.queries import find_last_seat
from roadshow.attendance.states import SEATED, AttendanceState
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import Model, db
from roadshow.foundation.money import WAN
from roadshow.foundation.text import name_key
from roadshow.halls.models import Hall, HallUse
from roadshow.halls.rules import HallFacts
from roadshow.halls.uses import BlackoutFacts, UseFacts
from roadshow.investors.models import Institution, InstitutionKind
from roadshow.investors.states import InstitutionState
from roadshow.outcomes.ledger_years import LedgerYear
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme import hall_uses
from roadshow.programme import operations as programme
from roadshow.programme.models import Roadshow, Season
from roadshow.programme.queries import find_season
from roadshow.programme.rules import RoadshowFacts
from roadshow.programme.states import RoadshowState
from roadshow.projects.choices import DECLARED_VERSION
from roadshow.projects.facts import (
    ApplicantFacts,
    FinancingFacts,
    LandingFacts,
    MarketFacts,
    ProjectFacts,
    RightFacts,
    RoundFacts,
    TeamFacts,
    TeammateFacts,
    TechnologyFacts,
    YearFacts,
)
from roadshow.projects.models import Company, Declared, Dossier, Member, MemberRight, Project
from roadshow.projects.snapshot import Snapshot
from roadshow.projects.states import CompanyState, Proof

DAY = date(2026, 6, 16)  # a Tuesday, when it is spring
SOMEONE = Actor(None, "测试组织者")
R = TypeVar("R", bound=Model)
_numbers = count(1)


def saved(row: R) -> R:
    db.session.add(row)
    db.session.commit()
    return row


def actor(role: Role = Role.ORGANISER) -> Actor:
    return person(role).acting()


def person(*roles: Role, language: str | None = None, **facts: object) -> Person:
    """Nobody can sign in as one made here: see ``as_role``."""
    number = next(_numbers)
    said = {
        "email": f"person{number}@test.example",
        "name": f"测试{number}",
        "password_hash": "none",
        **facts,
    }
    grants = [Grant(role=role) for role in roles or (Role.STARTUP,)]
    return saved(Person(made_at=clock.now(), language=language, grants=grants, **said))


def season(year: int | None = None, target: int | None = 15) -> Season:
    """The one of this year, or of another; made when it is not there yet."""
    year = year or clock.today().year
    return find_season(year) or saved(Season(year=year, target=target))


def ledger_of(year: int) -> LedgerYear:
    """The year has an imported ledger of its own."""
    return saved(LedgerYear(year=year, first_at=clock.now()))


def hall_facts(**facts: object) -> HallFacts:
    said: dict[str, object] = {
        "name": f"{next(_numbers)}号路演厅",
        "address": "示例路60号",
        "capacity": 120,
        "setup_minutes": 60,
        "teardown_minutes": 30,
    }
    return HallFacts(**(said | facts))  # type: ignore[arg-type]  # the test says them right


def hall(*, closed: bool = False, **facts: object) -> Hall:
    """Taken 60 minutes before and 30 after."""
    return saved(Hall(closed=closed, **vars(hall_facts(**facts))))


def room(**facts: object) -> Hall:
    """One online."""
    return hall(**{"online": True, "address": "", "link": "https://meet.example/1", **facts})  # type: ignore[arg-type]  # the test says them right


def roadshow_facts(where: Hall | None = None, **facts: object) -> RoadshowFacts:
    """13:30–17:00 in 40 days, in a hall of its own."""
    said: dict[str, object] = {
        "title": f"第{next(_numbers)}场路演",
        "on": clock.today() + timedelta(days=40),
        "starts": time(13, 30),
        "ends": time(17),
        "hall": where or hall(),
        "on_rest_day": True,  # the tests run on any day of the year
    }
    return RoadshowFacts(**(said | facts))  # type: ignore[arg-type]  # the test says them right


def roadshow(
    state: RoadshowState = RoadshowState.PLANNED, where: Hall | None = None, **facts: object
) -> Roadshow:
    """One in this state, its hall taken; a calling one calls until a week before."""
    wanted = roadshow_facts(where, **facts)
    assert wanted.on is not None
    assert wanted.starts_at is not None
    with clock.at(min(clock.now(), wanted.starts_at - timedelta(days=30))):
        row = programme.plan_roadshow(season(wanted.on.year), wanted, actor=SOMEONE)
    row.state = state
    if state is not RoadshowState.PLANNED:
        row.public_since = clock.now()
        row.call_closes_at = wanted.starts_at - timedelta(days=7)
    return saved(row)


def undated(year: int | None = None, **facts: object) -> Roadshow:
    """One that is only thought of: a title, no day."""
    said: dict[str, object] = {"title": f"第{next(_numbers)}场路演", **facts}
    wanted = RoadshowFacts(**said)  # type: ignore[arg-type]  # the test says them right
    return programme.plan_roadshow(season(year), wanted, actor=SOMEONE)


def blackout(where: Hall, on: date, last: date | None = None, why: str = "检修") -> HallUse:
    """The hall is out of use, the whole day."""
    return hall_uses.enter_blackout(where, BlackoutFacts(why, on, last or on), actor=SOMEONE)


def use(where: Hall, on: date, starts: time = time(9), ends: time = time(12), **facts: object) -> HallUse:
    """The hall is somebody else's; the first time, of several weeks."""
    said = UseFacts(str(facts.get("what", "示例商会年会")), on, starts, ends, facts.get("until"))  # type: ignore[arg-type]  # the test says it right
    return hall_uses.enter_use(where, said, actor=SOMEONE)[0]


def held(on: date, title: str | None = None, state: RoadshowState = RoadshowState.HELD) -> Roadshow:
    """A past one as a ledger tells it: a day, no hours, no hall."""
    title = title or f"第{next(_numbers)}场路演"
    now = clock.now()
    return saved(
        Roadshow(
            uid=str(uuid.uuid4()),
            season=season(on.year, None),
            title=title,
            title_key=name_key(title),
            on=on,
            state=state,
            public_since=now,
            made_at=now,
            changed_at=now,
        )
    )


def company(*owners: Person, **facts: object) -> Company:
    number = next(_numbers)
    name = str(facts.pop("name", f"示例企业{number}有限公司"))
    said = {"uscc": code(number), "made_at": clock.now(), **facts}
    members = [Member(person_id=owner.id, right=MemberRight.OWNER) for owner in owners]
    return saved(Company(name=name, name_key=name_key(name), members=members, **said))


def verified_company(**facts: object) -> Company:
    """One that waits for nobody at the centre's desk."""
    said = {"state": CompanyState.VERIFIED, "checked_at": clock.now(), "checked_against": Proof.CREDIT}
    return company(**(said | facts))


WHOLE = Snapshot(
    ProjectFacts("示例项目", "一句话", "介绍", "materials", "a"),
    applicant=ApplicantFacts(
        "company",
        "self",
        "示例联系人",
        "13800000000",
        "contact@test.example",
        date(2020, 5, 6),
        "330482",
        "示例路1号",
        1_000 * WAN,
        30,
        12,
    ),
    technology=TechnologyFacts(6, "示例产品", "高新技术企业", "示例奖"),
    market=MarketFacts(
        "示例市场", "示例对手", "示例模式", (YearFacts(2025, 500 * WAN, -20 * WAN, 90 * WAN),)
    ),
    financing=FinancingFacts(
        3_000 * WAN, 1_250, "扩产", 200 * WAN, (RoundFacts("seed", date(2023, 1, 2), "示例基金", 300 * WAN),)
    ),
    team=TeamFacts(
        (TeammateFacts("示例创始人", "总经理", "示例背景"),),
        (RightFacts("invention", "示例专利", "ZL2020"),),
        no_dispute=True,
    ),
    landing=LandingFacts(
        "production",
        1_200,
        date(2027, 1, 1),
        "nda",
        handling=True,
        passing_on=True,
        publishing=True,
        truth=True,
    ),
)


def member(of: Company, right: MemberRight, who: Person | None = None) -> Member:
    return saved(Member(company_id=of.id, person_id=(who or person()).id, right=right))


def project(of: Company | None = None, *, whole: bool = True, **facts: object) -> Project:
    """One whose form is as ``WHOLE`` says, or with nothing but what a project is registered with."""
    name = str(facts.pop("name", f"示例项目{next(_numbers)}"))
    said = {"one_line": "一句话", "sector": "materials", "stage": "a", "made_at": clock.now(), **facts}
    row = Project(company=of or verified_company(), name=name, name_key=name_key(name), **said)
    row.dossier = dossier() if whole else None
    return saved(row)


def dossier() -> Dossier:
    """As ``WHOLE`` says, without its rows."""
    steps = (WHOLE.applicant, WHOLE.technology, WHOLE.market, WHOLE.financing, WHOLE.landing)
    answers = {name: answer for step in steps for name, answer in vars(step).items()}
    known = set(Dossier.__table__.columns.keys()) - {"project_id"}
    declared = [
        Declared(what=what, version=version, at=clock.now(), by="测试")
        for what, version in DECLARED_VERSION.items()
    ]
    return Dossier(declared=declared, **{name: answers[name] for name in known})


def pitch(
    at: Roadshow | None = None,
    state: PitchState = PitchState.SUBMITTED,
    of: Project | None = None,
    **facts: object,
) -> Pitch:
    """An application, by default to a calling roadshow of its own."""
    now = clock.now()
    said = {"made_at": now, "submitted_at": now, **facts}
    event = at or roadshow(RoadshowState.CALLING)
    return saved(Pitch(roadshow=event, project=of or project(), state=state, **said))


def institution(**facts: object) -> Institution:
    """One that waits for its verification; a verified one was checked just now."""
    name = str(facts.pop("name", f"示例创投{next(_numbers)}"))
    said = {"kind": InstitutionKind.MANAGER, "amac_number": f"P{next(_numbers):07}", "refusal": "", **facts}
    if said.get("state") is InstitutionState.VERIFIED:
        said = {"checked_at": clock.now(), "checked_by": "测试组织者", **said}
    return saved(Institution(name=name, name_key=name_key(name), made_at=clock.now(), **said))


def seats(of: Roadshow, many: int, mode: Mode = Mode.ONSITE) -> list[Seat]:
    """So many free places more of this roadshow."""
    first = find_last_seat(of.id, mode) + 1
    rows = [Seat(roadshow_id=of.id, mode=mode, number=number) for number in range(first, first + many)]
    db.session.add_all(rows)
    db.session.commit()
    return rows


def attendance(
    at: Roadshow | None = None, state: AttendanceState = AttendanceState.INVITED, **facts: object
) -> Attendance:
    """A guest, by default of a public roadshow of its own; one who has a seat takes a new one."""
    number = next(_numbers)
    event = at or roadshow(RoadshowState.PUBLISHED)
    said = {
        "name": f"测试来宾{number}",
        "email": f"guest{number}@test.example",
        "via": Via.INVITED,
        "mode": Mode.ONSITE,
        "turn": number if state is AttendanceState.WAITLISTED else None,
        **facts,
    }
    guest = saved(Attendance(roadshow=event, state=state, made_at=clock.now(), **said))
    if state in SEATED:
        [seat] = seats(event, 1, guest.mode)
        seat.attendance_id = guest.id
        db.session.commit()
    return guest


def code(number: int) -> str:
    """A made-up credit code whose check character is right."""
    base = f"91330482MAT{number:06d}"
    return base + str(uscc.calc_check_digit(base))


def moment(on: date, hour: int, minute: int = 0) -> datetime:
    """A wall-clock time in Shanghai."""
    return clock.moment(on, time(hour, minute))


def day(row: Roadshow) -> date:
    """Of one that has it."""
    assert row.on is not None
    return row.on


def begins(row: Roadshow) -> datetime:
    """Of one that has its hours."""
    assert row.starts_at is not None
    return row.starts_at


def ends(row: Roadshow) -> datetime:
    """Of one that has its hours."""
    assert row.ends_at is not None
    return row.ends_at


def closes(row: Roadshow) -> datetime:
    """Of one that calls or has called."""
    assert row.call_closes_at is not None
    return row.call_closes_at
