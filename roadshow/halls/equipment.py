"""What a hall can have: a fixed list, kept as codes, said in the reader's language."""

from flask_babel import lazy_gettext as _

EQUIPMENT: dict[str, object] = {
    "led": _("LED大屏"),
    "projector": _("投影"),
    "microphones": _("无线麦克风"),
    "interpreting": _("同声传译"),
    "streaming": _("直播推流"),
    "conferencing": _("视频会议"),
    "recording": _("全程录像"),
    "whiteboard": _("白板"),
    "meeting_rooms": _("洽谈室"),
    "step_free": _("无障碍通道"),
    "parking": _("停车场"),
}
