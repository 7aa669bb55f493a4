from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roadshow.accounts.models import Person
from roadshow.foundation.db import CONSTRAINT_WORDS, Model, one_of

from .states import InstitutionState

CONSTRAINT_WORDS |= {
    "uq_investors_institution_name_key": _("已有同名机构，请联系路演中心加入"),
    "uq_investors_contact_person_id": _("您已登记过一家机构"),
}


class InstitutionKind(StrEnum):
    MANAGER = "manager"
    CORPORATE = "corporate"
    GUIDANCE = "guidance"
    BANK = "bank"
    ANGEL = "angel"


KIND_WORDS = {
    InstitutionKind.MANAGER: _("私募基金管理人"),
    InstitutionKind.CORPORATE: _("产业资本"),
    InstitutionKind.GUIDANCE: _("政府引导基金"),
    InstitutionKind.BANK: _("银行"),
    InstitutionKind.ANGEL: _("天使个人"),
}


class Institution(Model):
    """Someone who invests; staff verify it before it may see more than the public."""

    __tablename__ = "investors_institution"
    __table_args__ = (UniqueConstraint("name_key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[InstitutionKind] = mapped_column(one_of(InstitutionKind))
    uscc: Mapped[str | None] = mapped_column(String(18))
    amac_number: Mapped[str | None] = mapped_column(String(8))  # 登记编号: P and seven digits
    state: Mapped[InstitutionState] = mapped_column(
        one_of(InstitutionState), default=InstitutionState.REGISTERED
    )
    refusal: Mapped[str] = mapped_column(String(500), default="")
    made_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    checked_by: Mapped[str] = mapped_column(String(100), default="")
    contacts: Mapped[list["Contact"]] = relationship(
        back_populates="institution", order_by="Contact.id", lazy="selectin"
    )


class Contact(Model):
    """A person who acts for an institution; one institution a person."""

    __tablename__ = "investors_contact"
    __table_args__ = (UniqueConstraint("person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("investors_institution.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"))
    institution: Mapped[Institution] = relationship(back_populates="contacts")
    person: Mapped[Person] = relationship(lazy="joined")
