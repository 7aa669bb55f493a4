"""How the applications to a roadshow are read: what is laid down, who reads, and how far they are."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField
from wtforms.validators import InputRequired, Optional

from roadshow.accounts.models import Person
from roadshow.accounts.permissions import Role
from roadshow.accounts.queries import list_open_invitations
from roadshow.foundation import clock
from roadshow.foundation.errors import Fault, Refused
from roadshow.foundation.sectors import SECTORS
from roadshow.pitches.queries import count_by_state
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow
from roadshow.screening import operations, queries
from roadshow.screening.asked import Asked, asked_of
from roadshow.screening.models import KIND_WORDS, Criterion, Expert, Recusal, ReviewerKind, Setup
from roadshow.screening.rules import (
    NOTICE,
    READERS,
    USUAL,
    Line,
    SetupFacts,
    lines_of,
    setup_faults,
    spelled,
)
from roadshow.screening.standings import leans
from roadshow.web.facts import Fact
from roadshow.web.fields import Choice, Day, Form, Prose, Ticks, Whole, flash_refusal, say
from roadshow.web.guards import may
from roadshow.web.words import full_day, in_a_row, known, sector, word

from . import blueprint


class Short(NamedTuple):
    """An application that has too few reviewers."""

    applied: queries.Applied
    asked: Asked
    recusals: list[Recusal]

    @property
    def recused(self) -> str:
        """Who kept away, and why."""
        return "\n".join(
            str(_("%(name)s：%(why)s", name=each.person.name, why=each.reason)) for each in self.recusals
        )


class SetupForm(Form):
    readers = Whole(
        _("每份申请的评委人数"), [InputRequired(_("请填写每份申请的评委人数"))], within=READERS, default=3
    )
    due_on = Day(_("评审截止日期"), [Optional()])
    blind = BooleanField(_("盲审：评委看不到企业、团队成员、联系人和路演材料"))
    notice_days = Whole(
        _("入选项目公示"), [InputRequired(_("请填写公示天数，不公示填0"))], within=NOTICE, default=0
    )
    rubric = Prose(_("评分标准"), [InputRequired(_("请写明评分标准，一行一项"))])
    roadshow: Roadshow

    def facts(self) -> SetupFacts:
        return SetupFacts(
            readers=self.readers.data,
            blind=self.blind.data,
            notice_days=self.notice_days.data,
            due_on=self.due_on.data,
            rubric=lines_of(self.rubric.data),
        )

    def faults(self) -> list[Fault]:
        readers = self.readers.otherwise(READERS.least)
        notice = self.notice_days.otherwise(NOTICE.least)
        facts = replace(self.facts(), readers=readers, notice_days=notice)
        return setup_faults(facts, self.roadshow, clock.today())


class ReviewersForm(Form):
    people = Ticks(_("评委"))


class ExpertForm(Form):
    kind = Choice(_("评委类型"), [InputRequired(_("请选择评委类型"))], choices=KIND_WORDS.items())
    fields = Ticks(_("熟悉的领域"), words=SECTORS)


@blueprint.get("/roadshows/<int:roadshow_id>/screening")
@may("pitch.select")
def show_screening(roadshow_id: int) -> str:
    roadshow, setup = get_roadshow(roadshow_id), queries.find_setup(roadshow_id)
    reviewers = queries.list_reviewers(roadshow_id)
    return render_template(
        "centre/screening/show_screening.html",
        roadshow=roadshow,
        setup=setup,
        facts=setup_facts(setup, queries.list_criteria(setup)) if setup else [],
        reviewers=reviewers,
        experts=experts_in_words([each.person_id for each in reviewers]),
        counts=queries.count_sheets(roadshow_id),
        leans=leans(setup) if setup else {},
        short=_short_of(roadshow_id),
        waiting=count_by_state([roadshow_id]).get(roadshow_id, {}).get(PitchState.SCREENED, 0),
    )


@blueprint.route("/roadshows/<int:roadshow_id>/screening/set-up", methods=["GET", "POST"])
@may("pitch.select")
def set_up_screening(roadshow_id: int) -> str | Response:
    roadshow, setup = get_roadshow(roadshow_id), queries.find_setup(roadshow_id)
    rubric = [Line(each.name, each.weight) for each in queries.list_criteria(setup)] if setup else USUAL
    form = SetupForm(obj=setup, rubric=spelled(rubric))
    form.roadshow = roadshow
    if form.validate_on_submit():
        try:
            operations.set_up(roadshow, form.facts(), actor=current_user.actor)
            flash(_("已保存评审办法。"))
            return _to(roadshow_id)
        except Refused as refusal:
            say(form, refusal)
    fixed = queries.is_scored(roadshow_id)
    return render_template(
        "centre/screening/set_up_screening.html", form=form, roadshow=roadshow, fixed=fixed
    )


@blueprint.route("/roadshows/<int:roadshow_id>/screening/reviewers", methods=["GET", "POST"])
@may("pitch.select")
def set_reviewers(roadshow_id: int) -> str | Response:
    roadshow, there = get_roadshow(roadshow_id), queries.list_reviewers(roadshow_id)
    queries.get_setup(roadshow_id)
    people = {each.id: each for each in [*queries.list_judges(), *(row.person for row in there)]}
    form = ReviewersForm(people=[each.person_id for each in there])
    experts = experts_in_words(list(people))
    form.people.offer({each.id: _judge_words(each, experts) for each in people.values()})
    if form.validate_on_submit():
        try:
            operations.set_reviewers(roadshow, form.people.data, actor=current_user.actor)
            flash(_("已保存评委名单。"))
            return _to(roadshow_id)
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "centre/screening/set_reviewers.html",
        form=form,
        roadshow=roadshow,
        people=people.values(),
        invited=[each for each in list_open_invitations() if Role.JUDGE in each.granted],
    )


@blueprint.route("/reviewers/<int:person_id>", methods=["GET", "POST"])
@may("pitch.select")
def describe_reviewer(person_id: int) -> str | Response:
    person = queries.get_judge(person_id)
    expert: Expert | None = queries.list_experts([person_id]).get(person_id)
    form = ExpertForm(obj=expert)
    if form.validate_on_submit():
        try:
            kind = ReviewerKind(form.kind.data)
            operations.describe_reviewer(person, kind, form.fields.data or [], actor=current_user.actor)
            flash(_("已保存“%(name)s”的专长。", name=person.name))
            return redirect(url_for(".describe_reviewer", person_id=person_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/screening/describe_reviewer.html", form=form, person=person)


@blueprint.post("/roadshows/<int:roadshow_id>/screening/draw")
@may("pitch.select")
def draw_reviewers(roadshow_id: int) -> Response:
    try:
        drawn = operations.draw_reviewers(get_roadshow(roadshow_id), actor=current_user.actor)
        flash(ngettext("分配了%(num)d份评审。", "分配了%(num)d份评审。", drawn.given))
        if drawn.short:
            words = ngettext(
                "%(num)d份申请的评委还不够：可以添加评委，或减少每份的评委人数。",
                "%(num)d份申请的评委还不够：可以添加评委，或减少每份的评委人数。",
                drawn.short,
            )
            flash(words, "now")
    except Refused as refusal:
        flash_refusal(refusal)
    return _to(roadshow_id)


@blueprint.post("/roadshows/<int:roadshow_id>/screening/close")
@may("pitch.select")
def close_reading(roadshow_id: int) -> Response:
    return _do(roadshow_id, operations.close_reading, _("评审已截止，评分不能再改。"))


@blueprint.post("/roadshows/<int:roadshow_id>/screening/reopen")
@may("pitch.select")
def reopen_reading(roadshow_id: int) -> Response:
    return _do(roadshow_id, operations.reopen_reading, _("评审重新开放，评委可以修改评分。"))


def setup_facts(setup: Setup, criteria: list[Criterion]) -> list[Fact]:
    weights = [f"{known(each.name)} {each.weight}" for each in criteria]
    notice = ngettext("%(num)d天", "%(num)d天", setup.notice_days) if setup.notice_days else _("不公示")
    return [
        Fact(_("每份申请的评委人数"), setup.readers),
        Fact(_("评审截止日期"), full_day(setup.due_on) or _("没有定")),
        Fact(_("盲审"), _("是") if setup.blind else _("否")),
        Fact(_("入选项目公示"), notice),
        Fact(_("评分标准"), "\n".join(weights)),
        Fact(_("抽签种子"), setup.seed),
    ]


def experts_in_words(person_ids: list[int]) -> dict[int, str]:
    """Person → kind and fields, for who was described."""
    found = queries.list_experts(person_ids)
    return {
        person_id: in_a_row([word(expert.kind), *map(sector, expert.fields)])
        for person_id, expert in found.items()
    }


def _short_of(roadshow_id: int) -> list[Short]:
    """The applications that have too few reviewers, and who kept away from them."""
    lacking = {pitch_id: asked for pitch_id, asked in asked_of(roadshow_id).items() if asked.lacks}
    if not lacking:
        return []
    recusals = queries.list_recusals_of(lacking)
    return [
        Short(each, lacking[each.id], recusals.get(each.id, []))
        for each in queries.list_applied(roadshow_id)
        if each.id in lacking
    ]


def _judge_words(person: Person, experts: dict[int, str]) -> object:
    if person.id not in experts:
        return person.name
    return _("%(name)s（%(what)s）", name=person.name, what=experts[person.id])


def _do(roadshow_id: int, step: Callable[..., object], done: str) -> Response:
    try:
        step(get_roadshow(roadshow_id), actor=current_user.actor)
        flash(done)
    except Refused as refusal:
        flash_refusal(refusal)
    return _to(roadshow_id)


def _to(roadshow_id: int) -> Response:
    return redirect(url_for(".show_screening", roadshow_id=roadshow_id))
