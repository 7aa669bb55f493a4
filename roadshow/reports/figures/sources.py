"""Where the rows of figures lie: the ledger, roadshows, applications, interests, guests."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from roadshow.attendance.models import Attendance
from roadshow.halls.models import Hall
from roadshow.meetings.models import Interest
from roadshow.outcomes.models import AlsoAt, Evaluation, Hire, Incubator, Landing, Residency, Row, own_table
from roadshow.outcomes.states import Kind, RowState
from roadshow.pitches.models import Pitch
from roadshow.programme.models import Roadshow, Season
from roadshow.programme.spoken import place_column, title_column
from roadshow.projects.models import Company, Dossier, Project

from .days import LastDay, ShanghaiDay
from .figure import NONE, NOTHING, Expression, Listed, Source, Told
from .scope import By

LANDING_TABLE, HIRE_TABLE, INCUBATOR_TABLE, EVALUATION_TABLE, RESIDENCY_TABLE = OWN_TABLES = [
    own_table(kind) for kind in (Landing, Hire, Incubator, Evaluation, Residency)
]
LANDING, HIRE, INCUBATOR, EVALUATION, RESIDENCY = (table.c for table in OWN_TABLES)
FIRM = aliased(Company, name="firm")  # that a row names itself
OWNER = aliased(Company, name="owner")  # of its project
PROJECT: Mapping[str, tuple[Any, Expression]] = {
    "dossier": (Dossier, Dossier.project_id == Project.id),
    "owner": (OWNER, OWNER.id == Project.company_id),
}


def region_of(uscc: Any) -> Expression:
    """Digits 3–8 of a USCC say where the firm is registered; without one nothing is known."""
    return func.nullif(func.substr(uscc, 3, 6), NOTHING)


def _or_none(column: Any) -> Expression:
    return func.coalesce(column, NOTHING)


def _within(region: Expression) -> Callable[[str], Expression]:
    """All that lies in it; an empty one is that of rows whose place is not known."""
    return lambda code: region.startswith(code) if code else region == ""


def _seen_at(roadshow_id: int) -> Expression:
    """What came of it, and what came of a deal that came up again at it; 0: of none."""
    again = select(AlsoAt.thread_id)
    if not roadshow_id:
        return and_(Row.roadshow_id.is_(None), func.coalesce(Row.thread_id, NONE).not_in(again))
    return or_(
        Row.roadshow_id == roadshow_id, Row.thread_id.in_(again.where(AlsoAt.roadshow_id == roadshow_id))
    )


_OF_PROJECT = {
    By.SECTOR: Told(_or_none(Project.sector), ("project",)),
    By.STAGE: Told(_or_none(Project.stage), ("project",)),
    By.ORIGIN: Told(_or_none(Dossier.source), ("project", "dossier")),
    By.APPLICANT: Told(_or_none(Dossier.kind), ("project", "dossier")),
}
_PROJECT_REGION = func.coalesce(region_of(OWNER.uscc), Dossier.region, NOTHING)
_ROADSHOW = {
    By.ROADSHOW: Told(func.coalesce(Roadshow.id, NONE), ("roadshow",), lambda: _or_none(title_column()))
}
_REGION = {By.REGION: Told(_PROJECT_REGION, ("project", "dossier", "owner"), narrow=_within(_PROJECT_REGION))}
_ROW_REGION = func.coalesce(region_of(FIRM.uscc), _PROJECT_REGION)
_COMPANY = {
    By.COMPANY: Told(func.coalesce(OWNER.id, NONE), ("project", "owner"), lambda: _or_none(OWNER.name))
}

LEDGER = Source(
    Row.__table__,
    Row.id,
    Listed.OUTCOMES,
    Row.counted_on,
    {
        "project": (Project, Project.id == Row.project_id),
        **PROJECT,
        "firm": (FIRM, FIRM.id == Row.company_id),
        "roadshow": (Roadshow, Roadshow.id == Row.roadshow_id),
        "landing": (LANDING_TABLE, LANDING.row_id == Row.id),
        "hire": (HIRE_TABLE, HIRE.row_id == Row.id),
        "incubator": (INCUBATOR_TABLE, INCUBATOR.row_id == Row.id),
        "evaluation": (EVALUATION_TABLE, EVALUATION.row_id == Row.id),
        "residency": (RESIDENCY_TABLE, RESIDENCY.row_id == Row.id),
    },
    {
        **_OF_PROJECT,
        By.ROADSHOW: Told(
            func.coalesce(Row.roadshow_id, NONE), ("roadshow",), lambda: _or_none(title_column()), _seen_at
        ),
        By.CATEGORY: Told(Row.category),
        By.PLACE: Told(
            func.coalesce(LANDING.place, HIRE.place, INCUBATOR.place, NOTHING),
            ("landing", "hire", "incubator"),
        ),
        By.REGION: Told(_ROW_REGION, ("project", "dossier", "owner", "firm"), narrow=_within(_ROW_REGION)),
        By.COMPANY: Told(
            func.coalesce(FIRM.id, OWNER.id, NONE),
            ("project", "owner", "firm"),
            lambda: func.coalesce(FIRM.name, OWNER.name, NOTHING),
        ),
        By.PERSON: Told(case((Row.kind == Kind.HIRE, Row.name), else_=NOTHING)),
    },
    verified=Row.state == RowState.VERIFIED,
)
"""Rows in force; each counts on its day, or on the last of its year."""

_HALL = Told(func.coalesce(Hall.name, Roadshow.venue), ("hall",), place_column)
ROADSHOWS = Source(
    Roadshow,
    Roadshow.id,
    Listed.ROADSHOWS,
    func.coalesce(Roadshow.on, LastDay(Season.year)),
    {"season": (Season, Season.id == Roadshow.season_id), "hall": (Hall, Hall.id == Roadshow.hall_id)},
    {
        By.SECTOR: Told(_or_none(Roadshow.sector)),
        By.PLACE: _HALL,
        By.ROADSHOW: Told(Roadshow.id, (), title_column),
    },
)
"""One without a day counts on the last of its season's year."""

APPLICATIONS = Source(
    Pitch,
    Pitch.project_id,
    Listed.PROJECTS,
    Roadshow.on,
    {
        "project": (Project, Project.id == Pitch.project_id),
        **PROJECT,
        "roadshow": (Roadshow, Roadshow.id == Pitch.roadshow_id),
        "hall": (Hall, Hall.id == Roadshow.hall_id),
    },
    {
        **_OF_PROJECT,
        **_ROADSHOW,
        **_REGION,
        **_COMPANY,
        By.PLACE: Told(_HALL.key, ("roadshow", "hall"), place_column),
    },
)
"""Each counts on the day of its roadshow."""

INTERESTS = Source(
    Interest,
    Interest.id,
    Listed.INTERESTS,
    ShanghaiDay(Interest.at),
    {
        "project": (Project, Project.id == Interest.project_id),
        **PROJECT,
        "roadshow": (Roadshow, Roadshow.id == Interest.roadshow_id),
    },
    {**_OF_PROJECT, **_ROADSHOW, **_REGION, **_COMPANY},
)
"""Each counts on the day on which it was last said."""

GUESTS = Source(
    Attendance,
    Attendance.institution_id,
    Listed.INSTITUTIONS,
    Roadshow.on,
    {
        "roadshow": (Roadshow, Roadshow.id == Attendance.roadshow_id),
        "hall": (Hall, Hall.id == Roadshow.hall_id),
    },
    {
        By.SECTOR: Told(_or_none(Roadshow.sector), ("roadshow",)),
        By.PLACE: Told(_HALL.key, ("roadshow", "hall"), place_column),
        **_ROADSHOW,
    },
)
"""Each counts on the day of the roadshow."""
