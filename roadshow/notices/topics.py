"""What letters are about and who gets them, by the first part of their kinds' names: for lists of kinds, and for the
foot of each letter, which says why it came."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString


class Audience(StrEnum):
    STARTUP = "startup"
    GUEST = "guest"
    INVESTOR = "investor"
    JUDGE = "judge"
    STAFF = "staff"


AUDIENCE_WORDS = {
    Audience.STARTUP: _("项目方"),
    Audience.GUEST: _("来宾"),
    Audience.INVESTOR: _("投资机构"),
    Audience.JUDGE: _("评委"),
    Audience.STAFF: _("工作人员"),
}


@dataclass(frozen=True, eq=False)
class Topic:
    words: object
    why: object
    readers: tuple[Audience, ...]


_INSTITUTION = Topic(
    _("投资机构"),
    _("您收到这封信，是因为您代表一家投资机构，或者申请、受邀加入投资机构。"),
    (Audience.INVESTOR,),
)
_COMPANY = Topic(
    _("企业"), _("您收到这封信，是因为您代表一家企业，或者申请、受邀加入企业。"), (Audience.STARTUP,)
)
_ROADSHOW = Topic(
    _("场次和议程"),
    _("您收到这封信，是因为您申请、受邀或报名参加这场路演。"),
    (Audience.STARTUP, Audience.GUEST),
)
_TALK = Topic(
    _("意向和约谈"), _("您收到这封信，是因为投资机构和项目方在约谈。"), (Audience.STARTUP, Audience.INVESTOR)
)
TOPICS = {
    "account": Topic(
        _("账号和安全"),
        _("您收到这封信，是因为有人用这个邮箱注册、登录或邀请您使用路演中心的系统。"),
        tuple(Audience),
    ),
    "pitch": Topic(_("申请和遴选"), _("您收到这封信，是因为您的项目申请了路演。"), (Audience.STARTUP,)),
    "roadshow": _ROADSHOW,
    "agenda": _ROADSHOW,
    "attendance": Topic(
        _("参会"), _("您收到这封信，是因为您受邀、报名或申请参加这场路演。"), (Audience.GUEST,)
    ),
    "calendar": Topic(
        _("日历"),
        _("您收到这封信，是因为这场路演在您的日历里，或者有人用这个邮箱要了日历文件。"),
        (Audience.GUEST,),
    ),
    "interest": _TALK,
    "talk": _TALK,
    "institution": _INSTITUTION,
    "company": _COMPANY,
    "screening": Topic(_("评审"), _("您收到这封信，是因为您是这场路演的评委。"), (Audience.JUDGE,)),
    "ledger": Topic(_("核对"), _("您收到这封信，是因为您登记或核对成果。"), (Audience.STAFF,)),
    "pursuit": Topic(_("跟进"), _("您收到这封信，是因为您在系统里定了跟进的日子。"), (Audience.STAFF,)),
}


def topic_of(kind: str) -> Topic | None:
    """None for a kind of a room that is none."""
    return TOPICS.get(kind.partition(".")[0])


def readers_in_words(topic: Topic) -> object:
    """Who gets such letters."""
    if set(topic.readers) == set(Audience):
        return _("所有人")
    return LazyString(lambda: str(_("、")).join(str(AUDIENCE_WORDS[reader]) for reader in topic.readers))


def by_topic(kinds: Iterable[str]) -> dict[Topic, list[str]]:
    """These kinds' names in the order of the topics."""
    found: dict[Topic, list[str]] = {topic: [] for topic in TOPICS.values()}
    for kind in kinds:
        if topic := topic_of(kind):
            found[topic].append(kind)
    return {topic: names for topic, names in found.items() if names}
