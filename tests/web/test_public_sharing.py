"""What makes a roadshow easy to find and to pass on: maps, directions, speakers, contact, a poster."""

import io
from urllib.parse import unquote_plus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pikepdf import Pdf
from PIL import Image

from roadshow.halls.points import Point
from roadshow.programme.states import RoadshowState as S
from roadshow.web.maps import map_links
from tests import make
from tests.web.reading import links, missing

AT_BAIDU = (
    "https://api.map.baidu.com/marker?location=30.69481,121.02133&title=Hall A&content=Road 1; east"
    "&coord_type=wgs84&output=html&src=roadshow"
)
AT_TENCENT = (
    "https://apis.map.qq.com/uri/v1/marker?marker=coord:30.69481,121.02133;title:Hall A;addr:Road 1  east"
    "&coord_type=1&referer=roadshow"
)
pytestmark = pytest.mark.usefixtures("in_spring")


def page_of(app: Flask, **hall: object) -> str:
    with app.app_context():
        return f"/roadshows/{make.roadshow(S.PUBLISHED, make.hall(**hall)).uid}"


def test_a_hall_on_the_map_opens_in_four_services(app: Flask):
    with app.test_request_context("/"):
        hall = make.hall(name="Hall A", address="Road 1; east", point=Point(30.69481, 121.02133))
        assert [unquote_plus(link.url) for link in map_links(hall)] == [
            "https://uri.amap.com/marker?position=121.02133,30.69481&name=Hall A&coordinate=wgs84",
            AT_BAIDU,
            AT_TENCENT,
            "https://maps.apple.com/?ll=30.69481,121.02133&q=Hall A",
        ]


def test_a_hall_without_a_point_is_searched_by_its_address(app: Flask):
    with app.test_request_context("/"):
        urls = [link.url for link in map_links(make.hall(address="示例路1号"))]
        assert [("%E7%A4%BA%E4%BE%8B%E8%B7%AF1%E5%8F%B7" in url) for url in urls] == [True] * 4


def test_an_online_room_is_nowhere_on_the_map(app: Flask):
    with app.test_request_context("/"):
        assert map_links(make.room()) == []


def test_the_page_says_how_to_get_there_what_it_costs_and_whom_to_ask(app: Flask, client: FlaskClient):
    app.config["CONTACT"] = "0573-0000 0000"
    page = client.get(page_of(app, directions="院内有停车位")).text
    assert missing(page, "院内有停车位", "高德地图", "苹果地图", "免费", "0573-0000 0000") == []


def test_the_page_leads_to_both_posters_in_its_language(app: Flask, client: FlaskClient):
    path = page_of(app)
    found = links(client.get(f"{path}?lang=en").text)
    assert [f"{path}/poster.{shape}?lang=en" in found for shape in ("pdf", "png")] == [True, True]


def test_the_poster_is_a_sheet_of_a4_and_a_picture_for_a_phone(app: Flask, client: FlaskClient):
    path = page_of(app)
    with Pdf.open(io.BytesIO(client.get(f"{path}/poster.pdf").data)) as pdf:
        sheet = [round(float(side)) for side in pdf.pages[0].mediabox[2:]]
        assert (len(pdf.pages), sheet) == (1, [595, 842])
    with Image.open(io.BytesIO(client.get(f"{path}/poster.png?lang=en").data)) as picture:
        assert (picture.format, picture.size) == ("PNG", (1080, 1920))


@pytest.mark.parametrize("title", ["很长的名称" * 40, "x" * 200, '#set page("a1")', "<b>&amp;"])
def test_a_poster_has_one_page_whatever_its_title(app: Flask, client: FlaskClient, title: str):
    with app.app_context():
        uid = make.roadshow(S.PUBLISHED, title=title[:200], summary="说明" * 500).uid
    with Pdf.open(io.BytesIO(client.get(f"/roadshows/{uid}/poster.pdf").data)) as pdf:
        assert len(pdf.pages) == 1
