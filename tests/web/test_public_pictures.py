"""The picture that is shown beside a link: of a roadshow, of the site, and where pages name it."""

import io
import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from roadshow.press.card import Card
from roadshow.programme import operations
from roadshow.programme.queries import get_public_roadshow
from roadshow.programme.states import RoadshowState as S
from roadshow.web.public import pictures
from roadshow.web.public.listed import listed
from tests import make
from tests.conftest import Counted

pytestmark = pytest.mark.usefixtures("in_spring")
TAGS = re.compile(r'<meta (?:property|name)="((?:og:image|twitter:)[\w:]*)" content="([^"]*)">')
OURS = "http://localhost"


@pytest.fixture
def uid(app: Flask) -> str:
    """Of a roadshow that is to come."""
    with app.app_context():
        hall = make.hall(name="一号厅")
        return make.roadshow(S.PUBLISHED, hall, title="生物与新医药专场", sector="biomedicine").uid


def drawn_on(app: Flask, uid: str, language: str = "zh") -> Card:
    """What its picture says."""
    with app.test_request_context(f"/?lang={language}"):
        return pictures.card_of(listed(get_public_roadshow(uid)))


def test_a_roadshow_has_its_picture(client: FlaskClient, uid: str) -> None:
    answer = client.get(f"/roadshows/{uid}/picture.png")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert Image.open(io.BytesIO(answer.data)).size == (1200, 630)
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in answer.headers


def test_a_picture_says_its_roadshow_in_the_language_asked_for(app: Flask, uid: str) -> None:
    chinese, english = drawn_on(app, uid), drawn_on(app, uid, "en")
    assert (chinese.title, chinese.tag, chinese.day, chinese.hours) == (
        "生物与新医药专场",
        "生物与新医药",
        "2026年4月11日 周六",
        "13:30–17:00（北京时间）",
    )
    assert (english.language, english.day, english.hours) == (
        "en",
        "Sat 11 Apr 2026",
        "13:30–17:00 China time",
    )


def test_a_picture_that_names_no_language_is_chinese_wherever_it_is_asked_from(
    client: FlaskClient, uid: str
) -> None:
    path = f"/roadshows/{uid}/picture.png"
    bare = client.get(path, headers={"Accept-Language": "en"}).data
    assert bare == client.get(f"{path}?lang=zh").data
    assert bare != client.get(f"{path}?lang=en").data


def test_a_picture_tells_of_a_new_date_and_of_a_cancelling(app: Flask, uid: str) -> None:
    assert drawn_on(app, uid).news == ""
    with app.app_context():
        operations.postpone(get_public_roadshow(uid), make.moment(date(2026, 4, 16), 14), actor=make.SOMEONE)
    moved = drawn_on(app, uid)
    assert (moved.news, moved.day, moved.off) == ("改期", "2026年4月16日 周四", False)
    with app.app_context():
        operations.cancel(get_public_roadshow(uid), "另有安排", actor=make.SOMEONE)
    assert (drawn_on(app, uid).news, drawn_on(app, uid).off) == ("已取消", True)


def test_who_holds_a_picture_is_told_so_until_its_words_change(
    app: Flask, client: FlaskClient, uid: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/roadshows/{uid}/picture.png"
    tag = client.get(path).headers["ETag"]
    with monkeypatch.context() as patch:
        patch.delattr(pictures, "draw")  # nothing is drawn for a 304
        again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    with app.app_context():
        operations.cancel(get_public_roadshow(uid), "另有安排", actor=make.SOMEONE)
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_what_is_not_public_has_no_picture(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        uid = make.roadshow(S.PLANNED).uid
    assert client.get(f"/roadshows/{uid}/picture.png").status_code == 404


def test_a_picture_costs_one_statement(client: FlaskClient, uid: str, counted: Counted) -> None:
    with counted() as statements:
        client.get(f"/roadshows/{uid}/picture.png")
    assert len(statements) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_site_has_its_picture_in_each_language(client: FlaskClient, language: str) -> None:
    answer = client.get(f"/picture.png?lang={language}")
    assert Image.open(io.BytesIO(answer.data)).size == (1200, 630)


def test_a_public_page_names_the_sites_picture(client: FlaskClient) -> None:
    assert dict(TAGS.findall(client.get("/roadshows?lang=en").text)) == {
        "og:image": f"{OURS}/picture.png?lang=en",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Yangtze Delta G60 Global Sci-tech Roadshow Centre",
        "twitter:card": "summary_large_image",
    }


def test_a_roadshows_page_names_its_own_picture_and_what_stands_on_it(client: FlaskClient, uid: str) -> None:
    tags = dict(TAGS.findall(client.get(f"/roadshows/{uid}").text))
    assert tags["og:image"] == f"{OURS}/roadshows/{uid}/picture.png?lang=zh"
    assert tags["og:image:alt"] == "生物与新医药专场，2026年4月11日 周六，一号厅"
    assert client.get(tags["og:image"].removeprefix(OURS)).status_code == 200
