from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.foundation.listing import Listed, Order, has_text, in_turn, ordered
from roadshow.foundation.text import name_key
from roadshow.investors.models import Contact, Institution
from roadshow.programme.models import Roadshow
from roadshow.projects.models import Member, Project

from .models import TOLD, Interest, InterestLevel, Note, PassedOn, Said, Talk
from .states import OPEN, Share, Side, TalkState


@dataclass(frozen=True)
class Wanted:
    """Which interests: ``text`` is part of an institution's or a project's name, None leaves a thing open. What was
    taken back is among them only where it is asked for."""

    text: str = ""
    level: InterestLevel | None = None
    roadshow_id: int | None = None
    institution_id: int | None = None
    project_id: int | None = None
    taken_back: bool = False
    among: Select[int] | None = None


INTERESTS_BY = {
    "project": Project.name,
    "institution": Institution.name,
    "level": in_turn(Interest.level, InterestLevel),
    "low": Interest.low_fen,
    "high": Interest.high_fen,
    "roadshow": Roadshow.on,
    "by": Interest.by,
    "at": Interest.at,
}


def list_interests(wanted: Wanted = Wanted(), order: Order | None = None) -> Listed[Interest]:
    """With institution, project and roadshow, the latest first."""
    rows = select(Interest).join(Interest.institution).join(Interest.project).join(Interest.roadshow)
    rows = rows.options(
        contains_eager(Interest.institution).lazyload(Institution.contacts),
        contains_eager(Interest.project),
        contains_eager(Interest.roadshow),
        selectinload(Interest.talks).lazyload("*"),
    )
    if key := name_key(wanted.text):
        named = [each.name_key.contains(key, autoescape=True) for each in (Institution, Project)]
        rows = rows.where(named[0] | named[1])
    if wanted.among is not None:
        rows = rows.where(Interest.id.in_(wanted.among))
    if wanted.level or not wanted.taken_back:
        rows = rows.where(Interest.level == wanted.level if wanted.level else Interest.level.is_not(None))
    for column, value in (
        (Interest.roadshow_id, wanted.roadshow_id),
        (Interest.institution_id, wanted.institution_id),
        (Interest.project_id, wanted.project_id),
    ):
        rows = rows if value is None else rows.where(column == value)
    return Listed(ordered(rows, INTERESTS_BY, order, Interest.at.desc(), Interest.id.desc()))


def count_by_level(wanted: Wanted = Wanted()) -> dict[InterestLevel, int]:
    """Of one roadshow, institution or project, or of all; levels without any are left out."""
    rows = select(Interest.level, func.count(Interest.id)).where(Interest.level.is_not(None))
    for column, value in (
        (Interest.roadshow_id, wanted.roadshow_id),
        (Interest.institution_id, wanted.institution_id),
        (Interest.project_id, wanted.project_id),
    ):
        rows = rows if value is None else rows.where(column == value)
    counts = db.session.execute(rows.group_by(Interest.level))
    return {level: count for level, count in counts if level is not None}


def find_interest(institution_id: int, project_id: int) -> Interest | None:
    """Also one that was taken back."""
    rows = select(Interest).where(Interest.institution_id == institution_id)
    return db.session.scalar(rows.where(Interest.project_id == project_id))


def get_own_interest(institution_id: int, interest_id: int) -> Interest:
    """Raises: Missing, also when it is another institution's."""
    interest = db.session.get(Interest, interest_id)
    if interest is None or interest.institution_id != institution_id:
        raise Missing(f"interest {interest_id} of institution {institution_id}")
    return interest


def get_interest(interest_id: int) -> Interest:
    """Raises: Missing."""
    interest = db.session.get(Interest, interest_id)
    if interest is None:
        raise Missing(f"interest {interest_id}")
    return interest


def list_roadshows() -> list[Roadshow]:
    """At which the interests of now were said, the latest first."""
    said = select(Interest.roadshow_id).where(Interest.level.is_not(None))
    rows = select(Roadshow).where(Roadshow.id.in_(said))
    return list(db.session.scalars(rows.order_by(Roadshow.on.desc(), Roadshow.id.desc())))


def list_own_interests(institution_id: int, project_ids: Collection[int]) -> dict[int, Interest]:
    """Project → what this institution would like with it now."""
    rows = select(Interest).where(Interest.institution_id == institution_id, Interest.level.is_not(None))
    rows = rows.where(Interest.project_id.in_(project_ids))
    return {interest.project_id: interest for interest in db.session.scalars(rows)}


def list_told(project_id: int) -> list[Interest]:
    """What its owners learn of, the latest first."""
    rows = select(Interest).where(Interest.project_id == project_id, Interest.level.in_(TOLD))
    return list(db.session.scalars(rows.order_by(Interest.at.desc(), Interest.id.desc())))


def list_said(interest_id: int) -> list[Said]:
    """Each time, the latest first."""
    rows = select(Said).where(Said.interest_id == interest_id).order_by(Said.at.desc(), Said.id.desc())
    return list(db.session.scalars(rows))


def was_said(interest_id: int, level: InterestLevel, since: datetime) -> bool:
    rows = select(Said.id).where(Said.interest_id == interest_id, Said.level == level, Said.at > since)
    return db.session.scalar(rows.limit(1)) is not None


def list_notes(institution_id: int, project_id: int) -> list[Note]:
    """An institution's own on a project, the latest first."""
    rows = select(Note).where(Note.institution_id == institution_id, Note.project_id == project_id)
    return list(db.session.scalars(rows.order_by(Note.at.desc(), Note.id.desc())))


def get_own_note(person_id: int, institution_id: int, note_id: int) -> Note:
    """Raises: Missing, also when a colleague wrote it, or they act for another institution by now."""
    note = db.session.get(Note, note_id)
    if note is None or (note.person_id, note.institution_id) != (person_id, institution_id):
        raise Missing(f"note {note_id} of {person_id}")
    return note


def list_passed_on(project_id: int, text: str = "") -> list[PassedOn]:
    """To whom its contact was shown, the latest first; ``text`` is part of the institution's name."""
    rows = select(PassedOn).where(PassedOn.project_id == project_id)
    named = select(Institution.id).where(has_text(text, Institution.name))
    rows = rows.where(PassedOn.institution_id.in_(named)) if text else rows
    return list(db.session.scalars(rows.order_by(PassedOn.at.desc(), PassedOn.id.desc())))


def was_passed_on(project_id: int, person_id: int) -> bool:
    """Whether its contact was shown to this person."""
    rows = select(PassedOn.id).where(PassedOn.project_id == project_id, PassedOn.person_id == person_id)
    return db.session.scalar(rows.limit(1)) is not None


@dataclass(frozen=True)
class Asker:
    """Who said an interest, as far as the project's owners may know; all empty where nothing was shared."""

    name: str = ""
    job_title: str = ""
    email: str = ""
    mobile: str = ""

    @property
    def lines(self) -> list[str]:
        return [text for text in (self.name, self.job_title, self.email, self.mobile) if text]


def asker_of(interest: Interest) -> Asker:
    """By what was agreed to with the interest as it is now; of somebody who left the institution only the name."""
    if interest.shares is None:
        return Asker()
    named = Asker(interest.by, interest.job_title)
    contact = db.session.scalar(
        select(Contact).where(
            Contact.person_id == interest.person_id, Contact.institution_id == interest.institution_id
        )
    )
    if interest.shares is not Share.CONTACT or contact is None:
        return named
    return replace(named, email=contact.person.email, mobile=contact.mobile)


def get_talk(talk_id: int) -> Talk:
    """Raises: Missing."""
    talk = db.session.get(Talk, talk_id)
    if talk is None:
        raise Missing(f"talk {talk_id}")
    return talk


def get_own_talk(institution_id: int, talk_id: int) -> Talk:
    """Raises: Missing, also when it is another institution's."""
    talk = get_talk(talk_id)
    if talk.interest.institution_id != institution_id:
        raise Missing(f"talk {talk_id} of institution {institution_id}")
    return talk


def find_talk(interest_id: int) -> Talk | None:
    """The latest of an interest."""
    return list_talks([interest_id]).get(interest_id)


def list_talks(interest_ids: Collection[int]) -> dict[int, Talk]:
    """Interest → its latest talk."""
    latest = select(func.max(Talk.id)).where(Talk.interest_id.in_(interest_ids)).group_by(Talk.interest_id)
    rows = select(Talk).where(Talk.id.in_(latest))
    return {talk.interest_id: talk for talk in db.session.scalars(rows)}


def list_unanswered(project_ids: Collection[int], since: datetime) -> list[Interest]:
    """What owners were told of since then and have not answered, the earliest first."""
    answered = select(Talk.id).where(
        Talk.interest_id == Interest.id, or_(Talk.state.in_(OPEN), Talk.changed_at > Interest.at)
    )
    rows = select(Interest).where(Interest.project_id.in_(project_ids), Interest.level.in_(TOLD))
    rows = rows.where(Interest.at > since, ~answered.exists())
    return list(db.session.scalars(rows.order_by(Interest.at, Interest.id)))


def list_waiting(side: Side, ids: Collection[int]) -> list[Talk]:
    """Talks of these projects, or of these institutions, that wait for that side; the longest first."""
    theirs = Interest.project_id if side is Side.PROJECT else Interest.institution_id
    rows = select(Talk).join(Talk.interest).where(theirs.in_(ids), Talk.waits_for == side)
    return list(db.session.scalars(rows.order_by(Talk.changed_at, Talk.id)))


def list_scheduled(person_id: int, side: Side, since: datetime, cancelled_since: datetime) -> list[Talk]:
    """Talks of this person's projects, or that they asked for on behalf of their institution, as calendars show them;
    one that was called off stays a while."""
    rows = select(Talk).join(Talk.interest).where(Talk.starts_at > since)
    if side is Side.PROJECT:
        rows = rows.join(Interest.project).join(Member, Member.company_id == Project.company_id)
        rows = rows.where(Member.person_id == person_id)
    else:
        rows = rows.join(Contact, Contact.institution_id == Interest.institution_id)
        rows = rows.where(Contact.person_id == person_id, Talk.asker_id == person_id)
    called_off = and_(Talk.state == TalkState.CANCELLED, Talk.changed_at > cancelled_since)
    rows = rows.where(or_(Talk.state == TalkState.AGREED, called_off))
    return list(db.session.scalars(rows.order_by(Talk.starts_at, Talk.id)))


def count_talks(roadshow_id: int | None = None, project_id: int | None = None) -> dict[TalkState, int]:
    """Of the interests of one roadshow or project, by the state of each one's latest talk."""
    latest = select(func.max(Talk.id)).group_by(Talk.interest_id)
    rows = (
        select(Talk.state, func.count(Talk.id).label("many")).join(Talk.interest).where(Talk.id.in_(latest))
    )
    for column, value in ((Interest.roadshow_id, roadshow_id), (Interest.project_id, project_id)):
        rows = rows if value is None else rows.where(column == value)
    counts = db.session.execute(rows.group_by(Talk.state))
    return {row.state: row.many for row in counts}
