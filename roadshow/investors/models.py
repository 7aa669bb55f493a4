from datetime import datetime, timedelta
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roadshow.accounts.models import OneTimeLink, Person
from roadshow.foundation import clock
from roadshow.foundation.db import CONSTRAINT_WORDS, Model, one_of

from .states import InstitutionState, JoinState

GOOD_FOR = timedelta(days=365)  # a verification
CONSTRAINT_WORDS |= {
    "uq_investors_institution_name_key": _("已有同名机构，可以申请加入"),
    "uq_investors_institution_uscc": _("这个统一社会信用代码已由另一家机构登记，可以申请加入"),
    "uq_investors_institution_amac_number": _("这个登记编号已由另一家机构登记，可以申请加入"),
    "uq_investors_contact_person_id": _("您已登记过一家机构"),
    "ux_investors_join_request_open": _("您已经申请加入一家机构，请等待答复"),
    "ux_investors_agreement_declared": _("同事刚刚已作出声明"),
    "uq_investors_agreement_institution_id_person_id_kind_version": _("您已经签署过"),
    "uq_investors_avoided_institution_id_name_key": _("名单里已有这个名称"),
    "ck_investors_merger_of_two": _("不能与自己合并"),
    "pk_investors_merger": _("这家机构已经合并"),
    "uq_investors_merger_gone_id": _("这家机构已经合并"),
}


class InstitutionKind(StrEnum):
    MANAGER = "manager"
    CORPORATE = "corporate"
    GUIDANCE = "guidance"
    BANK = "bank"
    ANGEL = "angel"
    SECURITIES = "securities"
    FAMILY_OFFICE = "family_office"
    OFFSHORE = "offshore"
    OTHER = "other"


KIND_WORDS = {
    InstitutionKind.MANAGER: _("私募基金管理人"),
    InstitutionKind.CORPORATE: _("产业资本"),
    InstitutionKind.GUIDANCE: _("政府引导基金"),
    InstitutionKind.BANK: _("银行"),
    InstitutionKind.ANGEL: _("天使个人"),
    InstitutionKind.SECURITIES: _("证券公司"),
    InstitutionKind.FAMILY_OFFICE: _("家族办公室"),
    InstitutionKind.OFFSHORE: _("境外基金"),
    InstitutionKind.OTHER: _("其他"),
}


class Register(StrEnum):
    """Against what staff compared an institution."""

    AMAC = "amac"
    CREDIT = "credit"
    OTHER = "other"


REGISTER_WORDS = {
    Register.AMAC: _("中国证券投资基金业协会公示"),
    Register.CREDIT: _("国家企业信用信息公示系统"),
    Register.OTHER: _("其他材料"),
}


class AgreementKind(StrEnum):
    """The declaration is an institution's, made by any of its contacts; secrecy is promised by each of them."""

    DECLARATION = "declaration"
    NDA = "nda"


AGREEMENT_WORDS = {
    AgreementKind.DECLARATION: _("合格投资者声明"),
    AgreementKind.NDA: _("保密承诺（NDA）"),
}


class Institution(Model):
    """Someone who invests; staff verify it before it may see more than the public."""

    __tablename__ = "investors_institution"
    __table_args__ = (
        UniqueConstraint("name_key"),
        Index("uq_investors_institution_uscc", "uscc", unique=True),
        Index("uq_investors_institution_amac_number", "amac_number", unique=True),
        CheckConstraint("state <> 'verified' OR checked_at IS NOT NULL", name="verified_was_checked"),
        CheckConstraint("state <> 'lapsed'", name="lapsed_by_the_clock"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[InstitutionKind] = mapped_column(one_of(InstitutionKind))
    uscc: Mapped[str | None] = mapped_column(String(18))
    amac_number: Mapped[str | None] = mapped_column(String(8))  # 登记编号: P and seven digits
    aum_fen: Mapped[int | None] = mapped_column(BigInteger)
    cases: Mapped[str] = mapped_column(Text, default="")  # what it has invested in, as it says
    state: Mapped[InstitutionState] = mapped_column(
        one_of(InstitutionState), default=InstitutionState.REGISTERED
    )
    refusal: Mapped[str] = mapped_column(String(500), default="")
    made_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    checked_by: Mapped[str] = mapped_column(String(100), default="")
    checked_against: Mapped[Register | None] = mapped_column(one_of(Register))
    checked_note: Mapped[str] = mapped_column(String(500), default="")
    renewal_asked_at: Mapped[
        datetime | None
    ]  # a contact said that all is as it was, before the year was over
    contacts: Mapped[list["Contact"]] = relationship(
        back_populates="institution", order_by="Contact.id", lazy="selectin"
    )
    funds: Mapped[list["Fund"]] = relationship(cascade="all, delete-orphan", order_by="Fund.position")
    mandate: Mapped["Mandate | None"] = relationship(back_populates="institution")

    @property
    def verified_until(self) -> datetime | None:
        """When the verification ends or ended; None for one that is not verified."""
        if self.state is not InstitutionState.VERIFIED or self.checked_at is None:
            return None
        return self.checked_at + GOOD_FOR

    def is_verified(self, now: datetime) -> bool:
        return self.verified_until is not None and now < self.verified_until

    @property
    def standing(self) -> InstitutionState:
        """Its state at this moment; ``queries.standing`` says the same to the database."""
        lapsed = self.state is InstitutionState.VERIFIED and not self.is_verified(clock.now())
        return InstitutionState.LAPSED if lapsed else self.state


class Merger(Model):
    """One institution was found to be another: what it had is the other's."""

    __tablename__ = "investors_merger"
    __table_args__ = (CheckConstraint("gone_id <> kept_id", name="of_two"),)
    gone_id: Mapped[int] = mapped_column(ForeignKey("investors_institution.id"), primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("investors_institution.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(100))


class Fund(Model):
    """A fund that an institution manages, with its record code (备案编码)."""

    __tablename__ = "investors_fund"
    institution_id: Mapped[int] = mapped_column(ForeignKey("investors_institution.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(200))
    code: Mapped[str] = mapped_column(String(6), default="")


class Mandate(Model):
    """What an institution looks for; what each answer means stands in ``mandates``."""

    __tablename__ = "investors_mandate"
    __table_args__ = (CheckConstraint("ticket_from_fen <= ticket_to_fen", name="ticket_from_to"),)
    institution_id: Mapped[int] = mapped_column(ForeignKey("investors_institution.id"), primary_key=True)
    sectors: Mapped[list[str]] = mapped_column(JSON)  # codes of foundation.sectors
    stages: Mapped[list[str]] = mapped_column(JSON)  # codes of foundation.stages
    ticket_from_fen: Mapped[int] = mapped_column(BigInteger)
    ticket_to_fen: Mapped[int] = mapped_column(BigInteger)
    regions: Mapped[list[str]] = mapped_column(JSON)  # codes of GB/T 2260; none: anywhere
    part: Mapped[str] = mapped_column(String(20))
    reinvestment: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime]
    institution: Mapped[Institution] = relationship(back_populates="mandate")


class Contact(Model):
    """A person who acts for an institution; one institution a person."""

    __tablename__ = "investors_contact"
    __table_args__ = (UniqueConstraint("person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("investors_institution.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"))
    mobile: Mapped[str] = mapped_column(String(20), default="")
    institution: Mapped[Institution] = relationship(back_populates="contacts")
    person: Mapped[Person] = relationship(lazy="joined")


class ContactInvitation(OneTimeLink, Model):
    """Makes whoever has this address a contact; a newer one to it ends an older one."""

    __tablename__ = "investors_contact_invitation"
    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("investors_institution.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))  # lower case
    invited_by: Mapped[str] = mapped_column(String(100))  # a name
    institution: Mapped[Institution] = relationship(lazy="joined")


class JoinRequest(Model):
    """Somebody asks to act for an institution that is registered already."""

    __tablename__ = "investors_join_request"
    __table_args__ = (
        Index(
            "ux_investors_join_request_open",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("investors_institution.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    message: Mapped[str] = mapped_column(String(500))
    state: Mapped[JoinState] = mapped_column(one_of(JoinState), default=JoinState.ASKED)
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    institution: Mapped[Institution] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")


class Agreement(Model):
    """Who agreed to which text for an institution, in which version and when; never changed."""

    __tablename__ = "investors_agreement"
    __table_args__ = (
        UniqueConstraint("institution_id", "person_id", "kind", "version"),
        Index(
            "ux_investors_agreement_declared",
            "institution_id",
            "version",
            unique=True,
            sqlite_where=text("kind = 'declaration'"),
            postgresql_where=text("kind = 'declaration'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("investors_institution.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    kind: Mapped[AgreementKind] = mapped_column(one_of(AgreementKind))
    version: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(100))  # the name then


class Avoided(Model):
    """A firm or an institution that this one does not want to meet, by its name."""

    __tablename__ = "investors_avoided"
    __table_args__ = (UniqueConstraint("institution_id", "name_key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("investors_institution.id"))
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(100))
