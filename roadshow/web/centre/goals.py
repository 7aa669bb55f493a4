"""What a year is to reach of a figure."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import Optional

from roadshow.foundation.errors import Fault, Missing, Refused
from roadshow.programme.queries import get_season
from roadshow.reports.figures.figure import Figure, Unit
from roadshow.reports.figures.words import NAMES
from roadshow.reports.targets import GOAL, goal_faults, list_goals, may_have_target, set_goal
from roadshow.web.fields import Amount, Form, Whole, say
from roadshow.web.guards import may

from . import blueprint
from .figures import get_figure, unit_of


class GoalForm(Form):
    goal: Any
    figure: Figure

    @property
    def typed(self) -> int | None:
        """Fen, m² or how many; None to have none."""
        return self.goal.fen if isinstance(self.goal, Amount) else self.goal.data

    def faults(self) -> list[Fault]:
        return [] if self.typed is None else goal_faults(self.figure, self.typed)


class MoneyForm(GoalForm):
    goal = Amount(_("目标"), [Optional()])


class CountForm(GoalForm):
    goal = Whole(_("目标"), [Optional()], within=GOAL)


@blueprint.route("/figures/<figure>/goal/<year:year>", methods=["GET", "POST"])
@may("year.target")
def set_figure_goal(figure: str, year: int) -> str | Response:
    season, wanted = get_season(year), get_figure(figure)
    if not may_have_target(wanted):
        raise Missing(f"goal of {figure}")
    form, back = (
        _form(wanted, list_goals(year).get(figure)),
        url_for(".show_figure", figure=figure, year=year),
    )
    if form.validate_on_submit():
        try:
            set_goal(season, figure, form.typed, actor=current_user.actor)
            flash(_("已保存%(year)d年“%(name)s”的目标。", year=year, name=NAMES[figure]))
            return redirect(back)
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "centre/goals/set_figure_goal.html",
        form=form,
        year=year,
        name=NAMES[figure],
        unit=unit_of(wanted),
        back=back,
    )


def _form(figure: Figure, goal: int | None) -> GoalForm:
    """Filled with what stands."""
    money = figure.unit is Unit.MONEY
    form = MoneyForm() if money else CountForm(goal=goal)
    form.figure = figure
    if money and form.goal.raw_data is None:
        form.goal.show(goal)
    return form
