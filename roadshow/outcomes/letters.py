"""What whoever pursues a deal is reminded of."""

from flask_babel import lazy_gettext as _

from roadshow.accounts.letters import reader_of
from roadshow.foundation.days import lazy_full_day
from roadshow.foundation.site import address_of
from roadshow.notices.kinds import KINDS, Kind, Night, Place
from roadshow.notices.operations import queue

from .pursuits import Pursuit

KINDS["pursuit.due"] = Kind(
    _("到了跟进的日子"),
    subject=_("今天跟进：{thing}"),
    body=_("您定的日子到了：{on}，{what}。\n{thing}\n{link}"),
    places={
        "thing": Place(_("项目、企业和对方"), _("示例项目，示例创投")),
        "what": Place(_("要做什么"), _("回访示例创投")),
        "on": Place(_("日期"), _("2026年9月24日 周四")),
        "link": Place(_("跟进的页面"), "https://roadshow.example/centre/board/project-1"),
    },
    button=_("去跟进"),
    night=Night.WAIT,
)


def tell_due(pursuit: Pursuit) -> None:
    """Its owner; nobody where they may not sign in any more."""
    if pursuit.owner is None or not pursuit.owner.active:
        return
    values = {
        "thing": thing_of(pursuit),
        "what": pursuit.next_what.rstrip("。"),
        "on": lazy_full_day(pursuit.next_on),
        "link": address_of(f"/centre/board/{address_part(pursuit)}"),
    }
    queue("pursuit.due", {reader_of(pursuit.owner): values})


def thing_of(pursuit: Pursuit) -> str:
    """The project or the firm, and with whom its deal is."""
    thread = pursuit.thread
    thing = pursuit.project or (thread and (thread.project or thread.company))
    return "，".join(filter(None, (thing.name if thing else "", thread.counterpart if thread else "")))


def address_part(pursuit: Pursuit) -> str:
    """What its page is called by."""
    return f"deal-{pursuit.thread_id}" if pursuit.thread_id else f"project-{pursuit.project_id}"
