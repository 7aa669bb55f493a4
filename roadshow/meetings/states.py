"""The states of a talk between a project and an institution, and the words for its choices."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from roadshow.foundation.steps import Step


class TalkState(StrEnum):
    """Where a talk stands. ``PROPOSED`` also covers a talk that is wanted by both and has no times yet."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    CANCELLED = "cancelled"


OPEN = (TalkState.PROPOSED, TalkState.AGREED)
TALK_WORDS = {
    TalkState.PROPOSED: _("商定时间中"),
    TalkState.AGREED: _("时间已定"),
    TalkState.DECLINED: _("项目方已婉拒"),
    TalkState.CANCELLED: _("约谈已取消"),
}
STORY = {
    TalkState.PROPOSED: (
        Step(TalkState.AGREED, "interest.own"),
        Step(TalkState.AGREED, "project.own"),
        Step(TalkState.CANCELLED, "interest.own"),
        Step(TalkState.CANCELLED, "project.own"),
    ),
    TalkState.AGREED: (
        Step(TalkState.AGREED, "interest.own"),
        Step(TalkState.AGREED, "project.own"),
        Step(TalkState.CANCELLED, "interest.own"),
        Step(TalkState.CANCELLED, "project.own"),
    ),
    TalkState.DECLINED: (),
    TalkState.CANCELLED: (),
}


class Side(StrEnum):
    """The two sides of a talk."""

    PROJECT = "project"
    INSTITUTION = "institution"

    @property
    def other(self) -> "Side":
        return Side.INSTITUTION if self is Side.PROJECT else Side.PROJECT


WAITS_WORDS = {Side.PROJECT: _("等项目方答复"), Side.INSTITUTION: _("等投资机构答复")}


class Venue(StrEnum):
    """Where a talk takes place."""

    CENTRE = "centre"
    ELSEWHERE = "elsewhere"
    ONLINE = "online"


VENUE_WORDS = {
    Venue.CENTRE: _("在路演中心"),
    Venue.ELSEWHERE: _("在别处"),
    Venue.ONLINE: _("线上"),
}


class Reason(StrEnum):
    """Why a project declines a talk."""

    NOT_RAISING = "not_raising"
    MISMATCH = "mismatch"
    COMMITTED = "committed"
    LATER = "later"
    OTHER = "other"


REASON_WORDS = {
    Reason.NOT_RAISING: _("目前没有融资安排"),
    Reason.MISMATCH: _("与目前的需要不符"),
    Reason.COMMITTED: _("本轮已有意向投资方"),
    Reason.LATER: _("现在不方便，以后再谈"),
    Reason.OTHER: _("其他原因"),
}


class Share(StrEnum):
    """What the person who says an interest lets the project's owners know of them."""

    NAME = "name"
    CONTACT = "contact"


SHARE_WORDS = {
    Share.NAME: _("姓名和职务"),
    Share.CONTACT: _("姓名、职务、邮箱和手机号"),
}
