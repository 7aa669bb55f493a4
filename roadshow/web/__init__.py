"""Pages only: each handler loads, checks, acts, answers; what is true and allowed, the rooms say."""

from flask import Flask
from flask_wtf import CSRFProtect

from . import (
    addresses,
    assets,
    bodies,
    centre,
    chinese,
    design,
    door,
    errors,
    frame,
    headers,
    investor,
    judge,
    keeping,
    kiosk,
    language,
    listing,
    logs,
    picking,
    posting,
    public,
    reasons,
    roadshow_days,
    seats,
    setting,
    shapes,
    signed_in,
    startup,
    summary,
    talks,
    trail,
    words,
)


def init_app(app: Flask) -> None:
    kiosk.init_app(app)
    addresses.init_app(app)
    logs.init_app(app)
    headers.init_app(app)
    chinese.init_app(app)
    assets.init_app(app)
    language.init_app(app)
    bodies.init_app(app)
    csrf = CSRFProtect(app)
    csrf.exempt(f"{public.__name__}.unsubscribing.unsubscribe_now")  # its signed link is the proof
    csrf.exempt(door.blueprint)  # it has no session, and asks itself where a request comes from
    signed_in.init_app(app)
    errors.init_app(app)
    words.init_app(app)
    roadshow_days.init_app(app)
    shapes.init_app(app)
    keeping.init_app(app)
    setting.init_app(app)
    trail.init_app(app)
    reasons.init_app(app)
    seats.init_app(app)
    talks.init_app(app)
    listing.init_app(app)
    picking.init_app(app)
    frame.init_app(app)
    posting.init_app(app)
    summary.init_app(app)
    for desk in (public, startup, investor, judge, centre, door):
        app.register_blueprint(desk.blueprint)
    if app.config["DESIGN"]:
        app.register_blueprint(design.blueprint)
