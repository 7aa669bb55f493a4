"""The poster of a roadshow that anybody may hang up or pass on."""

from uuid import UUID

from flask import Response
from flask_babel import force_locale
from flask_babel import gettext as _

from roadshow.foundation.languages import LANGUAGES, spoken
from roadshow.press.poster import Poster, Shape, print_poster
from roadshow.programme.queries import get_public_roadshow
from roadshow.web import words
from roadshow.web.addresses import absolute
from roadshow.web.guards import open_to_all
from roadshow.web.language import named
from roadshow.web.roadshow_days import held_on

from . import blueprint
from .listed import Listed, listed
from .site import contact

KEPT = "public, max-age=300"


@blueprint.get("/roadshows/<uuid:uid>/poster.pdf")
@open_to_all
def print_roadshow_poster(uid: UUID) -> Response:
    return _sent(uid, "pdf", "application/pdf")


@blueprint.get("/roadshows/<uuid:uid>/poster.png")
@open_to_all
def draw_roadshow_poster(uid: UUID) -> Response:
    return _sent(uid, "png", "image/png")


def _sent(uid: UUID, shape: Shape, content_type: str) -> Response:
    """In the language that the address names, as a program may ask for it."""
    one = listed(get_public_roadshow(str(uid)))
    with force_locale(named() or LANGUAGES[0]):
        response = Response(print_poster(poster_of(one), shape), content_type=content_type)
    response.headers["Cache-Control"] = KEPT
    return response


def poster_of(one: Listed) -> Poster:
    roadshow, language = one.roadshow, spoken()
    when = words.hours(roadshow)
    english = {"lang": "en"} if language == "en" else {}
    facts = [
        (_("地点"), str(roadshow.announced_where) or words.known(roadshow.mode)),
        (_("地址"), "" if roadshow.date_pending else str(roadshow.spoken_address)),
        (_("费用"), _("免费")),
        (_("联系"), contact()),
    ]
    return Poster(
        language=language,
        centre=_("长三角G60全球科创路演中心"),
        place=_("浙江平湖"),
        title=str(roadshow.spoken_title),
        summary=str(roadshow.spoken_summary),
        day=held_on(roadshow),
        hours=f"{when}{_('（北京时间）')}" if when else "",
        facts=tuple((name, value) for name, value in facts if value),
        link=absolute("public.show_roadshow", uid=roadshow.uid, **english),
        scan=_("扫码看新的日期") if roadshow.date_pending else _("扫码看议程、报名和加入日历"),
        tag=words.sector(roadshow.sector),
        news=one.state if one.cancelled else _("改期") if one.moved else "",
        off=one.cancelled,
    )
