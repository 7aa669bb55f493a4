from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from roadshow.foundation.actor import Actor
from roadshow.foundation.db import CONSTRAINT_WORDS, Model, one_of
from roadshow.notices.models import Letter
from roadshow.notices.queries import in_inbox_of

from .permissions import STAFF, Role, permissions_of

CONSTRAINT_WORDS["uq_accounts_person_email"] = _("这个邮箱已有账号")


class Person(Model):
    """Someone who signs in; never deleted, only deactivated."""

    __tablename__ = "accounts_person"
    __table_args__ = (UniqueConstraint("email"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))  # lower case
    name: Mapped[str] = mapped_column(String(100))
    password_hash: Mapped[str] = mapped_column(String(200))
    language: Mapped[str | None] = mapped_column(String(5))  # of the pages, as last chosen anywhere
    letter_language: Mapped[str | None] = mapped_column(String(5))  # None: that of the pages
    active: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[datetime]
    grants: Mapped[list["Grant"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", order_by="Grant.id", lazy="selectin"
    )

    unread: Mapped[int] = column_property(  # letters in the inbox; read with the session, by nobody else
        select(func.count(Letter.id)).where(in_inbox_of(id), Letter.read_at.is_(None)).scalar_subquery(),
        deferred=True,
    )

    @property
    def roles(self) -> list[Role]:
        return [grant.role for grant in self.grants]

    @property
    def reads(self) -> str | None:
        """The language of letters to this person; None as long as nobody knows it."""
        return self.letter_language or self.language

    @property
    def permissions(self) -> frozenset[str]:
        return permissions_of(self.roles)

    @property
    def is_staff(self) -> bool:
        return not STAFF.isdisjoint(self.roles)

    def acting(self, address: str = "") -> Actor:
        """This person as the trail names it."""
        return Actor(self.id, self.name, address)


class Grant(Model):
    """One role of one person."""

    __tablename__ = "accounts_grant"
    __table_args__ = (UniqueConstraint("person_id", "role"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"))
    role: Mapped[Role] = mapped_column(one_of(Role))
    person: Mapped[Person] = relationship(back_populates="grants")


class Session(Model):
    """One signed-in browser; ends at once when it is revoked. Only the hash of its token is kept."""

    __tablename__ = "accounts_session"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="joined")


class Draft(Model):
    """What somebody typed into the form of this path when their session had ended; one a person, theirs alone."""

    __tablename__ = "accounts_draft"
    __table_args__ = (UniqueConstraint("person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"))
    path: Mapped[str] = mapped_column(String(500))
    fields: Mapped[list[list[str]]] = mapped_column(JSON)  # name and text, in the form's order
    made_at: Mapped[datetime]


class OneTimeLink:
    """What every link has that is good once and for a while. Only the hash of its token is kept."""

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Invitation(OneTimeLink, Model):
    """Makes a person with these roles; without an address its user names one (the first admin)."""

    __tablename__ = "accounts_invitation"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(100), default="")
    roles: Mapped[str] = mapped_column(String(200))  # words of Role, joined by spaces

    @property
    def granted(self) -> list[Role]:
        return [Role(word) for word in self.roles.split()]


class SignUp(OneTimeLink, Model):
    """Makes an account of whoever opens the letter, and so shows that the address is theirs."""

    __tablename__ = "accounts_sign_up"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True)  # lower case


class Reset(OneTimeLink, Model):
    """Lets its person choose another password; an older one ends when a newer one is made."""

    __tablename__ = "accounts_reset"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"), index=True)
    person: Mapped[Person] = relationship(lazy="joined")


class Consent(Model):
    """To what a person has agreed, in which version and when."""

    __tablename__ = "accounts_consent"
    __table_args__ = (UniqueConstraint("person_id", "purpose", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("accounts_person.id"))
    purpose: Mapped[str] = mapped_column(String(20))
    version: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime]


class LetterAsked(Model):
    """A visitor had a letter sent to an address, counted so that nobody floods one; kept only as a hash."""

    __tablename__ = "accounts_letter_asked"
    id: Mapped[int] = mapped_column(primary_key=True)
    email_hash: Mapped[str] = mapped_column(String(64), index=True)
    address: Mapped[str] = mapped_column(String(45), index=True)
    at: Mapped[datetime]


class FailedSignIn(Model):
    """One failure, kept to slow down guessing; the address typed is kept only as a hash."""

    __tablename__ = "accounts_failed_sign_in"
    __table_args__ = (Index("ix_accounts_failed_sign_in_email_hash", "email_hash", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    email_hash: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(45), index=True)
    at: Mapped[datetime]
