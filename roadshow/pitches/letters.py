"""What an applicant is told of each step: one letter a change to everyone who acts for the project, and to whom the
centre typed in as its contact."""

from collections.abc import Collection, Mapping
from itertools import groupby
from operator import attrgetter

from flask_babel import lazy_gettext as _

from roadshow.foundation.days import lazy_moment
from roadshow.foundation.site import address_of
from roadshow.notices.kinds import KINDS, OFF, Change, Kind, Night, Place
from roadshow.notices.operations import Reader, Values, queue
from roadshow.programme.date_block import EVENT, event_lines
from roadshow.programme.models import Roadshow

from .models import Pitch
from .readers import readers_by_pitch

_TITLE, _PROJECT = Place(_("路演名称"), _("示例专场")), Place(_("项目名称"), _("示例项目"))
_BOTH = {"title": _TITLE, "project": _PROJECT}
_LINK = Place(_("申请的页面"), "https://roadshow.example/startup/pitches/1")
_PAGE = Place(_("申请的页面；收信人没有账号时没有"), "https://roadshow.example/startup/pitches/1")
_CONFIRM = Place(
    _("怎样确认参加、到什么时候；不用确认时没有这句"),
    _("请在示例时间（北京时间）前确认参加：https://roadshow.example/startup/pitches/1/confirm"),
    needed=True,
)


def _confirm_or_look(said: Mapping[str, str]) -> object:
    return _("确认参加") if said.get("confirm") else _("看申请进展")


GONE = frozenset({Change.CANCELLED})
KINDS["pitch.submitted"] = Kind(
    _("申请收悉"),
    subject=_("申请已收到：{project}"),
    body=_("“{project}”申请“{title}”已收到，等待初筛。要知道走到哪一步：{link}\n{event}"),
    places=_BOTH | {"link": _LINK, "event": EVENT},
    button=_("看申请进展"),
    ends_with=GONE,
    night=Night.BY_HAND,
)
KINDS["pitch.returned"] = Kind(
    _("申请退回补正"),
    subject=_("请补正：{project}"),
    body=_("“{project}”申请“{title}”需要补正：{reason}\n请在{due}（北京时间）前改好并再次提交：{link}"),
    places=_BOTH
    | {
        "reason": Place(_("需要补正什么"), _("请补充示例材料"), needed=True),
        "due": Place(_("补正截止"), _("示例时间"), needed=True),
        "link": _LINK,
    },
    needed=True,
    button=_("去补正"),
    ends_with=OFF,
    night=Night.BY_HAND,
)
KINDS["pitch.extended"] = Kind(
    _("补正延期"),
    subject=_("补正时间延长：{project}"),
    body=_("“{project}”申请“{title}”的补正截止改为{due}（北京时间）：{link}"),
    places=_BOTH | {"due": Place(_("补正截止"), _("示例时间"), needed=True), "link": _LINK},
    button=_("去补正"),
    ends_with=OFF,
    night=Night.BY_HAND,
)
KINDS["pitch.screened"] = Kind(
    _("通过初筛"),
    subject=_("已通过初筛：{project}"),
    body=_("“{project}”申请“{title}”已通过初筛，请等待遴选结果。\n{event}\n{page}"),
    places=_BOTH | {"event": EVENT, "page": _PAGE},
    button=_("看申请进展"),
    ends_with=GONE,
    night=Night.BY_HAND,
)
KINDS["pitch.accepted"] = Kind(
    _("项目入选"),
    subject=_("遴选结果：{project}"),
    body=_("“{project}”入选“{title}”。议程发布后，上台时间会另行通知。\n{event}\n{confirm}\n{page}"),
    places=_BOTH | {"event": EVENT, "confirm": _CONFIRM, "page": _PAGE},
    needed=True,
    button=_confirm_or_look,
    ends_with=GONE,
    night=Night.BY_HAND,
)
KINDS["pitch.offered"] = Kind(
    _("候补转为入选"),
    subject=_("候补转为入选：{project}"),
    body=_(
        "“{title}”有名额空出，候补的“{project}”现在入选。议程发布后，上台时间会另行通知。\n{event}\n{confirm}\n{page}"
    ),
    places=_BOTH | {"event": EVENT, "confirm": _CONFIRM, "page": _PAGE},
    needed=True,
    button=_confirm_or_look,
    ends_with=GONE,
    night=Night.BY_HAND,
)
KINDS["pitch.reminded"] = Kind(
    _("提醒确认参加"),
    subject=_("还没有确认参加：{project}"),
    body=_(
        "“{project}”入选“{title}”，还没有确认参加。到期没有确认，名额会转给候补项目。\n{event}\n{confirm}"
    ),
    places=_BOTH | {"event": EVENT, "confirm": _CONFIRM},
    needed=True,
    button=_("确认参加"),
    ends_with=OFF,
    night=Night.WAIT,
)
KINDS["pitch.lapsed"] = Kind(
    _("名额未按时确认"),
    subject=_("名额没有保留：{project}"),
    body=_(
        "“{project}”没有在{due}（北京时间）前确认参加“{title}”，名额不再保留。仍想参加请联系路演中心；项目也可以申请其他场次。\n{event}\n{page}"
    ),
    places=_BOTH | {"due": Place(_("确认截止"), _("示例时间")), "event": EVENT, "page": _PAGE},
    button=_("看申请进展"),
    needed=True,
    night=Night.WAIT,
)
KINDS["pitch.waitlisted"] = Kind(
    _("项目列为候补"),
    subject=_("遴选结果：{project}"),
    body=_("“{project}”列为“{title}”的候补，有名额空出时可能入选。\n{event}\n{page}"),
    places=_BOTH | {"event": EVENT, "page": _PAGE},
    button=_("看申请进展"),
    needed=True,
    ends_with=GONE,
    night=Night.BY_HAND,
)
KINDS["pitch.declined"] = Kind(
    _("项目未入选"),
    subject=_("遴选结果：{project}"),
    body=_("“{project}”未入选“{title}”。原因：{reason}\n项目仍可申请其他场次。\n{page}"),
    places=_BOTH | {"reason": Place(_("未入选的原因"), _("示例原因"), needed=True), "page": _PAGE},
    button=_("看申请进展"),
    needed=True,
    night=Night.BY_HAND,
)


def tell(kind: str, pitches: Collection[Pitch]) -> None:
    """A letter a pitch to everyone who acts for its project; who acts for several gets as many."""
    readers = readers_by_pitch(pitches)
    for roadshow, those in groupby(sorted(pitches, key=_roadshow_id), key=attrgetter("roadshow")):
        _tell_of(kind, roadshow, list(those), readers)


def _roadshow_id(pitch: Pitch) -> int:
    return pitch.roadshow_id


def _tell_of(
    kind: str, roadshow: Roadshow, pitches: Collection[Pitch], readers: Mapping[int, list[Reader]]
) -> None:
    rounds: list[dict[Reader, Values]] = []  # one letter a reader in each
    for pitch in pitches:
        for reader in readers[pitch.id]:
            _put(rounds, reader, _values(kind, pitch, by_page=reader.id is not None))
    for letters in rounds:
        queue(kind, letters, until=roadshow.ends_at, roadshow_id=roadshow.id)


def _put(rounds: list[dict[Reader, Values]], reader: Reader, values: Values) -> None:
    free = next((letters for letters in rounds if reader not in letters), None)
    if free is None:
        rounds.append({reader: values})
    else:
        free[reader] = values


def _values(kind: str, pitch: Pitch, *, by_page: bool) -> Values:
    """Who has no account asks the centre, where others go to a page."""
    page = address_of(f"/startup/pitches/{pitch.id}")
    said = {
        "title": pitch.roadshow.spoken_title,
        "project": pitch.project.name,
        "event": event_lines(pitch.roadshow),
        "reason": pitch.reason,
        "due": lazy_moment(pitch.due_at or pitch.confirm_by_at),
        "link": page if by_page else _("请联系路演中心"),
        "page": page if by_page and not ("confirm" in KINDS[kind].places and pitch.confirm_by_at) else "",
        "confirm": _how_to_confirm(pitch, f"{page}/confirm" if by_page else _("请联系路演中心")),
    }
    return {name: said[name] for name in KINDS[kind].places}


def _how_to_confirm(pitch: Pitch, link: object) -> object:
    if pitch.confirm_by_at is None:
        return ""
    due = lazy_moment(pitch.confirm_by_at)
    return _("请在%(due)s（北京时间）前确认参加：%(link)s", due=due, link=link)
