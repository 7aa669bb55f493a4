"""Static files: a hash in the name, a year in the cache, gzipped."""

import gzip
import re

import pytest
from flask import Flask, url_for

from roadshow.config import ROOT


@pytest.fixture
def address(app: Flask) -> str:
    with app.test_request_context():
        return url_for("static", filename="css/parts.css")


def test_a_file_is_linked_by_a_name_with_its_hash(address):
    assert re.fullmatch(r"/static/css/parts\.[0-9a-f]{12}\.css", address)


def test_under_that_name_it_may_be_kept_for_a_year(client, address):
    assert client.get(address).headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_under_its_plain_name_it_is_asked_for_again(client):
    assert client.get("/static/css/parts.css").headers["Cache-Control"] == "public, no-cache"


def test_it_comes_gzipped_to_whom_takes_it_and_is_the_same(client, address):
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == client.get(address).data


def test_the_tag_of_the_gzipped_form_is_its_own_and_answers_304(client, address):
    headers = {"Accept-Encoding": "gzip"}
    tag = client.get(address, headers=headers).headers["ETag"]
    assert tag != client.get(address).headers["ETag"]
    assert client.get(address, headers=headers | {"If-None-Match": tag}).status_code == 304


def test_a_style_sheet_names_its_pictures_by_their_hash_too(client, address):
    picture = re.search(r'url\("\.\./(img/chevron\.[0-9a-f]{12}\.svg)"\)', client.get(address).text)
    assert client.get(f"/static/{picture[1]}").status_code == 200


@pytest.mark.parametrize(
    "path", ["css/none.css", "../wsgi.py", "css/parts.000000000000.css", "%2e%2e/wsgi.py"]
)
def test_what_is_not_there_is_404(client, path):
    assert client.get(f"/static/{path}").status_code == 404


def test_no_static_file_carries_a_cookie(client, address):
    assert "Set-Cookie" not in client.get(address).headers


@pytest.mark.parametrize(("last", "most", "packed"), [("public", 60_000, 16_000), ("desk", 48_000, 13_000)])
def test_the_sheets_of_a_page_are_as_small_as_the_guide_to_the_look_says(last: str, most: int, packed: int):
    sheets = [ROOT / "static" / "css" / f"{name}.css" for name in ("tokens", "base", "parts", last)]
    plain = [sheet.read_bytes() for sheet in sheets]
    assert sum(map(len, plain)) < most
    assert sum(len(gzip.compress(content)) for content in plain) < packed


def test_a_page_that_draws_figures_has_their_sheet():
    pages = (ROOT / "templates").rglob("[!_]*.html")
    drawing = re.compile(r'"_parts/lines\.html"|"_parts/figures\.html" import (?!ticks)|_figures\.html"')
    texts = {str(page): page.read_text("utf-8") for page in pages if page.parent.name != "_parts"}
    drawn = {name: text for name, text in texts.items() if drawing.search(text)}
    assert (len(drawn) > 5, [name for name, text in drawn.items() if "css/figures.css" not in text]) == (
        True,
        [],
    )
