"""Investments step by step: the first one begins a deal, each further one stands in it."""

from dataclasses import replace
from typing import Any

from flask import render_template
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField
from wtforms.validators import InputRequired

from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.errors import Fault, Refused
from roadshow.outcomes import operations, queries
from roadshow.outcomes.facts import StepFacts
from roadshow.outcomes.identity import ThreadOf
from roadshow.outcomes.models import Row
from roadshow.outcomes.rules import thread_faults
from roadshow.outcomes.states import FIRST_STEPS, STEP_WORDS, Doubt, Kind, ThreadStep, next_steps
from roadshow.projects.queries import list_project_titles
from roadshow.web.fields import Amount, Choice, Day, Form, Prose, Text, faults_of, say
from roadshow.web.guards import may

from . import blueprint
from .outcomes import RoadshowField, asked_project_name, the_project, to_logged

INVESTING = (ThreadStep.INTENT, ThreadStep.SIGNED, ThreadStep.PAID)


class DealForm(Form):
    project = Text(_("项目"), [InputRequired(_("请填写项目"))])
    fund = Text(_("投资机构"), [InputRequired(_("请填写投资机构"))])
    code = Text(_("备案编号"))
    round = Text(_("轮次"))


class StepForm(Form):
    step = Choice(_("进度"), [InputRequired(_("请选择进度"))], coerce=ThreadStep)
    amount_fen = Amount(_("金额"), [InputRequired(_("请填写金额"))])
    on = Day(_("日期"), [InputRequired(_("请填写日期"))])
    roadshow = RoadshowField(_("来源路演"))
    note = Prose(_("说明"))
    over = BooleanField(_("已核对，确实超过"))

    def sure(self) -> frozenset[Doubt]:
        """What the person affirms."""
        return frozenset({Doubt.OVER} if self.over.data else ())

    def faults(self) -> list[Fault]:
        return replace(self.facts(), on=self.on.data or clock.today()).faults(clock.today())

    def facts(self) -> StepFacts:
        return StepFacts(
            Kind.INVESTMENT,
            self.step.data,
            self.on.data,
            self.amount_fen.fen,
            self.roadshow.data,
            self.note.data,
        )


class InvestmentForm(DealForm, StepForm):
    """Who invested in whom, then its first step."""

    def __init__(self, *given: Any, **known: Any) -> None:
        super().__init__(*given, **known)
        self.step.offer((step.value, STEP_WORDS[step]) for step in FIRST_STEPS[Kind.INVESTMENT])

    def thread(self) -> ThreadOf:
        return ThreadOf(Kind.INVESTMENT, self.fund.data, code=self.code.data, round=self.round.data)

    def faults(self) -> list[Fault]:
        unknown = faults_of(lambda: the_project(self.project.data))
        return super().faults() + unknown + thread_faults(self.thread())


@blueprint.route("/outcomes/investments/new", methods=["GET", "POST"])
@may("outcome.log")
def log_investment() -> str | Response:
    form = InvestmentForm(project=asked_project_name())
    if form.validate_on_submit():
        try:
            row = operations.begin_investment(
                the_project(form.project.data),
                form.fund.data,
                form.round.data,
                form.facts(),
                code=form.code.data,
                actor=current_user.actor,
            )
            return to_logged(row)
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/deals/log_investment.html", form=form, names=list_project_titles())


@blueprint.route("/deals/<int:thread_id>/steps/new", methods=["GET", "POST"])
@may("outcome.log")
def log_step(thread_id: int) -> str | Response:
    deal = queries.get_thread(thread_id)
    steps = queries.list_steps(deal)
    ways = [step for step in next_steps(deal.kind, queries.latest_step(deal)) if step in INVESTING]
    form = StepForm(step=ways[-1] if steps and ways else None)
    form.step.offer((step.value, STEP_WORDS[step]) for step in ways)
    if form.validate_on_submit():
        try:
            return to_logged(
                operations.log_step(deal, form.facts(), actor=current_user.actor, sure=form.sure())
            )
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "centre/deals/log_step.html",
        form=form,
        deal=deal,
        sums=sums_of(steps),
        entries=list_entries_of("outcome", *queries.list_row_ids(deal)),
    )


def sums_of(steps: list[Row]) -> dict[ThreadStep, int]:
    """Step → fen in force; three sums, never added."""
    return {step: sum(row.amount_fen or 0 for row in steps if row.step is step) for step in INVESTING}
