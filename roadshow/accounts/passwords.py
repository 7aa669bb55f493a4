"""Argon2id, and what a password must be."""

import hashlib
import re
import secrets
import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask_babel import lazy_gettext as _

from roadshow.foundation.errors import Fault
from roadshow.foundation.pinyin import spelled
from roadshow.foundation.text import name_key

SHORTEST, LONGEST = 8, 1000
SHORTEST_NUMBER = 12  # digits; shorter ones are birthdays and telephone numbers
FEWEST_SIGNS = 3  # different ones
LONGEST_BLOCK = 4  # that is only repeated
ROWS = ("0123456789", "abcdefghijklmnopqrstuvwxyz")  # run through, from any sign on, forwards or backwards
COMMON = Path(__file__).parent / "common_passwords" / "list.txt"  # lower case; written by script/passwords
_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_nobody = _hasher.hash(secrets.token_urlsafe(16))  # so that an unknown address takes as long as a known one


def password_faults(
    password: str, *, email: str = "", name: str = "", old_hash: str | None = None
) -> list[Fault]:
    """Length, commonness, and that it is not its person's name, address or present password."""
    if len(password) < SHORTEST:
        return [Fault("password", _("密码至少8个字符，现在是%(count)d个", count=len(password)))]
    if len(password) > LONGEST:
        return [Fault("password", _("密码最多1000个字符"))]
    word = unicodedata.normalize("NFKC", password).casefold()
    if _is_common(word):
        return [Fault("password", _("这个密码太常见，容易被猜到，请换一个"))]
    if _names_its_person(word, email, name):
        return [Fault("password", _("密码不能是自己的姓名或邮箱，请换一个"))]
    if old_hash and matches(old_hash, password):
        return [Fault("password", _("新密码不能与当前密码相同"))]
    return []


def change_faults(password_hash: str, old: str, new: str, *, email: str, name: str) -> list[Fault]:
    """Of a password that is to take the place of theirs."""
    known = matches(password_hash, old)
    faults = password_faults(new, email=email, name=name, old_hash=password_hash if known else None)
    wrong = [] if known else [Fault("old", _("当前密码不对"))]
    return wrong + [Fault("new", fault.words) for fault in faults]


def _is_common(word: str) -> bool:
    if len(set(word)) < FEWEST_SIGNS or (word.isdecimal() and len(word) < SHORTEST_NUMBER):
        return True
    if _is_run(word) or _is_repeated(word):
        return True
    return f"\n{word}\n".encode(errors="replace") in _common()


def _is_run(word: str) -> bool:
    """The whole of it; after the last sign of a row comes the first again."""
    return any(run in row * (len(word) // len(row) + 2) for row in ROWS for run in (word, word[::-1]))


def _is_repeated(word: str) -> bool:
    """One short block, the last of them whole or cut off."""
    return any(word[size:] == word[:-size] for size in range(1, LONGEST_BLOCK + 1))


@cache
def _common() -> bytes:
    """A line for each, searched as it is: as a set it would take ten times the memory."""
    return COMMON.read_bytes()


def _names_its_person(word: str, email: str, name: str) -> bool:
    """Also with digits and signs before or after, in pinyin, and the address cut off anywhere after its local part."""
    email = unicodedata.normalize("NFKC", email).casefold()
    beginnings = [email[:end] for end in range(email.find("@"), len(email) + 1) if end > 0]
    own = {_core(name_key(text)) for text in (*beginnings, name, *spelled(name).split())}
    return _core(name_key(word)) in own - {""}


def _core(text: str) -> str:
    return _ENDS.sub("", text)


def hash_password(password: str) -> str:
    """Takes some 30 ms: never inside an operation, where other writers would wait for it."""
    return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether it is the password; takes the same time when there is no such person. As slow as ``hash_password``."""
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
