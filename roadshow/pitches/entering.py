"""Applications that come on paper or by phone, typed in for those without an account, by the rules of the form."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from flask_babel import lazy_gettext as _

from roadshow.accounts.rules import email_faults
from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.bounds import phone_faults, text_faults
from roadshow.foundation.db import hold, operation
from roadshow.foundation.errors import Fault, Refused, refuse_faults
from roadshow.foundation.text import clean, one_line
from roadshow.foundation.uscc import clean_uscc
from roadshow.programme.models import Roadshow
from roadshow.projects import operations as projects
from roadshow.projects import queries as known
from roadshow.projects.models import Company, Project
from roadshow.projects.rules import ProjectFacts, company_faults, project_faults

from . import queries
from .asking import keep_answers
from .letters import tell
from .models import Pitch
from .operations import MESSAGE, apply
from .places import hand_in, hold_pitch
from .rules import EMAIL, answer_faults, correct_fault


@dataclass(frozen=True)
class EnteredFacts:
    """What stands on the paper: the firm by its code or its name, the project, whom to ask."""

    company: str
    uscc: str
    project: ProjectFacts
    contact_name: str
    contact_phone: str = ""
    contact_email: str = ""
    message: str = ""
    answers: Mapping[int, str] = field(default_factory=dict)

    def cleaned(self) -> "EnteredFacts":
        return replace(
            self,
            company=one_line(self.company),
            uscc=clean_uscc(self.uscc),
            message=clean(self.message),
            contact_name=one_line(self.contact_name),
            contact_phone=one_line(self.contact_phone),
            contact_email=one_line(self.contact_email),
        )


@dataclass(frozen=True)
class CorrectedFacts:
    """What is mended of one that was returned: whom to ask, and what they say; its project is mended by itself."""

    contact_name: str
    contact_phone: str = ""
    contact_email: str = ""
    message: str = ""
    answers: Mapping[int, str] = field(default_factory=dict)

    def cleaned(self) -> "CorrectedFacts":
        return replace(
            self,
            contact_name=one_line(self.contact_name),
            contact_phone=one_line(self.contact_phone),
            contact_email=one_line(self.contact_email),
            message=clean(self.message),
        )


def entered_faults(facts: EnteredFacts) -> list[Fault]:
    """Of the firm, the project and the contact, as their own rules say; of what is cleaned."""
    of_company = company_faults(facts.company, facts.uscc or None)
    faults = [Fault("company" if fault.field == "name" else fault.field, fault.words) for fault in of_company]
    of_project = project_faults(facts.project)
    faults += [
        Fault("project" if fault.field == "name" else fault.field, fault.words) for fault in of_project
    ]
    return faults + contact_faults(facts)


def contact_faults(facts: EnteredFacts | CorrectedFacts) -> list[Fault]:
    """Of whom to ask, and of the message; of what is cleaned."""
    faults = text_faults("contact_name", _("联系人"), facts.contact_name, 100, empty=_("请填写联系人"))
    if not facts.contact_phone and not facts.contact_email:
        faults.append(Fault("contact_phone", _("电话和邮箱至少填写一项")))
    faults += phone_faults("contact_phone", facts.contact_phone)
    if facts.contact_email and not EMAIL.fullmatch(facts.contact_email):
        faults.append(Fault("contact_email", _("这不是一个邮箱地址")))
    elif facts.contact_email:
        faults += email_faults(facts.contact_email, "contact_email")
    return faults + text_faults("message", _("申请说明"), facts.message, MESSAGE)


def firm_meant(
    named: Iterable[int], code: str, *, coded: Collection[int], having: Collection[int | None]
) -> int | None:
    """Which of the firms of one name is meant: with a ``code`` that is nobody's yet the only one without a code, else
    the only one, or of several the only one that has the project (``having``). None: one that is not there."""
    firms = list(named)
    if code:
        firms = [firm for firm in firms if firm not in coded]
    elif len(firms) > 1:
        firms = [firm for firm in firms if firm in having]
    return firms[0] if len(firms) == 1 else None


@operation
def enter(roadshow: Roadshow, facts: EnteredFacts, *, code: str = "", actor: Actor) -> Pitch:
    """An application that is handed in, its firm and project found or made.

    Raises: Refused on odd facts, when the call is not open (or the code is none), or the project has applied already.
    """
    hold(roadshow)
    facts = facts.cleaned()
    questions = queries.list_questions(roadshow.id)
    refuse_faults(entered_faults(facts) + answer_faults(questions, facts.answers, whole=True))
    project = _project(_company(facts, actor), facts.project, actor)
    pitch = apply(project, roadshow, facts.message, facts.answers, code=code, actor=actor)
    pitch.contact_name, pitch.contact_phone = facts.contact_name, facts.contact_phone
    pitch.contact_email, pitch.entered_by = facts.contact_email, actor.name[:100]
    hand_in(pitch)
    record("pitch.entered", actor, "pitch", pitch.id, project.name, roadshow=roadshow.title)
    tell("pitch.submitted", [pitch])
    return pitch


@operation
def correct(pitch: Pitch, facts: CorrectedFacts, *, actor: Actor) -> None:
    """One that was typed in and returned is handed in again, mended.

    Raises: Refused on odd facts, when it is not returned or its own people hand it in, or when it is overdue.
    """
    hold_pitch(pitch)
    if fault := correct_fault(pitch, clock.now(), queries.find_code_of(pitch)):
        raise Refused(fault)
    facts = facts.cleaned()
    questions = queries.list_questions(pitch.roadshow_id)
    refuse_faults(contact_faults(facts) + answer_faults(questions, facts.answers, whole=True))
    pitch.contact_name, pitch.contact_phone = facts.contact_name, facts.contact_phone
    pitch.contact_email, pitch.message = facts.contact_email, facts.message
    keep_answers(pitch, facts.answers, whole=True)
    hand_in(pitch)
    record("pitch.corrected", actor, "pitch", pitch.id, pitch.project.name, roadshow=pitch.roadshow.title)
    tell("pitch.submitted", [pitch])


def _company(facts: EnteredFacts, actor: Actor) -> Company:
    """By its code, else as ``firm_meant`` says, which has the code from now on; a new one otherwise."""
    if found := known.find_company(facts.uscc) if facts.uscc else None:
        return found
    named = {company.id: company for company in known.list_companies_named(facts.company)}
    coded = {company.id for company in named.values() if company.uscc}
    having = {project.company_id for project in known.list_projects_named(facts.project.name)}
    meant = firm_meant(named, facts.uscc, coded=coded, having=having)
    if meant is None:
        return projects.enter_company(facts.company, facts.uscc or None, actor=actor)
    if facts.uscc:
        projects.change_company(named[meant], named[meant].name, facts.uscc, actor=actor)
    return named[meant]


def _project(company: Company, facts: ProjectFacts, actor: Actor) -> Project:
    """The firm's own of this name, as it is; a new one otherwise."""
    named = [row for row in known.list_projects_named(facts.name) if row.company_id == company.id]
    return named[0] if named else projects.register_project(company, facts, actor=actor)
