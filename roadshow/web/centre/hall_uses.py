"""Other uses of a hall and days when it is out of use: entered and removed at the hall's page."""

from collections.abc import Collection
from dataclasses import replace
from datetime import time

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired, Optional

from roadshow.foundation import clock
from roadshow.foundation.errors import Fault, Refused
from roadshow.halls.models import HallUse, UseKind
from roadshow.halls.operations import remove_use as give_back
from roadshow.halls.queries import get_hall, get_use
from roadshow.halls.uses import BlackoutFacts, UseFacts, blackout_faults, use_faults
from roadshow.programme import hall_uses
from roadshow.web.fields import Day, Form, Hour, Text, flash_refusal, say
from roadshow.web.guards import may
from roadshow.web.listing import Column, Listing
from roadshow.web.shapes import DONE, GOING, OVER
from roadshow.web.words import days, full_day, span, word

from . import blueprint


class UseForm(Form):
    what = Text(_("用途"), [InputRequired(_("请填写谁用、做什么"))])
    on = Day(_("日期"), [InputRequired(_("请选择日期"))])
    starts = Hour(_("开始时间"), [InputRequired(_("请填写开始时间"))])
    ends = Hour(_("结束时间"), [InputRequired(_("请填写结束时间"))])
    until = Day(_("每周重复到"), [Optional()])

    def faults(self) -> list[Fault]:
        """What is not there yet is taken for what breaks no rule of the others."""
        facts = replace(
            self.facts().cleaned(),
            on=self.on.data or clock.today(),
            starts=self.starts.data or time.min,
            ends=self.ends.data or time.max,
        )
        return use_faults(facts, now=clock.now())

    def facts(self) -> UseFacts:
        return UseFacts(self.what.data, self.on.data, self.starts.data, self.ends.data, self.until.data)


class BlackoutForm(Form):
    what = Text(_("原因"), [InputRequired(_("请填写暂停使用的原因"))])
    first = Day(_("第一天"), [InputRequired(_("请选择第一天"))])
    last = Day(_("最后一天"), [InputRequired(_("请选择最后一天"))])

    def faults(self) -> list[Fault]:
        first = self.first.data or self.last.data or clock.today()
        facts = replace(self.facts().cleaned(), first=first, last=self.last.data or first)
        return blackout_faults(facts, now=clock.now())

    def facts(self) -> BlackoutFacts:
        return BlackoutFacts(self.what.data, self.first.data, self.last.data)


@blueprint.app_template_filter("use_days")
def when_of(use: HallUse) -> str:
    """2026年9月24日 周四, or 2026年9月24日至26日."""
    first, last = use.days
    return full_day(first) if first == last else days(first, last)


def hours_of(use: HallUse) -> object:
    return _("全天") if use.kind is UseKind.BLACKOUT else span(use.starts_at, use.ends_at)


def shape_of(use: HallUse) -> str:
    if use.is_over:
        return DONE
    return OVER if use.kind is UseKind.BLACKOUT else GOING


USES: Listing[HallUse] = Listing(
    _("其他占用和暂停使用"),
    "",
    (
        Column(_("用途"), lambda use: use.what),
        Column(_("类型"), lambda use: word(use.kind), kind="state", shape=shape_of),
        Column(_("时间"), when_of, kind="whole", under=hours_of),
    ),
)


def repeated(uses: Collection[HallUse]) -> set[int]:
    """Those after which more of the same weeks are to come."""
    last = {use.series_id: use.starts_at for use in sorted(uses, key=lambda use: use.starts_at)}
    return {use.id for use in uses if use.series_id and use.starts_at < last[use.series_id]}


@blueprint.route("/halls/<int:hall_id>/uses/new", methods=["GET", "POST"])
@may("hall.keep")
def enter_use(hall_id: int) -> str | Response:
    hall, form = get_hall(hall_id), UseForm()
    if form.validate_on_submit():
        try:
            uses = hall_uses.enter_use(hall, form.facts(), actor=current_user.actor)
            flash(ngettext("已登记%(num)d次占用。", "已登记%(num)d次占用。", len(uses)))
            return redirect(url_for(".show_hall", hall_id=hall_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/hall_uses/enter_use.html", form=form, hall=hall)


@blueprint.route("/halls/<int:hall_id>/blackouts/new", methods=["GET", "POST"])
@may("hall.keep")
def enter_blackout(hall_id: int) -> str | Response:
    hall, form = get_hall(hall_id), BlackoutForm()
    if form.validate_on_submit():
        try:
            hall_uses.enter_blackout(hall, form.facts(), actor=current_user.actor)
            flash(_("已登记暂停使用。"))
            return redirect(url_for(".show_hall", hall_id=hall_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/hall_uses/enter_blackout.html", form=form, hall=hall)


@blueprint.post("/halls/<int:hall_id>/uses/<int:use_id>/remove")
@may("hall.keep")
def remove_use(hall_id: int, use_id: int) -> Response:
    use = get_use(hall_id, use_id)
    try:
        many = give_back(use, and_later="later" in request.form, actor=current_user.actor)
        flash(ngettext("已删去%(num)d次，场地空出来了。", "已删去%(num)d次，场地空出来了。", many))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_hall", hall_id=hall_id))
