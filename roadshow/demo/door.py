"""Who came to the last roadshow, as its door noted it, and what they said of it."""

from datetime import date, timedelta
from uuid import UUID

from roadshow.attendance import admitting, feedback, queries, seating
from roadshow.attendance.rules import SeatingFacts
from roadshow.attendance.shown import Keeper, Shown, WalkIn
from roadshow.attendance.states import AttendanceState
from roadshow.foundation import clock
from roadshow.programme.queries import list_past
from roadshow.programme.states import RoadshowState

from .people import Crew

CAME = (
    WalkIn("示例周", "示例湖畔创投"),
    WalkIn("示例吴", "示例湖畔创投"),
    WalkIn("示例郑", "示例云帆资本"),
    WalkIn("示例王", "示例平湖银行"),
    WalkIn("示例冯"),
)
SAID = ((5, "项目质量高，时间安排紧凑。"), (4, ""), (4, "希望会后多留些交流时间。"))


def keep(crew: Crew, today: date) -> None:
    """Five came, and a code was none of ours."""
    roadshow = next(row for row in list_past(today) if row.state is RoadshowState.HELD)
    starts_at = roadshow.starts_at or clock.now()
    with clock.at(starts_at + timedelta(days=1)):
        seating.set_seating(roadshow, SeatingFacts(len(CAME), 0), actor=crew.acting("organiser"))
        shown = [
            Shown(str(UUID(int=number)), starts_at + timedelta(minutes=number - 20), walk_in=walk_in)
            for number, walk_in in enumerate(CAME)
        ]
        strange = Shown(str(UUID(int=len(CAME))), starts_at, code="6901234567892")
        admitting.take(roadshow, [*shown, strange], secret="", keeper=Keeper("东门"))
        came = queries.list_guests_in(roadshow.id, AttendanceState.CHECKED_IN)
        for guest, (score, words) in zip(came, SAID, strict=False):
            feedback.say(guest, score, words, serial=guest.serial)
