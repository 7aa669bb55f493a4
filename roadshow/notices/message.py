"""A letter as a mail: text and simple HTML side by side, with the headers that mail programs look for."""

import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from html import escape
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from roadshow.foundation import clock
from roadshow.foundation.languages import TAGS
from roadshow.foundation.text import one_line
from roadshow.ical.invitation import Method

from .channels import Dispatch
from .kinds import KINDS
from .unsubscribing import token_of
from .wording import ASIDE, BETWEEN, apart

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
    reads_answers: bool = False  # of calendar programs
    contact: str = ""  # how to reach the centre


def compose(letter: Dispatch, stationery: Stationery) -> EmailMessage:
    """Raises: ValueError or MessageError for an address that no header can carry."""
    mail = EmailMessage(POLICY)
    mail["From"] = _from(letter, stationery)
    name = "" if letter.to_name == letter.to_address else one_line(letter.to_name)
    mail["To"] = Address(name, addr_spec=letter.to_address)
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
        letter.body + "\n\n-- \n" + "\n".join(f"{words} {url}".strip() for _in, words, url in foot) + "\n"
    )
    mail.add_alternative(_html(letter, stationery, foot), subtype="html")
    if letter.calendar and letter.method:
        said = {"method": letter.method.value}
        mail.add_alternative(letter.calendar, subtype="calendar", cte="base64", params=said)
        mail.add_attachment(
            letter.calendar.encode(), maintype="application", subtype="ics", filename="invite.ics"
        )
    elif letter.calendar:
        file = letter.calendar.encode()
        mail.add_attachment(
            file, maintype="text", subtype="calendar", filename="roadshow.ics", params={"charset": "utf-8"}
        )
    return mail


def _from(letter: Dispatch, stationery: Stationery) -> Address:
    """With the name that the settings give, else the centre's own in the letter's first language."""
    name, address = parseaddr(stationery.sender)
    with force_locale(letter.language.split()[0]):
        return Address(name or _("长三角G60全球科创路演中心"), addr_spec=address)


def unsubscribe_url(letter: Dispatch, stationery: Stationery) -> str | None:
    """None for a kind that nobody can do without, and for what keeps an event in a calendar true."""
    if letter.kind not in KINDS or KINDS[letter.kind].needed or letter.method is not None:
        return None
    return f"{stationery.base_url}/letters/unsubscribe/{token_of(stationery.secret, letter.to_address, letter.kind)}"


def _foot(letter: Dispatch, stationery: Stationery, away: str | None) -> list[tuple[str, str, str]]:
    """Language, words and the address that they lead to, in each language of the letter."""
    foot = []
    for language in letter.language.split():
        with force_locale(language):
            foot.append((language, _first_words(letter, stationery), ""))
            if stationery.contact:
                foot.append((language, _("联系路演中心：%(contact)s。", contact=stationery.contact), ""))
            if letter.to_id is not None and not KINDS[letter.kind].secret:
                inbox = f"{stationery.base_url}/account/inbox?lang={language}"
                foot.append((language, _("在收件箱里看"), inbox))
            if away:
                foot.append((language, _("不再收到此类邮件"), f"{away}?lang={language}"))
    return foot


def _first_words(letter: Dispatch, stationery: Stationery) -> str:
    if letter.method is Method.REQUEST and stationery.reads_answers:
        return _("这封信由路演中心自动发出。可以在日历里点接受、暂定或拒绝来答复，请不要另写回信。")
    return _("这封信由路演中心自动发出，请不要直接回复。")


def _html(letter: Dispatch, stationery: Stationery, foot: list[tuple[str, str, str]]) -> str:
    """One column of text, each language marked as it; colours stand in the tags, as mail programs drop style sheets."""
    languages = letter.language.split()
    subject = escape(ASIDE).join(
        f'<span lang="{TAGS[language]}">{escape(text)}</span>'
        for language, text in apart(letter.subject, ASIDE, languages)
    )
    bodies = "".join(
        f'<div lang="{TAGS[language]}">{_paragraphs(text, stationery.base_url)}</div>'
        for language, text in apart(letter.body, BETWEEN, languages)
    )
    ends = "".join(
        f'<p lang="{TAGS[language]}" style="margin:0 0 .3em">{_led(words, url)}</p>'
        for language, words, url in foot
    )
    return (
        f'<!doctype html><html lang="{TAGS[languages[0]]}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(letter.subject)}</title></head>'
        f'<body style="margin:0;background:{PAGE}"><div style="max-width:36em;margin:0 auto;padding:1.5em;'
        f'background:{SURFACE};color:{INK};font:16px/1.6 sans-serif;overflow-wrap:anywhere">'
        f'<h1 style="margin:0 0 1em;font-size:1.25em;color:{HOUSE}">{subject}</h1>{bodies}'
        f'<div style="margin-top:2em;font-size:.875em;color:{QUIET}">{ends}</div></div></body></html>'
    )


def _paragraphs(text: str, base_url: str) -> str:
    return "".join(f'<p style="margin:0 0 1em">{_linked(part, base_url)}</p>' for part in text.split("\n\n"))


def _led(words: str, url: str) -> str:
    """Words that lead somewhere: a long address would be wider than a phone."""
    return f'<a href="{escape(url)}" style="color:{HOUSE}">{escape(words)}</a>' if url else escape(words)


def _linked(text: str, base_url: str) -> str:
    """Escaped, its lines kept; only addresses of our own become links, whatever else was typed into it."""
    ours = re.compile(re.escape(escape(base_url)) + r"/[^\s<>\"'，。；：！？、）」”]*")
    said = ours.sub(lambda url: f'<a href="{url[0]}" style="color:{HOUSE}">{url[0]}</a>', escape(text))
    return said.replace("\n", "<br>")
