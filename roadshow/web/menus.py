"""What stands in the mastheads and side bars: for each desk the pages its reader may open."""

from dataclasses import dataclass

from flask import Flask, g, request
from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from flask_login import current_user

from roadshow.accounts.coming_in import OWN_ROLES
from roadshow.attendance.queries import count_own_to_answer
from roadshow.foundation import clock
from roadshow.outcomes.queries import count_waiting
from roadshow.screening.queries import count_to_review

from .language import is_public
from .words import word

PUBLIC = [
    ("public.home", _("首页")),
    ("public.list_roadshows", lazy_pgettext("many", "路演场次")),
    ("public.subscribe", _("订阅日历")),
    ("public.list_results", _("年度成果")),
]
DESK_NAMES = {
    "centre": _("工作台"),
    "startup": _("项目方"),
    "investor": _("投资机构"),
    "judge": _("评委"),
    "public": _("我的账号"),
}
INBOX = ("public.list_inbox", _("收件箱"), "mail", "account.own")
CALENDARS = ("public.list_calendars", _("日历订阅"), "calendar", "account.own")
# desk → (heading, [(endpoint, label, drawing, permission)])
MENUS = {
    "centre": [
        (
            _("日常"),
            [
                ("centre.today", _("今天"), "home", "centre.enter"),
                INBOX,
                CALENDARS,
                ("centre.list_seasons", _("年度计划"), "calendar", "roadshow.read"),
                ("centre.list_roadshows", lazy_pgettext("many", "路演场次"), "stage", "roadshow.read"),
                ("centre.list_halls", lazy_pgettext("many", "场地"), "hall", "roadshow.read"),
                ("centre.list_rest_days", _("节假日"), "calendar", "roadshow.read"),
                ("centre.list_projects", lazy_pgettext("many", "项目"), "list", "project.read"),
                ("centre.list_companies", lazy_pgettext("many", "企业"), "company", "project.read"),
                (
                    "centre.list_institutions",
                    lazy_pgettext("many", "投资机构"),
                    "people",
                    "institution.read",
                ),
            ],
        ),
        (
            _("成果"),
            [
                ("centre.list_interests", _("投资意向"), "people", "interest.read"),
                ("centre.show_board", _("对接进展"), "stage", "outcome.read"),
                ("centre.list_outcomes", _("成果登记"), "money", "outcome.read"),
                ("centre.list_uploads", _("台账导入"), "upload", "ledger.import"),
                ("centre.show_year", _("年度数字"), "chart", "year.read"),
                ("centre.list_figures", lazy_pgettext("many", "指标"), "list", "year.read"),
            ],
        ),
        (
            _("管理"),
            [
                ("centre.list_people", _("人员"), "person", "people.keep"),
                ("centre.list_letters", lazy_pgettext("many", "通知"), "mail", "letter.keep"),
                ("centre.list_trail", _("留痕"), "history", "trail.read"),
            ],
        ),
    ],
    "startup": [
        (
            _("项目方"),
            [
                ("startup.today", _("今天"), "home", "startup.enter"),
                INBOX,
                CALENDARS,
                ("startup.list_projects", _("企业与项目"), "company", "project.own"),
                ("startup.list_pitches", _("我的申请"), "stage", "pitch.own"),
            ],
        )
    ],
    "investor": [
        (
            _("投资机构"),
            [
                ("investor.today", _("今天"), "home", "investor.enter"),
                INBOX,
                CALENDARS,
                ("investor.list_roadshows", _("受邀的路演"), "stage", "deal.read"),
                ("investor.list_interests", _("我们的意向"), "list", "interest.own"),
                ("investor.list_invitations", _("参会邀请"), "calendar", "seat.own"),
                ("investor.show_institution", _("机构信息"), "company", "institution.own"),
            ],
        )
    ],
    "judge": [
        (
            _("评委"),
            [
                ("judge.today", _("今天"), "home", "judge.enter"),
                ("judge.list_reviews", _("评审"), "list", "review.own"),
                INBOX,
            ],
        )
    ],
}
HOMES = {desk: groups[0][1][0] for desk, groups in MENUS.items()}


@dataclass(frozen=True)
class Who:
    """The reader, as the side bar says it."""

    name: str
    duties: list[str]
    password_endpoint: str = "public.change_password"  # noqa: S105  an endpoint, no secret
    sign_out_endpoint: str = "public.sign_out"


def home_endpoint(permissions: frozenset[str]) -> str:
    """The first desk that someone with these permissions may enter."""
    return next((entry[0] for entry in HOMES.values() if entry[3] in permissions), "public.home")


def around_page() -> dict[str, object]:
    """Variables of the layouts; on public pages nothing that knows its reader."""
    common: dict[str, object] = {"public_menu": PUBLIC, "sign_in_endpoint": "public.sign_in"}
    if is_public() or g.get("reader_unknown") or not current_user.is_authenticated:
        return common
    desk = request.blueprint or "public"
    if desk not in MENUS:  # own password: beside the desk that the reader comes from
        desk = home_endpoint(current_user.permissions).split(".")[0]
    who = Who(current_user.person.name, [word(role) for role in current_user.person.roles])
    return common | {"menu": _entries(desk), "desk_name": DESK_NAMES[desk], "who": who, "may": _may}


def _may(permission: str) -> bool:
    """Whether the reader may do this: which links a page offers."""
    return permission in current_user.permissions


def _entries(desk: str) -> list[tuple[object, list[tuple[str, object, str, int | None]]]]:
    groups = [
        (
            heading,
            [(*entry[:3], _waiting(entry[0])) for entry in entries if entry[3] in current_user.permissions],
        )
        for heading, entries in MENUS.get(desk, [])
    ]
    return [(heading, entries) for heading, entries in groups if entries] + _elsewhere(desk)


def _elsewhere(desk: str) -> list[tuple[object, list[tuple[str, object, str, int | None]]]]:
    """The other desks of one who has several, and how a startup or an investor opens the other's."""
    ways: list[tuple[str, object, str, int | None]] = [
        (entry[0], DESK_NAMES[other], entry[2], None)
        for other, entry in HOMES.items()
        if other != desk and entry[3] in current_user.permissions
    ]
    if OWN_ROLES & set(current_user.person.roles) and not set(current_user.person.roles) >= OWN_ROLES:
        ways.append(("public.list_desks", _("增加身份"), "plus", None))
    return [(_("其他身份"), ways)] if ways else []


def _waiting(endpoint: str) -> int | None:
    if endpoint == "centre.list_outcomes" and "outcome.verify" in current_user.permissions:
        return count_waiting(current_user.id) or None
    if endpoint == "public.list_inbox":
        return current_user.person.unread or None
    if endpoint == "investor.list_invitations":
        return count_own_to_answer(current_user.person, clock.now()) or None
    if endpoint == "judge.list_reviews":
        return count_to_review(current_user.id) or None
    return None


def init_app(app: Flask) -> None:
    app.context_processor(around_page)
