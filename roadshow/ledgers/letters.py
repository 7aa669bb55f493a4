"""What those who may check a ledger are told."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from roadshow.accounts.letters import reader_of
from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.accounts.queries import list_active
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db
from roadshow.foundation.site import address_of
from roadshow.notices.kinds import KINDS, Kind, Night, Place
from roadshow.notices.operations import queue
from roadshow.outcomes.models import Row

from .models import Upload

KINDS["ledger.waits"] = Kind(
    _("台账等待核对"),
    subject=_("请核对台账：{file}"),
    body=_("{by}导入的“{file}”有{count}条成果等您核对。核对之前，这一年度不能关账。\n{link}"),
    places={
        "file": Place(_("文件名"), _("2021年台账.xlsx")),
        "by": Place(_("导入人的姓名"), _("示例登记员")),
        "count": Place(_("等待核对的条数"), "957"),
        "link": Place(_("核对的页面"), "https://roadshow.example/centre/ledgers/1/check"),
    },
    button=_("去核对"),
    night=Night.BY_HAND,
)


KINDS["ledger.returned"] = Kind(
    _("台账的一行与文件不符"),
    subject=_("台账的一行被退回：{file}"),
    body=_("{by}抽样核对“{file}”时，发现{row}与文件不符：{why}。请改好后重新登记。\n{link}"),
    places={
        "file": Place(_("文件名"), _("2021年台账.xlsx")),
        "by": Place(_("核对人的姓名"), _("示例登记员")),
        "row": Place(_("工作表和行"), _("引进项目 第12行")),
        "why": Place(_("原因"), _("金额多了一个零")),
        "link": Place(_("对照的页面"), "https://roadshow.example/centre/ledgers/1/check"),
    },
    button=_("去对照"),
    night=Night.BY_HAND,
)


def list_checkers(kept: Upload) -> list[Person]:
    """Recorders who may sign in, without the one who imported it."""
    return [person for person in list_active(Role.RECORDER) if person.id != kept.uploaded_by_id]


def tell_checkers(kept: Upload, count: int, *, by: Actor) -> int:
    """How many were told."""
    values = {
        "file": kept.name,
        "by": by.name,
        "count": count,
        "link": address_of(f"/centre/ledgers/{kept.id}/check"),
    }
    readers = {reader_of(person): values for person in list_checkers(kept) if person.id != by.id}
    queue("ledger.waits", readers)
    return len(readers)


def tell_recorders(kept: Upload, row_ids: Collection[int], where: str, why: str, *, by: Actor) -> None:
    """Whoever imported the file, and logged these rows of it, one letter each."""
    logged = set(db.session.scalars(select(Row.logged_by_id).where(Row.id.in_(row_ids)).distinct()))
    link = address_of(f"/centre/ledgers/{kept.id}/check")
    values = {"file": kept.name, "by": by.name, "row": where, "why": why, "link": link}
    people = (person for person in list_active(Role.RECORDER) if person.id in logged | {kept.uploaded_by_id})
    queue("ledger.returned", {reader_of(person): values for person in people})
