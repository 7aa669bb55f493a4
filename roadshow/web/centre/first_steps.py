"""What an empty centre sets up, in order, until its first roadshow is public."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from roadshow.accounts.permissions import Role
from roadshow.accounts.queries import count_active
from roadshow.foundation import clock
from roadshow.halls.queries import count_open_halls
from roadshow.programme.lists import count_beginning
from roadshow.programme.queries import find_season
from roadshow.programme.rules import year_to_plan

RECORDERS = 2  # what one logs another verifies


@dataclass(frozen=True)
class FirstStep:
    """``url`` is None for a reader who may not do it, or while it needs an earlier one; ``whose`` says who does."""

    words: str
    more: str
    whose: str
    done: bool
    url: str | None
    verb: str


def list_first_steps() -> list[FirstStep]:
    """All of them in their order; none once a roadshow was ever public."""
    begun = count_beginning()
    if begun.public:
        return []
    year = year_to_plan(clock.today())
    plan = "centre.open_season" if find_season(year) is None else "centre.show_season"
    has_hall, listed = count_open_halls() > 0, begun.undated + begun.dated > 0
    return [
        _step(
            "people.keep",
            (_("邀请组织者"), _("由组织者排计划、定场地、征集项目"), _("管理员")),
            (lambda: url_for("centre.invite_person"), _("去邀请")),
            done=count_active(Role.ORGANISER) > 0,
        ),
        _step(
            "people.keep",
            (_("邀请两位成果登记员"), _("一人登记，另一人核对"), _("管理员")),
            (lambda: url_for("centre.invite_person"), _("去邀请")),
            done=count_active(Role.RECORDER) >= RECORDERS,
        ),
        _step(
            "hall.keep",
            (_("登记场地"), _("有了场地，路演才能定下日期"), _("组织者")),
            (lambda: url_for("centre.make_hall"), _("去登记")),
            done=has_hall,
        ),
        _step(
            "season.plan",
            (_("开启%(year)d年度计划", year=year), _("定下全年要办几场，列出题目"), _("组织者")),
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
    ]


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
