"""Where templates stand, and how long they may be."""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask

from roadshow.config import ROOT

from . import source

LONGEST, LONGEST_OF_PARTS = 120, 160
HEX = re.compile(r"#[0-9A-Fa-f]{3,8}\b")
LINK = re.compile(r"""url_for\(["']([\w.]+)["']""")
ALL = sorted(source.TEMPLATES.rglob("*.html"))
PAGES = [
    path
    for path in ALL
    if not path.name.startswith("_") and not path.relative_to(source.TEMPLATES).parts[0].startswith("_")
]


def address(path: Path) -> str:
    return path.relative_to(source.TEMPLATES).as_posix()


@pytest.mark.parametrize("path", [path for path in PAGES if path.parent.name != "errors"], ids=address)
def test_a_template_sits_where_its_endpoint_says(app: Flask, path: Path) -> None:
    desk, room, handler = address(path).removesuffix(".html").split("/")
    view = app.view_functions[f"{desk}.{handler}"]
    assert view.__module__ == f"roadshow.web.{desk}.{room}"


def test_every_page_that_is_rendered_is_there_and_every_one_there_is_rendered() -> None:
    rendered = {
        call.args[0].value
        for module in source.modules("web/**/*.py")
        for call in source.calls(module)
        if source.called(call) == "render_template" and isinstance(call.args[0], ast.Constant)
    }
    assert rendered == {address(path) for path in PAGES}


def test_no_page_is_handed_what_its_layout_makes() -> None:
    """The layout's own would be shown instead."""
    layouts = "".join(
        path.read_text(encoding="utf-8") for path in (source.TEMPLATES / "_layouts").glob("*.html")
    )
    made = set(re.findall(r"^{% (?:macro|set) (\w+)", layouts, re.MULTILINE))
    handed = {
        (call.args[0].value, keyword.arg)
        for module in source.modules("web/**/*.py")
        for call in source.calls(module)
        if isinstance(call.func, ast.Name) and call.func.id == "render_template"
        if isinstance(call.args[0], ast.Constant)
        for keyword in call.keywords
        if keyword.arg in made
    }
    assert (len(made) > 0, handed) == (True, set())


def test_every_link_names_a_page(app: Flask) -> None:
    """A link without its desk stays in the desk of its template or module."""
    desks = {path: path.relative_to(source.TEMPLATES).parts[0] for path in ALL}
    desks |= {
        path: path.relative_to(source.PROGRAM / "web").parts[0] for path in source.modules("web/*/*.py")
    }
    named = {
        f"{desk}{name}" if name.startswith(".") else name
        for path, desk in desks.items()
        for name in LINK.findall(path.read_text("utf-8"))
    }
    assert named - set(app.view_functions) == set()


def test_no_template_is_longer_than_a_reader_can_hold() -> None:
    lines = {path: path.read_text("utf-8").count("\n") for path in ALL}
    bound = {path: LONGEST_OF_PARTS if path.parent.name == "_parts" else LONGEST for path in ALL}
    assert {address(path): count for path, count in lines.items() if count > bound[path]} == {}


def test_the_two_dark_blocks_are_equal() -> None:
    css = (ROOT / "static" / "css" / "tokens.css").read_text("utf-8")
    blocks = [
        sorted(line.strip() for line in part.split("}")[0].split(";") if line.strip())
        for part in css.split("{")
        if "--page:" in part.split("}")[0]
    ]
    assert len(blocks) == 3
    assert blocks[1] == blocks[2]


def test_colours_stand_among_the_tokens_alone() -> None:
    sheets = [path for path in (ROOT / "static" / "css").rglob("*.css") if path.name != "tokens.css"]
    assert {path.name: found for path in sheets if (found := re.findall(HEX, path.read_text("utf-8")))} == {}


def test_every_part_is_described_and_shown() -> None:
    """In docs/design.md, and on the pages of the design system."""
    parts = {
        name
        for path in ALL
        if path.parent.name == "_parts"
        for name in re.findall(r"{% macro (?!_)(\w+)\(", path.read_text("utf-8"))
    }
    described = (ROOT / "docs" / "design.md").read_text("utf-8")
    shown = "".join(path.read_text("utf-8") for path in ALL if address(path).startswith("design/"))
    assert {name for name in parts if not re.search(rf"`[^`]*\b{name}\b[^`]*`", described)} == set()
    assert {name for name in parts if not re.search(rf"{{[{{%][^}}]*\b{name}\(", shown)} == set()
