from dataclasses import replace
from datetime import timedelta

from roadshow.accounts.models import Person
from roadshow.attendance.access import NEED_WORDS, Access, Layer, Need, get_readable, reader_of
from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.changes import take_over
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Missing, Refused, refuse_faults
from roadshow.foundation.text import clean
from roadshow.investors.living import hold_living
from roadshow.investors.models import Institution
from roadshow.investors.queries import find_own_institution
from roadshow.pitches.models import Pitch
from roadshow.pitches.snapshots import told_by
from roadshow.projects.facts import ApplicantFacts

from . import queries
from .letters import tell_owners
from .models import TOLD, Interest, InterestLevel, Note, PassedOn, Said
from .rules import InterestFacts, interest_faults, interest_lacks, may_call, note_faults
from .states import OPEN
from .talking import call_off

A_DAY = timedelta(days=1)
NOTHING: dict[str, object] = {
    **dict.fromkeys(("level", "low_fen", "high_fen", "shares")),
    "job_title": "",
    "message": "",
}
"""What an interest says that was taken back."""


@operation
def say_interest(pitch_id: int, facts: InterestFacts, *, person: Person, actor: Actor) -> Interest:
    """For this person's institution; of its project there is one interest, whoever of it says so and wherever. Said
    twice it is said once.

    Raises: Missing where they may not read the project, Refused with the faults or what is to be done first.
    """
    institution, pitch, access = _reading(pitch_id, person)
    facts = replace(facts, job_title=clean(facts.job_title), message=clean(facts.message))
    refuse_faults(interest_faults(facts, avoided=access.avoided))
    _refuse_lacks(interest_lacks(facts.level, access))
    interest = queries.find_interest(institution.id, pitch.project_id)
    if interest:
        hold(interest)
    said = {**vars(facts), "roadshow_id": pitch.roadshow_id}
    if interest and all(getattr(interest, name) == value for name, value in said.items()):
        return interest
    before, is_news = interest.level if interest else None, _is_news(interest, facts.level)
    interest = interest or Interest(institution_id=institution.id, project_id=pitch.project_id)
    _say(interest, facts, pitch.roadshow_id, person)
    changes = {"interest": [before, facts.level]}
    record("interest.said", actor, "interest", interest.id, pitch.project.name, **changes)
    if facts.level not in TOLD:
        _end_talk(interest, actor)
    if is_news:
        tell_owners(pitch, interest)
    return interest


@operation
def take_back(interest_id: int, *, person: Person, actor: Actor) -> Interest:
    """Whoever of the institution said it; twice is once. Raises: Missing, also when it is another's."""
    institution = _own(person)
    interest = hold(queries.get_own_interest(institution.id, interest_id))
    if interest.level is not None:
        _say(interest, None, interest.roadshow_id, person)
        record("interest.taken_back", actor, "interest", interest.id, interest.project.name)
        _end_talk(interest, actor)
    return interest


@operation
def write_note(pitch_id: int, text: str, *, person: Person, actor: Actor) -> Note:
    """For the colleagues of the institution. Raises: Missing where they may not read the project, Refused with the
    faults."""
    institution, pitch, access = _reading(pitch_id, person)
    _refuse_lacks(access.lacks(Layer.SUMMARY))
    text = _noted(text)
    about = {"institution_id": institution.id, "project_id": pitch.project_id}
    note = Note(**about, text=text, person_id=person.id, by=person.name, at=clock.now())
    db.session.add(note)
    db.session.flush()
    record("note.written", actor, "note", note.id, pitch.project.name)
    return note


@operation
def change_note(note_id: int, text: str, *, person: Person, actor: Actor) -> Note:
    """Raises: Missing when it is not theirs, Refused with the faults."""
    note = _held_note(note_id, person)
    if (text := _noted(text)) != note.text:
        note.text, note.changed_at = text, clock.now()
        record("note.changed", actor, "note", note.id, note.project.name)
    return note


@operation
def delete_note(note_id: int, *, person: Person, actor: Actor) -> None:
    """Raises: Missing when it is not theirs."""
    note = _held_note(note_id, person)
    record("note.deleted", actor, "note", note.id, note.project.name)
    db.session.delete(note)


@operation
def pass_on(pitch_id: int, *, person: Person, actor: Actor) -> ApplicantFacts:
    """The firm's contact, once it is noted to whom it is shown. Raises: Missing where the owners have not agreed to it,
    the institution would not like to talk, or something is lacking to read the figures."""
    institution, pitch, access = _reading(pitch_id, person)
    told = told_by(pitch)
    interest = queries.find_interest(institution.id, pitch.project_id)
    if not may_call(access, interest, told):
        raise Missing(f"contact of pitch {pitch_id} for {person.id}")
    about = {"institution_id": institution.id, "project_id": pitch.project_id}
    db.session.add(PassedOn(**about, person_id=person.id, by=person.name, at=clock.now()))
    record(
        "project.passed_on",
        actor,
        "project",
        pitch.project_id,
        pitch.project.name,
        institution=institution.name,
    )
    return told.applicant


def _reading(pitch_id: int, person: Person) -> tuple[Institution, Pitch, Access]:
    """Locks the institution, so that two colleagues come one after the other. Raises: Missing where nothing of it is
    for this reader, also because its owner closed it."""
    institution = _own(person)
    pitch, access = get_readable(reader_of(person), pitch_id)
    if not access.open:
        raise Missing(f"pitch {pitch_id} for {person.id}")
    return institution, pitch, access


def _own(person: Person) -> Institution:
    institution = find_own_institution(person.id)
    if institution is None:
        raise Missing(f"institution of {person.id}")
    return hold_living(institution)


def _refuse_lacks(needs: list[Need]) -> None:
    if needs:
        raise Refused(NEED_WORDS[needs[0]])


def _is_news(interest: Interest | None, level: InterestLevel) -> bool:
    """Whether its owners are told: not again within a day, however often it is taken back and said."""
    if interest is None or level not in TOLD:
        return level in TOLD
    return level is not interest.level and not queries.was_said(interest.id, level, clock.now() - A_DAY)


def _say(interest: Interest, facts: InterestFacts | None, roadshow_id: int, person: Person) -> None:
    """The interest becomes what is said, and it is kept that it was; None takes it back."""
    answers = vars(facts) if facts else NOTHING
    said = {
        **answers,
        "roadshow_id": roadshow_id,
        "person_id": person.id,
        "by": person.name,
        "at": clock.now(),
    }
    take_over(interest, said)
    db.session.add(interest)
    db.session.flush()
    db.session.add(Said(interest_id=interest.id, **said))


def _end_talk(interest: Interest, actor: Actor) -> None:
    """Who no longer wants to talk has no talk open; one whose time has passed stays as it was."""
    talk = queries.find_talk(interest.id)
    is_over = talk is not None and talk.starts_at is not None and talk.starts_at <= clock.now()
    if talk is not None and talk.state in OPEN and not is_over:
        call_off(hold(talk), "", actor=actor)


def _noted(text: str) -> str:
    text = clean(text)
    refuse_faults(note_faults(text))
    return text


def _held_note(note_id: int, person: Person) -> Note:
    return hold(queries.get_own_note(person.id, _own(person).id, note_id))
