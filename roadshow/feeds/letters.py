"""The letter that brings a calendar file."""

from flask_babel import lazy_gettext as _

from roadshow.notices.kinds import KINDS, Kind, Night, Place
from roadshow.notices.operations import queue_with_file
from roadshow.notices.readers import Reader
from roadshow.programme.date_block import EVENT, event_lines
from roadshow.programme.entries import Edition
from roadshow.programme.models import Roadshow

FILE = "calendar.file"
KINDS[FILE] = Kind(
    _("要来的日历文件"),
    subject=_("{title}：日历文件"),
    body=_(
        "附上“{title}”的日历文件，打开就加入您的日历。\n{event}\n"
        "改期或换场地，文件不会自己更新，请以网页为准：\n{link}\n"
        "有人在本站写下这个邮箱，要了这封信。不是您的话，不用理会：除了寄这封信，本站不用这个邮箱，30天后删除。"
    ),
    places={
        "title": Place(_("路演名称"), _("示例专场")),
        "event": EVENT,
        "link": Place(_("路演的网页"), "https://roadshow.example/roadshows/…", needed=True),
    },
    needed=True,  # whoever has no more of such letters and asks for another file is to get it
    button=_("看这场路演"),
    night=Night.SEND,
)


def send(roadshow: Roadshow, calendar: str, to: str, edition: Edition) -> None:
    values = {
        "title": roadshow.spoken_title,
        "event": event_lines(roadshow),
        "link": edition.page(roadshow.uid),
    }
    queue_with_file(FILE, {Reader(None, to, to, edition.language): values}, calendar)
