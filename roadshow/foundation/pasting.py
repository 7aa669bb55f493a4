"""People as they are pasted: a line each, with name, address and more in any order that can be told."""

import re
from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from .bounds import quoted

_BETWEEN = re.compile(r"[\t,，;；、|]")
_MEANT = re.compile(r"[A-Za-z0-9+]+([-._][A-Za-z0-9+]+)+")
_IN_BRACKETS = re.compile(r"^(?P<name>[^<＜]*)[<＜](?P<email>[^>＞]*)[>＞]$")


@dataclass(frozen=True)
class Pasted:
    """``rest`` is what stands behind name and address."""

    email: str
    name: str
    rest: str


def read_person(text: str) -> Pasted:
    """The part with @ is the address; before it or, if nothing is, after it comes the name, then the rest."""
    parts = _BETWEEN.split(text.strip())
    if len(parts) == 1 and not _IN_BRACKETS.match(parts[0]):
        parts = text.split()
    parts = [part for part in (part.strip().strip("“”'\"") for part in parts) if part]
    email, others = "", list[str]()
    for part in parts:
        if bracketed := _IN_BRACKETS.match(part):
            email = email or bracketed["email"]
            others += [bracketed["name"].strip()] if bracketed["name"].strip() else []
        elif not email and "@" in part.replace("＠", "@"):
            email = part
        else:
            others.append(part)
    name, *rest = others or [""]
    return Pasted(email.replace("＠", "@").removeprefix("mailto:"), name, " ".join(rest))


def no_email(text: str) -> object:
    """Why a line has no address; names what was meant for one and is none: not-mail, or name.example.cn."""
    meant = _MEANT.search(text)
    if meant is None:
        return _("没有邮箱")
    return _("邮箱“%(email)s”的写法不对，应像 name@example.cn", email=quoted(meant[0]))
