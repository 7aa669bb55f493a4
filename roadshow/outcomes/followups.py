"""What the ledger tells the screening below: whose fund has money in a firm does not read its applications; and what it
hears of institutions."""

from sqlalchemy import String, cast, exists, func, literal, or_, select, update
from sqlalchemy.orm import aliased

from roadshow.foundation.db import db
from roadshow.foundation.happenings import on
from roadshow.investors.belonging import acts_for
from roadshow.investors.happenings import Merged
from roadshow.investors.models import Contact, Institution
from roadshow.pitches.models import Pitch
from roadshow.projects.models import Project
from roadshow.screening.barring import BARRED_BY, Barring

from .models import Row, Thread
from .pursuits import Introduction
from .states import Kind, RowState


def have_invested() -> Barring:
    """They act for an institution that has a deal with the firm, or with the project where there is no firm; a deal of
    which every row was refused is none."""
    of_firm = aliased(Project)
    same = or_(of_firm.id == Project.id, of_firm.company_id == Project.company_id)
    deals = (
        select(Pitch.id).join(Pitch.project).join(of_firm, same).join(Thread, Thread.project_id == of_firm.id)
    )
    key = literal(f"{Kind.INVESTMENT}|").concat(cast(Thread.project_id, String)).concat("|")
    key = key.concat(Institution.name_key).concat("|")  # as ``thread_key`` begins
    funds = deals.join(Institution, func.substr(Thread.key, 1, func.length(key)) == key)
    counts = exists().where(Row.thread_id == Thread.id, Row.state != RowState.REFUSED)
    funds = funds.where(Thread.kind == Kind.INVESTMENT, counts)
    return funds.join(Contact, acts_for()), Contact.person_id


BARRED_BY.append(have_invested)


@on(Merged)
def keep_introductions(merged: Merged) -> None:
    """Whoever was introduced, or introduced somebody, as the gone institution is the kept one."""
    for column in (Introduction.institution_id, Introduction.by_institution_id):
        rows = update(Introduction).where(column == merged.gone_id)
        db.session.execute(rows.values({column.key: merged.kept_id}))
