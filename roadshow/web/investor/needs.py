"""What this reader has to do before they may read more, step by step."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import url_for
from flask_babel import lazy_gettext as _

from roadshow.attendance.access import NEED_WORDS, Need
from roadshow.web.todo import Todo


class Way(NamedTuple):
    """Why it is asked for, and where it is done."""

    why: object
    verb: object
    endpoint: str


WAYS = {
    Need.INSTITUTION: Way(_("项目资料只提供给已登记的机构"), _("登记机构"), "investor.register_institution"),
    Need.VERIFIED: Way(
        _("路演中心核对登记信息后，核验有效一年"), _("看核验情况"), "investor.show_institution"
    ),
    Need.DECLARED: Way(
        _("财务数据和路演材料只提供给合格投资者，由机构的任一联系人声明一次"),
        _("去声明"),
        "investor.list_agreements",
    ),
    Need.SIGNED: Way(_("每位联系人各自签署"), _("去签署"), "investor.list_agreements"),
    Need.WARNED: Way(_("每场路演一次，看财务数据和路演材料之前"), _("去阅读"), "investor.read_warning"),
}


def todos_of(needs: Sequence[Need], roadshow_id: int, pitch_id: int | None = None) -> list[Todo]:
    """One after the other; where the notice of risk has been read, its page leads back to the project."""
    return [
        Todo(
            by=str(_("第%(number)d步", number=number)),
            soon=number == 1,
            words=str(NEED_WORDS[need]),
            more=str(WAYS[need].why),
            url=_url(need, roadshow_id, pitch_id),
            verb=str(WAYS[need].verb),
        )
        for number, need in enumerate(needs, 1)
    ]


def _url(need: Need, roadshow_id: int, pitch_id: int | None) -> str:
    if need is Need.WARNED:
        return url_for(WAYS[need].endpoint, roadshow_id=roadshow_id, pitch=pitch_id)
    return url_for(WAYS[need].endpoint)
