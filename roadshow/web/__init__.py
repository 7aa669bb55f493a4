"""Pages only: each handler loads, checks, acts, answers; what is true and allowed, the rooms say."""

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.routing import IntegerConverter

from . import (
    assets,
    centre,
    errors,
    headers,
    investor,
    judge,
    language,
    menus,
    public,
    signed_in,
    startup,
    trail,
    words,
)


class Id(IntegerConverter):
    """A row's number: positive, and no larger than the database can hold."""

    def __init__(self, map, fixed_digits=0, min=1, max=2**63 - 1, signed=False):  # type: ignore[no-untyped-def]
        super().__init__(map, fixed_digits, min, max, signed)


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = Id
    app.url_map.strict_slashes = True
    headers.init_app(app)
    assets.init_app(app)
    language.init_app(app)
    CSRFProtect(app)
    signed_in.init_app(app)
    errors.init_app(app)
    words.init_app(app)
    trail.init_app(app)
    menus.init_app(app)
    for desk in (public, startup, investor, judge, centre):
        app.register_blueprint(desk.blueprint)
