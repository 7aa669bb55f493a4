"""The frame around a page: its menu, the tabs of a section, the reader's corner."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask, current_app, g, request, url_for
from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from flask_login import current_user

from roadshow.accounts.coming_in import OWN_ROLES
from roadshow.accounts.permissions import STAFF, Role
from roadshow.attendance.queries import count_own_to_answer
from roadshow.feeds.rights import NEEDS
from roadshow.foundation import clock
from roadshow.outcomes.queries import count_waiting
from roadshow.screening.queries import count_to_review

from . import drafts
from .guards import permission_of
from .language import is_public
from .menus import DESK_NAMES, HOMES, MENUS, entries_of, home_endpoint
from .words import word

PUBLIC = [
    ("public.home", _("首页")),
    ("public.list_roadshows", lazy_pgettext("many", "路演场次")),
    ("public.subscribe", _("订阅日历")),
    ("public.list_results", _("年度成果")),
]


@dataclass(frozen=True)
class Way:
    """A link of the frame around a desk's page; ``current`` is its ``aria-current``."""

    url: str
    label: object
    drawing: str = ""
    count: int = 0
    current: str | None = None


@dataclass(frozen=True)
class Who:
    """The reader, as the person's corner shows them."""

    name: str
    duties: list[str]
    unread: int


def belongs_under(endpoint: str) -> None:
    """Mark this tab for the page that is being answered, where its module does not tell."""
    g.menu_tab = endpoint


def around_page() -> dict[str, object]:
    """Variables of the layouts; on public pages nothing that knows its reader."""
    common: dict[str, object] = {"public_menu": PUBLIC, "sign_in_endpoint": "public.sign_in"}
    if is_public() or g.get("reader_unknown") or not current_user.is_authenticated:
        return common
    desk = request.blueprint or "public"
    if desk not in MENUS:  # the reader's account: beside the desk that they come from
        desk = home_endpoint(current_user.permissions).partition(".")[0]
    person, counts = current_user.person, _counts(desk)
    return common | {
        "menu": list(_entries(desk, counts)),
        "sections": list(_sections(desk, counts)),
        "corner": list(_corner(desk)),
        "desk_name": DESK_NAMES[desk],
        "who": Who(person.name, [word(role) for role in person.roles], person.unread),
        "may": _may,
        "account": drafts.account_mark(),
    }


def _may(permission: str) -> bool:
    """Whether the reader may do this: which links a page offers."""
    return permission in current_user.permissions


def _here() -> str:
    return str(g.get("menu_tab") or request.endpoint)


def _entries(desk: str, counts: dict[str, int]) -> Iterator[Way]:
    """The menu, without entries that hold nothing for this reader."""
    here = _here()
    for entry in entries_of(desk, current_user.person.roles) if desk in MENUS else ():
        tabs = [tab for tab in entry.tabs if tab.may_open]
        if tabs:
            inside = any(tab.holds(here) for tab in entry.tabs)
            current = ("page" if tabs[0].endpoint == request.endpoint else "true") if inside else None
            count = sum(counts.get(tab.endpoint, 0) for tab in tabs)
            yield Way(url_for(tabs[0].endpoint), entry.label, entry.drawing, count, current)


def _sections(desk: str, counts: dict[str, int]) -> Iterator[Way]:
    """The tabs of the entry whose tab the reader stands on; pages beneath lead back by their crumbs."""
    for entry in entries_of(desk, current_user.person.roles) if desk in MENUS else ():
        tabs = [tab for tab in entry.tabs if tab.may_open]
        if len(tabs) > 1 and any(tab.endpoint == request.endpoint for tab in tabs):
            for tab in tabs:
                current = "page" if tab.endpoint == request.endpoint else None
                yield Way(url_for(tab.endpoint), tab.label, "", counts.get(tab.endpoint, 0), current)


def _corner(desk: str) -> Iterator[Way]:
    """What is the reader's own, on whichever desk: letters, calendars, password, other desks."""
    person = current_user.person
    pages = [("public.list_inbox", _("收件箱"), "mail")]
    if current_user.permissions & set(NEEDS.values()):
        pages.append(("public.list_calendars", _("日历订阅"), "calendar"))
    pages.append(("public.change_password", _("修改密码"), "key"))
    views = current_app.view_functions
    pages += [
        (home, DESK_NAMES[other], "go")
        for other, home in HOMES.items()
        if other != desk and permission_of(views[home]) in current_user.permissions
    ]
    if OWN_ROLES & set(person.roles) and not set(person.roles) >= OWN_ROLES:
        pages.append(("public.list_desks", _("添加角色"), "plus"))
    here = getattr(views.get(request.endpoint or ""), "__module__", None)
    for endpoint, label, drawing in pages:
        count = person.unread if endpoint == "public.list_inbox" else 0
        inside = endpoint.startswith("public.") and views[endpoint].__module__ == here
        current = ("page" if endpoint == request.endpoint else "true") if inside else None
        yield Way(url_for(endpoint), label, drawing, count, current)
    yield Way(url_for("public.show_help", topic=_topic(desk)), _("使用说明"), "help")


def _topic(desk: str) -> str:
    """The topic of the user guide for the reader of a desk: at the centre's, that of their first role there."""
    if desk == "centre":
        return next(role.value for role in Role if role in STAFF and role in current_user.person.roles)
    return desk if desk in MENUS else "everyone"


def _counts(desk: str) -> dict[str, int]:
    """Endpoint of a tab → how much waits there for this reader."""
    if desk == "centre" and _may("outcome.verify"):
        return {"centre.check_outcomes": count_waiting(current_user.id)}
    if desk == "investor":
        return {"investor.list_invitations": count_own_to_answer(current_user.person, clock.now())}
    if desk == "judge":
        return {"judge.list_reviews": count_to_review(current_user.id)}
    return {}


def init_app(app: Flask) -> None:
    app.context_processor(around_page)
