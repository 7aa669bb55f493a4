"""Who is told what, in one letter each: whoever acts for a project that is still in it, and whoever speaks.

They read of the published order, never of the draft.
"""

from collections.abc import Collection
from datetime import datetime

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from roadshow.accounts.letters import reader_of
from roadshow.foundation.days import lazy_full_moment
from roadshow.foundation.site import address_of
from roadshow.notices.kinds import KINDS, Kind, Night, Place
from roadshow.notices.operations import Reader, Values, queue
from roadshow.pitches import queries as pitches
from roadshow.programme.date_block import EVENT, event_lines
from roadshow.programme.models import Roadshow, Stand

from . import queries
from .calendars import send, send_short
from .draft import Draft
from .turns import Told, Turns, hours_in_words, told, turns_of

Lines = dict[Reader, list[object]]

_TITLE = Place(_("路演名称"), _("示例专场"))
_TURNS = Place(_("收信人的上台或发言时间，每项一行"), _("“示例项目”在“示例专场”的上台时间是13:50–14:05。"))
_CHANGES = Place(_("哪些变了，每项一行"), _("“示例专场”的场地由一号路演厅改为二号路演厅。"))
_LINK = Place(_("这场路演的公开页面"), "https://roadshow.example/roadshows/1")
KINDS["agenda.published"] = Kind(
    _("议程发布"),
    subject=_("议程已发布：{title}"),
    body=_("{turns}\n{event}\n议程、场地和怎么到场：{link}"),
    places={"title": _TITLE, "turns": _TURNS, "event": EVENT, "link": _LINK},
    button=_("看这场路演"),
    night=Night.BY_HAND,
)
KINDS["agenda.changed"] = Kind(
    _("议程变动"),
    subject=_("议程有变：{title}"),
    body="{turns}\n{event}",
    places={"title": _TITLE, "turns": _TURNS, "event": EVENT, "link": _LINK},
    night=Night.BY_HAND,
)
KINDS["roadshow.postponed"] = Kind(
    _("路演改期"),
    subject=_("改期：{title}"),
    body="{changes}\n{event}",
    places={"title": _TITLE, "changes": _CHANGES, "event": EVENT},
    night=Night.BY_HAND,
)
KINDS["roadshow.changed"] = Kind(
    _("时间或场地变动"),
    subject=_("时间或场地有变：{title}"),
    body="{changes}\n{event}",
    places={"title": _TITLE, "changes": _CHANGES, "event": EVENT},
    night=Night.BY_HAND,
)
KINDS["roadshow.call_changed"] = Kind(
    _("征集截止时间变动"),
    subject=_("征集截止时间有变：{title}"),
    body=_("“{title}”的项目征集截止时间由{was}改为{now}（北京时间）。"),
    places={
        "title": _TITLE,
        "was": Place(_("原来的截止时间"), _("原来的截止时间")),
        "now": Place(_("现在的截止时间"), _("现在的截止时间")),
    },
    night=Night.BY_HAND,
)
KINDS["roadshow.cancelled"] = Kind(
    _("路演取消"),
    subject=_("取消：{title}"),
    body=_("{roadshow}已取消。原因：{reason}\n{event}"),
    places={
        "title": _TITLE,
        "roadshow": Place(_("路演名称和原定时间"), _("“示例专场”")),
        "reason": Place(_("取消的原因"), _("场馆检修")),
        "event": EVENT,
    },
    night=Night.SEND,
)

KINDS["roadshow.put_off"] = Kind(
    _("路演延期，日期待定"),
    subject=_("延期，日期待定：{title}"),
    body=_(
        "{roadshow}延期举办，新的日期还没有定。原因：{reason}\n已有的申请、入选和席位都保留，定下日期后马上写信告诉您。\n{event}"
    ),
    places=KINDS["roadshow.cancelled"].places,
    night=Night.SEND,
)
KINDS["roadshow.restored"] = Kind(
    _("路演恢复举办"),
    subject=_("恢复举办：{title}"),
    body=_("{roadshow}恢复举办，时间和地点不变。{lines}\n{event}"),
    places={
        "title": _TITLE,
        "roadshow": Place(_("路演名称和时间"), _("“示例专场”")),
        "lines": Place(_("收信人要知道的其他事；没有时没有这句"), _("您的申请继续有效。")),
        "event": EVENT,
    },
    night=Night.SEND,
)


def tell_order(was: Draft, now: Draft, roadshow: Roadshow, *, first: bool) -> None:
    """Whose turn in the order that is public ``now`` is another than they last read."""
    if roadshow.starts_at is None:
        return
    turns = told(roadshow, turns_of(was, roadshow.starts_at), turns_of(now, roadshow.starts_at))
    changed = [turn for turn in turns if turn.changed]
    page = address_of(f"/roadshows/{roadshow.uid}")
    letters = _letters(roadshow, "turns", _lines(roadshow, changed), link=page)
    send("agenda.published" if first else "agenda.changed", roadshow, letters, changed)


def list_readers_of_order(roadshow: Roadshow) -> set[Reader]:
    """Who would be written to if the draft were published now."""
    if roadshow.starts_at is None:
        return set()
    draft, starts_at = queries.get_draft(roadshow.id), roadshow.starts_at
    was = turns_of(draft.was_public, starts_at)
    return {turn.reader for turn in told(roadshow, was, turns_of(draft, starts_at)) if turn.changed}


def tell_moved(
    roadshow: Roadshow, was: Stand, now: Stand, closes: tuple[datetime, datetime] | None = None
) -> None:
    """Everyone concerned, with the old and the new time, place and turn."""
    order, later = queries.get_published(roadshow.id), was.starts_at != now.starts_at
    turns = told(roadshow, turns_of(order, was.starts_at), turns_of(order, now.starts_at))
    lines = _lines(roadshow, [turn for turn in turns if turn.changed])
    applicants = {reader_of(person) for person in pitches.list_people_told(roadshow.id)}
    changes: Lines = {}
    for reader in map(reader_of, queries.list_people_told(roadshow.id)):
        changes[reader] = [*what_moved(roadshow, was, now), *lines.get(reader, [])]
        if reader in applicants and reader not in lines:
            changes[reader].append(_("您的申请继续有效。"))
        if reader in applicants and closes:
            was_close, now_close = map(lazy_full_moment, closes)
            words = _("项目征集截止时间由%(was)s改为%(now)s（北京时间）。", was=was_close, now=now_close)
            changes[reader].append(words)
    kind = "roadshow.postponed" if later else "roadshow.changed"
    moved = [turn for turn in turns if turn.changed or was.where != now.where]
    send(kind, roadshow, _letters(roadshow, "changes", changes), moved)


def tell_close(roadshow: Roadshow, was: datetime, now: datetime) -> None:
    """Applicants, who may still have something to hand in."""
    said = {
        "title": roadshow.spoken_title,
        "was": lazy_full_moment(was),
        "now": lazy_full_moment(now),
    }
    letters = {reader_of(person): said for person in pitches.list_people_told(roadshow.id)}
    queue("roadshow.call_changed", letters, until=now)


def tell_cancelled(roadshow: Roadshow, reason: str) -> None:
    said, kind = said_of_cancelling(roadshow, reason), kind_of_cancelling(roadshow)
    letters = {reader_of(person): said for person in queries.list_people_told(roadshow.id)}
    send(kind, roadshow, letters, told(roadshow, _public_turns(roadshow), {}))


def tell_restored(roadshow: Roadshow) -> None:
    said = said_of_restoring(roadshow, _("您的申请和登台安排继续有效。"))
    letters = {reader_of(person): said for person in queries.list_people_told(roadshow.id)}
    send("roadshow.restored", roadshow, letters, told(roadshow, {}, _public_turns(roadshow)))


def tell_off_stage(roadshow: Roadshow, project_ids: Collection[int]) -> None:
    """Owners hear of it otherwise; their calendars by a short letter."""
    found = [pitch for pitch in pitches.list_pitches(roadshow.id) if pitch.project_id in project_ids]
    send_short(roadshow, told(roadshow, _public_turns(roadshow), {}, found))


def tell_name(roadshow: Roadshow) -> None:
    turns = _public_turns(roadshow)
    send_short(roadshow, told(roadshow, turns, turns), if_there=True)


def _public_turns(roadshow: Roadshow) -> Turns:
    starts_at = roadshow.starts_at
    return turns_of(queries.get_published(roadshow.id), starts_at) if starts_at else {}


def _lines(roadshow: Roadshow, turns: Collection[Told]) -> Lines:
    """A line for each, to everyone whose it is."""
    lines: Lines = {}
    for turn in turns:
        lines.setdefault(turn.reader, []).append(turn.line(roadshow))
    return lines


def kind_of_cancelling(roadshow: Roadshow) -> str:
    return "roadshow.put_off" if roadshow.date_pending else "roadshow.cancelled"


def said_of_cancelling(roadshow: Roadshow, reason: str) -> Values:
    """The values of such a letter."""
    said = _title_and_hours(roadshow)
    which = _("“%(title)s”", **said)
    if roadshow.stand is not None:
        which = _("原定%(when)s（北京时间）的“%(title)s”", **said)
    return {"title": said["title"], "roadshow": which, "reason": reason, "event": event_lines(roadshow)}


def said_of_restoring(roadshow: Roadshow, lines: object) -> Values:
    """The values of such a letter."""
    said = _title_and_hours(roadshow)
    which = _("“%(title)s”", **said)
    if roadshow.stand is not None:
        which = _("%(when)s（北京时间）的“%(title)s”", **said)
    return {"title": said["title"], "roadshow": which, "lines": lines, "event": event_lines(roadshow)}


def _title_and_hours(roadshow: Roadshow) -> Values:
    stand = roadshow.stand
    hours = (stand.starts_at, stand.ends_at) if stand else None
    return {"title": roadshow.spoken_title, "when": hours_in_words(hours)}


def _letters(roadshow: Roadshow, place: str, lines: Lines, **alike: object) -> dict[Reader, Values]:
    """To each reader the lines that are theirs, and what is alike to all."""
    alike |= {"title": roadshow.spoken_title, "event": event_lines(roadshow)}
    return {reader: {place: LazyString(one_a_line, said), **alike} for reader, said in lines.items()}


def one_a_line(lines: list[object]) -> str:
    return "\n".join(map(str, lines))


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
