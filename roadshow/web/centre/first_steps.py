"""What an empty centre sets up, in order, until its first roadshow is public."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from markupsafe import Markup

from roadshow.accounts.permissions import Role
from roadshow.accounts.queries import count_active, list_open_invitations
from roadshow.foundation import clock
from roadshow.foundation.site import has_mail
from roadshow.halls.queries import count_open_halls
from roadshow.outcomes.queries import Wanted, count_rows
from roadshow.programme.lists import count_beginning
from roadshow.programme.queries import find_season_from
from roadshow.programme.rules import year_to_plan

RECORDERS = 2  # what one logs another verifies


@dataclass(frozen=True)
class FirstStep:
    """``url`` is None for a reader who may not do it, or while it needs an earlier one; ``whose`` says who does;
    ``waits``: it is done as far as this house goes, and others are to accept."""

    words: str
    more: str
    whose: str
    done: bool
    url: str | None
    verb: str
    waits: bool = False


def list_first_steps() -> list[FirstStep]:
    """All of them in their order; none once a roadshow was ever public."""
    begun = count_beginning()
    if begun.public:
        return []
    season = find_season_from(clock.today().year)  # also this year's, when it is time to plan the next one
    year = season.year if season else year_to_plan(clock.today())
    plan, plan_words = "centre.open_season", _("开启%(year)d年度计划", year=year)
    if season:
        plan, plan_words = "centre.show_season", _("列出%(year)d年要办的路演", year=year)
    has_hall, listed = count_open_halls() > 0, begun.undated + begun.dated > 0
    return [
        _inviting(Role.ORGANISER, 1, _("邀请组织者"), _("由组织者排计划、定场地、征集项目")),
        _inviting(Role.RECORDER, RECORDERS, _("邀请两位成果登记员"), _("一人登记，另一人核对")),
        _step(
            "hall.keep",
            (_("登记场地"), _("有了场地，路演才能定下日期"), _("组织者")),
            (lambda: url_for("centre.make_hall"), _("去登记")),
            done=has_hall,
        ),
        _step(
            "season.plan",
            (plan_words, _("定下全年要办几场，列出题目"), _("组织者")),
            (lambda: url_for(plan, year=year), _("去计划")),
            done=listed,
        ),
        _step(
            "roadshow.plan",
            (_("定下日期和场地"), _("可以一起排，也可以逐场定"), _("组织者")),
            (lambda: url_for("centre.show_planner", year=year), _("去排日期")),
            done=begun.dated > 0,
            ready=has_hall and listed,
        ),
        _step(
            "roadshow.run",
            (_("公开第一场，征集项目"), _("公开后进入日历，企业可以申请"), _("组织者")),
            (lambda: url_for("centre.list_roadshows"), _("去征集")),
            done=False,
            ready=begun.dated > 0,
        ),
        _step(
            "ledger.import",
            (_("导入往年台账"), _("有往年的台账就上传，没有可以不做"), _("成果登记员")),
            (lambda: url_for("centre.upload_ledger"), _("去导入")),
            done=count_rows(Wanted())[0] > 0,
        ),
    ]


def find_next(steps: list[FirstStep]) -> FirstStep | None:
    """The first open one that its reader can do now, or else the first that is open."""
    still_open = [step for step in steps if not step.done and not step.waits]
    return next((step for step in still_open if step.url), still_open[0] if still_open else None)


def point_to_next() -> None:
    """While a centre begins, whatever was just done leads on to the next step."""
    steps = list_first_steps()
    if not steps:
        return
    step = find_next(steps)
    url, words = url_for("centre.today"), _("回到“今天”，看下一步")
    if step and step.url:
        url, words = step.url, _("下一步：%(step)s", step=step.words)
    flash(Markup('<a href="{}">{}</a>').format(url, words), "now")


def _inviting(role: Role, many: int, words: str, more: str) -> FirstStep:
    """Done once so many have accepted; it waits while so many were invited."""
    active, keeps = count_active(role), "people.keep" in current_user.permissions
    invited = sum(role in invitation.granted for invitation in list_open_invitations())
    waits = active < many <= active + invited
    if waits:
        told = ngettext(
            "已邀请%(num)d人，等对方打开链接设密码", "已邀请%(num)d人，等对方打开链接设密码", invited
        )
        more = told if has_mail() else _handed_on(told, by_reader=keeps)
    way = ("centre.list_people", _("看邀请")) if waits else ("centre.invite_person", _("去邀请"))
    url = url_for(way[0]) if keeps else None
    return FirstStep(words, more, _("管理员"), active >= many, url, way[1], waits)


def _handed_on(told: str, *, by_reader: bool) -> str:
    """Without mail somebody passes the link on."""
    if by_reader:
        return _("%(told)s；链接要由您转交", told=told)
    return _("%(told)s；链接由管理员转交", told=told)


def _step(
    permission: str,
    told: tuple[str, str, str],
    way: tuple[Callable[[], str], str],
    *,
    done: bool,
    ready: bool = True,
) -> FirstStep:
    words, more, whose = told
    url, verb = way
    can = ready and permission in current_user.permissions
    return FirstStep(words, more, whose, done, url() if can else None, verb)
