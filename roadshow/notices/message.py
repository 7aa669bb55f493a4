"""A letter as a mail: the same words as text and as HTML, with the headers that mail programs look for."""

import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from roadshow.config import ROOT
from roadshow.foundation import clock
from roadshow.foundation.languages import TAGS
from roadshow.foundation.text import one_line
from roadshow.ical.invitation import Method

from .blocks import greeting_for, letter_blocks
from .channels import Dispatch
from .kinds import KINDS
from .topics import topic_of
from .unsubscribing import token_of

UNSUBSCRIBE = "List-Unsubscribe"
PAPER = Environment(loader=FileSystemLoader(ROOT / "templates" / "_letters"), autoescape=True)
_HOURS = re.compile(r"(\d\d:\d\d–\d\d:\d\d)")


def whole_hours(words: str) -> Markup:
    """13:30–17:00 stays on one line."""
    kept = Markup('<span style="white-space:nowrap">{}</span>')
    pieces = enumerate(_HOURS.split(words))
    return Markup("").join(kept.format(piece) if number % 2 else escape(piece) for number, piece in pieces)


PAPER.filters["whole_hours"] = whole_hours


def on_the_wire(address: str) -> str:
    """With a domain such as 例子.中国 as mail servers know it. Raises: ValueError for one that is none."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{domain if domain.isascii() else domain.encode('idna').decode()}"


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
    language = letter.language.split()[0]
    with force_locale(language):
        centre = _("长三角G60全球科创路演中心")
        name = "" if letter.to_name == letter.to_address else one_line(letter.to_name)
        away = unsubscribe_url(letter, stationery)
        greeting, foot = greeting_for(name, letter.body), _foot(letter, stationery, away, language)
        text, html = _text(letter, centre, greeting, foot), _html(letter, stationery, centre, name, foot)
    sender, address = parseaddr(stationery.sender)
    mail["From"] = Address(sender or centre, addr_spec=address)
    mail["To"] = Address(name, addr_spec=on_the_wire(letter.to_address))
    mail["Subject"] = one_line(letter.subject)
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = letter.message_id
    mail["Auto-Submitted"] = "auto-generated"
    if away:
        mail[UNSUBSCRIBE] = f"<{away}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
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
    mail["Content-Language"] = TAGS[language]  # last: parts that are added take such headers along
    return mail


def unsubscribe_url(letter: Dispatch, stationery: Stationery) -> str | None:
    """None for a kind that nobody can do without, and for what keeps an event in a calendar true."""
    if letter.kind not in KINDS or KINDS[letter.kind].needed or letter.method is not None:
        return None
    return f"{stationery.base_url}/letters/unsubscribe/{token_of(stationery.secret, letter.to_address, letter.kind)}"


def _foot(letter: Dispatch, stationery: Stationery, away: str | None, language: str) -> list[tuple[str, str]]:
    """Words, and the address that they lead to or ""."""
    foot = []
    if topic := topic_of(letter.kind):
        foot.append((str(topic.why), ""))
    foot.append((_first_words(letter, stationery), ""))
    if stationery.contact:
        foot.append((_("联系路演中心：%(contact)s。", contact=stationery.contact), ""))
    if letter.to_id is not None and not (letter.kind in KINDS and KINDS[letter.kind].secret):
        foot.append((_("在收件箱里看"), f"{stationery.base_url}/account/inbox?lang={language}"))
    if away:
        foot.append((_("不再收到此类邮件"), f"{away}?lang={language}"))
    return foot


def _first_words(letter: Dispatch, stationery: Stationery) -> str:
    if letter.method is Method.REQUEST and stationery.reads_answers:
        return _("这封信由路演中心自动发出。可以在日历里点接受、暂定或拒绝来答复，请不要另写回信。")
    return _("这封信由路演中心自动发出，请不要直接回复。")


def _text(letter: Dispatch, centre: str, greeting: str, foot: list[tuple[str, str]]) -> str:
    begins = [greeting, ""] if greeting else []
    ends = [f"{words} {url}".strip() for words, url in foot]
    return "\n".join([*begins, letter.body, "", "-- ", centre, *ends]) + "\n"


def _html(
    letter: Dispatch, stationery: Stationery, centre: str, name: str, foot: list[tuple[str, str]]
) -> str:
    """Colours stand in the tags, as many mail programs drop style sheets; those for the dark are extra."""
    kind = KINDS.get(letter.kind)
    return PAPER.get_template("letter.html").render(
        tag=TAGS[letter.language.split()[0]],
        subject=letter.subject,
        centre=centre,
        site=f"{stationery.base_url}/",
        blocks=letter_blocks(name, letter.body, letter.values, stationery.base_url),
        button=(kind.button_of(letter.values) if kind else "") or _("打开页面"),
        foot=foot,
    )
