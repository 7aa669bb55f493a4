"""A startup's own calendar: until when something is to be done, and when its projects are on stage, of all companies
that its person acts for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID, uuid5

from flask_babel import lazy_gettext as _

from roadshow.accounts.models import Person
from roadshow.agenda.staged import list_staged_of
from roadshow.ical.event import Event, Hours, Status
from roadshow.pitches.models import Pitch
from roadshow.pitches.queries import list_codes_of, list_own_pitches
from roadshow.pitches.states import STATE_WORDS, STILL_IN, PitchState
from roadshow.programme.calendar import is_in_calendar
from roadshow.programme.entries import Edition
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import list_roadshows_by_id
from roadshow.programme.states import RoadshowState

from .bodies import kept
from .stage import bodies_of_staged

MOST = 1000  # applications, the newest
BRIEF = timedelta(minutes=1)  # a deadline is a moment, an event has a length


@dataclass(frozen=True)
class Due:
    """Something that these applications of one roadshow have until then; ``what`` tells it apart there."""

    what: str
    at: datetime
    words: object
    pitches: list[Pitch]

    @property
    def roadshow(self) -> Roadshow:
        return self.pitches[0].roadshow

    @property
    def uid(self) -> str:
        """For life, however often it is put off."""
        named = self.what if self.what == "call" else f"pitch {self.pitches[0].id} {self.what}"
        return str(uuid5(UUID(self.roadshow.uid), named))


def own_pitches(person: Person, today: date) -> list[Pitch]:
    """Those whose roadshow a calendar shows, as they were begun."""
    pitches = list_own_pitches(person.id, per_page=MOST)[::-1]
    rows = list_roadshows_by_id({pitch.roadshow_id for pitch in pitches})  # their halls come along
    shown = {row.id for row in rows if is_in_calendar(row, today)}
    return [pitch for pitch in pitches if pitch.roadshow_id in shown]


def stage_bodies(pitches: Iterable[Pitch], edition: Edition, today: date) -> list[bytes]:
    """As the public feed of each roadshow says it, but that their own projects are always named."""
    own, named = {pitch.id for pitch in pitches}, {pitch.project_id for pitch in pitches}
    roadshows = [row for row in {pitch.roadshow: None for pitch in pitches} if row.is_public]
    bodies = []
    for roadshow, staged in list_staged_of(roadshows).items():
        theirs = [each for each in staged if each.part.pitch_id in own]
        bodies += bodies_of_staged(theirs, roadshow, edition, named, today=today)
    return bodies


def deadlines(pitches: Iterable[Pitch], edition: Edition) -> Iterator[Event]:
    """When their calls close, and until when something waits for a word of theirs."""
    for due in _list_due([pitch for pitch in pitches if pitch.state in STILL_IN]):
        if event := kept(f"deadline {due.uid}", partial(_entry, due, edition)):
            yield event


def _list_due(pitches: list[Pitch]) -> Iterator[Due]:
    codes, calls = list_codes_of(pitches), defaultdict[Roadshow, list[Pitch]](list)
    for pitch in pitches:
        calls[pitch.roadshow].append(pitch)
    for roadshow, its in calls.items():
        if roadshow.call_closes_at:
            words = _("征集截止：%(title)s", title=roadshow.spoken_title)
            yield Due("call", roadshow.call_closes_at, words, its)
    for pitch in pitches:
        said, code = {"project": pitch.project.name}, codes.get(pitch.late_code_id or 0)
        if pitch.state is PitchState.DRAFT and code:
            yield Due("late", code.ends_at, _("补报截止：%(project)s", **said), [pitch])
        if pitch.state is PitchState.RETURNED and pitch.due_at:
            yield Due("correct", pitch.due_at, _("补正截止：%(project)s", **said), [pitch])
        if pitch.state is PitchState.ACCEPTED and pitch.confirm_by_at and not pitch.confirmed_at:
            yield Due("confirm", pitch.confirm_by_at, _("确认参加截止：%(project)s", **said), [pitch])


def _entry(due: Due, edition: Edition) -> Event:
    roadshow, lines = due.roadshow, [due.roadshow.spoken_title]
    off = roadshow.state is RoadshowState.CANCELLED
    words = due.words
    if roadshow.date_pending:
        words = _("【延期待定】%(title)s", title=words)
    elif off:
        words = _("【已取消】%(title)s", title=words)
    lines += [
        _("%(project)s：%(state)s", project=pitch.project.name, state=STATE_WORDS[pitch.state])
        for pitch in due.pitches
    ]
    page = f"/{due.pitches[0].id}" if len(due.pitches) == 1 else ""
    return Event(
        uid=due.uid,
        sequence=roadshow.sequence,
        status=Status.CANCELLED if off else Status.CONFIRMED,
        when=Hours(due.at, due.at + BRIEF),
        summary=str(words),
        created=min(pitch.made_at for pitch in due.pitches),
        changed=max(roadshow.changed_at, *(pitch.submitted_at or pitch.made_at for pitch in due.pitches)),
        description="\n".join(map(str, lines)),
        url=f"{edition.base_url}/startup/pitches{page}",
        private=True,
        free=True,
        remind=edition.remind,
    )
