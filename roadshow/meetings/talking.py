"""Answering an interest: a project agrees to a talk or declines it; both sides settle a time, move it or call it off.

Locks in this order: the institution (its side only), the interest, the talk, the people who are taken. All acts on one
interest hold its row, so of many at once the first decides and the others are refused.
"""

import uuid
from collections.abc import Collection
from datetime import timedelta

from flask_babel import lazy_gettext as _

from roadshow.accounts.models import Person
from roadshow.attendance.access import list_open, reader_of
from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Missing, Refused, refuse_faults
from roadshow.foundation.steps import step_to
from roadshow.foundation.text import clean
from roadshow.investors.belonging import list_contacts
from roadshow.investors.living import hold_living
from roadshow.investors.queries import find_own_institution
from roadshow.occupancy import operations as occupancy
from roadshow.occupancy.models import Occupancy
from roadshow.occupancy.queries import list_clashes_of
from roadshow.projects.models import MemberRight
from roadshow.projects.queries import get_own_project

from . import queries, talk_letters
from .models import TOLD, Interest, Talk, TalkTime
from .rules import TalkFacts, decline_faults, message_faults, talk_faults, time_fault
from .states import OPEN, STORY, TALK_WORDS, Reason, Side, TalkState

TALKER, MEETING = "talker", "meeting"  # what occupancy calls somebody in a talk, and the talk
S = TalkState


@operation
def accept(interest_id: int, facts: TalkFacts, *, person: Person, actor: Actor) -> Talk:
    """Agree to a talk on behalf of the project; without times the institution is asked to name some.

    Raises: Missing where the person may not act for the project, Refused with the faults, when it was answered, or the
    institution may not read the project any more and so could settle no time.
    """
    interest = _hold_unanswered(interest_id, person, OPEN)
    _refuse_closed(interest, Side.PROJECT, person)
    facts = _cleaned(facts)
    refuse_faults(talk_faults(facts, clock.now(), needs_times=False))
    talk = _begin(interest, S.PROPOSED, person)
    _offer(talk, facts, Side.INSTITUTION)
    _add(talk, actor, facts.message)
    record("talk.accepted", actor, "interest", interest.id, interest.project.name)
    talk_letters.tell_proposed(talk)
    return talk


@operation
def decline(interest_id: int, reason: Reason, message: str, *, person: Person, actor: Actor) -> Talk:
    """Raises: Missing where the person may not act for the project, Refused with the faults or when it was answered."""
    interest = _hold_unanswered(interest_id, person, (*OPEN, S.DECLINED))
    message = clean(message)
    refuse_faults(decline_faults(reason, message))
    talk = _begin(interest, S.DECLINED, person)
    talk.reason = reason
    _add(talk, actor, message)
    record("talk.declined", actor, "interest", interest.id, interest.project.name, decline=reason.value)
    talk_letters.tell_declined(talk)
    return talk


@operation
def propose(talk_id: int, facts: TalkFacts, *, side: Side, person: Person, actor: Actor) -> Talk:
    """Offer times to the other side. An agreed time holds until the other side picks a new one.

    Raises: Missing where the talk is not theirs, Refused with the faults, when it has ended, has begun or waits for the
    other.
    """
    talk = _hold_talk(talk_id, side, person)
    _refuse_ended(talk)
    _refuse_begun(talk)
    _refuse_closed(talk.interest, side, person)
    if talk.waits_for is side.other:
        raise Refused(_("现在等对方答复，请刷新后再看"))
    facts = _cleaned(facts)
    refuse_faults(talk_faults(facts, clock.now(), needs_times=True))
    _offer(talk, facts, side.other)
    _change(talk, actor, facts.message)
    record("talk.proposed", actor, "interest", talk.interest_id, talk.interest.project.name)
    talk_letters.tell_proposed(talk)
    return talk


@operation
def pick(talk_id: int, time_id: int, *, side: Side, person: Person, actor: Actor) -> Talk:
    """Agree to one of the times that the other side offers.

    Raises: Missing where the talk is not theirs, Refused when the time is no longer on offer, has passed, or one of
    the two people or the project is taken then.
    """
    talk = _hold_talk(talk_id, side, person)
    step_to(STORY, talk.state, S.AGREED, TALK_WORDS)
    _refuse_closed(talk.interest, side, person)
    chosen = next((time for time in talk.times if time.id == time_id), None)
    if chosen is None or talk.waits_for is not side:
        raise Refused(_("对方刚刚改了时间，请刷新后再看"))
    if fault := time_fault(chosen.starts_at, clock.now()):
        raise Refused(fault)
    if moved_from := talk.starts_at:
        talk_letters.take_from_leavers(talk)
    talk.state, talk.venue, talk.place = S.AGREED, talk.offered_venue, talk.offered_place
    talk.starts_at = chosen.starts_at
    talk.ends_at = chosen.starts_at + timedelta(minutes=talk.offered_minutes or 0)
    talk.sequence += 1 if moved_from else 0
    _take(talk)
    _clear_offer(talk)
    _change(talk, actor)
    changes = {"starts_at": [moved_from and moved_from.isoformat(), talk.starts_at.isoformat()]}
    record("talk.agreed", actor, "interest", talk.interest_id, talk.interest.project.name, **changes)
    talk_letters.tell_agreed(talk, moved_from, by=person)
    return talk


@operation
def keep(talk_id: int, *, side: Side, person: Person, actor: Actor) -> Talk:
    """Stay with the agreed time instead of one that the other side offers.

    Raises: Missing where the talk is not theirs, Refused when nothing waits for them.
    """
    talk = _hold_talk(talk_id, side, person)
    if talk.state is not S.AGREED or talk.waits_for is not side:
        raise Refused(_("对方刚刚改了时间，请刷新后再看"))
    _clear_offer(talk)
    _change(talk, actor)
    record("talk.kept", actor, "interest", talk.interest_id, talk.interest.project.name)
    talk_letters.tell_kept(talk, side)
    return talk


@operation
def cancel(talk_id: int, message: str, *, side: Side, person: Person, actor: Actor) -> Talk:
    """Raises: Missing where the talk is not theirs, Refused when it has ended, begun or the message is too long."""
    talk = _hold_talk(talk_id, side, person)
    message = clean(message)
    refuse_faults(message_faults(message))
    _refuse_begun(talk)
    call_off(talk, message, actor=actor)
    return talk


@operation
def call_off(talk: Talk, message: str, *, actor: Actor) -> None:
    """For whoever holds the interest. Raises: Refused when it has ended."""
    step_to(STORY, talk.state, S.CANCELLED, TALK_WORDS)
    if talk.starts_at:
        talk_letters.take_from_leavers(talk)
    talk.state = S.CANCELLED
    talk.sequence += 1
    _clear_offer(talk)
    occupancy.free_used(MEETING, [talk.id])
    _change(talk, actor, message)
    record("talk.cancelled", actor, "interest", talk.interest_id, talk.interest.project.name)
    talk_letters.tell_cancelled(talk)


def _hold_unanswered(interest_id: int, person: Person, answered: Collection[TalkState]) -> Interest:
    """The interest, locked, if this person may answer it and its last talk is in none of these states."""
    found = queries.get_interest(interest_id)
    get_own_project(person.id, found.project_id, MemberRight.EDITOR)
    interest = hold(found)
    if interest.level not in TOLD:
        raise Refused(_("对方已收回意向，请刷新后再看"))
    last = queries.find_talk(interest.id)
    if last is not None and last.state in answered:
        raise Refused(_("同事刚刚已经答复，请刷新后再看"))
    return interest


def _hold_talk(talk_id: int, side: Side, person: Person) -> Talk:
    """Raises: Missing where this person may not act for that side."""
    talk = queries.get_talk(talk_id)
    if side is Side.PROJECT:
        get_own_project(person.id, talk.interest.project_id, MemberRight.EDITOR)
    else:
        own = find_own_institution(person.id)
        if own is None or hold_living(own).id != talk.interest.institution_id:
            raise Missing(f"talk {talk_id} for {person.id}")
    hold(talk.interest)
    return hold(talk)


def _refuse_closed(interest: Interest, side: Side, person: Person) -> None:
    """Settling a time asks for a project that the institution may still read; calling off and declining do not."""
    key = (interest.roadshow_id, interest.project_id)
    if side is Side.INSTITUTION:
        if key not in list_open(reader_of(person), [key]):
            raise Refused(_("现在不能再看这个项目的资料，不能再约时间"))
        return
    contacts = [contact.person for contact in list_contacts(interest.institution_id)]
    if not any(key in list_open(reader_of(contact), [key]) for contact in contacts):
        raise Refused(
            _("这家机构现在不能再看这个项目的资料，不能约时间：项目已离开路演、路演已取消，或资料不再开放")
        )


def _begin(interest: Interest, state: TalkState, person: Person) -> Talk:
    now = clock.now()
    return Talk(
        uid=str(uuid.uuid4()),
        interest_id=interest.id,
        interest=interest,
        state=state,
        owner_id=person.id,
        asker_id=interest.person_id,
        made_at=now,
    )


def _add(talk: Talk, actor: Actor, message: str) -> None:
    _change(talk, actor, message)
    db.session.add(talk)
    db.session.flush()


def _change(talk: Talk, actor: Actor, message: str = "") -> None:
    talk.message, talk.changed_at, talk.changed_by = message, clock.now(), actor.name[:100]
    db.session.flush()


def _offer(talk: Talk, facts: TalkFacts, waits_for: Side) -> None:
    _clear_times(talk)
    talk.waits_for = waits_for
    talk.offered_venue, talk.offered_place, talk.offered_minutes = facts.venue, facts.place, facts.minutes
    talk.times = [TalkTime(number=number, starts_at=at) for number, at in enumerate(facts.times, 1)]


def _clear_offer(talk: Talk) -> None:
    talk.waits_for = talk.offered_venue = talk.offered_minutes = None
    talk.offered_place = ""
    _clear_times(talk)


def _clear_times(talk: Talk) -> None:
    talk.times = []
    if talk in db.session:
        db.session.flush()  # the numbers are free again before new rows take them


def _take(talk: Talk) -> None:
    """Both people for these hours. Raises: Refused where one of them, or the project on a stage, is taken."""
    rows = [_taking(talk, TALKER, person_id) for person_id in sorted({talk.owner_id, talk.asker_id})]
    occupancy.queue(rows)
    occupancy.free_used(MEETING, [talk.id])
    people = [_taking(talk, "person", row.what_id) for row in rows]
    if list_clashes_of([*rows, *people, _taking(talk, "project", talk.interest.project_id)]):
        raise Refused(_("这个时间与一方的其他约谈或登台时间冲突，请换一个时间"))
    occupancy.take(*rows)


def _taking(talk: Talk, what: str, what_id: int) -> Occupancy:
    return Occupancy(
        what=what,
        what_id=what_id,
        by=MEETING,
        by_id=talk.id,
        starts_at=talk.starts_at,
        ends_at=talk.ends_at,
    )


def _refuse_ended(talk: Talk) -> None:
    if talk.state not in OPEN:
        raise Refused(_("约谈已经结束，请刷新后再看"))


def _refuse_begun(talk: Talk) -> None:
    """A talk that took place stays as it was agreed."""
    if talk.starts_at is not None and talk.starts_at <= clock.now():
        raise Refused(_("约谈的时间已经过去"))


def _cleaned(facts: TalkFacts) -> TalkFacts:
    return TalkFacts(facts.venue, clean(facts.place), facts.minutes, facts.times, clean(facts.message))
