"""What programs read of the public calendar, answered in front of everything else.

Some ask for a feed hundreds of times a day, and thousands may ask in the same minute. Whatever the service says to
everybody (``Cache-Control: public``) is said again for a second without it: no session, no language to find out, no
form to guard, no database. Each request's own conditions are weighed here, by the library that Flask uses.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from flask import Flask
from werkzeug.datastructures import Accept, Headers
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Response

from roadshow.feeds.shelf import Shelf

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

UNDER = "/calendar/"
PERSONAL = "/calendar/my/"  # whoever revokes one means now
ROOM = 32 * 1024 * 1024  # bytes
BESIDES = 4096  # bytes that headers and names take in memory beside a body
LONGEST = 200  # characters of what an address asks for; a longer one is none of ours, and not kept
CONDITIONS = frozenset(
    f"HTTP_{name}"
    for name in ("IF_NONE_MATCH", "IF_MODIFIED_SINCE", "IF_MATCH", "IF_UNMODIFIED_SINCE", "RANGE")
)


@dataclass(frozen=True)
class Said:
    """An answer to everybody, and until when it is said again."""

    status: str
    headers: Headers
    body: bytes
    until: float

    def __len__(self) -> int:
        return len(self.body) + BESIDES

    @property
    def is_public(self) -> bool:
        return "public" in self.headers.get("Cache-Control", "")

    def answer(self) -> Response:
        """For one who asks, with a number of its own; that of a fault stands in the log already."""
        answer = Response(self.body, self.status, self.headers.copy())
        if self.is_public:
            answer.headers["X-Request-ID"] = uuid4().hex[:12]
        return answer


class Kiosk:
    """Stands in front of ``app``; what it says may be so many seconds old."""

    def __init__(self, app: "WSGIApplication", seconds: float) -> None:
        self._app = app
        self._seconds = seconds
        self._said: Shelf[tuple[str, str, bool], Said] = Shelf(ROOM)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        if (
            not path.startswith(UNDER)
            or path.startswith(PERSONAL)
            or len(query) > LONGEST
            or environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        ):
            return self._app(environ, start_response)
        packs = _packs(environ.get("HTTP_ACCEPT_ENCODING", ""))
        key = (path, query, packs)
        said = self._said.find(key)
        if said is None or said.until < time.monotonic():
            said = self._ask(environ, packs=packs)
            if said.is_public:
                self._said.put(key, said)
        return said.answer().make_conditional(environ)(environ, start_response)

    def _ask(self, environ: "WSGIEnvironment", *, packs: bool) -> Said:
        """As if somebody asked who has nothing yet."""
        asked = {name: value for name, value in environ.items() if name not in CONDITIONS}
        asked |= {"REQUEST_METHOD": "GET", "HTTP_ACCEPT_ENCODING": "gzip" if packs else "identity"}
        until = time.monotonic() + self._seconds
        answer = Response.from_app(self._app, asked, buffered=True)
        return Said(answer.status, answer.headers, answer.get_data(), until)


def _packs(accepted: str) -> bool:
    """Whether gzip suits them better than nothing."""
    return (
        "gzip" in accepted
        and parse_accept_header(accepted, Accept).best_match(["gzip", "identity"]) == "gzip"
    )


def init_app(app: Flask) -> None:
    in_front = Kiosk(app.wsgi_app, app.config["FEED_SECONDS"])
    app.wsgi_app = in_front  # type: ignore[method-assign]  # how Flask has it done, though it is a method
