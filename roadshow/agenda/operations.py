"""Whoever edits says which version they have ``seen``; every edit is a new version, the newest is the draft, which
each of them returns.

What visitors, feeds and applicants read is the last published one, copied into the slots.
"""

from dataclasses import replace
from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, insert, update

from roadshow.accounts.queries import get_person
from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Overtaken, Refused, refuse_faults
from roadshow.foundation.lots import new_seed
from roadshow.foundation.steps import step_to
from roadshow.pitches import operations as pitches
from roadshow.pitches.models import Pitch
from roadshow.pitches.queries import list_pitches_in
from roadshow.pitches.states import ON_STAGE
from roadshow.programme import operations as programme
from roadshow.programme import restoring
from roadshow.programme.models import Roadshow
from roadshow.programme.rules import RoadshowFacts
from roadshow.programme.showing import show_changed
from roadshow.programme.states import BEFORE_HELD, STATE_WORDS, STORY, WITH_AGENDA, RoadshowState

from . import lots, queries, rules
from .draft import Draft, Format, Part, kept, numbered, slot_rows
from .first import first_order
from .letters import tell_order
from .models import Slot, SlotKind, Version
from .occupying import refuse_clash, slots_taken, take_slots
from .staged import shown_of
from .words import did


@operation
def make_draft(roadshow: Roadshow, *, seen: int, actor: Actor) -> Draft:
    """An order of the accepted projects as they applied, in place of what is there.

    Raises: Refused without any, or a speaker or project that is elsewhere; Overtaken.
    """
    draft = _opened(roadshow, seen)
    chosen = _on_stage(roadshow)
    if not chosen:
        raise Refused(_("还没有入选的项目，先在“项目申请”里选入"))
    parts = numbered(first_order(chosen, draft.format, roadshow.minutes), draft.number + 1)
    return _write(roadshow, draft.of(parts), "agenda.drafted", actor, parts=len(parts))


@operation
def add_part(
    roadshow: Roadshow, part: Part, position: int | None = None, *, seen: int, actor: Actor
) -> Draft:
    """At this turn, or where its kind usually goes. Raises: Refused on odd facts or a clash; Overtaken."""
    draft = _opened(roadshow, seen)
    refuse_faults(rules.room_faults(draft))
    part = _checked(roadshow, draft, part)
    position = draft.end_for(part.kind) if position is None else position
    refuse_faults(rules.turn_faults(position, len(draft.parts) + 1))
    (part,) = numbered([part], draft.number + 1)
    new = draft.with_part(part, position)
    return _write(roadshow, new, "agenda.added", actor, part=part.title, slot=part.kind, position=position)


@operation
def place_pitch(
    roadshow: Roadshow, pitch_id: int, position: int | None = None, *, seen: int, actor: Actor
) -> Draft:
    """A chosen project with the format's minutes. Raises: Refused, Overtaken as for any part."""
    format = _opened(roadshow, seen).format
    part = Part(SlotKind.PITCH, format.minutes, format.questions, pitch_id=pitch_id)
    return add_part(roadshow, part, position, seen=seen, actor=actor)


@operation
def change_part(
    roadshow: Roadshow, key: int, part: Part, position: int | None = None, *, seen: int, actor: Actor
) -> Draft:
    """Its minutes, title, speaker and turn; kind and project stay.

    Raises: Missing; Refused as for a new one; Overtaken.
    """
    draft = _opened(roadshow, seen)
    old, was = draft.get(key), draft.turn(key)
    refuse_faults(rules.turn_faults(was if position is None else position, len(draft.parts)))
    part = replace(part, key=key, kind=old.kind, pitch_id=old.pitch_id)
    part = _checked(roadshow, draft.without(key), replace(part, title=old.title) if old.on_stage else part)
    new = draft.without(key).with_part(part, was if position is None else position)
    minutes = [old.minutes, part.minutes]
    return _write(roadshow, new, "agenda.changed", actor, part=part.title, slot=part.kind, minutes=minutes)


@operation
def set_minutes(
    roadshow: Roadshow, key: int, minutes: int, questions: int = 0, *, seen: int, actor: Actor
) -> Draft:
    """Of a part that keeps all else. Raises: Missing; Refused on odd minutes or a clash; Overtaken."""
    old = _opened(roadshow, seen).get(key)
    part = replace(old, minutes=minutes, questions=questions if old.on_stage else 0)
    return change_part(roadshow, key, part, seen=seen, actor=actor)


@operation
def move_part(roadshow: Roadshow, key: int, position: int, *, seen: int, actor: Actor) -> Draft:
    """``position`` is its turn afterwards, the first is 1. Raises: Missing; Refused beyond the list; Overtaken."""
    draft = _opened(roadshow, seen)
    part, was = draft.get(key), draft.turn(key)
    refuse_faults(rules.turn_faults(position, len(draft.parts)))
    new = draft.without(key).with_part(part, position)
    return _write(
        roadshow, new, "agenda.moved", actor, part=part.title, slot=part.kind, position=[was, position]
    )


@operation
def remove_part(roadshow: Roadshow, key: int, *, seen: int, actor: Actor) -> Draft:
    """A project is without a place then. Raises: Missing; Overtaken."""
    draft = _opened(roadshow, seen)
    part = draft.get(key)
    return _write(roadshow, draft.without(key), "agenda.removed", actor, part=part.title, slot=part.kind)


@operation
def set_format(roadshow: Roadshow, format: Format, *, seen: int, actor: Actor) -> Draft:
    """Raises: Refused on odd minutes; Overtaken."""
    draft = _opened(roadshow, seen)
    refuse_faults(rules.format_faults(format))
    return _write(roadshow, draft.in_format(format), "agenda.formatted", actor, **vars(format))


@operation
def draw_lots(roadshow: Roadshow, *, seen: int, seed: str | None = None, actor: Actor) -> Draft:
    """The projects change places by lot. Raises: Refused with fewer than two; Overtaken."""
    draft = _opened(roadshow, seen)
    if len(draft.pitch_ids) < len(("one", "another")):
        raise Refused(_("至少有两个项目，才能抽签"))
    seed = seed or new_seed()
    return _write(roadshow, draft.of(lots.drawn(draft.parts, seed)), "agenda.drawn", actor, seed=seed)


@operation
def undo(roadshow: Roadshow, *, seen: int, actor: Actor) -> Draft:
    """As it was before the last edit that is not undone yet. Raises: Refused when there is none; Overtaken."""
    draft = _opened(roadshow, seen)
    if draft.before is None:
        raise Refused(_("没有可以撤销的改动"))
    old = queries.get_version(roadshow.id, draft.before) if draft.before else Draft(roadshow.id)
    old = replace(old, number=draft.number, public=draft.public)
    return _write(roadshow, old, "agenda.undone", actor, undoes=True)


@operation
def publish_agenda(roadshow: Roadshow, *, seen: int | None = None, actor: Actor) -> None:
    """Make the draft public, as it is when nothing is ``seen``; after a call an empty one is made first.

    Raises: Refused out of turn, after a call without a project, when it is too long, or, where one is public, empty or
    nothing new; Overtaken. One that never called may have none.
    """
    hold(roadshow)
    first = roadshow.state not in WITH_AGENDA
    if first:
        step_to(STORY, roadshow.state, RoadshowState.PUBLISHED, STATE_WORDS)
    draft = _opened(roadshow, seen)
    if not draft.parts and roadshow.state is RoadshowState.SELECTING:
        make_draft(roadshow, seen=draft.number, actor=actor)
        draft = queries.get_draft(roadshow.id)
    may_be_empty = roadshow.state is RoadshowState.PLANNED and not draft.parts
    if not may_be_empty and (why := rules.whole_fault(draft, roadshow.state)):
        raise Refused(why)
    public, shown, chosen = draft.was_public, shown_of(roadshow), _on_stage(roadshow)
    refuse_faults(rules.publish_faults(draft, roadshow.minutes, {pitch.id for pitch in chosen}))
    take_slots(draft, roadshow.starts_at, chosen)  # the day may have come after the last edit
    pitches.schedule(roadshow, draft.pitch_ids, actor=actor)
    _make_public(draft)
    if first:
        programme.publish(roadshow, actor=actor)
    else:
        if shown_of(roadshow) != shown:
            show_changed(roadshow)
        record("agenda.published", actor, "agenda", roadshow.id, roadshow.title)
    tell_order(public, draft, roadshow, first=first)


@operation
def change_roadshow(roadshow: Roadshow, facts: RoadshowFacts, *, actor: Actor) -> None:
    """As the programme's; the hours still hold the published order, the places those chosen. Raises: Refused."""
    pitches.change_roadshow(roadshow, facts, actor=actor)
    refuse_faults(rules.length_faults(queries.get_published(roadshow.id), roadshow.minutes))
    take_slots(queries.get_draft(roadshow.id), roadshow.starts_at, _on_stage(roadshow))


@operation
def postpone(
    roadshow: Roadshow,
    starts_at: datetime,
    *,
    closes_at: datetime | None = None,
    on_rest_day: bool = False,
    actor: Actor,
) -> None:
    """As the programme's; who speaks and what is on stage must be free then. Raises: Refused, naming who is not."""
    draft = queries.get_draft(roadshow.id)
    refuse_clash(draft, list(slots_taken(draft, starts_at, _on_stage(roadshow))), "on")
    programme.postpone(roadshow, starts_at, closes_at=closes_at, on_rest_day=on_rest_day, actor=actor)


@operation
def restore(roadshow: Roadshow, *, actor: Actor) -> None:
    """As the programme's; who speaks and what is on stage must be free then. Raises: Refused, naming who is not."""
    restoring.restore(roadshow, actor=actor)
    take_slots(queries.get_draft(roadshow.id), roadshow.starts_at, _on_stage(roadshow))


def _opened(roadshow: Roadshow, seen: int | None) -> Draft:
    """The draft, which nobody else edits until the commit.

    Raises: Refused once it is held or cancelled; Overtaken when there is a newer one than was seen.
    """
    hold(roadshow)
    if roadshow.state not in BEFORE_HELD:
        raise Refused(_("这场路演%(state)s，不能再改", state=roadshow.state_words))
    draft = queries.get_draft(roadshow.id)
    if seen not in (None, draft.number):
        later = queries.list_versions_after(roadshow.id, seen)
        raise Overtaken(later[-1].who if later else "", [did(version) for version in later])
    return draft


def _checked(roadshow: Roadshow, draft: Draft, part: Part) -> Part:
    """Clean, with the name of its project or of the speaker picked. Raises: Refused on odd facts."""
    part = part.cleaned()
    if part.on_stage:
        part = _of_project(roadshow, draft, part)
    elif part.speaker_id is not None:
        part = replace(part, speaker=get_person(part.speaker_id).name)
    refuse_faults(rules.part_faults(part))
    return part


def _of_project(roadshow: Roadshow, draft: Draft, part: Part) -> Part:
    if part.pitch_id in draft.pitch_ids:
        raise Refused(_("这个项目已经在议程里"), "pitch_id")
    for pitch in _on_stage(roadshow):
        if pitch.id == part.pitch_id:
            return replace(part, title=pitch.brief.overview.name, speaker="", speaker_id=None)
    raise Refused(_("本场入选的项目里没有这一个"), "pitch_id")


def _write(
    roadshow: Roadshow, draft: Draft, what: str, actor: Actor, *, undoes: bool = False, **said: object
) -> Draft:
    """The draft that came of the newest version, as the next one; its speakers and projects are taken."""
    title = roadshow.title  # read before others are queued for, which makes everything stale
    take_slots(draft, roadshow.starts_at, _on_stage(roadshow))
    before = draft.before if undoes else draft.number
    new = replace(draft, number=draft.number + 1, before=before, published=False)
    version = Version(
        roadshow_id=new.roadshow_id,
        number=new.number,
        before=before,
        parts=kept(new.parts),
        what=what,
        said=said,
        who_id=actor.id,
        who=actor.name,
        made_at=clock.now(),
        **vars(new.format),
    )
    db.session.add(version)
    record(what, actor, "agenda", new.roadshow_id, title, **said)
    return new


def _make_public(draft: Draft) -> None:
    """All its rows instead of those before, in one statement."""
    version = update(Version).where(Version.roadshow_id == draft.roadshow_id, Version.number == draft.number)
    db.session.execute(version.values(published_at=clock.now()))
    db.session.execute(delete(Slot).where(Slot.roadshow_id == draft.roadshow_id))
    if draft.parts:
        db.session.execute(insert(Slot), slot_rows(draft))


def _on_stage(roadshow: Roadshow) -> list[Pitch]:
    return list_pitches_in(roadshow.id, *ON_STAGE)
