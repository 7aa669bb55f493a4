from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from roadshow.accounts.models import Person
from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, insert_many, operation
from roadshow.foundation.errors import Refused, refuse_faults
from roadshow.foundation.lots import new_seed
from roadshow.foundation.sectors import SECTORS
from roadshow.pitches.models import Pitch
from roadshow.pitches.queries import list_pitches_in
from roadshow.pitches.states import STATE_WORDS, PitchState
from roadshow.programme.models import Roadshow

from . import queries
from .assigning import Pair, Reader, Wanted, draw
from .letters import tell_assigned
from .models import Criterion, Expert, Reviewer, ReviewerKind, Setup, Sheet
from .reading import get_open_setup, refuse_over
from .rules import Line, SetupFacts, setup_faults
from .states import READ, SheetState


@operation
def set_up(roadshow: Roadshow, facts: SetupFacts, *, actor: Actor) -> Setup:
    """How its applications are read. Raises: Refused on odd facts, and for another rubric once marks are given."""
    hold(roadshow)
    refuse_over(roadshow)
    refuse_faults(setup_faults(facts, roadshow, clock.today()))
    setup = queries.find_setup(roadshow.id)
    if setup is None:
        setup = Setup(roadshow=roadshow, version=0, seed=new_seed())
        db.session.add(setup)
    said = {"readers": facts.readers, "blind": facts.blind}
    for name, value in (said | {"notice_days": facts.notice_days, "due_on": facts.due_on}).items():
        setattr(setup, name, value)
    _set_rubric(setup, facts.rubric)
    rubric = " ".join(f"{line.name}{line.weight}" for line in facts.rubric)
    record(
        "screening.set_up",
        actor,
        "roadshow",
        roadshow.id,
        roadshow.title,
        readers=facts.readers,
        blind=facts.blind,
        notice_days=facts.notice_days,
        due_on=facts.due_on,
        rubric=rubric,
        seed=setup.seed,
    )
    return setup


@operation
def set_reviewers(roadshow: Roadshow, person_ids: Collection[int], *, actor: Actor) -> None:
    """Who reads for it; who is not among them any more gives back what they have not begun.

    Raises: Refused for somebody who is no judge, or when one who has given marks would be left out; Missing before
    it is set up.
    """
    hold(roadshow)
    queries.get_setup(roadshow.id)
    refuse_over(roadshow)
    judges, there = {each.id: each for each in queries.list_judges()}, queries.list_reviewers(roadshow.id)
    known = {each.person_id for each in there}
    if not set(person_ids) <= judges.keys() | known:
        raise Refused(_("请从列表中选择评委"), "people")
    for each in there:
        if each.person_id not in person_ids:
            _leave_out(roadshow, each)
    new = [person_id for person_id in judges if person_id in set(person_ids) - known]
    db.session.add_all(Reviewer(roadshow_id=roadshow.id, person_id=person_id) for person_id in new)
    record(
        "screening.reviewers_set",
        actor,
        "roadshow",
        roadshow.id,
        roadshow.title,
        reviewers=[len(there), len(set(person_ids))],
    )


@operation
def describe_reviewer(person: Person, kind: ReviewerKind, fields: Sequence[str], *, actor: Actor) -> None:
    """What sort of reviewer it is, and which fields they know. Raises: Refused for a field that there is not."""
    hold(person)
    if not set(fields) <= SECTORS.keys():
        raise Refused(_("请选择技术领域"), "fields")
    expert = queries.list_experts([person.id]).get(person.id)
    if expert is None:
        expert = Expert(person_id=person.id)
        db.session.add(expert)
    expert.kind, expert.fields = kind, [sector for sector in SECTORS if sector in fields]
    record("reviewer.described", actor, "person", person.id, person.name, sectors=" ".join(expert.fields))


@dataclass(frozen=True)
class Drawn:
    """How many sheets were given out, and how many applications have too few readers all the same."""

    given: int
    short: int


@operation
def draw_reviewers(roadshow: Roadshow, *, actor: Actor) -> Drawn:
    """Give every application that passed the formal check the readers that it lacks; reviewers get a letter.

    Raises: Refused without reviewers, or once the reading is closed; Missing before it is set up.
    """
    hold(roadshow)
    setup = get_open_setup(roadshow)
    reviewers = queries.list_reviewers(roadshow.id)
    if not reviewers:
        raise Refused(_("还没有评委，先添加评委再分配"))
    waiting = list_pitches_in(roadshow.id, PitchState.SCREENED)
    new = _drawn(setup, waiting, reviewers)
    _give(new)
    has = Counter(pitch_id for pitch_id, _person in queries.list_pairs(roadshow.id))
    short = sum(has[pitch.id] < setup.readers for pitch in waiting)
    _record("screening.drawn", actor, roadshow, count=len(new), seed=setup.seed)
    tell_assigned(setup, {each.person: _count(new, each.person_id) for each in reviewers})
    return Drawn(len(new), short)


@operation
def assign(pitch: Pitch, person: Person, *, actor: Actor) -> None:
    """One more reader, chosen by hand.

    Raises: Refused for who is none of the roadshow's, has it already, or may not read it.
    """
    setup = _hold_open(pitch)
    _refuse_reader(pitch, person)
    _give([(pitch.id, person.id)], by_hand=True)
    _record("screening.assigned", actor, pitch.roadshow, project=pitch.project.name, reviewer=person.name)
    tell_assigned(setup, {person: 1})


@operation
def hand_over(sheet: Sheet, person: Person, *, actor: Actor) -> None:
    """Another reads it instead. Raises: Refused once it has marks, or for who may not read it."""
    pitch, was = sheet.pitch, sheet.person.name
    setup = _hold_open(pitch)
    hold(sheet)
    _refuse_begun(sheet)
    _refuse_reader(pitch, person)
    db.session.delete(sheet)
    _give([(pitch.id, person.id)], by_hand=True)
    names = [was, person.name]
    _record("screening.handed_over", actor, pitch.roadshow, project=pitch.project.name, reviewer=names)
    tell_assigned(setup, {person: 1})


@operation
def take_away(sheet: Sheet, *, actor: Actor) -> None:
    """One reader less. Raises: Refused once the sheet has marks."""
    pitch, name = sheet.pitch, sheet.person.name
    _hold_open(pitch)
    hold(sheet)
    _refuse_begun(sheet)
    db.session.delete(sheet)
    _record("screening.taken_away", actor, pitch.roadshow, project=pitch.project.name, reviewer=name)


@operation
def close_reading(roadshow: Roadshow, *, actor: Actor) -> None:
    """From here on no sheet changes. Raises: Refused when it is closed; Missing before it is set up."""
    hold(roadshow)
    setup = get_open_setup(roadshow)
    setup.closed_at = clock.now()
    _record("screening.closed", actor, roadshow)


@operation
def reopen_reading(roadshow: Roadshow, *, actor: Actor) -> None:
    """Sheets may change again. Raises: Refused unless it is closed, or once the roadshow was held."""
    hold(roadshow)
    setup = queries.get_setup(roadshow.id)
    refuse_over(roadshow)
    if setup.closed_at is None:
        raise Refused(_("评审没有截止"))
    setup.closed_at = None
    _record("screening.reopened", actor, roadshow)


@operation
def draw_another(pitch: Pitch) -> Person | None:
    """A reader for one who keeps away, drawn among those who may; None when there is none left."""
    setup = queries.get_setup(pitch.roadshow_id)
    reviewers = queries.list_reviewers(pitch.roadshow_id)
    new = _drawn(setup, [pitch], reviewers)[:1]
    _give(new)
    found = next((each.person for each in reviewers if new and each.person_id == new[0][1]), None)
    if found is not None:
        tell_assigned(setup, {found: 1})
    return found


def _set_rubric(setup: Setup, rubric: Sequence[Line]) -> None:
    """A new version when it reads otherwise."""
    db.session.flush()
    known = [Line(each.name, each.weight) for each in queries.list_criteria(setup)]
    if known == list(rubric):
        return
    if queries.is_scored(setup.roadshow_id):
        raise Refused(_("已经有评委打分，评分标准不能再改"), "rubric")
    setup.version += 1
    db.session.add_all(
        Criterion(
            roadshow_id=setup.roadshow_id,
            version=setup.version,
            position=position,
            name=line.name,
            weight=line.weight or 0,
        )
        for position, line in enumerate(rubric)
    )


def _leave_out(roadshow: Roadshow, reviewer: Reviewer) -> None:
    if queries.is_scored(roadshow.id, reviewer.person_id):
        raise Refused(_("“%(name)s”已经打分，不能移出", name=reviewer.person.name), "people")
    for sheet in queries.list_given(roadshow.id, reviewer.person_id):
        db.session.delete(sheet)
    db.session.delete(reviewer)


def _drawn(setup: Setup, pitches: Sequence[Pitch], reviewers: Sequence[Reviewer]) -> list[Pair]:
    experts = queries.list_experts([each.person_id for each in reviewers])
    readers = [
        Reader(each.person_id, frozenset(experts[each.person_id].fields if each.person_id in experts else ()))
        for each in reviewers
        if each.person.active
    ]
    wanted = [Wanted(pitch.id, pitch.brief.overview.sector) for pitch in pitches]
    kept, barred = queries.list_pairs(setup.roadshow_id), queries.list_barred([setup.roadshow_id])
    return draw(wanted, readers, setup.readers, seed=setup.seed, kept=kept, barred=barred)


def _give(pairs: Sequence[Pair], *, by_hand: bool = False) -> None:
    """An open sheet each."""
    common = {"state": SheetState.OPEN, "points": [], "note": "", "by_hand": by_hand, "number": 0}
    rows = [
        {"pitch_id": pitch_id, "person_id": person_id, "made_at": clock.now()} | common
        for pitch_id, person_id in pairs
    ]
    db.session.flush()
    insert_many(Sheet, rows)


def _count(pairs: Sequence[Pair], person_id: int) -> int:
    return sum(pair[1] == person_id for pair in pairs)


def _hold_open(pitch: Pitch) -> Setup:
    """Locks the roadshow, which guards the reading. Raises: Refused unless the application is read now."""
    roadshow = hold(pitch.roadshow)
    setup = get_open_setup(roadshow)
    if pitch.state not in READ:
        raise Refused(_("这份申请“%(state)s”，现在不评审", state=STATE_WORDS[pitch.state]))
    return setup


def _refuse_reader(pitch: Pitch, person: Person) -> None:
    if person.id not in {each.person_id for each in queries.list_reviewers(pitch.roadshow_id)}:
        raise Refused(_("请从列表中选择评委"), "person")
    if queries.is_barred(pitch, person.id):
        raise Refused(_("“%(name)s”须回避这份申请", name=person.name), "person")
    if (pitch.id, person.id) in queries.list_pairs(pitch.roadshow_id):
        raise Refused(_("这份申请已经分给“%(name)s”", name=person.name), "person")


def _refuse_begun(sheet: Sheet) -> None:
    if sheet.state is not SheetState.OPEN:
        raise Refused(_("“%(name)s”已经打分，不能移走", name=sheet.person.name))


def _record(what: str, actor: Actor, roadshow: Roadshow, **changes: object) -> None:
    record(what, actor, "roadshow", roadshow.id, roadshow.title, **changes)
