"""Reviewers are told what they are to read; what was decided is told by ``pitches``, as each step is."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from roadshow.accounts.letters import reader_of
from roadshow.accounts.models import Person
from roadshow.foundation.days import lazy_full_day
from roadshow.foundation.site import address_of
from roadshow.notices.kinds import KINDS, Change, Kind, Night, Place
from roadshow.notices.operations import queue

from .models import Setup

_TITLE = Place(_("路演名称"), _("示例专场"))
KINDS["screening.assigned"] = Kind(
    _("请评委评审"),
    subject=_("请您评审：{title}"),
    body=_("“{title}”有{count}份申请请您评审。{due}\n{link}"),
    places={
        "link": Place(_("评审的页面"), "https://roadshow.example/judge/reviews"),
        "title": _TITLE,
        "count": Place(_("几份申请"), "3"),
        "due": Place(_("评审截止日期的一句话，没有定就没有这句"), _("请在示例日期前完成。")),
    },
    button=_("去评审"),
    ends_with=frozenset({Change.CANCELLED}),
    night=Night.BY_HAND,
)


def tell_assigned(setup: Setup, counts: Mapping[Person, int]) -> None:
    """How many applications came to each; who got none is told nothing."""
    due = _("请在%(day)s前完成。", day=lazy_full_day(setup.due_on)) if setup.due_on else ""
    said = {"title": setup.roadshow.spoken_title, "due": due, "link": address_of("/judge/reviews")}
    letters = {reader_of(person): said | {"count": count} for person, count in counts.items() if count}
    queue("screening.assigned", letters, roadshow_id=setup.roadshow_id)
