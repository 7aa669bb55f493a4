from flask import render_template, request

from roadshow.audit import queries
from roadshow.audit.words import THINGS
from roadshow.web.guards import may
from roadshow.web.paging import Shown, asked_page

from . import blueprint


@blueprint.get("/trail")
@may("trail.read")
def list_trail() -> str:
    page, asked = asked_page(), request.args.get("thing")
    thing = asked if asked in THINGS else None
    return render_template(
        "centre/trail/list_trail.html",
        entries=queries.list_entries(page, thing=thing),
        thing=thing,
        things=THINGS.items(),
        shown=Shown(page, queries.count_entries(thing=thing)),
    )
