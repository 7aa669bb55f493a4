"""Whose minutes on a stage are when, and what each of them is told when they are others."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from roadshow.accounts.letters import reader_of
from roadshow.foundation.days import full_moment, time_of
from roadshow.notices.readers import Reader
from roadshow.pitches import queries as pitches
from roadshow.pitches.models import Pitch
from roadshow.pitches.readers import readers_by_pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow

from . import queries
from .draft import Draft

Hours = tuple[datetime, datetime]


@dataclass(frozen=True)
class Turn:
    """A project on stage, or what a person with an account says; ``key`` tells two of their speeches apart."""

    pitch_id: int | None = None
    speaker_id: int | None = None
    key: int = 0


Turns = Mapping[Turn, Hours]


@dataclass(frozen=True)
class Told:
    """One reader's turn as it was and is now; ``project`` is None for a speech."""

    reader: Reader
    turn: Turn
    was: Hours | None
    now: Hours | None
    project: str | None

    @property
    def changed(self) -> bool:
        return self.was != self.now

    @property
    def stands(self) -> Hours:
        """What is off stands where it stood. Raises: ValueError for one that never was."""
        hours = self.now or self.was
        if hours is None:
            raise ValueError(f"{self.turn} is never")
        return hours

    def line(self, roadshow: Roadshow) -> object:
        """How it changed."""
        if self.project is None:
            return _speaking(roadshow, self.was, self.now)
        return _on_stage(self.project, roadshow, self.was, self.now)


def turns_of(draft: Draft, starts_at: datetime) -> Turns:
    turns = {}
    for begins, part in draft.placed:
        at = starts_at + timedelta(minutes=begins)
        if part.pitch_id is not None:
            turns[Turn(pitch_id=part.pitch_id)] = at, at + timedelta(minutes=part.minutes)
        elif part.speaker_id is not None:
            turns[Turn(speaker_id=part.speaker_id, key=part.key)] = at, at + timedelta(minutes=part.minutes)
    return turns


def told(roadshow: Roadshow, before: Turns, after: Turns, of: Collection[Pitch] | None = None) -> list[Told]:
    """Each turn that was or is, to everyone whose it is, in the order of the day: speakers and all that have a place on
    stage, or those alone that it is ``of``."""
    turns = [turn for turn in {**after, **before} if of is None or turn.pitch_id]
    chosen = (
        pitches.list_pitches_in(roadshow.id, PitchState.ACCEPTED, PitchState.SCHEDULED) if of is None else of
    )
    projects, readers = {pitch.id: pitch.project for pitch in chosen}, readers_by_pitch(chosen)
    speakers = {person.id: person for person in queries.list_speakers([turn.speaker_id for turn in turns])}
    found = []
    for turn in turns:
        hours = before.get(turn), after.get(turn)
        if turn.pitch_id in projects:
            name = projects[turn.pitch_id].name
            found += [Told(reader, turn, *hours, name) for reader in readers[turn.pitch_id]]
        elif speaker := speakers.get(turn.speaker_id or 0):
            found.append(Told(reader_of(speaker), turn, *hours, None))
    return found


def hours_in_words(hours: Hours | None) -> LazyString:
    """Written in the language of the letter, not of whoever moved it."""
    return LazyString(lambda: f"{full_moment(hours[0])}–{time_of(hours[1])}" if hours else "")


def _on_stage(project: str, roadshow: Roadshow, was: Hours | None, now: Hours | None) -> object:
    said = {"project": project, "roadshow": roadshow.spoken_title}
    if was and now:
        return _(
            "“%(project)s”在“%(roadshow)s”的上台时间由%(was)s改为%(now)s（北京时间）。",
            was=hours_in_words(was),
            now=hours_in_words(now),
            **said,
        )
    if now:
        return _(
            "“%(project)s”在“%(roadshow)s”的上台时间是%(now)s（北京时间）。", now=hours_in_words(now), **said
        )
    return _(
        "“%(project)s”原定%(was)s（北京时间）在“%(roadshow)s”上台，新的议程里暂时没有它的时间。",
        was=hours_in_words(was),
        **said,
    )


def _speaking(roadshow: Roadshow, was: Hours | None, now: Hours | None) -> object:
    title = roadshow.spoken_title
    if was and now:
        return _(
            "您在“%(title)s”的发言时间由%(was)s改为%(now)s（北京时间）。",
            title=title,
            was=hours_in_words(was),
            now=hours_in_words(now),
        )
    if now:
        return _("您在“%(title)s”的发言时间是%(now)s（北京时间）。", title=title, now=hours_in_words(now))
    return _(
        "您原定%(was)s（北京时间）在“%(title)s”发言，新的议程里已没有这段发言。",
        title=title,
        was=hours_in_words(was),
    )
