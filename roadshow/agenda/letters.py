"""Whoever is on stage at another time than they last read is told, each in their language."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _

from roadshow.foundation import clock
from roadshow.notices.operations import Reader, queue
from roadshow.pitches.models import Pitch
from roadshow.pitches.queries import list_pitches_in
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.projects.queries import list_owners

from .draft import Draft

Stretch = tuple[int, int]  # begins and ends, in minutes after the start


def tell_moved(was: Draft, now: Draft, roadshow: Roadshow) -> None:
    """Those that are still chosen; a roadshow without hours has nothing to tell."""
    if roadshow.starts_at is None:
        return
    before, after = _times(was), _times(now)
    chosen = list_pitches_in(roadshow.id, PitchState.ACCEPTED, PitchState.SCHEDULED)
    moved = [pitch for pitch in chosen if before.get(pitch.id) != after.get(pitch.id)]
    readers = _readers([pitch.project_id for pitch in moved])
    for pitch in moved:
        queue(
            "agenda.changed",
            readers.get(pitch.project_id, []),
            subject=_("上台时间有变：%(title)s", title=roadshow.title),
            body=_body(pitch, before.get(pitch.id), after.get(pitch.id), roadshow.starts_at),
        )


def _times(draft: Draft) -> dict[int, Stretch]:
    return {part.pitch_id: (begins, begins + part.minutes) for begins, part in draft.placed if part.pitch_id}


def _readers(project_ids: list[int]) -> Mapping[int, list[Reader]]:
    readers: dict[int, list[Reader]] = {}
    for project_id, member in list_owners(project_ids):
        person = member.person
        reader = Reader(person.id, person.name, person.email, person.language or "zh")
        readers.setdefault(project_id, []).append(reader)
    return readers


def _body(pitch: Pitch, was: Stretch | None, now: Stretch | None, starts_at: datetime) -> object:
    said = {"project": pitch.project.name, "roadshow": pitch.roadshow.title}
    if was and now:
        return _(
            "“%(project)s”在“%(roadshow)s”的上台时间由%(was)s改为%(now)s（北京时间）。",
            was=_words(was, starts_at),
            now=_words(now, starts_at),
            **said,
        )
    if now:
        return _(
            "“%(project)s”在“%(roadshow)s”的上台时间是%(now)s（北京时间）。",
            now=_words(now, starts_at),
            **said,
        )
    return _(
        "“%(project)s”原定%(was)s（北京时间）在“%(roadshow)s”上台，新的议程里暂时没有它的时间。",
        was=_words(was or (0, 0), starts_at),
        **said,
    )


def _words(stretch: Stretch, starts_at: datetime) -> str:
    begins, ends = (clock.local(starts_at + timedelta(minutes=minutes)) for minutes in stretch)
    return f"{begins:%Y-%m-%d %H:%M}–{ends:%H:%M}"
