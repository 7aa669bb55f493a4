"""The picture that a chat or a network shows beside a link to us: of one roadshow, and of the site.

It speaks the language its address names and Chinese when it names none, as the feeds do: who asks is a program.
"""

from http import HTTPStatus
from uuid import UUID

from flask import Response, request
from flask_babel import force_locale
from flask_babel import gettext as _

from roadshow.foundation.languages import LANGUAGES, spoken
from roadshow.press.card import Card, draw
from roadshow.programme.queries import get_public_roadshow
from roadshow.web import words
from roadshow.web.guards import open_to_all
from roadshow.web.language import named
from roadshow.web.roadshow_days import held_on

from . import blueprint
from .listed import Listed, listed

KEPT = "public, max-age=300"


@blueprint.get("/picture.png")
@open_to_all
def site_picture() -> Response:
    with force_locale(named() or LANGUAGES[0]):
        return _sent(card_of_the_site())


@blueprint.get("/roadshows/<uuid:uid>/picture.png")
@open_to_all
def roadshow_picture(uid: UUID) -> Response:
    roadshow = get_public_roadshow(str(uid))
    with force_locale(named() or LANGUAGES[0]):
        return _sent(card_of(listed(roadshow)))


def card_of_the_site() -> Card:
    return Card(
        language=spoken(),
        centre=_("浙江平湖"),
        place=_("主办：平湖市科学技术局"),
        title=_("长三角G60全球科创路演中心"),
        where=_("场次、议程、年度成果，日历一次订阅"),
    )


def card_of(one: Listed) -> Card:
    roadshow, when = one.roadshow, words.hours(one.roadshow)
    return Card(
        language=spoken(),
        centre=_("长三角G60全球科创路演中心"),
        place=_("浙江平湖"),
        title=str(roadshow.spoken_title),
        tag=words.sector(roadshow.sector),
        news=_news(one),
        day=held_on(roadshow),
        hours=f"{when}{_('（北京时间）')}" if when else "",
        where=str(roadshow.announced_where) or words.known(roadshow.mode),
        coming=one.coming,
        off=one.cancelled,
    )


def _news(one: Listed) -> str:
    if one.cancelled:
        return one.state
    return _("改期") if one.moved else ""


def _sent(card: Card) -> Response:
    """Whoever holds it already is told so before anything is drawn."""
    response = Response(content_type="image/png")
    response.headers["Cache-Control"] = KEPT
    response.set_etag(card.tag_of_picture)
    if response.make_conditional(request).status_code != HTTPStatus.NOT_MODIFIED:
        response.set_data(draw(card))
    return response
