"""The way out that every letter names which its reader can do without: whoever holds its link needs no session."""

from flask import current_app, render_template, request

from roadshow.foundation.errors import Missing
from roadshow.notices import operations, queries
from roadshow.notices.kinds import KINDS, Kind
from roadshow.notices.unsubscribing import read_token
from roadshow.web.guards import door

from . import blueprint


@blueprint.get("/letters/unsubscribe/<signed>")
@door
def unsubscribe(signed: str) -> str:
    """Asks once: programs that look into mails open every link."""
    address, name, kind = _read(signed)
    return _page(address, kind, wanted=name not in queries.list_unwanted(address))


@blueprint.post("/letters/unsubscribe/<signed>")
@door
def unsubscribe_now(signed: str) -> str:
    """By the page's button, or by the mail program itself (RFC 8058)."""
    address, name, kind = _read(signed)
    wanted = request.form.get("wanted") == "1"
    operations.choose(address, {name: wanted})
    return _page(address, kind, wanted=wanted)


def _page(address: str, kind: Kind, *, wanted: bool) -> str:
    return render_template("public/unsubscribing/unsubscribe.html", address=address, kind=kind, wanted=wanted)


def _read(signed: str) -> tuple[str, str, Kind]:
    """Raises: Missing for a link that is not of our making, or of a kind that is no more."""
    address, name = read_token(str(current_app.config["SECRET_KEY"]), signed)
    if name not in KINDS or KINDS[name].needed:
        raise Missing("unsubscribe link")
    return address, name, KINDS[name]
