"""Argon2id, and what a password must be."""

import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask_babel import lazy_gettext as _

from roadshow.foundation.errors import Fault

SHORTEST, LONGEST = 8, 1000
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_nobody = _hasher.hash(secrets.token_urlsafe(16))  # so that an unknown address takes as long as a known one
_COMMON = frozenset(
    "password passw0rd password1 12345678 123456789 1234567890 11111111 88888888 66666666 00000000 12341234 87654321 "
    "qwertyui qwerty123 1q2w3e4r asdfghjk abcd1234 abc12345 a1234567 a12345678 admin123 iloveyou woaini1314 "
    "5201314520 1314520520 147258369 123123123 12345678a 1qaz2wsx qazwsxedc".split()
)


def password_faults(password: str) -> list[Fault]:
    """Length and commonness; nothing about kinds of characters."""
    if len(password) < SHORTEST:
        return [Fault("password", _("密码至少8个字符，现在是%(count)d个", count=len(password)))]
    if len(password) > LONGEST:
        return [Fault("password", _("密码最多1000个字符"))]
    if password.casefold() in _COMMON:
        return [Fault("password", _("这个密码太常见，容易被猜到，请换一个"))]
    return []


def change_faults(password_hash: str | None, old: str, new: str) -> list[Fault]:
    """Of a password that is to take the place of theirs."""
    faults = [] if matches(password_hash, old) else [Fault("old", _("当前密码不对"))]
    return faults + [Fault("new", fault.words) for fault in password_faults(new)]


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether it is the password; takes the same time when there is no such person."""
    try:
        return _hasher.verify(password_hash or _nobody, password[: LONGEST + 1]) and password_hash is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def token() -> str:
    """A secret for a link or a cookie: 32 random bytes."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
