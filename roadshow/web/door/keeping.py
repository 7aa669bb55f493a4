"""Which device asks: known by a cookie of its own, good for one roadshow, revocable at once."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from roadshow.attendance import devices
from roadshow.attendance.models import Device
from roadshow.attendance.shown import Keeper
from roadshow.foundation import clock
from roadshow.web.guards import DOOR

P = ParamSpec("P")
R = TypeVar("R")


def paired(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Only for a device that is paired; any other browser is asked for a code, a script is told.

    A page says which device it was made for: this browser may have been paired anew since, for another roadshow.
    """

    @wraps(view)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        device = devices.find_device(request.cookies.get(_cookie(), ""))
        if device is None or request.headers.get("Door-Device", str(device.id)) != str(device.id):
            return _unknown()
        if device.seen_at is None or clock.now() - device.seen_at >= devices.SEEN_EVERY:
            devices.touch(device)
        g.device = device
        return view(*args, **kwargs)

    checked.permission = DOOR  # type: ignore[attr-defined]  # read by the route × role test
    return checked


def device() -> Device:
    """The one that asks."""
    found: Device = g.device
    return found


def keeper() -> Keeper:
    return Keeper(device().name, device().id)


def remember(answer: Response, token: str) -> Response:
    """For as long as it may be good; the server knows when it is not."""
    answer.set_cookie(
        _cookie(),
        token,
        max_age=30 * 24 * 3600,
        secure=bool(current_app.config["HTTPS"]),
        httponly=True,
        samesite="Strict",
    )
    return answer


def _cookie() -> str:
    return "__Host-door" if current_app.config["HTTPS"] else "door"


def _unknown() -> Response:
    if request.path.endswith(".json"):
        return Response('{"paired": false}', 401, content_type="application/json")
    return redirect(url_for("door.pair_device"))
