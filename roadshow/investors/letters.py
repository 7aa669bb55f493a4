"""What an institution's contacts are told of its verification."""

from flask_babel import lazy_gettext as _

from roadshow.accounts.letters import reader_of
from roadshow.foundation.days import lazy_moment
from roadshow.foundation.site import address_of
from roadshow.notices.kinds import KINDS, Kind, Place
from roadshow.notices.operations import queue

from .models import Institution

_NAME = Place(_("机构名称"), _("示例机构"))
_LINK = Place(_("机构信息的页面"), "https://roadshow.example/investor/institution")
KINDS["institution.verified"] = Kind(
    _("机构通过核验"),
    subject=_("“{institution}”已通过核验"),
    body=_("“{institution}”已通过核验，有效期至{until}（北京时间）：{link}"),
    places={"institution": _NAME, "until": Place(_("有效期"), _("示例时间")), "link": _LINK},
)
KINDS["institution.refused"] = Kind(
    _("机构未通过核验"),
    subject=_("“{institution}”未通过核验"),
    body=_("“{institution}”未通过核验。原因：{reason}\n请修改机构信息，保存后会重新核验：{link}"),
    places={
        "institution": _NAME,
        "reason": Place(_("未通过的原因"), _("示例原因"), needed=True),
        "link": _LINK,
    },
    needed=True,
)


def tell_verified(institution: Institution) -> None:
    until = institution.verified_until
    _tell("institution.verified", institution, until=lazy_moment(until) if until else "")


def tell_refused(institution: Institution) -> None:
    _tell("institution.refused", institution, reason=institution.refusal)


def _tell(kind: str, institution: Institution, **values: object) -> None:
    """Each contact who may sign in."""
    said = {"institution": institution.name, "link": address_of("/investor/institution"), **values}
    people = [contact.person for contact in institution.contacts]
    queue(kind, {reader_of(person): said for person in people if person.active})
