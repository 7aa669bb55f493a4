"""What every answer carries; the base URL alone decides whether we are reached by https."""

import gzip
import uuid
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request

from . import language

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


def number_request() -> None:
    g.request_id = uuid.uuid4().hex[:12]


def finish(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if current_app.config["HTTPS"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    response.headers["X-Request-ID"] = g.get("request_id", "")
    if response.location:
        response.location = _here(response.location)
        response.set_data(b"")  # the library's page repeats the whole address, and the host in it
    if request.endpoint != "static" and "Cache-Control" not in response.headers:
        _say_who_may_keep(response)
    return response


def _here(location: str) -> str:
    """No redirect leads away from us; the router's own repeat the host that a request claims, which anyone can."""
    return "/" + urlsplit(location)._replace(scheme="", netloc="").geturl().lstrip("/")


def _say_who_may_keep(response: Response) -> None:
    """Public pages may be kept by anyone and are asked for again; all else by nobody.

    What leads elsewhere may name an address that is a secret.
    """
    if not language.is_public() or response.status_code >= HTTPStatus.MULTIPLE_CHOICES:
        response.headers["Cache-Control"] = "no-store"
        return
    response.headers["Cache-Control"] = "public, no-cache"
    if language.goes_by_browser():
        response.vary.add("Accept-Language")
    if (
        request.method in ("GET", "HEAD")
        and response.status_code == HTTPStatus.OK
        and not response.is_streamed
    ):
        _pack(response)
        response.add_etag()
        response.make_conditional(request)


def _pack(response: Response) -> None:
    """Public pages only: one that shows what its reader typed beside a token would tell the token by its length."""
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") > 0:
        response.set_data(gzip.compress(response.get_data(), 6, mtime=0))
        response.content_encoding = "gzip"


def init_app(app: Flask) -> None:
    secure = app.config["HTTPS"]
    app.config.update(
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_DURATION=0,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: nobody loses what took two hours to write
    )
    app.before_request(number_request)
    app.after_request(finish)
