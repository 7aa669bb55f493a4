from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from flask_babel import force_locale, pgettext
from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select, update

from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, hold_name, insert_many, operation
from roadshow.foundation.errors import Overtaken, refuse_faults
from roadshow.foundation.languages import LANGUAGES, in_each
from roadshow.foundation.steps import step_fault
from roadshow.foundation.text import clean, one_line

from . import queries
from .bounces import Bounce
from .calendars import Entry, carried
from .kinds import KINDS
from .models import Letter, Template, Unwanted
from .outlook import Written, note_written
from .quiet import goes_at_once
from .readers import Reader, language_by_name
from .states import STATE_WORDS, STORY, LetterState
from .wording import fill, print_of, template_faults

Values = Mapping[str, object]
Words = tuple[str, str]  # subject and body
FEW = 50  # letters, of which each is a row of its own to the session
NO_CALENDAR = {"calendar": None, "method": None}
NO_ENTRIES: Mapping[Reader, Entry] = MappingProxyType({})
NOTHING: Mapping[str, object] = MappingProxyType({})
Before = dict[str, Any] | None


@operation
def queue(
    kind: str,
    letters: Mapping[Reader, Values],
    entries: Mapping[Reader, Entry] = NO_ENTRIES,
    *,
    until: datetime | None = None,
    roadshow_id: int | None = None,
    before: Before = None,
) -> None:
    """Put one letter a reader into the outbox, in the same commit as what it tells of.

    ``kind`` is one of KINDS, which the room has put there beforehand:

        KINDS["pitch.returned"] = Kind(
            _("申请退回补正"),
            subject=_("请补正：{project}"),
            body=_("“{project}”的申请需要补正：{reason}"),
            places={
                "project": Place(_("项目名称"), _("示例项目")),
                "reason": Place(_("需要补正什么"), _("请补充示例材料")),
            },
            night=Night.BY_HAND,
        )
        queue("pitch.returned", {Reader(…): {"project": pitch.project.name, "reason": pitch.reason}})

    Each reader's values are those of the kind's places, no more and no less; lazy ones (a translation, a day, a
    Bilingual) are written in the letter's language. A letter is in its reader's language; as long as nobody knows it,
    in that of the last letter to the same address, else in the one that the name is written in.
    ``entries``: what the letters do to their readers' calendars. ``until``: when nobody needs them any more.
    ``roadshow_id``: which one they are about; ``before``: its plans that they say were changed.
    """
    spoken = _spoken({*letters, *entries})
    calendars = carried({spoken[reader]: entry for reader, entry in entries.items()})
    alike = {"useful_until": until, "roadshow_id": roadshow_id, "before": before}
    _queue(kind, {spoken[reader]: values for reader, values in letters.items()}, calendars, alike)


@operation
def queue_with_file(kind: str, letters: Mapping[Reader, Values], calendar: str) -> None:
    """As ``queue``, each with a calendar to keep, which asks for no answer and of which nothing is noted."""
    spoken = _spoken(letters)
    files = {reader: {"calendar": calendar, "method": None} for reader in spoken.values()}
    _queue(kind, {spoken[reader]: values for reader, values in letters.items()}, files)


@operation
def queue_for_calendars(
    kind: str,
    letters: Mapping[Reader, Values],
    entries: Mapping[Reader, Entry],
    *,
    until: datetime | None = None,
    roadshow_id: int | None = None,
) -> None:
    """As ``queue``, only to those whose calendars would be wrong without it."""
    spoken = _spoken({*letters, *entries})
    calendars = carried({spoken[reader]: entry for reader, entry in entries.items()})
    concerned = {spoken[reader]: values for reader, values in letters.items() if spoken[reader] in calendars}
    _queue(kind, concerned, calendars, {"useful_until": until, "roadshow_id": roadshow_id})


@operation
def put_right(roadshow_id: int, values: Values) -> None:
    """Write letters about this roadshow anew that have not been sent, where they name one of these values."""
    words: dict[str, dict[str, Words]] = {}
    rows = select(Letter).where(Letter.roadshow_id == roadshow_id, Letter.state == LetterState.QUEUED)
    for letter in db.session.scalars(rows.order_by(Letter.id.desc()).with_for_update()):
        was = (letter.values or {}).get(letter.language, {})
        with force_locale(letter.language):
            now = was | {name: str(value) for name, value in values.items() if name in was}
        if now == was:
            continue
        if letter.kind not in words:
            words[letter.kind] = queries.words_of(letter.kind)
        letter.values = {letter.language: now}
        letter.subject, letter.body = _filled(words[letter.kind][letter.language], now)


def _spoken(readers: Collection[Reader]) -> dict[Reader, Reader]:
    """Each with the language that they are written to in."""
    unknown = {reader.address for reader in readers if reader.language is None}
    known = queries.last_languages(unknown) if unknown else {}
    return {
        reader: replace(
            reader, language=reader.language or known.get(reader.address) or language_by_name(reader)
        )
        for reader in readers
    }


def _queue(
    kind: str,
    letters: Mapping[Reader, Values],
    calendars: Mapping[Reader, Mapping[str, object]],
    alike: Mapping[str, object] = NOTHING,
) -> None:
    """``alike``: columns that are the same for all."""
    if not letters:
        return
    words, at_once = queries.words_of(kind), goes_at_once(kind, len(letters))
    rows = [
        {
            **_letter(kind, reader, values, words),
            **calendars.get(reader, NO_CALENDAR),
            **alike,
            "at_once": at_once,
        }
        for reader, values in letters.items()
    ]
    without = queries.list_without(kind, [row["to_address"] for row in rows if row["method"] is None])
    note_written(Written(kind, len(rows) - len(without), at_once, len(without)))
    if len(rows) > FEW:
        insert_many(Letter, rows)
    else:
        db.session.add_all(Letter(**row) for row in rows)


def _letter(kind: str, reader: Reader, values: Values, words: Mapping[str, Words]) -> dict[str, Any]:
    """Its row. Raises: ValueError for values that are not those of its kind's places."""
    if values.keys() != KINDS[kind].places.keys():
        raise ValueError(f"{kind} is written with {sorted(KINDS[kind].places)}, not {sorted(values)}")
    language = reader.language or LANGUAGES[0]
    with force_locale(language):
        said = {"name": _greeted(reader)} | {name: str(value) for name, value in values.items()}
    subject, body = _filled(words[language], said)
    now = clock.now()
    return {
        "kind": kind,
        "to_id": reader.id,
        "to_name": reader.name,
        "to_address": reader.address,
        "language": language,
        "subject": subject,
        "body": body,
        "values": {language: said},
        "secret": KINDS[kind].secret,
        "queued_at": now,
        "state": LetterState.QUEUED,
        "due_at": now,
    }


def _filled(words: Words, said: Mapping[str, str]) -> Words:
    subject, body = words
    return one_line(fill(subject, said))[:300], fill(body, said).rstrip()


def _greeted(reader: Reader) -> str:
    """The reader's name; never their address, which stands in its place where no name is known."""
    return reader.name if reader.name != reader.address else pgettext("greeting", "来宾")


@operation
def word(kind: str, language: str, subject: str, body: str, *, seen: str = "", actor: Actor) -> None:
    """The centre's own words for a kind of letter in one language, from the next letter on.

    ``seen`` is ``print_of`` the words that they took the place of. Raises: Refused on a placeholder that is none, one
    that is needed and left out, and on words that are too long; Overtaken when the words are others by now.
    """
    subject, body = one_line(subject), clean(body)
    refuse_faults(template_faults(KINDS[kind], subject, body))
    hold_name(f"letter {kind}")
    was = queries.words_of(kind)[language]
    if was == (subject, body):
        return
    _refuse_overtaken(kind, language, was, seen)
    row = queries.find_template(kind, language) or Template(kind=kind, language=language)
    row.subject, row.body = subject, body
    row.changed_at, row.changed_by = clock.now(), actor.name[:100]
    db.session.add(row)
    _record("wording.changed", kind, language, was, (subject, body), actor)


@operation
def restore(kind: str, language: str, *, seen: str = "", actor: Actor) -> None:
    """Back to the built-in words; nothing when they hold already. Raises: Overtaken as ``word`` does."""
    hold_name(f"letter {kind}")
    row = queries.find_template(kind, language)
    if row is not None:
        _refuse_overtaken(kind, language, (row.subject, row.body), seen)
        db.session.delete(row)
        _record(
            "wording.restored",
            kind,
            language,
            (row.subject, row.body),
            queries.built_in(kind)[language],
            actor,
        )


@operation
def note_read(letter: Letter) -> None:
    """Its reader has opened it."""
    if hold(letter).read_at is None:
        letter.read_at = clock.now()


@operation
def note_all_read(person_id: int) -> None:
    unread = update(Letter).where(queries.in_inbox_of(person_id), Letter.read_at.is_(None))
    db.session.execute(unread.values(read_at=clock.now()))


@operation
def choose(address: str, wanted: Mapping[str, bool]) -> None:
    """Which kinds whoever reads this address has by mail; needed ones always come, whatever is said of them here."""
    address = address.lower()
    hold_name(f"letters {address}")
    known = queries.list_unwanted(address)
    for kind, wants in wanted.items():
        if wants:
            gone = delete(Unwanted).where(Unwanted.address == address, Unwanted.kind == kind)
            db.session.execute(gone)
        elif kind not in known and kind in KINDS and not KINDS[kind].needed:
            db.session.add(Unwanted(address=address, kind=kind, since=clock.now()))


@operation
def note_bounce(bounce: Bounce, *, actor: Actor) -> Letter | None:
    """Mark the letter that came back; None when it is none of ours, or was sent to somebody else."""
    found = queries.find_by_message_id(bounce.message_id)
    letter = hold(found) if found else None
    if letter is None or letter.to_address.lower() != bounce.address or not bounce.hard:
        return None
    if letter.state is LetterState.BOUNCED:
        return letter
    if step_fault(STORY, letter.state, LetterState.BOUNCED, STATE_WORDS):
        return None
    letter.state, letter.claim, letter.due_at = LetterState.BOUNCED, None, None
    letter.why = in_each(lambda: bounce.words)
    record("letter.bounced", actor, "letter", letter.id, letter.subject)
    return letter


def _refuse_overtaken(kind: str, language: str, now: Words, seen: str) -> None:
    if seen not in ("", print_of(*now)):
        row = queries.find_template(kind, language)
        raise Overtaken(row.changed_by, [str(_("改了这一类通知的文字"))]) if row else Overtaken("", [])


def _record(what: str, kind: str, language: str, was: Words, now: Words, actor: Actor) -> None:
    name = in_each(lambda: str(KINDS[kind].words))[LANGUAGES[0]]
    changes = {"subject": [was[0], now[0]], "body": [was[1], now[1]]}
    changed = {field: pair for field, pair in changes.items() if pair[0] != pair[1]}
    record(what, actor, "wording", None, name, language=language, **changed)
