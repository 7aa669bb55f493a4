"""The pages of the design system: whole in both languages, and only where they are asked for."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.config import ROOT, Settings
from roadshow.web.design import gallery, tokens
from tests.conftest import AnotherApp
from tests.databases import settings_for

STATIC = ROOT / "static"
TOKENS = STATIC / "css/tokens.css"
PAGES = ["/design", "/design/refused", "/design/public"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_design_system_is_whole(client: FlaskClient, path: str, language: str) -> None:
    assert client.get(f"{path}?lang={language}").status_code == 200


@pytest.mark.parametrize(
    "changes", [{"design": False}, {"base_url": "https://roadshow.example"}], ids=["not asked for", "https"]
)
def test_in_production_there_is_no_design_system(
    another_app: AnotherApp, tmp_path: Path, changes: dict[str, object]
) -> None:
    app = another_app(replace(settings_for("sqlite://", tmp_path), **changes))
    assert [app.test_client().get(path).status_code for path in PAGES] == [404, 404, 404]


def test_it_is_not_asked_for_unless_the_environment_does(tmp_path: Path) -> None:
    asked = [{}, {"ROADSHOW_DESIGN": "0"}, {"ROADSHOW_DESIGN": "1"}]
    told = [Settings.from_environ({"ROADSHOW_DATA": str(tmp_path), **environ}).design for environ in asked]
    assert told == [False, False, True]


def test_every_drawing_is_shown(app: Flask) -> None:
    drawn = app.jinja_env.get_template("_parts/icons.html").module.DRAWN
    assert set(gallery.ICONS) == set(drawn)


def test_every_colour_is_shown_light_and_dark(client: FlaskClient) -> None:
    page = client.get("/design").text
    colours = tokens.colours()
    assert (colours[0].name, colours[0].light, colours[0].dark) == ("page", "#F5F6F8", "#0D141E")
    assert [token.name for token in colours if f"--{token.name}<" not in page or token.dark not in page] == []


def test_every_token_is_used() -> None:
    places = [*STATIC.glob("css/**/*.css"), *STATIC.glob("js/*.js")]
    written = "".join(place.read_text("utf-8") for place in places)
    named = set(re.findall(r"(--[a-z0-9-]+):", TOKENS.read_text("utf-8")))
    assert {name for name in named if not re.search(rf'(var\(|token\("){name}[)"]', written)} == set()
