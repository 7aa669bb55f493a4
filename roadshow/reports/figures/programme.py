"""The figures of roadshows, of the projects that applied to them, and of who came to see them."""

from typing import Any

from sqlalchemy import ScalarSelect, case, exists, func, or_, select

from roadshow.attendance.counting import LET_IN, SAT_ONLINE
from roadshow.attendance.models import Attendance
from roadshow.attendance.states import AttendanceState
from roadshow.meetings.models import TOLD, Interest, InterestLevel
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.programme.states import HELD, RoadshowState
from roadshow.projects.models import Dossier
from roadshow.reports.funnel import SCREENED

from .figure import Chapter, Figure, Rows, Unit, different, many, total
from .sources import APPLICATIONS, GUESTS, INTERESTS, ROADSHOWS

C, U = Chapter, Unit
PLANNED = Rows(ROADSHOWS, (Roadshow.state != RoadshowState.CANCELLED,), ("season",))
HELD_ONES = Rows(ROADSHOWS, (Roadshow.state.in_(HELD),), ("season",))
SENT_IN = Rows(APPLICATIONS, (Pitch.submitted_at.is_not(None),), ("roadshow", "project", "dossier"))
SAID = Rows(INTERESTS, (Interest.level.is_not(None),))
_with_door = select(Attendance.roadshow_id).where(LET_IN)
AT_DOORS = Rows(GUESTS, (Roadshow.state.in_(HELD), Attendance.roadshow_id.in_(_with_door)), ("roadshow",))


def _came(count: Any, told: Any) -> Any:
    """Of one roadshow: as its door counted, or else as its ledger tells; never both."""
    of_it = Attendance.roadshow_id == Roadshow.id
    counted: ScalarSelect[int] = (
        select(count).where(of_it, or_(LET_IN, SAT_ONLINE)).correlate(Roadshow).scalar_subquery()
    )
    return total(case((exists().where(of_it, LET_IN).correlate(Roadshow), counted), else_=told))


_institutions = different(Attendance.institution_id)
_institution_times = _came(_institutions, Roadshow.told_institutions)
_person_times = _came(func.count(Attendance.id), Roadshow.told_visitors)
_rows, _projects = many(), different(Pitch.project_id)
_passed, _pitched = Pitch.state.in_(SCREENED), Pitch.state == PitchState.PRESENTED
_overseas = Dossier.kind == "overseas"
_was_there, _stayed_away = or_(LET_IN, SAT_ONLINE), Attendance.state == AttendanceState.NO_SHOW
_asked, _would_invest = Interest.level.in_(TOLD), Interest.level == InterestLevel.INVEST

PROGRAMME_FIGURES = (
    Figure("planned", C.ROADSHOWS, U.ROADSHOWS, PLANNED, _rows),
    Figure("held", C.ROADSHOWS, U.ROADSHOWS, HELD_ONES, _rows),
    Figure("applied", C.PROJECTS, U.PROJECTS, SENT_IN, _projects),
    Figure("passed", C.PROJECTS, U.PROJECTS, SENT_IN, _projects, (_passed,)),
    Figure("pitched", C.PROJECTS, U.PROJECTS, SENT_IN, _projects, (_pitched,)),
    Figure("overseas_applied", C.PROJECTS, U.PROJECTS, SENT_IN, _projects, (_overseas,)),
    Figure("overseas_passed", C.PROJECTS, U.PROJECTS, SENT_IN, _projects, (_overseas, _passed)),
    Figure("overseas_pitched", C.PROJECTS, U.PROJECTS, SENT_IN, _projects, (_overseas, _pitched)),
    Figure("institutions", C.GUESTS, U.INSTITUTIONS, AT_DOORS, _institutions, (_was_there,)),
    Figure("institution_times", C.GUESTS, U.TIMES_OF_INSTITUTIONS, HELD_ONES, _institution_times),
    Figure("person_times", C.GUESTS, U.TIMES_OF_PERSONS, HELD_ONES, _person_times),
    Figure("no_shows", C.GUESTS, U.TIMES_OF_PERSONS, AT_DOORS, _rows, (_stayed_away,)),
    Figure("talks_asked", C.GUESTS, U.ROWS, SAID, _rows, (_asked,)),
    Figure("would_invest", C.GUESTS, U.ROWS, SAID, _rows, (_would_invest,)),
)
