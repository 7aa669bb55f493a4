"""Roadshows without a day: several at once, last year's again, one like another."""

from collections import Counter

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_babel import lazy_ngettext
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.foundation.errors import Fault, Refused
from roadshow.foundation.sectors import SECTORS
from roadshow.programme import drafting, queries
from roadshow.programme.models import Roadshow, Season
from roadshow.programme.rules import PLACES
from roadshow.programme.wishes import lacking
from roadshow.web.fields import Form, Prose, Whole, flash_refusal, say
from roadshow.web.guards import may

from . import blueprint


class SeveralForm(Form):
    lines = Prose(_("名称和领域"), [InputRequired(_("请填写场次名称，一行一场"))])
    places = Whole(_("上台项目数"), [InputRequired(_("请填写上台项目数"))], within=PLACES, default=8)

    def faults(self) -> list[Fault]:
        return drafting.lines_faults(drafting.lines_of(self.lines.data))


@blueprint.route("/seasons/<year:year>/roadshows/several", methods=["GET", "POST"])
@may("roadshow.plan")
def plan_several(year: int) -> str | Response:
    season = queries.get_season(year)
    form = SeveralForm(lines=suggested(season, queries.list_roadshows(year)))
    if form.validate_on_submit():
        try:
            lines, places = drafting.lines_of(form.lines.data), form.places.data
            _say_planned(drafting.plan_several(season, lines, places, actor=current_user.actor))
            return redirect(url_for(".show_planner", year=year))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/drafting/plan_several.html", form=form, season=season)


@blueprint.post("/seasons/<year:year>/copy")
@may("roadshow.plan")
def copy_last_year(year: int) -> Response:
    season = queries.get_season(year)
    try:
        _say_planned(drafting.copy_last_year(season, actor=current_user.actor))
        return redirect(url_for(".show_planner", year=year))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_season", year=year))


@blueprint.post("/roadshows/<int:roadshow_id>/clone")
@may("roadshow.plan")
def clone_roadshow(roadshow_id: int) -> Response:
    roadshow = queries.get_roadshow(roadshow_id)
    try:
        clone = drafting.clone_roadshow(roadshow, actor=current_user.actor)
        flash(_("已按“%(title)s”另建一场，还没有日期。", title=clone.spoken_title))
        return redirect(url_for(".show_roadshow", roadshow_id=clone.id))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_roadshow", roadshow_id=roadshow_id))


def suggested(season: Season, roadshows: list[Roadshow]) -> str:
    """A line for each roadshow that the season still lacks: of the fields that were wanted, then of any; of all fields
    in turn when none was."""
    titles, sectors = Counter(row.title for row in roadshows), lacking(season, roadshows)
    if not season.wanted:
        fields, planned = list(SECTORS), (season.target or 0) - len(sectors)
        sectors = [fields[(planned + number) % len(fields)] for number in range(len(sectors))]
    return "\n".join(_suggestion(sector, titles) for sector in sectors)


def _suggestion(sector: str | None, titles: Counter[str]) -> str:
    """A line for the form, with its field if it has one."""
    if sector is None:
        return _numbered(str(_("综合路演")), titles)
    title = _numbered(str(_("%(sector)s专场路演", sector=SECTORS[sector])), titles)
    return str(_("%(title)s，%(sector)s", title=title, sector=SECTORS[sector]))


def _numbered(title: str, titles: Counter[str]) -> str:
    """A title that is there already gets a number."""
    titles[title] += 1
    return title + str(_("（%(number)d）", number=titles[title])) if titles[title] > 1 else title


def _say_planned(planned: list[Roadshow]) -> None:
    words = lazy_ngettext("已添加%(num)d场，还没有日期。", "已添加%(num)d场，还没有日期。", len(planned))
    flash(words)
