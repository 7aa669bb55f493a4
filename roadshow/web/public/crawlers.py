"""What search engines ask for before they read: which pages there are, and which are nobody's business."""

from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from flask import Response, current_app, url_for

from roadshow.foundation import clock
from roadshow.foundation.languages import LANGUAGES, TAGS
from roadshow.programme.calendar import list_calendar_versions
from roadshow.web.guards import open_to_all
from roadshow.web.language import addresses

from . import blueprint

PAGES = (
    "home",
    "list_roadshows",
    "show_month",
    "subscribe",
    "list_results",
    "show_data",
    "list_help",
    "about",
    "privacy",
    "accessibility",
)
CLOSED = (
    "/centre/",
    "/startup/",
    "/investor/",
    "/judge/",
    "/door/",
    "/account/",
    "/invitations/",
    "/sign-in",
    "/sign-up",
    "/forgot",
    "/join",
    "/come/",
    "/coming/",
    "/letters/",
    "/sign-out",
    "/design",
)
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
SPOKEN = TAGS | {"": "x-default"}


@blueprint.get("/sitemap.xml")
@open_to_all
def sitemap() -> Response:
    urls = ET.Element("urlset", {"xmlns": SITEMAP, "xmlns:xhtml": XHTML})
    for path, changed in _pages():
        found = addresses(path)
        for language in LANGUAGES:
            url = ET.SubElement(urls, "url")
            ET.SubElement(url, "loc").text = found[language]
            if changed:
                ET.SubElement(url, "lastmod").text = changed
            for spoken, address in found.items():
                ET.SubElement(
                    url, "xhtml:link", {"rel": "alternate", "hreflang": SPOKEN[spoken], "href": address}
                )
    return Response(ET.tostring(urls, "utf-8", xml_declaration=True), content_type="application/xml")


@blueprint.get("/robots.txt")
@open_to_all
def robots() -> Response:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), "Allow: /", ""]
    lines.append(f"Sitemap: {current_app.config['BASE_URL']}/sitemap.xml")
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _pages() -> Iterator[tuple[str, str]]:
    """(path, day of the last change as far as it is known)"""
    for page in PAGES:
        yield _path(url_for(f"public.{page}")), ""
    for version in list_calendar_versions():
        changed = clock.local(version.changed_at).isoformat(timespec="seconds")
        yield _path(url_for("public.show_roadshow", uid=version.uid)), changed


def _path(url: str) -> str:
    """Without the language in which the map itself was asked for."""
    return urlsplit(url).path
