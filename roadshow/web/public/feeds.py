"""The published calendars. Programs read these, hundreds of times a day: no session, no cookie, no sign-in.

A feed speaks the language its address names and Chinese when it names none. It never goes by Accept-Language:
the program that asks is a server in another country as often as the reader's own phone, and a subscription must
show everyone who shares its address the same.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import segno
from flask import Response, current_app, request, url_for
from flask_babel import force_locale

from roadshow.feeds import calendars, syndication
from roadshow.feeds.feed import Feed
from roadshow.feeds.selection import words_of
from roadshow.foundation import clock
from roadshow.foundation.errors import Missing
from roadshow.programme.entries import Edition
from roadshow.programme.queries import Asked, get_public_roadshow
from roadshow.web import language
from roadshow.web.asked import asked_id, asked_year
from roadshow.web.guards import open_to_all

from . import blueprint
from .own_calendar import webcal


@blueprint.get("/calendar/all.ics")
@open_to_all
def all_roadshows() -> Response:
    with edition_asked_for() as edition:
        return sent(calendars.roadshows(asked_exactly(), edition, today=clock.today()), "roadshows.ics")


@blueprint.get("/calendar/all.atom")
@open_to_all
def all_roadshows_atom() -> Response:
    with edition_asked_for() as edition:
        return sent(syndication.news(asked_exactly(), edition, today=clock.today()), "roadshows.atom")


@blueprint.get("/calendar/all.json")
@open_to_all
def all_roadshows_json() -> Response:
    with edition_asked_for() as edition:
        return sent(syndication.data(asked_exactly(), edition, today=clock.today()), "roadshows.json")


@blueprint.get("/calendar/roadshow/<uuid:uid>.ics")
@open_to_all
def one_roadshow(uid: UUID) -> Response:
    with edition_asked_for() as edition:
        return sent(calendars.one_roadshow(str(uid), edition, today=clock.today()), f"roadshow-{uid}.ics")


@blueprint.get("/calendar/all.svg")
@open_to_all
def all_roadshows_qr() -> Response:
    """With ``once`` the code of the file to keep, for phones that subscribe to nothing."""
    asked, once = asked_exactly(), "once" in request.args
    words_of(asked)
    named = asked.query | {"lang": language.named(), "once": 1 if once else None}
    path = url_for("public.all_roadshows", **named)
    return drawn(path, to_browser=once)


@blueprint.get("/calendar/roadshow/<uuid:uid>.svg")
@open_to_all
def one_roadshow_qr(uid: UUID) -> Response:
    get_public_roadshow(str(uid))
    return drawn(url_for("public.one_roadshow", uid=uid, lang=language.named()))


def drawn(path: str, *, to_browser: bool = False) -> Response:
    """A code for a phone's camera, which opens the phone's own calendar, or else its browser."""
    https, picture = f"{current_app.config['BASE_URL']}{path}", io.BytesIO()
    code = segno.make_qr(https if to_browser else webcal(https))
    code.save(picture, kind="svg", xmldecl=False, omitsize=True, border=2, light="white")
    return Response(picture.getvalue(), content_type="image/svg+xml; charset=utf-8")


def asked_exactly() -> Asked:
    """Raises: Missing for what cannot be: a page would pass over it, a subscription would be another for years."""
    asked = Asked(asked_year(), request.args.get("sector") or None, asked_id("hall"))
    for name, found in asked.query.items():
        if request.args.get(name) and found is None:
            raise Missing(f"{name} {request.args[name]}")
    return asked


@contextmanager
def edition_asked_for() -> Iterator[Edition]:
    spoken = language.named() or language.LANGUAGES[0]
    with force_locale(spoken):
        yield Edition(spoken, current_app.config["BASE_URL"])


def sent(feed: Feed, filename: str, keep: str = "public, no-cache") -> Response:
    """Gzipped for whom it suits; each form has a tag of its own, and 304 answers the one that would be sent.

    ``once`` in the address asks for a file to keep, not for what a program shows at once.
    """
    gzipped = request.accept_encodings.best_match(["gzip", "identity"]) == "gzip"
    response = Response(feed.packed if gzipped else feed.body, content_type=f"{feed.media}; charset=utf-8")
    if gzipped:
        response.content_encoding = "gzip"
    response.set_etag(feed.packed_tag if gzipped else feed.tag)
    if feed.changed:
        response.last_modified = feed.changed
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = keep
    way = "attachment" if "once" in request.args else "inline"
    response.headers["Content-Disposition"] = f'{way}; filename="{filename}"'
    response.make_conditional(request)
    return response
