"""The trail as sentences: who did what to which thing, and what changed by it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Flask
from flask_babel import get_translations, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from roadshow.accounts.permissions import ROLE_WORDS, Role
from roadshow.agenda.models import SlotKind
from roadshow.attendance.models import Mode
from roadshow.audit.changed import CHANGED
from roadshow.audit.models import Entry
from roadshow.audit.words import DID
from roadshow.documents.flaws import Flaw
from roadshow.documents.models import Level
from roadshow.feeds.models import Kind as Content
from roadshow.foundation import clock
from roadshow.foundation.actor import CLOCK, COMMAND, POST, Actor
from roadshow.foundation.languages import LANGUAGE_WORDS
from roadshow.foundation.regions import region_name
from roadshow.halls.hours import read, week_in_words
from roadshow.investors.choices import PARTS, REINVESTMENT, REWRITTEN
from roadshow.investors.models import AgreementKind, InstitutionKind, Register
from roadshow.investors.states import InstitutionState
from roadshow.meetings.models import InterestLevel
from roadshow.meetings.states import Reason
from roadshow.notices.models import Answer
from roadshow.outcomes.pursuits import Ending
from roadshow.outcomes.states import Kind, ThreadStep
from roadshow.pitches.states import PitchState
from roadshow.programme.spoken import english_names
from roadshow.projects.choices import DECLARED, STEPS
from roadshow.projects.models import MemberRight
from roadshow.projects.states import Proof
from roadshow.reports.figures.words import NAMES

from .language import lang
from .words import (
    amount,
    equipment,
    full_day,
    in_a_row,
    known,
    moment,
    month_name,
    plain_day,
    sector,
    source,
    stage,
    time_of,
    word,
)

Names = Mapping[str, str]
NO_NAMES: Names = {}
NAMED = (
    "roadshow",
    "hall",
    "agenda",
    "device",
)  # things and fields that are called by a roadshow's or a hall's name
OF_PROJECTS = frozenset({"screening.decided", "screening.undecided", "screening.sent"})
VERIFIED_ELSEWHERE = frozenset({"seed"})  # shown on the page where it is checked, and in the workbook


@dataclass(frozen=True)
class Told:
    """One line of the trail, as the part ``trail`` asks for it."""

    at_iso: str
    at_words: str
    words: Markup
    more: Markup


def told(
    entries: Iterable[Entry], said: Collection[str] = (), known: Collection[int] | None = None
) -> list[Told]:
    """Each line with its day and time.

    ``said``: names that the page has said already, of the thing it shows. ``known``: ids of those whom the reader
    knows by name; anyone else is the centre. None: staff read, all have names.
    """
    entries = list(entries)
    english = english_of(entries, said)
    return [
        Told(
            entry.at.isoformat(),
            _when(entry.at),
            _sentence(entry, said, known, english),
            _kept(_changes(entry, said, VERIFIED_ELSEWHERE, english)),
        )
        for entry in entries
    ]


def english_of(entries: Iterable[Entry], said: Collection[str] = ()) -> Names:
    """What the lines call roadshows and halls, for a reader of English; the trail keeps the names that were stored."""
    named = {entry.name for entry in entries if entry.thing in NAMED}
    for entry in entries:
        named |= {
            part for field in NAMED for part in _parts(entry.changes.get(field)) if isinstance(part, str)
        }
    return english_names(named - set(said))


def _parts(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _kept(changes: list[str]) -> Markup:
    """Each of them together where there is room; a space after their sign is between them, where it is seen."""
    sign = _("；")
    ends = [sign.rstrip()] * (len(changes) - 1) + [""]
    space = Markup(" ") if sign.endswith(" ") else Markup()
    return space.join(map(Markup('<span class="together">{}{}</span>').format, changes, ends))


def _when(at: datetime) -> str:
    on = clock.local(at).date()
    if on == clock.today():
        return _("今天%(time)s", time=time_of(at))
    if on.year == clock.today().year:
        return f"{plain_day(on)} {time_of(at)}"
    return moment(at)


def _sentence(entry: Entry, said: Collection[str], known: Collection[int] | None, english: Names) -> Markup:
    who = who_of(entry) if known is None or entry.actor_id in known else _("路演中心")
    names = entry.name not in said and _names_another(entry)
    sentence = _("%(who)s%(did)s“%(thing)s”") if names else _("%(who)s%(did)s")
    words = {
        "who": Markup("<b>{}</b>").format(who),
        "did": DID.get(entry.what, entry.what),
        "thing": _thing(entry, english),
    }
    return Markup(sentence.replace("“", "<wbr>“")) % words  # noqa: S704  a sentence of ours; what is put into it is escaped


def _thing(entry: Entry, english: Names) -> str:
    if entry.thing == "season":
        return _("%(year)s年度", year=entry.name)
    if entry.thing == "list":
        in_catalogue = get_translations().gettext  # which has the Chinese titles of lists
        return str(in_catalogue(entry.name))
    return english.get(entry.name) or source(entry.name)


def _names_another(entry: Entry) -> bool:
    """Whether the thing is more than whoever acts: signing in, a password of one's own."""
    return entry.name not in ("", entry.actor_name)


def who_of(entry: Entry) -> str:
    """By name; who has none by what they are."""
    if entry.actor_id is None:
        nobody = {
            COMMAND: _("命令行"),
            CLOCK: _("系统到期"),
            POST: _("收到的邮件"),
            Actor(None, "—"): _("访客"),
        }
        return nobody.get(Actor(None, entry.actor_name), entry.actor_name)
    return entry.actor_name


def more_of(entry: Entry) -> str:
    """What it changed, in words."""
    return _("；").join(_changes(entry))


def _changes(
    entry: Entry, said: Collection[str] = (), hidden: Collection[str] = (), english: Names = NO_NAMES
) -> list[str]:
    decided = _decided(entry)
    hidden = {*hidden, "count", "decision"} if decided else hidden
    return decided + [
        _("%(field)s：%(value)s", field=CHANGED[field], value=_change(field, value, english).rstrip("。"))
        for field, value in entry.changes.items()
        if field in CHANGED and field not in hidden and value not in ("", None, *said)
    ]


def _decided(entry: Entry) -> list[str]:
    """How many applications a step of the selection was about, and what was decided of them."""
    count = entry.changes.get("count")
    if entry.what not in OF_PROJECTS or not isinstance(count, int):
        return []
    words = ngettext("%(num)d个项目", "%(num)d个项目", count)
    if to := entry.changes.get("decision"):
        return [_("%(field)s：%(value)s", field=word(PitchState(to)), value=words)]
    return [words]


def _change(field: str, value: object, english: Names) -> str:
    if isinstance(value, list) and len(value) == len(("before", "after")):
        return f"{_value(field, value[0], english)} → {_value(field, value[1], english)}"
    return _value(field, value, english)


def _value(field: str, value: object, english: Names) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    write = WRITE.get(field)
    return write(value) if write else english.get(str(value), str(value)) if field in NAMED else str(value)


def _moment(value: str) -> str:
    return moment(datetime.fromisoformat(value))


def _full_day(value: str) -> str:
    return full_day(date.fromisoformat(value))


def _roles(value: str) -> str:
    return in_a_row(ROLE_WORDS[Role(role)] for role in value.split())


def _fields(value: str) -> str:
    parts = (part.partition(":") for part in value.split())
    return in_a_row(
        f"{sector(code)}{' ' if lang() == 'en' else ''}{wanted}" for code, _colon, wanted in parts
    )


def _months(value: str) -> str:
    return in_a_row(month_name(int(month)) for month in value.split())


WRITE: dict[str, Callable[[Any], str]] = {
    "against": lambda value: word(Proof(value) if value in Proof else Register(value)),
    "agreement": lambda value: word(AgreementKind(value)),
    "amount_fen": amount,
    "answer_by_at": _moment,
    "answer": lambda value: word(Answer(value)),
    "aum_fen": amount,
    "avoid": _months,
    "category": known,
    "closes_at": _moment,
    "decline": lambda value: word(Reason(value)),
    "decision": lambda value: word(PitchState(value)),
    "confirm_by_at": _moment,
    "content": lambda value: word(Content(value)),
    "due_at": _moment,
    "due_on": _full_day,
    "declared": lambda value: str(DECLARED[value]),
    "ending": lambda value: word(Ending(value)),
    "ends_at": _moment,
    "equipment": lambda value: equipment(value.split()),
    "hours": lambda value: week_in_words(read(value)),
    "fields": _fields,
    "filled": lambda value: str(STEPS[value]),
    "figure": lambda value: str(NAMES.get(value, value)),
    "first": _full_day,
    "flaw": lambda value: word(Flaw(value)),
    "interest": lambda value: word(InterestLevel(value)),
    "kind": lambda value: word(InstitutionKind(value)),
    "level": lambda value: word(Level(value)),
    "mandate_part": lambda value: str(PARTS[value]),
    "mandate_regions": lambda value: in_a_row(map(region_name, value.split())),
    "mandate_reinvestment": lambda value: str(REINVESTMENT[value]),
    "mandate_sectors": lambda value: in_a_row(map(sector, value.split())),
    "mandate_stages": lambda value: in_a_row(map(stage, value.split())),
    "mandate_ticket_from_fen": amount,
    "mandate_ticket_to_fen": amount,
    "plan": known,
    "language": lambda value: str(LANGUAGE_WORDS[value]),
    "last": _full_day,
    "mode": lambda value: word(Mode(value)),
    "next_on": _full_day,
    "on": _full_day,
    "opens_at": _moment,
    "rewritten": lambda value: in_a_row(REWRITTEN[part] for part in value.split()),
    "right": lambda value: word(MemberRight(value)),
    "roles": _roles,
    "sector": sector,
    "sectors": lambda value: in_a_row(map(sector, value.split())),
    "slot": lambda value: word(SlotKind(value)),
    "sort": lambda value: word(Kind(value)),
    "stage": stage,
    "starts_at": _moment,
    "state": lambda value: word(InstitutionState(value)),
    "until": _full_day,
    "step": lambda value: word(ThreadStep(value)),
}


def init_app(app: Flask) -> None:
    app.add_template_filter(told)
