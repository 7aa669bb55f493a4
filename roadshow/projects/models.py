from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from roadshow.accounts.models import Person
from roadshow.foundation.db import CONSTRAINT_WORDS, Model

CONSTRAINT_WORDS |= {
    "uq_projects_company_uscc": _("这个统一社会信用代码已经登记，请联系路演中心认领企业"),
    "uq_projects_member_company_id_person_id": _("这个人已在该企业名下"),
}


class Company(Model):
    """A firm; told apart by its USCC, by name only while it has none."""

    __tablename__ = "projects_company"
    __table_args__ = (UniqueConstraint("uscc"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    uscc: Mapped[str | None] = mapped_column(String(18))
    made_at: Mapped[datetime]
    project_count: Mapped[int] = query_expression()  # told by a list of companies alone
    members: Mapped[list["Member"]] = relationship(back_populates="company", order_by="Member.id")


class Member(Model):
    """A person who acts for a company."""

    __tablename__ = "projects_member"
    __table_args__ = (UniqueConstraint("company_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("projects_company.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    company: Mapped[Company] = relationship(back_populates="members")
    person: Mapped[Person] = relationship()


class Project(Model):
    """What is pitched and landed; a stub (待补全) stands for one that a ledger only names."""

    __tablename__ = "projects_project"
    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int | None] = mapped_column(ForeignKey("projects_company.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    one_line: Mapped[str] = mapped_column(String(100), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    sector: Mapped[str | None] = mapped_column(String(20))
    stage: Mapped[str | None] = mapped_column(String(20))
    stub: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    company: Mapped[Company | None] = relationship(lazy="joined")
