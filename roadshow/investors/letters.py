"""What an institution's contacts are told: of its verification, of who joins it, of what it was merged into."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _

from roadshow.accounts.letters import reader_of
from roadshow.accounts.models import Person
from roadshow.foundation.days import lazy_moment
from roadshow.foundation.site import address_of
from roadshow.notices.kinds import KINDS, Kind, Night, Place
from roadshow.notices.operations import Reader, queue

from .models import Contact, ContactInvitation, Institution, JoinRequest

_NAME = Place(_("机构名称"), _("示例机构"))
_LINK = Place(_("机构信息的页面"), "https://roadshow.example/investor/institution")
INVITED = "institution.invited"
KINDS["institution.verified"] = Kind(
    _("机构通过核验"),
    subject=_("“{institution}”已通过核验"),
    body=_(
        "“{institution}”已通过核验，有效期至{until}（北京时间）。现在可以报名参加路演，或申请邀请：{link}"
    ),
    places={
        "institution": _NAME,
        "until": Place(_("有效期"), _("示例时间")),
        "link": Place(_("近期场次的链接"), "https://roadshow.example/investor/"),
    },
    button=_("看近期场次"),
    night=Night.BY_HAND,
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
    button=_("修改机构信息"),
    night=Night.BY_HAND,
)
KINDS[INVITED] = Kind(
    _("邀请加入机构"),
    subject=_("请加入“{institution}”"),
    body=_("{name}，您好：{by}邀请您在路演中心代表“{institution}”。请在7天内打开下面的链接：\n{link}"),
    places={
        "by": Place(_("邀请人的姓名"), _("示例邀请人")),
        "institution": _NAME,
        "link": Place(_("一次性链接"), "https://example.cn/…", needed=True),
    },
    needed=True,
    secret=True,
    button=_("加入机构"),
    night=Night.SEND,
)
KINDS["institution.join_asked"] = Kind(
    _("有人申请加入机构"),
    subject=_("{asker}申请加入“{institution}”"),
    body=_(
        "{asker}（{email}）申请加入“{institution}”：{message}\n请登录后在“机构同事”一页同意或不同意：{link}"
    ),
    places={
        "institution": _NAME,
        "asker": Place(_("申请人的姓名"), _("示例申请人")),
        "email": Place(_("申请人的邮箱"), "someone@example.cn"),
        "message": Place(_("申请人写的话"), _("我是示例机构的同事。")),
        "link": Place(_("机构同事一页"), "https://roadshow.example/investor/institution/contacts"),
    },
    needed=True,
    button=_("去答复"),
    night=Night.BY_HAND,
)
KINDS["institution.join_confirmed"] = Kind(
    _("已加入机构"),
    subject=_("您已加入“{institution}”"),
    body=_("您申请加入“{institution}”，已经同意：{link}"),
    places={"institution": _NAME, "link": _LINK},
    button=_("打开机构页面"),
    night=Night.BY_HAND,
)
KINDS["institution.join_refused"] = Kind(
    _("未同意加入机构"),
    subject=_("未同意您加入“{institution}”"),
    body=_("您申请加入“{institution}”，没有同意。原因：{reason}"),
    places={"institution": _NAME, "reason": Place(_("没有同意的原因"), _("没有找到这位同事。"))},
    night=Night.BY_HAND,
)
KINDS["institution.contact_removed"] = Kind(
    _("移出机构"),
    subject=_("您不再是“{institution}”的联系人"),
    body=_("您已被移出“{institution}”，不再能看到它的信息。有疑问请联系机构的同事。"),
    places={"institution": _NAME},
    night=Night.BY_HAND,
)
KINDS["institution.merged"] = Kind(
    _("机构合并"),
    subject=_("“{gone}”与“{institution}”已合并"),
    body=_(
        "路演中心核实“{gone}”与“{institution}”是同一家机构，已把两份登记合并，联系人、声明和名单都保留在“{institution}”名下：{link}"
    ),
    places={"gone": Place(_("并入的机构名称"), _("示例旧名")), "institution": _NAME, "link": _LINK},
    button=_("打开机构页面"),
    night=Night.BY_HAND,
)
_TODAY, _ABOUT, _COLLEAGUES = "/investor/", "/investor/institution", "/investor/institution/contacts"


def tell_verified(institution: Institution) -> None:
    """The link leads to the roadshows to come, where one press is enough now."""
    until = institution.verified_until
    values = {"until": lazy_moment(until) if until else "", "link": address_of(_TODAY)}
    _tell("institution.verified", institution, **values)


def tell_refused(institution: Institution) -> None:
    _tell("institution.refused", institution, reason=institution.refusal)


def tell_merged(kept: Institution, gone_name: str, people: Iterable[Person]) -> None:
    """``people``: the contacts of both."""
    said = {"institution": kept.name, "gone": gone_name, "link": address_of(_ABOUT)}
    queue("institution.merged", {reader_of(person): said for person in people if person.active})


def send_invitation(invitation: ContactInvitation, link: str, known: Person | None) -> None:
    """``known``: whose address it is, if they have an account."""
    reader = reader_of(known) if known else Reader(None, invitation.email, invitation.email)
    values = {"by": invitation.invited_by, "institution": invitation.institution.name, "link": link}
    queue(INVITED, {reader: values})


def tell_asked(request: JoinRequest) -> None:
    """Those who decide; where nobody can, nobody is told."""
    values = {"asker": request.person.name, "email": request.person.email, "message": request.message}
    _tell("institution.join_asked", request.institution, **values, link=address_of(_COLLEAGUES))


def tell_confirmed(request: JoinRequest) -> None:
    values = {"institution": request.institution.name, "link": address_of(_ABOUT)}
    queue("institution.join_confirmed", {reader_of(request.person): values})


def tell_not_confirmed(request: JoinRequest) -> None:
    values = {"institution": request.institution.name, "reason": request.reason}
    queue("institution.join_refused", {reader_of(request.person): values})


def tell_removed(contact: Contact) -> None:
    queue(
        "institution.contact_removed", {reader_of(contact.person): {"institution": contact.institution.name}}
    )


def _tell(kind: str, institution: Institution, **values: object) -> None:
    """Each contact who may sign in."""
    said = {"institution": institution.name, "link": address_of(_ABOUT), **values}
    people = [contact.person for contact in institution.contacts]
    queue(kind, {reader_of(person): said for person in people if person.active})
