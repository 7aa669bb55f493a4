"""A letter as a mail: text and simple HTML side by side, with the headers that mail programs look for."""

import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from html import escape
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from roadshow.foundation import clock
from roadshow.foundation.text import one_line

from .channels import Dispatch
from .kinds import KINDS
from .unsubscribing import token_of

UNSUBSCRIBE = "List-Unsubscribe"
INK, HOUSE, QUIET, PAGE, SURFACE = "#17212F", "#12305C", "#56647A", "#F5F6F8", "#FFFFFF"  # as in tokens.css


class Policy(EmailPolicy):
    """Folds headers as the library does, but for the way out: it would encode it, which no mail program reads."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name == UNSUBSCRIBE:
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


POLICY = Policy(linesep="\r\n", cte_type="7bit")


@dataclass(frozen=True)
class Stationery:
    """What all letters of a house have in common."""

    sender: str  # as in a header: name <address>
    base_url: str
    secret: str


def compose(letter: Dispatch, stationery: Stationery) -> EmailMessage:
    """Raises: ValueError or MessageError for an address that no header can carry."""
    mail = EmailMessage(POLICY)
    mail["From"] = stationery.sender
    mail["To"] = Address(one_line(letter.to_name), addr_spec=letter.to_address)
    mail["Subject"] = one_line(letter.subject)
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = letter.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = ", ".join(letter.language.split())
    away = unsubscribe_url(letter, stationery)
    if away:
        mail[UNSUBSCRIBE] = f"<{away}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    foot = _foot(letter, stationery, away)
    mail.set_content(
        letter.body + "\n\n-- \n" + "\n".join(f"{words} {url}".strip() for words, url in foot) + "\n"
    )
    mail.add_alternative(_html(letter, stationery, foot), subtype="html")
    return mail


def unsubscribe_url(letter: Dispatch, stationery: Stationery) -> str | None:
    """None for a kind that nobody can do without."""
    if letter.kind not in KINDS or KINDS[letter.kind].needed:
        return None
    return f"{stationery.base_url}/letters/unsubscribe/{token_of(stationery.secret, letter.to_address, letter.kind)}"


def _foot(letter: Dispatch, stationery: Stationery, away: str | None) -> list[tuple[str, str]]:
    """Words and the address that they lead to, in each language of the letter."""
    foot = []
    for language in letter.language.split():
        with force_locale(language):
            foot.append((_("这封信由路演中心自动发出，请不要直接回复。"), ""))
            if letter.to_id is not None and not KINDS[letter.kind].secret:
                foot.append((_("在收件箱里看："), f"{stationery.base_url}/account/inbox?lang={language}"))
            if away:
                foot.append((_("不再收到此类邮件："), f"{away}?lang={language}"))
    return foot


def _html(letter: Dispatch, stationery: Stationery, foot: list[tuple[str, str]]) -> str:
    """One column of text; colours stand in the tags, as mail programs drop style sheets."""
    paragraphs = "".join(
        f'<p style="margin:0 0 1em">{_linked(part, stationery.base_url)}</p>'
        for part in letter.body.split("\n\n")
    )
    ends = "".join(
        f'<p style="margin:0 0 .3em">{escape(words)}{_linked(url, stationery.base_url)}</p>'
        for words, url in foot
    )
    first = {"zh": "zh-CN"}.get(letter.language[:2], letter.language[:2])
    return (
        f'<!doctype html><html lang="{first}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(letter.subject)}</title></head>'
        f'<body style="margin:0;background:{PAGE}"><div style="max-width:36em;margin:0 auto;padding:1.5em;'
        f'background:{SURFACE};color:{INK};font:16px/1.6 sans-serif">'
        f'<h1 style="margin:0 0 1em;font-size:1.25em;color:{HOUSE}">{escape(letter.subject)}</h1>{paragraphs}'
        f'<div style="margin-top:2em;font-size:.875em;color:{QUIET}">{ends}</div></div></body></html>'
    )


def _linked(text: str, base_url: str) -> str:
    """Escaped, its lines kept; only addresses of our own become links, whatever else was typed into it."""
    ours = re.compile(re.escape(escape(base_url)) + r"/[^\s<>\"'，。；：！？、）」”]*")
    said = ours.sub(lambda url: f'<a href="{url[0]}" style="color:{HOUSE}">{url[0]}</a>', escape(text))
    return said.replace("\n", "<br>")
