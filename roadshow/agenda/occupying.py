"""Who speaks and which project stands on stage is nowhere else meanwhile. For operations that hold the roadshow."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _

from roadshow.foundation.days import lazy_day_time, time_of
from roadshow.foundation.errors import Refused
from roadshow.occupancy import operations as occupancy
from roadshow.occupancy.models import Occupancy
from roadshow.occupancy.queries import list_clashes_of
from roadshow.pitches.models import Pitch
from roadshow.programme.queries import get_roadshow

from .draft import Draft


def take_slots(draft: Draft, starts_at: datetime | None, pitches: Collection[Pitch]) -> None:
    """As the draft stands, instead of what the roadshow took by its slots before. Raises: Refused, naming the other."""
    rows = [] if starts_at is None else list(slots_taken(draft, starts_at, pitches))
    occupancy.queue(rows)
    refuse_clash(draft, rows)
    occupancy.retake(draft.roadshow_id, "slot", rows)


def refuse_clash(draft: Draft, rows: list[Occupancy], field: str | None = None) -> None:
    """Raises: Refused, at the part that cannot stand there or at this field."""
    for row, other in list_clashes_of(rows, but_roadshow_id=draft.roadshow_id):
        part = draft.get(row.by_id)
        words = _(
            "%(who)s在%(begins)s–%(ends)s已安排在“%(other)s”，请换一个时间",
            who=part.title if part.on_stage else part.speaker,
            begins=lazy_day_time(other.starts_at),
            ends=time_of(other.ends_at),
            other=get_roadshow(other.roadshow_id).spoken_title if other.roadshow_id else _("其他用途"),
        )
        raise Refused(words, field or f"part-{part.key}")


def slots_taken(draft: Draft, starts_at: datetime, pitches: Collection[Pitch]) -> Iterator[Occupancy]:
    """What its speakers and those of ``pitches`` that are in it take, if the roadshow begins then."""
    projects = {pitch.id: pitch.project_id for pitch in pitches}
    for begins, part in draft.placed:
        project_id = projects.get(part.pitch_id or 0)
        for what, what_id in (("person", part.speaker_id), ("project", project_id)):
            if what_id is not None:
                at = starts_at + timedelta(minutes=begins)
                yield Occupancy(
                    what=what,
                    what_id=what_id,
                    by="slot",
                    by_id=part.key,
                    roadshow_id=draft.roadshow_id,
                    starts_at=at,
                    ends_at=at + timedelta(minutes=part.minutes),
                )
