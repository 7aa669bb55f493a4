"""What the page at the door asks for beside itself: the list to go on with offline, the count, and where scans go."""

import hashlib
import json
from typing import Any, cast

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from roadshow.attendance import admitting, devices, scans
from roadshow.attendance.scans import Guest
from roadshow.attendance.shown import Answer
from roadshow.attendance.tickets import Ticket, code_hash, code_of, short_of
from roadshow.foundation.errors import Refused
from roadshow.web.bodies import takes_json
from roadshow.web.guards import open_to_all

from . import blueprint
from .keeping import device, keeper, paired
from .sent import scans_sent
from .verdicts import said


@blueprint.get("/guests.json")
@paired
def list_guests() -> Response:
    """No more of anybody than the door needs: no address, of a ticket only its hash; nobody, once the day is over."""
    roadshow, over = device().roadshow, devices.is_over(device())
    secret = str(current_app.config["SECRET_KEY"])
    here = scans.list_let_in(roadshow.id, device().id)
    listed = [] if over else scans.list_door(roadshow.id)
    guests = [_plain(guest, secret, roadshow.id) | {"here": guest.id in here} for guest in listed]
    begins = roadshow.starts_at.timestamp() * 1000 if roadshow.starts_at else None
    until = device().expires_at.timestamp() * 1000
    facts = {"roadshow": roadshow.id, "begins": begins, "until": until}
    return _asked_again(facts | {"count": _counts(), "guests": guests})


@blueprint.get("/count.json")
@paired
def count() -> Response:
    return _asked_again(_counts())


@blueprint.post("/scans.json")
@takes_json
@paired
def send() -> tuple[dict[str, Any], int]:
    """Each is answered; what was sent before as then, so whoever got no answer sends it again."""
    try:
        shown = scans_sent()
        secret = str(current_app.config["SECRET_KEY"])
        answers = admitting.take(device().roadshow, shown, secret=secret, keeper=keeper())
    except Refused as refusal:
        return {"refused": str(refusal)}, 409
    return {"answers": [_answered(answer) for answer in answers], "count": _counts()}, 200


@blueprint.get("/app.webmanifest")
@open_to_all
def app_manifest() -> Response:
    """So that the page can be installed on the phone."""
    icon = {"src": url_for("static", filename="img/mark.svg"), "sizes": "any", "type": "image/svg+xml"}
    said = {
        "name": _("路演入场签到"),
        "short_name": _("签到"),
        "start_url": url_for(".check_in"),
        "scope": url_for(".check_in"),
        "display": "standalone",
        "icons": [icon],
    }
    return Response(json.dumps(said, ensure_ascii=False), content_type="application/manifest+json")


@blueprint.get("/worker.js")
@open_to_all
def worker() -> BaseResponse:
    """Served from here, so that it may keep this desk and nothing else."""
    return cast(BaseResponse, current_app.view_functions["static"]("js/door-worker.js"))


def _plain(guest: Guest, secret: str, roadshow_id: int) -> dict[str, Any]:
    code = code_of(secret, Ticket(guest.id, guest.serial, roadshow_id)) if guest.has_ticket else ""
    return {
        "id": guest.id,
        "name": guest.name,
        "pinyin": guest.spelled,
        "organisation": guest.organisation,
        "seat": guest.seat,
        "hash": code_hash(code) if code else "",
        "short": code_hash(short_of(code)) if code else "",
        "came": guest.came_at.timestamp() * 1000 if guest.came_at else None,
    }


def _answered(answer: Answer) -> dict[str, Any]:
    verdict = str(answer.verdict) if answer.verdict else "refused"
    return {"uid": answer.uid, "verdict": verdict, "guest": answer.guest_id, **said(answer).plain()}


def _counts() -> dict[str, int]:
    found = scans.count_door(device().roadshow_id)
    return {"came": found.came, "expected": found.expected, "walk_ins": found.walk_ins, "free": found.free}


def _asked_again(content: dict[str, Any]) -> Response:
    """Kept by this browser alone, which asks each time whether it is still so."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    answer = Response(body, content_type="application/json")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(hashlib.sha256(body.encode()).hexdigest()[:24])
    answer.make_conditional(request)
    return answer
