"""The table of public holidays and of weekends that are worked, a year at a time."""

from dataclasses import replace
from datetime import date

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from flask_login import current_user
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.foundation import clock
from roadshow.foundation.days import full_day
from roadshow.foundation.errors import Fault, Refused
from roadshow.foundation.text import Bilingual
from roadshow.rest_days import operations, queries
from roadshow.rest_days.models import KIND_WORDS, DayKind, NamedDay
from roadshow.rest_days.notice import SAMPLE
from roadshow.rest_days.rules import YEARS, DayFacts, day_faults
from roadshow.web.asked import asked_words, asked_year
from roadshow.web.bodies import takes_files
from roadshow.web.exports import send_workbook
from roadshow.web.fields import Choice, Day, Form, Text, say
from roadshow.web.guards import may
from roadshow.web.listing import Column, Listing
from roadshow.web.words import day, word

from . import blueprint


class DayForm(Form):
    on = Day(_("日期"), [InputRequired(_("请选择日期"))])
    kind = Choice(
        _("类型"), choices=[(str(kind), words) for kind, words in KIND_WORDS.items()], coerce=DayKind
    )
    name = Text(_("名称"), [InputRequired(_("请填写名称，如春节"))])
    name_en = Text(_("英文名称"))

    def faults(self) -> list[Fault]:
        return day_faults(replace(self.facts().cleaned(), on=self.on.data or clock.today()))

    def facts(self) -> DayFacts:
        return DayFacts(self.on.data, self.kind.data, self.name.data, self.name_en.data)


class NoticeForm(Form):
    file = FileField(_("放假安排文件"), [FileRequired(_("请选择一个 .csv 文件"))])


REST_DAYS: Listing[NamedDay] = Listing(
    _("节假日与调休"),
    "centre.export_rest_days",
    (
        Column(_("日期"), lambda named: named.on, kind="when", shown=lambda named: day(named.on)),
        Column(_("类型"), lambda named: word(named.kind), kind="word"),
        Column(
            _("名称"),
            lambda named: named.words,
            shown=lambda named: None if str(named.words) == word(named.kind) else named.words,
        ),
    ),
)


def year_shown() -> int:
    return asked_year(otherwise=clock.today().year)


@blueprint.get("/rest-days")
@may("roadshow.read")
def list_rest_days() -> str:
    year = year_shown()
    return render_template(
        "centre/rest_days/list_rest_days.html",
        year=year,
        years=[
            (url_for(".list_rest_days", year=each), each, None, each == year)
            for each in range(max(year - 1, YEARS.least), min(year + 1, YEARS.most) + 1)
        ],
        listing=REST_DAYS,
        days=queries.list_days(year, asked_words("q")),
    )


@blueprint.get("/rest-days.xlsx")
@may("roadshow.read")
def export_rest_days() -> Response:
    year = year_shown()
    return send_workbook(REST_DAYS, queries.list_days(year, asked_words("q")), str(year))


@blueprint.route("/rest-days/new", methods=["GET", "POST"])
@may("season.plan")
def name_rest_day() -> str | Response:
    form = DayForm()
    if form.validate_on_submit():
        try:
            facts = form.facts()
            operations.name_day(facts, actor=current_user.actor)
            flash(
                _(
                    "已记下%(on)s：%(name)s。",
                    on=full_day(facts.on),
                    name=Bilingual.of(facts.name, facts.name_en),
                )
            )
            return _to(facts.on.year)
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/rest_days/name_rest_day.html", form=form)


@blueprint.route("/rest-days/import", methods=["GET", "POST"])
@may("season.plan")
@takes_files()
def import_rest_days() -> str | Response:
    form = NoticeForm()
    if form.validate_on_submit():
        try:
            counts = operations.take_in_notice(form.file.data.read(), actor=current_user.actor)
            for year, days in counts.items():
                _flash_days(year, days)
            return _to(max(counts))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/rest_days/import_rest_days.html", form=form, sample=SAMPLE)


@blueprint.post("/rest-days/<year:year>/seed")
@may("season.plan")
def seed_rest_days(year: int) -> Response:
    _flash_days(year, operations.seed(year, actor=current_user.actor))
    return _to(year)


@blueprint.post("/rest-days/<day:on>/forget")
@may("season.plan")
def forget_rest_day(on: date) -> Response:
    operations.forget_day(queries.get_day(on), actor=current_user.actor)
    flash(_("已删去%(on)s的安排，这天按星期几算。", on=full_day(on)))
    return _to(on.year)


def _flash_days(year: int, days: int) -> None:
    flash(ngettext("%(year)d年的安排现在是%(num)d天。", "%(year)d年的安排现在是%(num)d天。", days, year=year))


def _to(year: int) -> Response:
    return redirect(url_for(".list_rest_days", year=year))
