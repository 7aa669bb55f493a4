"""The user guide on the site: a page for each kind of user."""

from flask import render_template

from roadshow.foundation.errors import Missing
from roadshow.foundation.languages import spoken
from roadshow.web.guards import open_to_all
from roadshow.web.guide import topics

from . import blueprint


@blueprint.get("/help")
@open_to_all
def list_help() -> str:
    return render_template("public/help/list_help.html", topics=topics(spoken()).values())


@blueprint.get("/help/<topic>")
@open_to_all
def show_help(topic: str) -> str:
    found = topics(spoken())
    if topic not in found:
        raise Missing(f"help {topic}")
    return render_template("public/help/show_help.html", topic=found[topic], topics=found.values())
