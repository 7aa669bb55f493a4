"""Who pursues a project after its roadshow or a deal, what is to be done next and when, why it ended, who introduced
whom."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from roadshow.audit.operations import record
from roadshow.audit.queries import refuse_overtaken
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.bounds import text_faults
from roadshow.foundation.changes import take_over
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Fault, Missing, Refused, refuse_faults
from roadshow.foundation.text import clean, name_key, one_line, reason, reason_faults
from roadshow.projects.models import Project

from . import introductions, queries
from .board import has_deal, list_colleagues
from .facts import StepFacts
from .introductions import Thing, find_institution_id, named
from .letters import tell_due, thing_of
from .models import Row, Thread
from .operations import log_step
from .pursuits import Ending, Introduction, Pursuit
from .states import ThreadStep

Subject = Thread | Project
AHEAD = timedelta(days=3 * 366)
WHAT, NOTE, NAME = 200, 2000, 200  # characters
WHY_ENDED = _("请写明为什么终止")


@dataclass(frozen=True)
class PursuitFacts:
    owner_id: int | None
    next_on: date | None = None
    next_what: str = ""
    note: str = ""

    def faults(self, today: date, was: date | None = None) -> list[Fault]:
        """``was``: the date that stands, which may be past."""
        faults = text_faults("next_what", _("要做什么"), self.next_what, WHAT)
        faults += text_faults("note", _("备注"), self.note, NOTE)
        if self.next_on is None:
            return faults + ([Fault("next_on", _("请填写下次日期"))] if self.next_what else [])
        if self.owner_id is None:
            faults.append(Fault("owner_id", _("有下次日期的，请选由谁跟进，到日子提醒")))
        if not self.next_what:
            faults.append(Fault("next_what", _("请写明到那天要做什么")))
        if self.next_on != was and not today <= self.next_on <= today + AHEAD:
            faults.append(Fault("next_on", _("下次日期须在今天以后、三年以内")))
        return faults


def find_pursuit(subject: Subject) -> Pursuit | None:
    """Its own."""
    rows = select(Pursuit)
    if isinstance(subject, Thread):
        return db.session.scalar(rows.where(Pursuit.thread_id == subject.id))
    return db.session.scalar(rows.where(Pursuit.project_id == subject.id, Pursuit.thread_id.is_(None)))


@operation
def pursue(subject: Subject, facts: PursuitFacts, *, seen: int | None = None, actor: Actor) -> Pursuit:
    """Whoever owns it is reminded when the date comes; a date that moves moves that.

    Raises: Refused with the faults, or when it has ended; Overtaken when somebody else changed it since ``seen``.
    """
    pursuit = _held(subject)
    refuse_overtaken(seen, "pursuit", pursuit.id)
    _refuse_ended(pursuit)
    facts = replace(facts, next_what=one_line(facts.next_what), note=clean(facts.note))
    faults = facts.faults(clock.today(), pursuit.next_on)
    strangers = {facts.owner_id} - {None, pursuit.owner_id, *(person.id for person in list_colleagues())}
    refuse_faults(faults + [Fault("owner_id", _("请从列表中选择一项")) for _one in strangers])
    before = pursuit.owner
    changes = take_over(pursuit, vars(facts))
    if changes:
        db.session.flush()
        _moved(pursuit)
        if changes.keys() & {"next_on", "owner_id"}:
            pursuit.remind_on = pursuit.next_on
        db.session.refresh(pursuit, ["owner"])
        if "owner_id" in changes:
            changes["owner"] = [before, pursuit.owner]
        told = {name: change for name, change in changes.items() if name != "owner_id"}
        record("pursuit.kept", actor, "pursuit", pursuit.id, thing_of(pursuit), **told)
    return pursuit


@operation
def take(subject: Subject, *, actor: Actor) -> Pursuit:
    """What nobody pursues is this person's from now on; twice is once.

    Raises: Refused where somebody else was first, or when it has ended.
    """
    pursuit = _held(subject)
    _refuse_ended(pursuit)
    if pursuit.owner_id == actor.id:
        return pursuit
    if pursuit.owner is not None and pursuit.owner.active:
        raise Refused(_("%(name)s已在跟进。要换人，请在跟进的页面上改", name=pursuit.owner.name))
    pursuit.owner_id, pursuit.remind_on = actor.id, pursuit.next_on
    _moved(pursuit)
    record("pursuit.taken", actor, "pursuit", pursuit.id, thing_of(pursuit))
    return pursuit


@operation
def close(project: Project, ending: Ending, why: str, *, actor: Actor) -> Pursuit:
    """A project without a deal is pursued no more.

    Raises: Refused without saying why, when it has ended, or has a deal.
    """
    pursuit = _held(project)
    _refuse_ended(pursuit)
    if has_deal(project.id):
        raise Refused(_("这个项目已有登记的投资，请在那一笔上终止"))
    pursuit.why, pursuit.ended_at = reason(why, WHY_ENDED, "why"), clock.now()
    _end(pursuit, ending)
    record("pursuit.ended", actor, "pursuit", pursuit.id, thing_of(pursuit), ending=ending, why=pursuit.why)
    return pursuit


@operation
def reopen(project: Project, *, actor: Actor) -> Pursuit:
    """It is pursued again; twice is once."""
    pursuit = _held(project)
    if pursuit.ended_at is not None:
        pursuit.ending, pursuit.why, pursuit.ended_at = None, "", None
        _moved(pursuit)
        record("pursuit.reopened", actor, "pursuit", pursuit.id, thing_of(pursuit))
    return pursuit


@operation
def drop(thread: Thread, ending: Ending, why: str, on: date, *, actor: Actor) -> Row:
    """The deal ends: a step of the ledger with its reason, which a colleague verifies as any other.

    Raises: Refused without saying why, and as ``log_step``.
    """
    why = clean(why)
    refuse_faults(reason_faults(why, WHY_ENDED, "why"))
    row = log_step(thread, StepFacts(thread.kind, ThreadStep.DROPPED, on, None, note=why), actor=actor)
    pursuit = _held(thread)
    pursuit.why = why
    _end(pursuit, ending)
    record("pursuit.ended", actor, "pursuit", pursuit.id, thing_of(pursuit), ending=ending, why=why)
    return row


@operation
def introduce(subject: Subject, whom: str, by: str, *, seen: int | None = None, actor: Actor) -> Introduction:
    """``by`` introduced ``whom``; said anew it takes the place of what was said before.

    Raises: Refused with the faults, Overtaken as ``pursue``.
    """
    pursuit = _held(subject)
    refuse_overtaken(seen, "pursuit", pursuit.id)
    whom, by, (project_id, company_id) = one_line(whom), one_line(by), thing(subject)
    refuse_faults(introduction_faults(subject, whom, by))
    row = introductions.find_introduction((project_id, company_id), whom)
    before = row.by if row else None
    if row is None:
        row = Introduction(project_id=project_id, company_id=company_id, whom_key=name_key(whom))
    known = named(by, project_id)
    row.whom, row.institution_id = whom, find_institution_id([name_key(whom)])
    row.by, row.by_institution_id, row.by_roadshow_id = by, known.institution_id, known.roadshow_id
    row.noted_by, row.noted_at = actor.name[:100], clock.now()
    db.session.add(row)
    _moved(pursuit)
    changes: dict[str, object] = {"whom": whom, "introduced_by": by if before is None else [before, by]}
    record("pursuit.introduced", actor, "pursuit", pursuit.id, thing_of(pursuit), **changes)
    return row


def introduction_faults(subject: Subject, whom: str, by: str) -> list[Fault]:
    """Of cleaned words."""
    faults = text_faults("whom", _("引荐给了谁"), whom, NAME, empty=_("请填写引荐给了哪家机构"))
    faults += text_faults("by", _("引荐人"), by, NAME, empty=_("请填写由谁引荐"))
    firm = subject.company
    if firm is not None and name_key(whom) == firm.name_key:
        faults.append(Fault("whom", _("这是项目自己的企业，请填写投资机构或银行")))
    if whom and name_key(whom) == name_key(by):
        faults.append(Fault("by", _("引荐人和被引荐的机构是同一家，请核对")))
    return faults


@operation
def forget_introduction(subject: Subject, introduction_id: int, *, actor: Actor) -> None:
    """Raises: Missing when it is gone, or of another thing."""
    pursuit = _held(subject)
    row = introductions.get_introduction(introduction_id)
    if (row.project_id, row.company_id) != thing(subject):
        raise Missing(f"introduction {introduction_id} of {thing(subject)}")
    said = {"whom": row.whom, "introduced_by": row.by}
    record("pursuit.unintroduced", actor, "pursuit", pursuit.id, thing_of(pursuit), **said)
    db.session.delete(row)


@operation
def remind(pursuit: Pursuit) -> None:
    """The letter that its date has come, once; none when it ended meanwhile."""
    hold(pursuit)
    if pursuit.remind_on is None or pursuit.remind_on > clock.today():
        return
    pursuit.remind_on = None
    if not is_over(pursuit):
        tell_due(pursuit)


def is_over(pursuit: Pursuit) -> bool:
    if pursuit.thread is not None:
        return queries.latest_step(pursuit.thread) is ThreadStep.DROPPED
    return pursuit.ended_at is not None


def thing(subject: Subject) -> Thing:
    """What introductions on its page are to."""
    if isinstance(subject, Project):
        return subject.id, None
    return (subject.project_id, None) if subject.project_id else (None, subject.company_id)


def _held(subject: Subject) -> Pursuit:
    """Its own, with the subject locked; made where there is none: a deal's begins as its project's was, whose date is
    then the deal's."""
    hold(subject)
    if (known := find_pursuit(subject)) is not None:
        return known
    pursuit = Pursuit(thread_id=None, project_id=subject.id, moved_on=clock.today())
    if isinstance(subject, Thread):
        pursuit.thread_id, pursuit.project_id = subject.id, subject.project_id
        if subject.project is not None and (base := find_pursuit(subject.project)) is not None:
            for name in ("owner_id", "next_on", "next_what", "note", "remind_on"):
                setattr(pursuit, name, getattr(base, name))
            base.next_on, base.next_what, base.remind_on = None, "", None
    db.session.add(pursuit)
    db.session.flush()
    return pursuit


def _refuse_ended(pursuit: Pursuit) -> None:
    if is_over(pursuit):
        raise Refused(_("已经终止，不再跟进。要继续，请先重新开启；是一笔投资或贷款的，登记新的一步"))


def _moved(pursuit: Pursuit) -> None:
    pursuit.moved_on = clock.today()


def _end(pursuit: Pursuit, ending: Ending) -> None:
    pursuit.ending, pursuit.next_on, pursuit.next_what, pursuit.remind_on = ending, None, "", None
    _moved(pursuit)
