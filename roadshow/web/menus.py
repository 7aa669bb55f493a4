"""The menus of the desks: their entries, the tabs of each, and which of them a page belongs under."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app
from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from flask_login import current_user

from roadshow.accounts.permissions import STAFF, Role

from .guards import permission_of

DESK_NAMES = {
    "centre": _("工作台"),
    "startup": _("项目方"),
    "investor": _("投资机构"),
    "judge": _("评委"),
    "public": _("我的账号"),
}


@dataclass(frozen=True)
class Tab:
    """One page that a menu leads to, and the modules of the desk whose pages belong under it."""

    endpoint: str
    label: object
    modules: frozenset[str]

    def holds(self, endpoint: str) -> bool:
        """Whether a page belongs here; only readers of this tab's desk are asked about it."""
        desk, _dot, _name = self.endpoint.partition(".")
        view = current_app.view_functions.get(endpoint)
        module = getattr(view, "__module__", "").rpartition(".")[2]
        return endpoint == self.endpoint or (endpoint.startswith(f"{desk}.") and module in self.modules)

    @property
    def may_open(self) -> bool:
        return permission_of(current_app.view_functions[self.endpoint]) in current_user.permissions


@dataclass(frozen=True)
class Entry:
    """One line of a menu; it leads to the first of its tabs that the reader may open."""

    label: object
    drawing: str
    tabs: tuple[Tab, ...]


def _tab(endpoint: str, label: object, *modules: str) -> Tab:
    return Tab(endpoint, label, frozenset(modules))


def _page(endpoint: str, label: object, drawing: str, *modules: str) -> Entry:
    """An entry without tabs."""
    return Entry(label, drawing, (_tab(endpoint, label, *modules),))


TODAY = _page("centre.today", _("今天"), "home", "desk")
ROADSHOWS = Entry(
    lazy_pgettext("desk", "路演"),
    "stage",
    (
        _tab("centre.list_seasons", _("计划"), "seasons", "season_paper", "planner", "drafting"),
        _tab(
            "centre.list_roadshows",
            lazy_pgettext("many", "场次"),
            *(
                "roadshows",
                "steps",
                "putting_off",
                "calls",
                "confirming",
                "pitches",
                "pitches_at_once",
                "accepting",
                "entering",
                "applications",
            ),
            *("screening", "screening_ranking", "screening_readers", "agenda", "agenda_acts", "papers"),
            *(
                "guests",
                "guest_acts",
                "guests_at_once",
                "guests_suggested",
                "inviting",
                "invitation_requests",
                "door",
                "feedback",
            ),
        ),
        _tab("centre.list_halls", lazy_pgettext("many", "场地"), "halls", "hall_uses"),
        _tab("centre.list_rest_days", _("节假日"), "rest_days"),
    ),
)
PROJECTS = Entry(
    _("项目与机构"),
    "company",
    (
        _tab("centre.list_projects", lazy_pgettext("many", "项目"), "projects", "consents", "viewers"),
        _tab("centre.list_companies", lazy_pgettext("many", "企业"), "companies", "joining", "claiming"),
        _tab(
            "centre.list_institutions",
            lazy_pgettext("desk", "机构"),
            *("institutions", "institution_doubles", "institution_joining"),
        ),
        _tab("centre.list_interests", lazy_pgettext("desk", "意向"), "interests"),
    ),
)
OUTCOMES = Entry(
    _("成果"),
    "money",
    (
        _tab(
            "centre.list_outcomes",
            lazy_pgettext("desk", "登记"),
            *("outcomes", "logging", "correcting", "deals", "documents"),
        ),
        _tab("centre.check_outcomes", lazy_pgettext("desk", "核对"), "checking", "sampling"),
        _tab("centre.show_board", lazy_pgettext("desk", "对接"), "board", "pursuits"),
        _tab("centre.list_uploads", lazy_pgettext("desk", "导入"), "ledgers", "ledger_year"),
    ),
)
FIGURES = Entry(
    lazy_pgettext("desk", "数字"),
    "chart",
    (
        _tab(
            "centre.show_year",
            lazy_pgettext("desk", "年度"),
            *("reports", "closings", "bulletin", "bulletin_template", "all_figures", "year_report"),
        ),
        _tab("centre.list_figures", lazy_pgettext("many", "指标"), "figures", "goals"),
        _tab("centre.explore_years", _("探索"), "explore"),
    ),
)
KEEPING = Entry(
    _("管理"),
    "settings",
    (
        _tab("centre.list_people", _("人员"), "accounts"),
        _tab("centre.list_letters", lazy_pgettext("many", "通知"), "letters"),
        _tab("centre.list_wordings", _("通知模板"), "wordings"),
        _tab("centre.list_trail", _("留痕"), "trail"),
    ),
)
MENUS: dict[str, tuple[Entry, ...]] = {
    "centre": (TODAY, ROADSHOWS, PROJECTS, OUTCOMES, FIGURES, KEEPING),
    "startup": (
        _page("startup.today", _("今天"), "home", "desk"),
        _page(
            "startup.list_projects",
            _("企业与项目"),
            "company",
            *("companies", "projects", "dossiers", "documents", "investors", "talks"),
        ),
        _page("startup.list_pitches", _("我的申请"), "stage", "pitches"),
    ),
    "investor": (
        _page("investor.today", _("今天"), "home", "desk"),
        _page(
            "investor.list_roadshows",
            _("受邀的路演"),
            "stage",
            *("roadshows", "projects", "decks", "notes"),
        ),
        _page("investor.list_interests", _("我们的意向"), "list", "interests", "talks"),
        _page("investor.list_invitations", _("参会邀请"), "calendar", "invitations", "coming"),
        _page(
            "investor.show_institution",
            _("机构信息"),
            "company",
            *("institutions", "contacts", "mandates", "agreements", "avoided", "joining"),
        ),
    ),
    "judge": (
        _page("judge.today", _("今天"), "home", "desk"),
        _page("judge.list_reviews", _("评审"), "list", "reviews", "decks"),
    ),
}
# of one who only leads: figures come first, and whom they are about stands beside the outcomes
LEADER = (TODAY, FIGURES, ROADSHOWS, Entry(OUTCOMES.label, OUTCOMES.drawing, OUTCOMES.tabs + PROJECTS.tabs))
HOMES = {desk: entries[0].tabs[0].endpoint for desk, entries in MENUS.items()}


def home_endpoint(permissions: frozenset[str]) -> str:
    """The first desk that someone with these permissions may enter."""
    views = current_app.view_functions
    return next((home for home in HOMES.values() if permission_of(views[home]) in permissions), "public.home")


def entries_of(desk: str, roles: Iterable[Role]) -> tuple[Entry, ...]:
    """The menu of a desk for someone with these roles, before their permissions are asked."""
    return LEADER if desk == "centre" and STAFF.intersection(roles) == {Role.LEADER} else MENUS[desk]
