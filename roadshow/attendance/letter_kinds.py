"""The kinds of letters to guests, and their words."""

from flask_babel import lazy_gettext as _

from roadshow.notices.kinds import KINDS, OFF, Kind, Night, Place

from .models import MODE_WITHIN, Mode

THANKED = "attendance.thanked"
_TITLE = Place(_("路演名称"), _("示例专场"))
_WHEN = Place(_("路演时间"), _("示例时间"))
_WHERE = Place(_("路演地点"), _("示例路演厅"))
_LINK = Place(_("收信人的专用链接"), "https://roadshow.example/come/…", needed=True)
_PAGE = Place(_("这场路演的公开页面"), "https://roadshow.example/roadshows/1")
_MODE = Place(_("现场或线上"), MODE_WITHIN[Mode.ONSITE])
_DUE = Place(_("确认截止"), _("示例时间"), needed=True)
_EVENT = {"title": _TITLE, "when": _WHEN, "where": _WHERE, "link": _LINK}
REGISTER = "attendance.register"
KINDS["attendance.invited"] = Kind(
    _("邀请参会"),
    subject=_("邀请您参加：{title}"),
    body=_(
        "{name}，您好：诚邀您参加“{title}”。\n时间：{when}（北京时间）\n地点：{where}\n地图和交通：{page}\n{answer_by}\n"
        "参加、待定或不参加，请在您的专用页面上答复：\n{link}\n"
        "这个链接只供您本人使用，请不要转发；您不能来，可以在页面上请同事代为参加。"
    ),
    places=_EVENT
    | {"page": _PAGE, "answer_by": Place(_("请在哪一天前答复；没有定时没有这句"), _("请在示例时间前答复。"))},
    button=_("答复邀请"),
    ends_with=OFF,
    night=Night.BY_HAND,
)
KINDS["attendance.reminded"] = Kind(
    _("提醒答复邀请"),
    subject=_("请答复：{title}"),
    body=_(
        "{name}，您好：您还没有答复是否参加“{title}”。\n时间：{when}（北京时间）\n地点：{where}\n{answer_by}\n"
        "请在您的专用页面上答复：\n{link}"
    ),
    places=KINDS["attendance.invited"].places,
    button=_("答复邀请"),
    ends_with=OFF,
    night=Night.BY_HAND,
)
KINDS["attendance.accepted"] = Kind(
    _("参会席位已留"),
    subject=_("席位已为您留好：{title}"),
    body=_(
        "{name}，您好：“{title}”的{mode}席位已为您留好。\n时间：{when}（北京时间）\n地点：{where}\n路演页面：{page}\n{how}\n{link}\n"
        "来不了，请在同一页面上改答复，席位会转给候补的人。"
    ),
    places=_EVENT
    | {
        "page": _PAGE,
        "mode": _MODE,
        "how": Place(_("怎样入场或入会"), _("入场时请出示您专用页面上的入场码：")),
    },
    needed=True,
    button=_("打开我的入场页面"),
    ends_with=OFF,
    night=Night.SEND,
)
KINDS["attendance.waitlisted"] = Kind(
    _("参会候补"),
    subject=_("您已列入候补：{title}"),
    body=_(
        "{name}，您好：“{title}”的{mode}席位已满，您在候补，排在第{position}位。有席位空出时会按先后通知您。\n"
        "时间：{when}（北京时间）\n地点：{where}\n"
        "要改答复或看现在排在第几位：\n{link}"
    ),
    places=_EVENT
    | {
        "mode": _MODE,
        "position": Place(_("候补排在第几位"), "4"),
        "ahead": Place(_("前面候补的人数"), "3"),
    },
    needed=True,
    button=_("看我的候补"),
    ends_with=OFF,
    night=Night.BY_HAND,
)
KINDS["attendance.offered"] = Kind(
    _("候补递补，请确认"),
    subject=_("有席位了，请确认：{title}"),
    body=_(
        "{name}，您好：“{title}”空出一个{mode}席位，轮到您了。\n时间：{when}（北京时间）\n地点：{where}\n"
        "请在{due}（北京时间）前确认，过时会转给下一位：\n{link}"
    ),
    places=_EVENT | {"mode": _MODE, "due": _DUE},
    needed=True,
    button=_("确认席位"),
    ends_with=OFF,
    night=Night.SEND,
)
KINDS["attendance.lapsed"] = Kind(
    _("席位未按时确认"),
    subject=_("席位没有保留：{title}"),
    body=_(
        "{name}，您好：您没有按时确认“{title}”的{mode}席位，席位已转给下一位。仍想参加，可以再次答复，从头排队。\n时间：{when}（北京时间）\n地点：{where}\n{link}"
    ),
    places=_EVENT | {"mode": _MODE},
    needed=True,
    button=_("再次答复"),
    ends_with=OFF,
    night=Night.WAIT,
)
KINDS["attendance.colleague"] = Kind(
    _("代同事参会"),
    subject=_("{by}请您代为参加：{title}"),
    body=_(
        "{name}，您好：{by}请您代为参加“{title}”。\n时间：{when}（北京时间）\n地点：{where}\n{standing}\n"
        "这是您的专用页面，能来或不能来都请在上面答复：\n{link}"
    ),
    places=_EVENT
    | {
        "by": Place(_("请人代为参加的人"), _("示例来宾")),
        "standing": Place(_("席位怎样"), _("现场席位已转到您名下。")),
    },
    needed=True,
    button=_("答复邀请"),
    ends_with=OFF,
    night=Night.SEND,
)
KINDS["attendance.withdrawn"] = Kind(
    _("取消参会邀请"),
    subject=_("邀请已取消：{title}"),
    body=_(
        "{name}，您好：您参加“{title}”的邀请已取消，席位和链接不再有效。有疑问请联系路演中心。\n时间：{when}（北京时间）\n地点：{where}\n{page}"
    ),
    places={"title": _TITLE, "when": _WHEN, "where": _WHERE, "page": _PAGE},
    button=_("看这场路演"),
    needed=True,
    night=Night.BY_HAND,
)
KINDS[THANKED] = Kind(
    _("感谢参会"),
    subject=_("感谢您参加：{title}"),
    body=_(
        "{name}，您好：感谢您参加“{title}”。会后您还能看到什么，都在您的专用页面上，也请在那里用一分钟评价这场路演。\n时间：{when}（北京时间）\n地点：{where}\n{link}"
    ),
    places=_EVENT,
    button=_("评价这场路演"),
    night=Night.WAIT,
)
KINDS[REGISTER] = Kind(
    _("确认参会报名"),
    subject=_("请确认报名：{title}"),
    body=_(
        "{name}，您好：有人用这个邮箱报名参加“{title}”。\n时间：{when}（北京时间）\n地点：{where}\n"
        "是您本人的话，请在24小时内打开下面的链接确认：\n{link}\n"
        "不是您本人，不必理会，不会留下报名。"
    ),
    places=_EVENT,
    needed=True,
    secret=True,
    button=_("确认报名"),
    night=Night.SEND,
)

KINDS["attendance.request_declined"] = Kind(
    _("没有邀请参会"),
    subject=_("这次没有邀请您：{title}"),
    body=_(
        "{name}，您好：您申请参加“{title}”，这次没有能邀请您。其他场次仍可报名或申请邀请。\n时间：{when}（北京时间）\n地点：{where}\n{link}"
    ),
    places=_EVENT | {"link": Place(_("近期场次的链接"), "https://roadshow.example/investor/")},
    button=_("看近期场次"),
    night=Night.BY_HAND,
)


ASKING = ("attendance.invited", "attendance.reminded", "attendance.offered", "attendance.colleague")
"""Kinds that an answer makes needless."""
