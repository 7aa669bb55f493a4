"""Letters about who belongs to a company."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _

from roadshow.accounts.letters import reader_of
from roadshow.accounts.models import Person
from roadshow.foundation.site import address_of
from roadshow.notices.kinds import KINDS, Kind, Night, Place
from roadshow.notices.operations import Reader, queue

from . import belonging
from .models import RIGHT_WORDS, Claim, Company, JoinRequest, Member, MemberInvitation

_COMPANY = Place(_("企业名称"), _("示例企业"))
_LINK = Place(_("企业的页面"), "https://roadshow.example/startup/companies/1")
_RIGHT = Place(_("权限"), _("可编辑"))
INVITED = "company.invited"
KINDS[INVITED] = Kind(
    _("邀请加入企业"),
    subject=_("请加入“{company}”"),
    body=_(
        "{name}，您好：{by}邀请您在路演中心与“{company}”的同事一起登记项目、申请路演，权限是{right}。"
        "请在7天内打开下面的链接：\n{link}"
    ),
    places={
        "by": Place(_("邀请人的姓名"), _("示例邀请人")),
        "company": _COMPANY,
        "right": _RIGHT,
        "link": Place(_("一次性链接"), "https://example.cn/…", needed=True),
    },
    needed=True,
    secret=True,
    button=_("加入企业"),
    night=Night.SEND,
)
KINDS["company.join_asked"] = Kind(
    _("有人申请加入企业"),
    subject=_("{asker}申请加入“{company}”"),
    body=_("{asker}（{email}）申请加入“{company}”：{message}\n请登录后同意或不同意：{link}"),
    places={
        "company": _COMPANY,
        "asker": Place(_("申请人的姓名"), _("示例申请人")),
        "email": Place(_("申请人的邮箱"), "someone@example.cn"),
        "link": Place(_("答复申请的页面"), "https://roadshow.example/startup/companies/1"),
        "message": Place(_("申请人写的话"), _("我是示例企业的同事。")),
    },
    needed=True,
    button=_("去答复"),
    night=Night.BY_HAND,
)
KINDS["company.join_confirmed"] = Kind(
    _("已加入企业"),
    subject=_("您已加入“{company}”"),
    body=_("您申请加入“{company}”，已经同意，您的权限是{right}：{link}"),
    places={"company": _COMPANY, "right": _RIGHT, "link": _LINK},
    button=_("打开企业页面"),
    night=Night.BY_HAND,
)
KINDS["company.join_refused"] = Kind(
    _("未同意加入企业"),
    subject=_("未同意您加入“{company}”"),
    body=_("您申请加入“{company}”，没有同意。原因：{reason}"),
    places={"company": _COMPANY, "reason": Place(_("没有同意的原因"), _("没有找到这位同事。"))},
    night=Night.BY_HAND,
)
KINDS["company.member_removed"] = Kind(
    _("移出企业"),
    subject=_("您已不在“{company}”名下"),
    body=_("您已被移出“{company}”，不再能看到它的项目和申请。有疑问请联系企业的负责人。"),
    places={"company": _COMPANY},
    night=Night.BY_HAND,
)

_REASON = Place(_("原因"), _("示例原因"), needed=True)
KINDS["company.verified"] = Kind(
    _("企业通过核验"),
    subject=_("“{company}”已通过核验"),
    body=_("“{company}”已通过路演中心核验。改名称或统一社会信用代码后须重新核验：{link}"),
    places={"company": _COMPANY, "link": _LINK},
    button=_("打开企业页面"),
    night=Night.BY_HAND,
)
KINDS["company.not_verified"] = Kind(
    _("企业未通过核验"),
    subject=_("“{company}”未通过核验"),
    body=_("“{company}”未通过路演中心核验。原因：{reason}\n请核对企业名称和统一社会信用代码：{link}"),
    places={"company": _COMPANY, "reason": _REASON, "link": _LINK},
    needed=True,
    button=_("打开企业页面"),
    night=Night.BY_HAND,
)
KINDS["company.corrected"] = Kind(
    _("企业信息更正"),
    subject=_("路演中心更正了“{company}”的信息"),
    body=_(
        "路演中心更正了“{before}”的信息。现在的名称是“{company}”，统一社会信用代码是{uscc}。原因：{reason}\n"
        "更正后由路演中心重新核验。有疑问请联系路演中心：{link}"
    ),
    places={
        "company": _COMPANY,
        "before": Place(_("原来的企业名称"), _("示例企业")),
        "uscc": Place(_("统一社会信用代码"), "91330400MA00000000"),
        "reason": _REASON,
        "link": _LINK,
    },
    needed=True,
    button=_("打开企业页面"),
    night=Night.BY_HAND,
)
KINDS["company.claim_confirmed"] = Kind(
    _("企业已移交"),
    subject=_("“{company}”已移交给您"),
    body=_(
        "路演中心核实后，已把“{company}”移交给您：您是它的负责人，原来的成员不再有权限，"
        "项目和申请保留，里面的联系人还是原来填写的，请先核对。原因：{reason}\n{link}"
    ),
    places={"company": _COMPANY, "reason": _REASON, "link": _LINK},
    needed=True,
    button=_("打开企业页面"),
    night=Night.BY_HAND,
)
KINDS["company.claim_refused"] = Kind(
    _("未同意认领企业"),
    subject=_("未同意您认领“{company}”"),
    body=_("您认领“{company}”，路演中心没有同意。原因：{reason}"),
    places={"company": _COMPANY, "reason": _REASON},
    needed=True,
    night=Night.BY_HAND,
)
KINDS["company.taken_over"] = Kind(
    _("企业移交给他人"),
    subject=_("“{company}”已移交，您不再有权限"),
    body=_(
        "路演中心核实后，已把“{company}”移交给认领的企业。您不再能看到它的项目和申请。原因：{reason}\n"
        "有异议请联系路演中心。"
    ),
    places={"company": _COMPANY, "reason": _REASON},
    needed=True,
    night=Night.BY_HAND,
)


def tell_verified(company: Company) -> None:
    _tell_owners("company.verified", company)


def tell_not_verified(company: Company) -> None:
    _tell_owners("company.not_verified", company, reason=company.refusal)


def tell_corrected(company: Company, before: str, reason: str) -> None:
    uscc = company.uscc or _("（没有）")
    _tell_owners("company.corrected", company, before=before, uscc=uscc, reason=reason)


def tell_transferred(claim: Claim, before: Iterable[Person]) -> None:
    """``before``: who acted for it until now."""
    values = {"company": claim.company.name, "reason": claim.reason}
    others = [person for person in before if person.active and person.id != claim.person_id]
    queue("company.taken_over", {reader_of(person): values for person in others})
    queue("company.claim_confirmed", {reader_of(claim.person): values | {"link": _page_of(claim.company)}})


def tell_claim_refused(claim: Claim) -> None:
    values = {"company": claim.company.name, "reason": claim.reason}
    queue("company.claim_refused", {reader_of(claim.person): values})


def send_invitation(invitation: MemberInvitation, link: str, known: Person | None) -> None:
    """``known``: whose address it is, if they have an account."""
    reader = reader_of(known) if known else Reader(None, invitation.email, invitation.email)
    values = {
        "by": invitation.invited_by,
        "company": invitation.company.name,
        "right": RIGHT_WORDS[invitation.right],
        "link": link,
    }
    queue(INVITED, {reader: values})


def tell_owners(request: JoinRequest, owners: Iterable[Member]) -> None:
    values = {
        "company": request.company.name,
        "asker": request.person.name,
        "email": request.person.email,
        "message": request.message,
        "link": _page_of(request.company),
    }
    queue("company.join_asked", {reader_of(owner.person): values for owner in owners})


def tell_confirmed(request: JoinRequest, member: Member) -> None:
    values = {"company": request.company.name, "right": RIGHT_WORDS[member.right]}
    values["link"] = _page_of(request.company)
    queue("company.join_confirmed", {reader_of(request.person): values})


def tell_refused(request: JoinRequest) -> None:
    values = {"company": request.company.name, "reason": request.reason}
    queue("company.join_refused", {reader_of(request.person): values})


def tell_removed(member: Member) -> None:
    queue("company.member_removed", {reader_of(member.person): {"company": member.company.name}})


def _tell_owners(kind: str, company: Company, **values: object) -> None:
    said = {"company": company.name, "link": _page_of(company), **values}
    queue(kind, {reader_of(owner.person): said for owner in belonging.list_owners_of(company.id)})


def _page_of(company: Company) -> str:
    return address_of(f"/startup/companies/{company.id}")
