"""The desks' parts, a form that was refused, and the public site's parts; a page each, as their styles differ."""

from flask import render_template

from roadshow.web.guards import door
from roadshow.web.paging import Shown, asked_page

from . import blueprint, samples, tokens

ICONS = (
    "home calendar stage hall list people person company money chart history sheet document key mail plus edit link "
    "download upload search print menu place clock warning check cross go back up down grip undo "
    "settings language help leave open share camera"
).split()


@blueprint.get("")
@door
def show_desk() -> str:
    return render_template(
        "design/gallery/show_desk.html",
        colours=tokens.colours(),
        sizes={group: tokens.sizes(group) for group in ("t-", "s-", "radius-", "control")},
        icons=ICONS,
        asked=samples.asked_form(),
        refusal=samples.refusal_form(),
        invitations=samples.INVITATIONS,
        listing=samples.LISTING,
        rows=samples.ROWS,
        shown=Shown(asked_page(), 231),
    )


@blueprint.get("/refused")
@door
def show_refused() -> str:
    return render_template("design/gallery/show_refused.html", form=samples.refused_form())


@blueprint.get("/public")
@door
def show_public() -> str:
    return render_template("design/gallery/show_public.html")
