"""The door on the day: devices that are paired for one roadshow, without anybody's account or session."""

from flask import Blueprint, abort, request

blueprint = Blueprint("door", __name__, url_prefix="/door")


@blueprint.before_request
def refuse_from_elsewhere() -> None:
    """What another site sends here is no scan: the cookie is never sent along, and browsers say where it comes from."""
    if request.method != "POST":
        return
    from_here = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    origin = request.headers.get("Origin", request.host_url)
    if not from_here or origin.rstrip("/").split("://")[-1] != request.host:
        abort(403)


from . import (  # noqa: E402, F401  the pages hang themselves on the blueprint
    checking,
    pairing,
    sending,
)
