"""What is on, as a list in another site's page: a frame that anyone may show, and a script that puts it in its place.

Like a feed it is one address for everybody: it speaks the language that the address names, and sets no cookie.
"""

from dataclasses import dataclass
from html import escape

from flask import Response, current_app, make_response, render_template, request
from flask_babel import gettext as _

from roadshow.feeds.selection import words_of
from roadshow.foundation import clock
from roadshow.programme.queries import Asked, list_upcoming
from roadshow.web import language
from roadshow.web.guards import open_to_all
from roadshow.web.headers import POLICY

from . import blueprint
from .feeds import asked_exactly
from .listed import listing
from .own_calendar import edition

SHOWN = 6
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
THEMES = {"dark": "dark", "system": None}  # else light, as most sites are


@dataclass(frozen=True)
class Snippets:
    """What a partner copies into a page, and what its page's policy must then allow."""

    script: str
    frame: str
    policy: str


@blueprint.get("/calendar/embed")
@open_to_all
def show_widget() -> Response:
    language.same_for_all()
    asked = asked_exactly()
    page = render_template(
        "public/embedding/show_widget.html",
        asked=asked,
        chosen=words_of(asked),
        upcoming=listing(list_upcoming(clock.today(), asked, limit=SHOWN)),
        theme=THEMES.get(request.args.get("theme", ""), "light"),
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = FRAMED
    return response


@blueprint.get("/calendar/widget.js")
@open_to_all
def widget_script() -> Response:
    """Under a name for life, whatever stands in the address after it is for the script itself."""
    return make_response(current_app.view_functions["static"](filename="js/widget.js"))


def snippets(asked: Asked) -> Snippets:
    here, home = edition(), current_app.config["BASE_URL"]
    script, frame = (
        here.address("/calendar/widget.js", asked.query),
        here.address("/calendar/embed", asked.query),
    )
    return Snippets(
        script=f'<script src="{escape(script)}" async></script>',
        frame=f'<iframe src="{escape(frame)}" title="{_("即将举办的路演")}" width="100%" height="560" '
        'loading="lazy" frameborder="0"></iframe>',
        policy=f"script-src {home}; frame-src {home}",
    )
