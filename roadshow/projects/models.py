from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column, query_expression, relationship

from roadshow.accounts.models import OneTimeLink, Person
from roadshow.foundation.db import CONSTRAINT_WORDS, Model, one_of

from .states import CompanyState, JoinState, Proof

CONSTRAINT_WORDS |= {
    "uq_projects_company_uscc": _("这个统一社会信用代码已经登记，可以申请加入该企业"),
    "uq_projects_member_company_id_person_id": _("这个人已在该企业名下"),
    "ux_projects_join_request_open": _("您已经申请加入这家企业，请等待答复"),
    "ux_projects_claim_open": _("您已经认领这家企业，请等待路演中心答复"),
}


class Company(Model):
    """A firm; told apart by its USCC, by name only while it has none."""

    __tablename__ = "projects_company"
    __table_args__ = (
        UniqueConstraint("uscc"),
        CheckConstraint(
            "state <> 'verified' OR (checked_at IS NOT NULL AND checked_against IS NOT NULL)",
            name="verified_was_checked",
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    uscc: Mapped[str | None] = mapped_column(String(18))
    made_at: Mapped[datetime]
    state: Mapped[CompanyState] = mapped_column(one_of(CompanyState), default=CompanyState.UNVERIFIED)
    refusal: Mapped[str] = mapped_column(String(500), default="")
    checked_at: Mapped[datetime | None]
    checked_by: Mapped[str] = mapped_column(String(100), default="")
    checked_against: Mapped[Proof | None] = mapped_column(one_of(Proof))
    checked_note: Mapped[str] = mapped_column(String(500), default="")
    project_count: Mapped[int] = query_expression()  # told by a list of companies alone
    members: Mapped[list["Member"]] = relationship(back_populates="company", order_by="Member.id")

    @property
    def verified_at(self) -> datetime | None:
        """None for one that is not verified."""
        return self.checked_at if self.state is CompanyState.VERIFIED else None


class MemberRight(StrEnum):
    """What a member may do with the company's things, each all that the one before it may."""

    VIEWER = "viewer"
    EDITOR = "editor"
    OWNER = "owner"


RIGHT_WORDS = {
    MemberRight.OWNER: _("负责人"),
    MemberRight.EDITOR: _("可编辑"),
    MemberRight.VIEWER: _("可查看"),
}
AT_LEAST = {
    MemberRight.VIEWER: frozenset(MemberRight),
    MemberRight.EDITOR: frozenset({MemberRight.EDITOR, MemberRight.OWNER}),
    MemberRight.OWNER: frozenset({MemberRight.OWNER}),
}


class Member(Model):
    """A person who acts for a company."""

    __tablename__ = "projects_member"
    __table_args__ = (UniqueConstraint("company_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("projects_company.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    right: Mapped[MemberRight] = mapped_column(one_of(MemberRight))
    company: Mapped[Company] = relationship(back_populates="members")
    person: Mapped[Person] = relationship()

    @property
    def edits(self) -> bool:
        return self.right in AT_LEAST[MemberRight.EDITOR]

    @property
    def owns(self) -> bool:
        return self.right in AT_LEAST[MemberRight.OWNER]


class FormerMember(Model):
    """Somebody who acted for a company once, and is none to judge it."""

    __tablename__ = "projects_former_member"
    __table_args__ = (UniqueConstraint("company_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("projects_company.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    left_at: Mapped[datetime]


class MemberInvitation(OneTimeLink, Model):
    """Makes whoever has this address a member; a newer one to it ends an older one."""

    __tablename__ = "projects_member_invitation"
    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("projects_company.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))  # lower case
    right: Mapped[MemberRight] = mapped_column(one_of(MemberRight))
    invited_by: Mapped[str] = mapped_column(String(100))  # a name
    company: Mapped[Company] = relationship(lazy="joined")


class JoinRequest(Model):
    """Somebody asks to act for a company that is registered already."""

    __tablename__ = "projects_join_request"
    __table_args__ = (
        Index(
            "ux_projects_join_request_open",
            "company_id",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("projects_company.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    message: Mapped[str] = mapped_column(String(500))
    state: Mapped[JoinState] = mapped_column(one_of(JoinState), default=JoinState.ASKED)
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    company: Mapped[Company] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")


class Claim(Model):
    """Somebody says that a company is theirs and not its members'; staff decide."""

    __tablename__ = "projects_claim"
    __table_args__ = (
        Index(
            "ux_projects_claim_open",
            "company_id",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("projects_company.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    statement: Mapped[str] = mapped_column(Text)
    state: Mapped[JoinState] = mapped_column(one_of(JoinState), default=JoinState.ASKED)
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    company: Mapped[Company] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")


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
    dossier: Mapped["Dossier | None"] = relationship(back_populates="project")


def _of_dossier() -> MappedColumn[int]:
    return mapped_column(ForeignKey("projects_dossier.project_id"), primary_key=True)


def _in_turn() -> MappedColumn[int]:
    return mapped_column(primary_key=True, autoincrement=False)


class Dossier(Model):
    """The answers of a project's form beyond its name; what each means stands in ``facts``."""

    __tablename__ = "projects_dossier"
    __table_args__ = (
        CheckConstraint("equity_bp BETWEEN 1 AND 10000", name="equity_of_the_whole"),
        CheckConstraint("readiness BETWEEN 1 AND 9", name="readiness_of_nine"),
    )
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_project.id"), primary_key=True)
    kind: Mapped[str | None] = mapped_column(String(20))
    source: Mapped[str | None] = mapped_column(String(20))
    contact_name: Mapped[str] = mapped_column(String(100), default="")
    contact_mobile: Mapped[str] = mapped_column(String(20), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    registered_on: Mapped[date | None]
    region: Mapped[str] = mapped_column(String(6), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    capital_fen: Mapped[int | None] = mapped_column(BigInteger)
    staff: Mapped[int | None]
    research_staff: Mapped[int | None]
    readiness: Mapped[int | None]
    product: Mapped[str] = mapped_column(Text, default="")
    certificates: Mapped[str] = mapped_column(Text, default="")
    awards: Mapped[str] = mapped_column(Text, default="")
    market: Mapped[str] = mapped_column(Text, default="")
    competitors: Mapped[str] = mapped_column(Text, default="")
    model: Mapped[str] = mapped_column(Text, default="")
    ask_fen: Mapped[int | None] = mapped_column(BigInteger)
    equity_bp: Mapped[int | None]
    use_of_funds: Mapped[str] = mapped_column(Text, default="")
    loan_fen: Mapped[int | None] = mapped_column(BigInteger)
    wish: Mapped[str | None] = mapped_column(String(20))
    area_m2: Mapped[int | None]
    wanted_on: Mapped[date | None]
    level: Mapped[str | None] = mapped_column(String(20))
    project: Mapped[Project] = relationship(back_populates="dossier")
    years: Mapped[list["Year"]] = relationship(cascade="all, delete-orphan", order_by="Year.year.desc()")
    rounds: Mapped[list["Round"]] = relationship(cascade="all, delete-orphan", order_by="Round.position")
    people: Mapped[list["Teammate"]] = relationship(
        cascade="all, delete-orphan", order_by="Teammate.position"
    )
    rights: Mapped[list["Right"]] = relationship(cascade="all, delete-orphan", order_by="Right.position")
    declared: Mapped[list["Declared"]] = relationship(
        cascade="all, delete-orphan", order_by="Declared.at, Declared.what"
    )


class Year(Model):
    """A year's business."""

    __tablename__ = "projects_year"
    project_id: Mapped[int] = _of_dossier()
    year: Mapped[int] = _in_turn()
    revenue_fen: Mapped[int | None] = mapped_column(BigInteger)
    profit_fen: Mapped[int | None] = mapped_column(BigInteger)
    research_fen: Mapped[int | None] = mapped_column(BigInteger)


class Round(Model):
    """A round of financing that is closed."""

    __tablename__ = "projects_round"
    project_id: Mapped[int] = _of_dossier()
    position: Mapped[int] = _in_turn()
    stage: Mapped[str | None] = mapped_column(String(20))
    on: Mapped[date | None]
    investors: Mapped[str] = mapped_column(String(200))
    amount_fen: Mapped[int | None] = mapped_column(BigInteger)


class Teammate(Model):
    """Somebody of the team, as the form names them."""

    __tablename__ = "projects_teammate"
    project_id: Mapped[int] = _of_dossier()
    position: Mapped[int] = _in_turn()
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(100))
    background: Mapped[str] = mapped_column(Text)


class Right(Model):
    """A patent or its like."""

    __tablename__ = "projects_right"
    project_id: Mapped[int] = _of_dossier()
    position: Mapped[int] = _in_turn()
    kind: Mapped[str | None] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(60))


class Declared(Model):
    """What was agreed to or declared, in which version, when and by whom; taken back, its row is gone."""

    __tablename__ = "projects_declared"
    project_id: Mapped[int] = _of_dossier()
    what: Mapped[str] = mapped_column(String(20), primary_key=True)
    version: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(100))
