"""Open data: what the public pages show, for programs of anybody's, each with the schema that it keeps to."""

import json

from flask import Response, current_app, render_template
from flask_babel import gettext

from roadshow.foundation import clock
from roadshow.foundation.languages import in_each
from roadshow.foundation.text import Bilingual
from roadshow.reports import opened
from roadshow.reports.opened import Json, Source
from roadshow.web import language
from roadshow.web.guards import open_to_all

from . import blueprint


@blueprint.get("/open")
@open_to_all
def show_data() -> str:
    source = _source()
    sets = {
        "years": opened.years_data(source, clock.today()),
        "roadshows": opened.roadshows_data(source),
    }
    samples = {name: _as_text(said[name][0]) for name, said in sets.items() if said[name]}
    return render_template(
        "public/opened/show_data.html", base=source.base_url, licence=opened.LICENCE, samples=samples
    )


@blueprint.get("/open/years.json")
@open_to_all
def years_data() -> Response:
    return _sent(opened.years_data(_source(), clock.today()))


@blueprint.get("/open/roadshows.json")
@open_to_all
def roadshows_data() -> Response:
    return _sent(opened.roadshows_data(_source()))


@blueprint.get("/open/years.schema.json")
@open_to_all
def years_schema() -> Response:
    return _sent(opened.years_schema(_source()), "application/schema+json")


@blueprint.get("/open/roadshows.schema.json")
@open_to_all
def roadshows_schema() -> Response:
    return _sent(opened.roadshows_schema(_source()), "application/schema+json")


def _source() -> Source:
    centre = Bilingual(**in_each(lambda: gettext("长三角G60全球科创路演中心")))
    return Source(current_app.config["BASE_URL"], centre)


def _sent(said: Json, media: str = "application/json") -> Response:
    """The same for every reader, and for the scripts of any site."""
    language.same_for_all()
    answer = Response(_as_text(said), content_type=f"{media}; charset=utf-8")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _as_text(said: Json) -> str:
    return json.dumps(said, ensure_ascii=False, indent=1)
