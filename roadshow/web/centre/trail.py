from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from roadshow.audit import queries
from roadshow.audit.models import Entry
from roadshow.audit.queries import Wanted
from roadshow.audit.words import DID, THINGS
from roadshow.web.asked import asked_day, asked_id, asked_words
from roadshow.web.exports import send_workbook
from roadshow.web.guards import may
from roadshow.web.listing import Column, Listing
from roadshow.web.paging import Shown, asked_page
from roadshow.web.trail import more_of, who_of
from roadshow.web.words import source

from . import blueprint

TRAIL: Listing[Entry] = Listing(
    _("留痕"),
    "centre.export_trail",
    (
        Column(_("时间"), lambda entry: entry.at, "at", "when"),
        Column(_("谁"), who_of),
        Column(_("做了什么"), lambda entry: DID.get(entry.what, entry.what)),
        Column(_("对象"), lambda entry: THINGS.get(entry.thing, entry.thing), kind="word"),
        Column(_("编号"), lambda entry: entry.thing_id, kind="n"),
        Column(_("名称"), lambda entry: source(entry.name)),
        Column(_("改动"), more_of),
        Column(_("网络地址"), lambda entry: entry.address, kind="word"),
    ),
)


def asked_for() -> Wanted:
    """Which lines the address names; nonsense filters nothing."""
    thing = request.args.get("thing")
    thing = thing if thing in THINGS else None
    number = asked_id("number") if thing else None
    return Wanted(thing, number, asked_words("q"), asked_day("since"), asked_day("until"))


@blueprint.get("/trail")
@may("trail.read")
def list_trail() -> str:
    """In sentences; the columns are the workbook's."""
    page, wanted = asked_page(), asked_for()
    entries = queries.list_entries(wanted, TRAIL.order)
    return render_template(
        "centre/trail/list_trail.html",
        listing=TRAIL,
        entries=entries.page(page),
        wanted=wanted,
        things=THINGS.items(),
        shown=Shown(page, entries.count()),
    )


@blueprint.get("/trail.xlsx")
@may("trail.read")
def export_trail() -> Response:
    return send_workbook(TRAIL, queries.list_entries(asked_for(), TRAIL.order))


@blueprint.app_template_global()
def trail_url(thing: str, number: int) -> str:
    """All that was ever done to one thing."""
    return url_for("centre.list_trail", thing=thing, number=number)
