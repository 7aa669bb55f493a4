"""Who is told what, in one letter each: whoever acts for a project that is still in it, and whoever speaks.

They read of the published order, never of the draft.
"""

from collections.abc import Collection

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from roadshow.foundation.site import address_of
from roadshow.notices.kinds import KINDS, OFF, PLANS, Change, Kind, Night, Place
from roadshow.notices.operations import Reader, Values
from roadshow.notices.queries import list_written_to
from roadshow.pitches import queries as pitches
from roadshow.programme.date_block import EVENT, event_lines
from roadshow.programme.models import Roadshow
from roadshow.programme.states import WITH_AGENDA

from . import queries
from .calendars import LEFT, NAME_CHANGED, links_of, send, send_short
from .draft import Draft
from .turns import Told, Turns, told, turns_of

Lines = dict[Reader, list[object]]

_TITLE = Place(_("路演名称"), _("示例专场"))
_TURNS = Place(_("收信人的上台或发言时间，每项一行"), _("“示例项目”在“示例专场”的上台时间是13:50–14:05。"))
_CHANGES = Place(_("哪些变了，每项一行"), _("“示例专场”的场地由一号路演厅改为二号路演厅。"))
_LINK = Place(_("收信人看这场路演的页面"), "https://roadshow.example/roadshows/1")
KINDS["agenda.published"] = Kind(
    _("议程发布"),
    subject=_("议程已发布：{title}"),
    body=_("{turns}\n{event}\n议程、场地和怎么到场：{link}"),
    places={"title": _TITLE, "turns": _TURNS, "event": EVENT, "link": _LINK},
    button=_("看这场路演"),
    ends_with=OFF | {Change.MOVED},
    night=Night.BY_HAND,
)
KINDS["agenda.changed"] = Kind(
    _("议程变动"),
    subject=_("议程有变：{title}"),
    body="{turns}\n{event}\n{link}",
    places={"title": _TITLE, "turns": _TURNS, "event": EVENT, "link": _LINK},
    button=_("看现在的安排"),
    ends_with=OFF | {Change.MOVED},
    night=Night.BY_HAND,
)
KINDS["roadshow.postponed"] = Kind(
    _("路演改期"),
    subject=_("改期：{title}"),
    body="{changes}\n{event}\n{link}",
    places={"title": _TITLE, "changes": _CHANGES, "event": EVENT, "link": _LINK},
    button=_("看现在的安排"),
    ends_with=PLANS,
    night=Night.BY_HAND,
)
KINDS["roadshow.changed"] = Kind(
    _("时间或场地变动"),
    subject=_("时间或场地有变：{title}"),
    body="{changes}\n{event}\n{link}",
    places={"title": _TITLE, "changes": _CHANGES, "event": EVENT, "link": _LINK},
    button=_("看现在的安排"),
    ends_with=PLANS,
    night=Night.BY_HAND,
)
KINDS["roadshow.call_changed"] = Kind(
    _("征集截止时间变动"),
    subject=_("征集截止时间有变：{title}"),
    body=_("“{title}”的项目征集截止时间由{was}改为{now}（北京时间）。\n{link}"),
    places={
        "title": _TITLE,
        "link": _LINK,
        "was": Place(_("原来的截止时间"), _("原来的截止时间")),
        "now": Place(_("现在的截止时间"), _("现在的截止时间")),
    },
    button=_("看我的申请"),
    ends_with=OFF | {Change.CALL_MOVED},
    night=Night.BY_HAND,
)
KINDS["roadshow.cancelled"] = Kind(
    _("路演取消"),
    subject=_("取消：{title}"),
    body=_("{roadshow}已取消。原因：{reason}\n{event}\n{link}"),
    places={
        "title": _TITLE,
        "roadshow": Place(_("路演名称和原定时间"), _("“示例专场”")),
        "reason": Place(_("取消的原因"), _("场馆检修")),
        "event": EVENT,
        "link": _LINK,
    },
    button=_("看详情"),
    ends_with=PLANS,
    night=Night.SEND,
)

KINDS["roadshow.put_off"] = Kind(
    _("路演延期，日期待定"),
    subject=_("延期，日期待定：{title}"),
    body=_(
        "{roadshow}延期举办，新的日期还没有定。原因：{reason}\n已有的申请、入选和席位都保留，定下日期后马上写信告诉您。\n{event}\n{link}"
    ),
    places=KINDS["roadshow.cancelled"].places,
    button=_("看详情"),
    ends_with=PLANS,
    night=Night.SEND,
)
KINDS["roadshow.restored"] = Kind(
    _("路演恢复举办"),
    subject=_("恢复举办：{title}"),
    body=_("{roadshow}恢复举办，时间和地点不变。{lines}\n{event}\n{link}"),
    places={
        "title": _TITLE,
        "roadshow": Place(_("路演名称和时间"), _("“示例专场”")),
        "lines": Place(_("收信人要知道的其他事；没有时没有这句"), _("您的申请继续有效。")),
        "event": EVENT,
        "link": _LINK,
    },
    button=_("看现在的安排"),
    ends_with=PLANS,
    night=Night.SEND,
)


def tell_order(was: Draft, now: Draft, roadshow: Roadshow, *, first: bool) -> None:
    """Whose turn in the order that is public ``now`` is another than they last read."""
    if roadshow.starts_at is None:
        return
    turns = told(roadshow, turns_of(was, roadshow.starts_at), turns_of(now, roadshow.starts_at))
    changed = [turn for turn in turns if turn.changed]
    page = address_of(f"/roadshows/{roadshow.uid}")
    letters = letters_of(roadshow, "turns", lines_of(roadshow, changed))
    letters = {reader: {**said, "link": page} for reader, said in letters.items()}
    send("agenda.published" if first else "agenda.changed", roadshow, letters, changed)


def list_readers_of_order(roadshow: Roadshow) -> set[Reader]:
    """Who would be written to if the draft were published now."""
    if roadshow.starts_at is None:
        return set()
    draft, starts_at = queries.get_draft(roadshow.id), roadshow.starts_at
    was = turns_of(draft.was_public, starts_at)
    readers = {turn.reader for turn in told(roadshow, was, turns_of(draft, starts_at)) if turn.changed}
    kind = "agenda.changed" if roadshow.state in WITH_AGENDA else "agenda.published"
    written = list_written_to(kind, {reader.address for reader in readers})
    return {reader for reader in readers if reader.address in written}


def tell_off_stage(roadshow: Roadshow, project_ids: Collection[int]) -> None:
    """Owners hear of it otherwise; their calendars by a short letter."""
    found = [pitch for pitch in pitches.list_pitches(roadshow.id) if pitch.project_id in project_ids]
    off = told(roadshow, public_turns(roadshow), {}, found)
    send_short(roadshow, off, _("上台取消"), kind=LEFT)


def tell_name(roadshow: Roadshow) -> None:
    turns = public_turns(roadshow)
    send_short(roadshow, told(roadshow, turns, turns), NAME_CHANGED, if_there=True)


def public_turns(roadshow: Roadshow) -> Turns:
    starts_at = roadshow.starts_at
    return turns_of(queries.get_published(roadshow.id), starts_at) if starts_at else {}


def lines_of(roadshow: Roadshow, turns: Collection[Told]) -> Lines:
    """A line for each, to everyone whose it is."""
    lines: Lines = {}
    for turn in turns:
        lines.setdefault(turn.reader, []).append(turn.line(roadshow))
    return lines


def letters_of(roadshow: Roadshow, place: str, lines: Lines) -> dict[Reader, Values]:
    """To each reader the lines that are theirs, and their page."""
    alike, links = {"title": roadshow.spoken_title, "event": event_lines(roadshow)}, links_of(roadshow)
    return {
        reader: {place: LazyString(one_a_line, said), "link": links(reader), **alike}
        for reader, said in lines.items()
    }


def one_a_line(lines: list[object]) -> str:
    return "\n".join(map(str, lines))
