"""What was ever public of a running order, part by part: a calendar that showed a part must say when it is gone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from roadshow.foundation.db import db
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow

from .draft import Part, draft_of
from .entries import turn_uid
from .models import Version
from .queries import list_published_versions


@dataclass(frozen=True)
class Staged:
    """A part as it stands or last stood; ``uid`` is its name in every calendar, for life. ``gone``: it is off."""

    uid: str
    part: Part
    starts_at: datetime
    pitch: Pitch | None
    gone: bool

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.part.minutes)


def list_staged(roadshow: Roadshow) -> list[Staged]:
    """In the order in which they begin; empty for one that has no hours or whose order was never public."""
    return list_staged_of([roadshow])[roadshow]


def shown_of(roadshow: Roadshow) -> list[object]:
    """All that a calendar shows of its stage, to compare: not how a project's minutes are split, and a speaker's name
    without the account."""
    return [
        (each.uid, each.starts_at, each.gone, replace(each.part, key=0, questions=0, speaker_id=None))
        for each in list_staged(roadshow)
    ]


def list_staged_of(roadshows: Sequence[Roadshow]) -> dict[Roadshow, list[Staged]]:
    """The same of several."""
    versions: dict[int, list[Version]] = defaultdict(list)
    for version in list_published_versions(*(row.id for row in roadshows)):
        versions[version.roadshow_id].append(version)
    found = {row: _staged(row, versions[row.id]) for row in roadshows}
    ids = [each.part.pitch_id for order in found.values() for each in order if each.part.pitch_id]
    pitches = _pitches(ids)
    return {
        row: [_with_pitch(each, pitches) if each.part.pitch_id else each for each in order]
        for row, order in found.items()
    }


def _staged(roadshow: Roadshow, versions: Iterable[Version]) -> list[Staged]:
    if roadshow.starts_at is None:
        return []
    staged: dict[str, Staged] = {}
    for version in versions:
        staged = {uid: replace(part, gone=True) for uid, part in staged.items()}
        for begins, part in draft_of(version).placed:
            uid = turn_uid(roadshow.uid, part.pitch_id, part.key)
            starts_at = roadshow.starts_at + timedelta(minutes=begins)
            staged[uid] = Staged(uid, part, starts_at, None, gone=False)
    return sorted(staged.values(), key=lambda each: (each.starts_at, each.uid))


def _pitches(ids: list[int]) -> dict[int, Pitch]:
    rows = select(Pitch).where(Pitch.id.in_(ids))
    return {pitch.id: pitch for pitch in db.session.scalars(rows)} if ids else {}


def _with_pitch(staged: Staged, pitches: dict[int, Pitch]) -> Staged:
    """One that has withdrawn is off, though its part stays until somebody takes it out."""
    pitch = pitches.get(staged.part.pitch_id or 0)
    return replace(
        staged, pitch=pitch, gone=staged.gone or pitch is None or pitch.state is PitchState.WITHDRAWN
    )
