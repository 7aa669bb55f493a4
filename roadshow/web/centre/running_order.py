"""A running order as its page shows it: each part with its times, who waits for a place, what is wrong, what is new."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from types import MappingProxyType

from flask_babel import gettext as _
from flask_babel import ngettext

from roadshow.agenda.draft import Draft, Part, draft_of
from roadshow.agenda.models import Version
from roadshow.agenda.queries import find_drawing
from roadshow.agenda.rules import publish_faults, whole_fault
from roadshow.agenda.words import did, differences, name_of, wall_clock
from roadshow.foundation.errors import Fault
from roadshow.foundation.lots import lot
from roadshow.foundation.text import Bilingual
from roadshow.pitches.queries import list_pitches_in
from roadshow.pitches.states import ON_STAGE
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import BEFORE_HELD, RoadshowState


@dataclass(frozen=True)
class Chosen:
    """A project that has a place at the roadshow."""

    pitch_id: int
    name: str
    one_line: str
    company: str


@dataclass(frozen=True)
class Stage:
    """A roadshow and who is chosen for it, as values: an act makes the rows stale that they were read from."""

    roadshow: Roadshow  # for the operation alone
    id: int
    title: Bilingual
    state: RoadshowState
    starts_at: datetime | None  # None too while its new date is pending
    minutes: int | None
    chosen: Mapping[int, Chosen]  # by pitch id, in the order of their applications

    @property
    def open(self) -> bool:
        return self.state in BEFORE_HELD

    def clock(self, minutes: int) -> str:
        """13:40; of a roadshow without date 0:10, from its start."""
        if self.starts_at is None:
            return f"{minutes // 60}:{minutes % 60:02}"
        return wall_clock(self.starts_at, minutes)


def stage_of(roadshow_id: int) -> Stage:
    """Raises: Missing."""
    pitches = list_pitches_in(roadshow_id, *ON_STAGE)
    roadshow = get_roadshow(roadshow_id)  # came with them, if there are any
    chosen = {
        pitch.id: Chosen(
            pitch.id,
            pitch.brief.overview.name,
            pitch.brief.overview.one_line,
            pitch.brief.company,
        )
        for pitch in pitches
    }
    known = {name: getattr(roadshow, name) for name in ("id", "state", "minutes")}
    known["starts_at"] = None if roadshow.date_pending else roadshow.starts_at
    return Stage(roadshow, title=roadshow.spoken_title, chosen=chosen, **known)


@dataclass(frozen=True)
class Row:
    """One part of the order; ``gap`` are the minutes of changing over before it."""

    part: Part
    turn: int
    at: str
    until: str
    gap: int
    under: str
    gone: bool

    @property
    def name(self) -> str:
        return name_of(self.part)


@dataclass(frozen=True)
class Told:
    """What a page says of an act: ``say`` to a screen reader, ``did`` what others did meanwhile, and of a part that
    was refused what was typed into it, which box was wrong and why."""

    say: str = ""
    who: str = ""
    did: Sequence[str] = ()
    words: str = ""
    key: int = 0
    why: str = ""
    field: str = ""
    typed: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Order:
    """The draft, and all that its page says of it."""

    stage: Stage
    draft: Draft
    told: Told = Told()

    @property
    def rows(self) -> list[Row]:
        return list(self._rows())

    def _rows(self) -> Iterator[Row]:
        ended = 0
        for turn, (begins, part) in enumerate(self.draft.placed, 1):
            chosen = self.stage.chosen.get(part.pitch_id or 0)
            yield Row(
                part,
                turn,
                self.stage.clock(begins),
                self.stage.clock(begins + part.minutes),
                begins - ended,
                chosen.company or chosen.one_line if chosen else part.speaker,
                part.on_stage and chosen is None,
            )
            ended = begins + part.minutes

    @property
    def waiting(self) -> list[Chosen]:
        """Those chosen without a place in it."""
        placed = set(self.draft.pitch_ids)
        return [one for one in self.stage.chosen.values() if one.pitch_id not in placed]

    @property
    def faults(self) -> list[Fault]:
        """What must be right before it is published."""
        return publish_faults(self.draft, self.stage.minutes, self.stage.chosen)

    @property
    def changes(self) -> list[str]:
        """Since it was published."""
        return differences(self.draft.was_public, self.draft, self.stage.starts_at)

    @property
    def left(self) -> int | None:
        """Minutes of the roadshow's that are not used; negative when there are too few."""
        return None if self.stage.minutes is None else self.stage.minutes - self.draft.minutes

    @property
    def length(self) -> str:
        """How long it is against the hours, in a sentence."""
        if self.left is None:
            return ngettext("共%(num)d分钟", "共%(num)d分钟", self.draft.minutes)
        if self.left < 0:
            return ngettext("超出本场时间%(num)d分钟", "超出本场时间%(num)d分钟", -self.left)
        if self.left == 0:
            return _("正好用完本场时间")
        return ngettext("还剩%(num)d分钟", "还剩%(num)d分钟", self.left)

    @property
    def length_said(self) -> str:
        if self.left is None:
            return _("共%(parts)d个环节，%(length)s。", parts=len(self.draft.parts), length=self.length)
        return _(
            "共%(parts)d个环节，%(ends)s结束，%(length)s。",
            parts=len(self.draft.parts),
            ends=self.ends,
            length=self.length,
        )

    @property
    def begins(self) -> str:
        return self.stage.clock(0)

    @property
    def ends(self) -> str:
        return self.stage.clock(self.draft.minutes)

    @property
    def why_not(self) -> str:
        """Why it cannot be published now; empty when it can."""
        if self.stage.state is RoadshowState.CALLING:
            return _("征集截止后才能发布")
        if why := whole_fault(self.draft, self.stage.state):
            return str(why)
        return _("改好写明的问题，才能发布") if self.faults else ""

    def where(self, key: int) -> str:
        """Where a part stands now, for who cannot see it."""
        row = next((row for row in self.rows if row.part.key == key), None)
        if row is None:
            return ""
        return _(
            "“%(name)s”在第%(turn)d位，共%(all)d位，%(at)s–%(until)s。",
            name=row.name,
            turn=row.turn,
            all=len(self.draft.parts),
            at=row.at,
            until=row.until,
        )


@dataclass(frozen=True)
class Drawing:
    """The last time that lots were drawn, so that anybody can draw them again."""

    seed: str
    who: str
    at: datetime
    lots: list[tuple[str, str]]  # project and its lot, in the order that came of it


def drawing_of(roadshow_id: int) -> Drawing | None:
    version = find_drawing(roadshow_id)
    if version is None:
        return None
    seed = version.said["seed"]
    names = [part.title for part in draft_of(version).parts if part.on_stage]
    return Drawing(seed, version.who, version.made_at, [(name, lot(seed, name)) for name in names])


@dataclass(frozen=True)
class Edit:
    """One version: who did what to the one before, and of a public one what was new in it."""

    number: int
    who: str
    at: datetime
    did: str
    published_at: datetime | None
    new: list[str]


def edits_of(versions: list[Version], public: list[Version], starts_at: datetime | None) -> list[Edit]:
    """The newest first; ``public``: all that were ever public, the first first, to tell what was new in each."""
    orders = map(draft_of, public)
    new = {later.number: differences(earlier, later, starts_at) for earlier, later in pairwise(orders)}
    return [
        Edit(
            version.number,
            version.who,
            version.made_at,
            did(version),
            version.published_at,
            new.get(version.number, []),
        )
        for version in versions
    ]
