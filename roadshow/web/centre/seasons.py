from itertools import count

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.errors import Refused
from roadshow.pitches.queries import count_by_state
from roadshow.programme import operations, queries
from roadshow.programme.rules import due_by
from roadshow.web.asked import asked_year
from roadshow.web.fields import Form, Whole, say
from roadshow.web.guards import may

from . import blueprint
from .roadshows import listing_of
from .strip import strip_of


class SeasonForm(Form):
    year = Whole(_("年份"), [InputRequired(_("请填写年份"))])
    target = Whole(_("目标场次"), [InputRequired(_("请填写目标场次"))], default=15)


class TargetForm(Form):
    target = Whole(_("目标场次"), [InputRequired(_("请填写目标场次"))])


@blueprint.get("/seasons")
@may("roadshow.read")
def list_seasons() -> str:
    return render_template(
        "centre/seasons/list_seasons.html",
        seasons=queries.list_seasons(),
        held=queries.count_held(),
        dated=queries.count_dated(),
    )


@blueprint.route("/seasons/new", methods=["GET", "POST"])
@may("season.plan")
def open_season() -> str | Response:
    form = SeasonForm(year=asked_year() or next_year())
    if form.validate_on_submit():
        try:
            season = operations.open_season(form.year.data, form.target.data, actor=current_user.actor)
            flash(_("已开启%(year)d年度计划，目标%(target)d场。", year=season.year, target=season.target))
            return redirect(url_for(".show_season", year=season.year))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/seasons/open_season.html", form=form)


def next_year() -> int:
    """The first from this year on that has no plan yet."""
    planned = {season.year for season in queries.list_seasons()}
    return next(year for year in count(clock.today().year) if year not in planned)


@blueprint.get("/seasons/<year:year>")
@may("roadshow.read")
def show_season(year: int) -> str:
    season, today = queries.get_season(year), clock.today()
    roadshows = queries.list_roadshows(year)
    return render_template(
        "centre/seasons/show_season.html",
        season=season,
        roadshows=roadshows,
        listing=listing_of(count_by_state([roadshow.id for roadshow in roadshows]), one_year=True),
        entries=list_entries_of("season", season.id),
        strip=strip_of(roadshows, today, year),
        due=due_by(season.target or 0, today, year),
    )


@blueprint.route("/seasons/<year:year>/target", methods=["GET", "POST"])
@may("season.plan")
def set_target(year: int) -> str | Response:
    season = queries.get_season(year)
    form = TargetForm(target=season.target)
    if form.validate_on_submit():
        try:
            operations.set_target(season, form.target.data, actor=current_user.actor)
            flash(_("%(year)d年度目标现在是%(target)d场。", year=year, target=form.target.data))
            return redirect(url_for(".show_season", year=year))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/seasons/set_target.html", form=form, season=season)
