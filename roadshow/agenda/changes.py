"""What applicants and speakers are told when plans change, and the words of it for guests too."""

from collections.abc import Collection, Mapping
from datetime import datetime

from flask_babel import lazy_gettext as _

from roadshow.foundation.days import lazy_full_moment
from roadshow.notices.kinds import Change
from roadshow.notices.operations import Reader, Values, queue
from roadshow.notices.queries import list_overtaken_plans, list_written_to
from roadshow.pitches import queries as pitches
from roadshow.programme.date_block import event_lines
from roadshow.programme.models import Roadshow, Stand

from . import queries
from .calendars import links_of, send
from .known import by_known, values_of
from .letters import Lines, letters_of, lines_of, public_turns
from .turns import hours_in_words, told, turns_of

CALL = "roadshow.call_changed"


def change_of(was: Stand, now: Stand) -> Change:
    """What a move is to letters that wait."""
    return Change.MOVED if (was.starts_at, was.ends_at) != (now.starts_at, now.ends_at) else Change.ELSEWHERE


def tell_moved(
    roadshow: Roadshow, was: Stand, now: Stand, closes: tuple[datetime, datetime] | None = None
) -> None:
    """Everyone concerned, with the time, place and turn that they know and the new ones; nobody for whom all is as it
    was."""
    people = {reader.address: reader for reader in queries.list_readers_told(roadshow.id)}
    for known, addresses in by_known(roadshow.id, was, people):
        if known != now or closes:
            readers = [people[address] for address in people if address in addresses]
            _tell_moved(roadshow, known, now, closes and (closes if known == was else closes[1:]), readers)


def _tell_moved(
    roadshow: Roadshow, was: Stand, now: Stand, closes: tuple[datetime, ...] | None, readers: list[Reader]
) -> None:
    """``closes``: when the call was to close, for those who know it, and when it closes now."""
    order, later = queries.get_published(roadshow.id), was.starts_at != now.starts_at
    turns = told(roadshow, turns_of(order, was.starts_at), turns_of(order, now.starts_at))
    theirs = [turn for turn in turns if turn.reader in readers]
    lines = lines_of(roadshow, [turn for turn in theirs if turn.changed])
    applicants = {reader.address for reader in pitches.list_readers_told(roadshow.id)}
    changes: Lines = {}
    for reader in readers:
        changes[reader] = [*what_moved(roadshow, was, now), *lines.get(reader, [])]
        if reader.address in applicants and reader not in lines:
            changes[reader].append(_("您的申请继续有效。"))
        if reader.address in applicants and closes:
            changes[reader].append(_close(closes))
    kind = "roadshow.postponed" if later else "roadshow.changed"
    moved = [turn for turn in theirs if turn.changed or was.where != now.where]
    send(kind, roadshow, letters_of(roadshow, "changes", changes), moved, before=values_of(was))


def _close(closes: tuple[datetime, ...]) -> object:
    now = lazy_full_moment(closes[-1])
    if len(closes) == 1:
        return _("项目征集截止时间现在是%(now)s（北京时间）。", now=now)
    was = lazy_full_moment(closes[0])
    return _("项目征集截止时间由%(was)s改为%(now)s（北京时间）。", was=was, now=now)


def tell_close(roadshow: Roadshow, was: datetime, now: datetime) -> None:
    """Applicants, who may still have something to hand in, with the close that they know; nobody for whom it is as it
    was."""
    overtaken, links = list_overtaken_plans(roadshow.id, [CALL]), links_of(roadshow)
    by_close: dict[datetime, dict[Reader, Values]] = {}
    for reader in pitches.list_readers_told(roadshow.id):
        known = was
        if reader.address in overtaken:
            known = datetime.fromisoformat(overtaken[reader.address]["closes_at"])
        moments = {"was": lazy_full_moment(known), "now": lazy_full_moment(now)}
        said = moments | {"title": roadshow.spoken_title, "link": links(reader)}
        by_close.setdefault(known, {})[reader] = said
    for known, letters in by_close.items():
        if known != now:
            before = {"closes_at": known.isoformat()}
            queue(CALL, letters, until=now, roadshow_id=roadshow.id, before=before)


def list_applicants_told(roadshow_id: int) -> set[str]:
    """Addresses of those who are written to when the call's close moves."""
    return list_written_to(CALL, {reader.address for reader in pitches.list_readers_told(roadshow_id)})


def tell_cancelled(roadshow: Roadshow, reason: str) -> None:
    kind, links = kind_of_cancelling(roadshow), links_of(roadshow)
    readers = queries.list_readers_told(roadshow.id)
    said = said_of_cancelling(roadshow, reason, [reader.address for reader in readers])
    letters = {reader: {**said[reader.address], "link": links(reader)} for reader in readers}
    send(kind, roadshow, letters, told(roadshow, public_turns(roadshow), {}))


def tell_restored(roadshow: Roadshow) -> None:
    """Who knows other plans than those of now reads of a move."""
    links, now = links_of(roadshow), roadshow.stand
    said = said_of_restoring(roadshow, _("您的申请和登台安排继续有效。"))
    people = {reader.address: reader for reader in queries.list_readers_told(roadshow.id)}
    turns = told(roadshow, {}, public_turns(roadshow))
    for known, addresses in by_known(roadshow.id, now, people) if now else []:
        readers = [people[address] for address in people if address in addresses]
        if known == now:
            letters = {reader: {**said, "link": links(reader)} for reader in readers}
            send("roadshow.restored", roadshow, letters, [turn for turn in turns if turn.reader in readers])
        elif now:
            _tell_moved(roadshow, known, now, None, readers)


def kind_of_cancelling(roadshow: Roadshow) -> str:
    return "roadshow.put_off" if roadshow.date_pending else "roadshow.cancelled"


def said_of_cancelling(roadshow: Roadshow, reason: str, addresses: Collection[str]) -> Mapping[str, Values]:
    """Address → the values of such a letter, with the hours that its reader knows."""
    said: dict[str, Values] = {}
    was, title = roadshow.stand, roadshow.spoken_title
    alike = {"title": title, "reason": reason}
    if was is None:
        which = _("“%(title)s”", title=title)
        return dict.fromkeys(addresses, alike | {"roadshow": which, "event": event_lines(roadshow)})
    for known, those in by_known(roadshow.id, was, addresses):
        when = hours_in_words((known.starts_at, known.ends_at))
        which = _("原定%(when)s（北京时间）的“%(title)s”", when=when, title=title)
        said |= dict.fromkeys(those, alike | {"roadshow": which, "event": event_lines(roadshow, known)})
    return said


def said_of_restoring(roadshow: Roadshow, lines: object) -> Values:
    """The values of such a letter."""
    stand, title = roadshow.stand, roadshow.spoken_title
    which = _("“%(title)s”", title=title)
    if stand is not None:
        when = hours_in_words((stand.starts_at, stand.ends_at))
        which = _("%(when)s（北京时间）的“%(title)s”", when=when, title=title)
    return {"title": title, "roadshow": which, "lines": lines, "event": event_lines(roadshow)}


def what_moved(roadshow: Roadshow, was: Stand, now: Stand) -> list[object]:
    """The lines of such a letter that are alike to all."""
    lines: list[object] = []
    before, after = (was.starts_at, was.ends_at), (now.starts_at, now.ends_at)
    if before != after:
        words = _(
            "“%(title)s”的时间由%(was)s改为%(now)s（北京时间）。",
            title=roadshow.spoken_title,
            was=hours_in_words(before),
            now=hours_in_words(after),
        )
        lines.append(words)
    if was.where != now.where:
        place = {
            "title": roadshow.spoken_title,
            "was": was.where,
            "now": now.where,
            "address": roadshow.spoken_address,
        }
        lines.append(
            _("“%(title)s”的场地由%(was)s改为%(now)s，地址：%(address)s。", **place)
            if roadshow.spoken_address
            else _("“%(title)s”的场地由%(was)s改为%(now)s。", **place)
        )
    was_branches, now_branches = set(was.branches), set(now.branches)
    for hall in sorted(now_branches - was_branches):
        lines.append(_("“%(title)s”增设分会场：%(hall)s。", title=roadshow.spoken_title, hall=hall))
    for hall in sorted(was_branches - now_branches):
        lines.append(_("“%(title)s”不再设分会场：%(hall)s。", title=roadshow.spoken_title, hall=hall))
    return lines
