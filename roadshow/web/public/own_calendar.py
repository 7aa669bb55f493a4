"""How a roadshow gets into a reader's own calendar: one address for each sort of calendar."""

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import current_app, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from roadshow.foundation.site import has_mail
from roadshow.ical.event import Event, Hours
from roadshow.programme.entries import Edition, entry
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import Asked
from roadshow.web.codes import qr
from roadshow.web.language import lang

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"
OFFICE = "https://outlook.office.com/calendar/0/deeplink/compose"


@dataclass(frozen=True)
class FeedAddress:
    """Where a feed is: to copy, to press on where a calendar program takes it, and to point a camera at."""

    https: str
    webcal: str
    qr: str


@dataclass(frozen=True)
class Forms:
    """What one selection may be had as: followed, kept as a file, told by a news reader, read by a program."""

    feed: FeedAddress
    file: str
    file_qr: str
    atom: str
    json: str


@dataclass(frozen=True)
class OwnAddress:
    """The same of a person's own, which no second page may name: its code is drawn in this one."""

    https: str
    webcal: str
    qr: Markup


@dataclass(frozen=True)
class Ways:
    """One roadshow: as a file, as a subscription of its own, in calendars that are web pages, and by mail.

    ``mail`` is None as long as no letters leave the house.
    """

    file: str
    feed: FeedAddress
    google: str
    outlook: str
    office: str
    mail: str | None


def edition() -> Edition:
    """What this page's reader reads."""
    return Edition(lang(), current_app.config["BASE_URL"])


def all_roadshows() -> FeedAddress:
    return _address("all_roadshows")


def forms(asked: Asked) -> Forms:
    wanted = asked.query | {"lang": _feed_language()}
    return Forms(
        feed=_address("all_roadshows", **asked.query),
        file=url_for("public.all_roadshows", once=1, **wanted),
        file_qr=url_for("public.all_roadshows_qr", once=1, **wanted),
        atom=url_for("public.all_roadshows_atom", **wanted),
        json=url_for("public.all_roadshows_json", **wanted),
    )


def ways(roadshow: Roadshow) -> Ways | None:
    """None as long as it has no day."""
    if roadshow.on is None:
        return None
    event = entry(roadshow, edition())
    outlook = _outlook(event)
    return Ways(
        file=url_for("public.one_roadshow", uid=roadshow.uid, lang=_feed_language()),
        feed=_address("one_roadshow", uid=roadshow.uid),
        google=f"{GOOGLE}?{_google(event)}",
        outlook=f"{OUTLOOK}?{outlook}",
        office=f"{OFFICE}?{outlook}",
        mail=url_for("public.mail_calendar", uid=roadshow.uid) if has_mail() else None,
    )


def webcal(https: str) -> str:
    """The same address, for the calendar program of whoever presses on it."""
    return urlsplit(https)._replace(scheme="webcal").geturl()


def of_token(token: str) -> OwnAddress:
    """A person's own calendar, for whoever has its token."""
    https = f"{current_app.config['BASE_URL']}{url_for('public.own_calendar_of', secret=token, lang=None)}"
    return OwnAddress(https, webcal(https), qr(webcal(https)))


def _address(endpoint: str, **named: Any) -> FeedAddress:
    named["lang"] = _feed_language()
    https = f"{current_app.config['BASE_URL']}{url_for(f'public.{endpoint}', **named)}"
    return FeedAddress(https, webcal(https), url_for(f"public.{endpoint}_qr", **named))


def _feed_language() -> str | None:
    """A feed speaks Chinese when its address names no language."""
    return None if lang() == "zh" else lang()


def _google(event: Event) -> str:
    begins, ends = _bounds(event, "%Y%m%dT%H%M%SZ", "%Y%m%d")
    asked = {"action": "TEMPLATE", "text": event.summary, "dates": f"{begins}/{ends}"}
    return urlencode(asked | {"location": event.location, "details": _details(event)})


def _outlook(event: Event) -> str:
    begins, ends = _bounds(event, "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d")
    asked = {"path": "/calendar/action/compose", "rru": "addevent", "subject": event.summary}
    asked |= {"startdt": begins, "enddt": ends, "location": event.location, "body": _details(event)}
    return urlencode(asked if isinstance(event.when, Hours) else asked | {"allday": "true"})


def _bounds(event: Event, moment: str, day: str) -> tuple[str, str]:
    """In UTC; a whole day ends where the next begins."""
    if isinstance(event.when, Hours):
        hours = event.when
        return hours.starts.astimezone(UTC).strftime(moment), hours.ends.astimezone(UTC).strftime(moment)
    return event.when.strftime(day), (event.when + timedelta(days=1)).strftime(day)


def _details(event: Event) -> str:
    """Short, for it travels in an address: what stays true when all else changes."""
    return _("时间和地点如有变动，以这个网页为准：%(url)s", url=event.url)
