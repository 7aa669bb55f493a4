"""What the site says of itself: the centre, what is kept of a person, and how everyone gets in."""

from flask import current_app, render_template

from roadshow.accounts.rules import PRIVACY_VERSION
from roadshow.halls.queries import list_halls
from roadshow.web.guards import open_to_all

from . import blueprint


@blueprint.get("/about")
@open_to_all
def about() -> str:
    return render_template("public/site/about.html", halls=list_halls(open_only=True), contact=contact())


@blueprint.get("/privacy")
@open_to_all
def privacy() -> str:
    return render_template("public/site/privacy.html", contact=contact(), version=PRIVACY_VERSION)


@blueprint.get("/accessibility")
@open_to_all
def accessibility() -> str:
    return render_template("public/site/accessibility.html", contact=contact())


def contact() -> str:
    """How to reach the centre, as its settings say; nothing is made up for one that does not."""
    return str(current_app.config["CONTACT"])
