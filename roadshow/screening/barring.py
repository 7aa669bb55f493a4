"""Who may not read an application, whoever gives it to them. What only rooms above know they add to ``BARRED_BY``."""

from collections.abc import Callable

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute

from roadshow.investors.belonging import acts_for
from roadshow.investors.models import Contact, Institution
from roadshow.pitches.models import Pitch
from roadshow.projects.models import Company, FormerMember, Member, Project, Round

from .models import Recusal

Barring = tuple[Select[int], InstrumentedAttribute[int]]  # ids of applications, and the person that is barred


def said_so() -> Barring:
    return select(Pitch.id).join(Recusal, Recusal.pitch_id == Pitch.id), Recusal.person_id


def act_for_it() -> Barring:
    firm = select(Pitch.id).join(Pitch.project)
    return firm.join(Member, Member.company_id == Project.company_id), Member.person_id


def acted_for_it() -> Barring:
    firm = select(Pitch.id).join(Pitch.project)
    return firm.join(FormerMember, FormerMember.company_id == Project.company_id), FormerMember.person_id


def are_the_same_person() -> Barring:
    """They act for an institution that is the firm itself."""
    fund = select(Pitch.id).join(Pitch.project).join(Project.company)
    fund = fund.join(Institution, Institution.uscc == Company.uscc)
    return fund.join(Contact, acts_for()), Contact.person_id


def are_named_as_investor() -> Barring:
    """They act for an institution that the project's form names in a round that is closed."""
    fund = select(Pitch.id).join(Round, Round.project_id == Pitch.project_id)
    fund = fund.join(Institution, Round.investors.contains(Institution.name))
    return fund.join(Contact, acts_for()), Contact.person_id


BARRED_BY: list[Callable[[], Barring]] = [
    said_so,
    act_for_it,
    acted_for_it,
    are_the_same_person,
    are_named_as_investor,
]
