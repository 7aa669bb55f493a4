from collections.abc import Iterator

from flask_babel import lazy_gettext as _
from sqlalchemy import delete

from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Refused
from roadshow.foundation.steps import step_to
from roadshow.pitches import operations as pitches
from roadshow.pitches.models import Pitch
from roadshow.programme import operations as programme
from roadshow.programme.models import Roadshow
from roadshow.programme.rules import RoadshowFacts
from roadshow.programme.states import STATE_WORDS, STORY, RoadshowState

from . import queries
from .models import Slot, SlotKind

OPENING, SPEECH, QUESTIONS, BREAK, BREAK_AFTER = 10, 8, 7, 15, 4


@operation
def publish_agenda(roadshow: Roadshow, *, actor: Actor) -> None:
    """Put the accepted projects on stage in the order they applied (8 minutes and 7 for questions) and make it public.

    Raises: Refused without an accepted project, out of turn, or when they don't fit into the roadshow's hours.
    """
    hold(roadshow)
    step_to(STORY, roadshow.state, RoadshowState.PUBLISHED, STATE_WORDS)
    scheduled = pitches.schedule(roadshow, actor=actor)
    db.session.execute(delete(Slot).where(Slot.roadshow_id == roadshow.id))
    slots = list(_lay_out(roadshow.id, scheduled))
    _refuse_too_long(roadshow, slots[-1])
    db.session.add_all(slots)
    programme.publish(roadshow, actor=actor)


@operation
def change_roadshow(roadshow: Roadshow, facts: RoadshowFacts, *, actor: Actor) -> None:
    """As the programme's; the hours still hold the running order, the places those chosen. Raises: Refused."""
    pitches.change_roadshow(roadshow, facts, actor=actor)
    slots = queries.list_slots(roadshow.id)
    if slots:
        _refuse_too_long(roadshow, slots[-1], "ends")


def _lay_out(roadshow_id: int, scheduled: list[Pitch]) -> Iterator[Slot]:
    yield Slot(roadshow_id=roadshow_id, kind=SlotKind.OPENING, begins=0, minutes=OPENING)
    begins = OPENING
    for number, pitch in enumerate(scheduled):
        if number == BREAK_AFTER:
            yield Slot(roadshow_id=roadshow_id, kind=SlotKind.BREAK, begins=begins, minutes=BREAK)
            begins += BREAK
        yield Slot(
            roadshow_id=roadshow_id,
            kind=SlotKind.PITCH,
            begins=begins,
            minutes=SPEECH + QUESTIONS,
            questions=QUESTIONS,
            title=pitch.project.name,
            pitch_id=pitch.id,
        )
        begins += SPEECH + QUESTIONS


def _refuse_too_long(roadshow: Roadshow, last: Slot, field: str | None = None) -> None:
    if roadshow.starts_at is None or roadshow.ends_at is None:
        raise Refused(_("先定下日期和时间，再发布议程"))
    hours = (roadshow.ends_at - roadshow.starts_at).total_seconds() / 60
    if last.begins + last.minutes > hours:
        needed = last.begins + last.minutes
        words = _("议程需要%(needed)d分钟，本场只有%(hours)d分钟", needed=needed, hours=int(hours))
        raise Refused(words, field)
