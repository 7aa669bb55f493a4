from collections.abc import Callable, Iterable
from datetime import timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, or_, update

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import COMMAND, Actor
from roadshow.foundation.db import before_operation, db, hold, hold_name, operation
from roadshow.foundation.errors import Refused, refuse_faults
from roadshow.foundation.text import one_line
from roadshow.notices.purposes import end as end_letters
from roadshow.notices.purposes import end_all_to

from . import letters, queries
from .models import (
    Consent,
    Draft,
    FailedSignIn,
    Grant,
    Invitation,
    LetterAsked,
    Person,
    Reset,
    Session,
    SignUp,
)
from .passwords import change_faults, hash_password, password_faults, token, token_hash
from .permissions import Role
from .rules import PRIVACY, PRIVACY_VERSION, clean_email, person_faults

Link = Callable[[str], str]  # token → the address that a letter carries
LINK_LASTS = timedelta(days=7)
LINKS_KEPT = timedelta(days=30)  # after they lapse: until then a page says that they did
FIRST_ADMIN = "first admin"  # the name that whoever makes the first account holds


@before_operation
def make_person(
    email: str, name: str, password: str, roles: Iterable[Role], *, actor: Actor = COMMAND
) -> Person:
    """A new account. Raises: Refused on a bad address, name or password, or when the address has an account."""
    return add_person(email, name, hash_for(email, name, password), roles, actor=actor)


@before_operation
def hash_for(email: str, name: str, password: str) -> str:
    """What is kept of a new person's password; asked for before the operation that makes the account.

    Raises: Refused on a bad address, name or password.
    """
    email, name = clean_email(email), one_line(name)
    refuse_faults(person_faults(email, name) + password_faults(password, email=email, name=name))
    return hash_password(password)


@operation
def add_person(
    email: str,
    name: str,
    password_hash: str,
    roles: Iterable[Role],
    *,
    agrees: bool = False,
    actor: Actor = COMMAND,
) -> Person:
    """A new account, with what ``hash_for`` returned; whoever makes it ``agrees`` to the privacy statement.

    Raises: Refused when the address has an account.
    """
    email, name = clean_email(email), one_line(name)
    if queries.find_person(email):
        raise Refused(_("这个邮箱已有账号"), "email")
    person = Person(email=email, name=name, password_hash=password_hash, made_at=clock.now())
    person.grants = [Grant(role=role) for role in dict.fromkeys(roles)]
    db.session.add(person)
    db.session.flush()
    if agrees:
        agreed = {"purpose": PRIVACY, "version": PRIVACY_VERSION, "given_at": person.made_at}
        db.session.add(Consent(person_id=person.id, **agreed))
    end_letters(_("账号已注册"), [email], "account.sign_up", "account.invited")
    record("person.made", actor, "person", person.id, name, roles=" ".join(person.roles))
    return person


@operation
def begin_session(person: Person) -> str:
    """For someone who has just shown who they are; the token of their new session."""
    secret, now = token(), clock.now()
    db.session.add(Session(token_hash=token_hash(secret), person=person, began_at=now, seen_at=now))
    return secret


@operation
def touch_session(session: Session) -> None:
    """Note that it is in use; called at most once a minute, the one write that a GET makes."""
    hold(session).seen_at = clock.now()


@operation
def sign_out(session: Session, *, actor: Actor) -> None:
    """End this session now."""
    hold(session).revoked_at = clock.now()
    record("person.signed_out", actor, "person", session.person_id, session.person.name)


@operation
def keep_draft(ended: Session, path: str, fields: Iterable[tuple[str, str]]) -> None:
    """What came from a session that had ended, for its person to see again; an earlier one of theirs goes."""
    person = hold(ended.person)
    db.session.execute(delete(Draft).where(Draft.person_id == person.id))
    kept = [[name, text] for name, text in fields]
    db.session.add(Draft(person_id=person.id, path=path, fields=kept, made_at=clock.now()))


@operation
def drop_draft(person: Person, path: str) -> bool:
    """Whether there was one of this form."""
    of_form = delete(Draft).where(Draft.person_id == person.id, Draft.path == path)
    return db.session.scalar(of_form.returning(Draft.id)) is not None


@operation
def speak(person: Person, language: str) -> None:
    """The language that this person has chosen, wherever they sign in."""
    hold(person).language = language


@operation
def choose_letter_language(person: Person, language: str | None) -> None:
    """The language of letters to this person, whatever the pages speak; None to go by the pages again."""
    hold(person).letter_language = language


@operation
def end_sessions(person: Person, *, but: Session | None = None) -> None:
    """End all of a person's sessions, or all but the one in use."""
    rows = update(Session).where(Session.person_id == person.id, Session.revoked_at.is_(None))
    if but is not None:
        rows = rows.where(Session.id != but.id)
    db.session.execute(rows.values(revoked_at=clock.now()))


@operation
def end_resets(person: Person) -> None:
    """End the links by which a person could choose another password."""
    now = clock.now()
    rows = update(Reset).where(Reset.person_id == person.id, Reset.expires_at > now)
    db.session.execute(rows.values(expires_at=now))
    end_letters(_("里面的链接已经用过或作废"), [person.email], "account.reset")


@operation
def sign_out_everywhere(person: Person, *, actor: Actor) -> None:
    """An admin ends whatever this person has open: a lost phone, a shared computer."""
    hold(person)
    end_sessions(person)
    record("person.signed_out_everywhere", actor, "person", person.id, person.name)


@before_operation
def change_password(person: Person, *, old: str, new: str, session: Session, actor: Actor) -> None:
    """Other sessions and open reset links end. Raises: Refused when the old one is wrong or the new one too weak."""
    seen = person.password_hash
    refuse_faults(change_faults(seen, old, new, email=person.email, name=person.name))
    _set_password(person, seen, hash_password(new), session=session, actor=actor)


@operation
def _set_password(person: Person, seen: str, password_hash: str, *, session: Session, actor: Actor) -> None:
    hold(person)
    if person.password_hash != seen:  # changed meanwhile, so the old one is no longer right
        raise Refused(_("当前密码不对"), "old")
    person.password_hash = password_hash
    end_sessions(person, but=session)
    end_resets(person)
    letters.tell_password_changed(person)
    record("person.changed_password", actor, "person", person.id, person.name)


@operation
def set_roles(person: Person, roles: Iterable[Role], *, actor: Actor) -> None:
    """Raises: Refused when it would leave the house without an admin, or the person without a role."""
    hold_name("admins")
    hold(person)
    wanted = list(dict.fromkeys(roles))
    if not wanted:
        raise Refused(_("请至少选一个角色；不再使用的账号请停用"), "roles")
    _keep_an_admin(person, still=Role.ADMIN in wanted)
    before = person.roles
    person.grants = [grant for grant in person.grants if grant.role in wanted] + [
        Grant(role=role) for role in wanted if role not in before
    ]
    record(
        "person.roles_set",
        actor,
        "person",
        person.id,
        person.name,
        roles=[" ".join(before), " ".join(wanted)],
    )


@operation
def set_active(person: Person, active: bool, *, actor: Actor) -> None:
    """Deactivate, which ends all sessions and reset links at once, or bring back.

    Raises: Refused when it would leave the house without an admin.
    """
    hold_name("admins")
    hold(person)
    _keep_an_admin(person, still=active)
    person.active = active
    if not active:
        end_sessions(person)
        end_resets(person)
        end_all_to(person.id, _("账号已停用"))
    what = "person.activated" if active else "person.deactivated"
    record(what, actor, "person", person.id, person.name)


@operation
def clear() -> None:
    """Forget sessions that can live no more, links that lapsed or were used long ago, and counted failures."""
    now = clock.now()
    told = now - queries.DRAFT_LASTS  # until then an ended session tells whose draft it is
    gone = or_(Session.revoked_at < told, Session.began_at < told - queries.ABSOLUTE)
    db.session.execute(delete(Session).where(gone))
    for link in (Invitation, SignUp, Reset):
        db.session.execute(delete(link).where(link.expires_at < now - LINKS_KEPT))
    for counted in (FailedSignIn, LetterAsked):
        db.session.execute(delete(counted).where(counted.at < now - queries.FAILURES_KEPT))
    db.session.execute(delete(Draft).where(Draft.made_at < told))


def _keep_an_admin(person: Person, *, still: bool) -> None:
    if Role.ADMIN in person.roles and person.active and not still and queries.count_active(Role.ADMIN) <= 1:
        raise Refused(_("这是最后一位管理员，先给别人管理员角色再改"))
