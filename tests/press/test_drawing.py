"""Pictures for paper: as long as their figures, and no word is markup."""

import pytest
from defusedxml.ElementTree import fromstring

from roadshow.press.drawing import BEFORE, NOW, Bar, lying, standing
from roadshow.press.paper import Notes, Paper, Paragraph, Picture, Table, print_paper

from .test_on_paper import HOSTILE, pages

SVG = "{http://www.w3.org/2000/svg}"


def boxes(svg: str, fill: str, side: str) -> list[float]:
    return [float(box.get(side, 0)) for box in fromstring(svg).iter(f"{SVG}rect") if box.get("fill") == fill]


def said(svg: str) -> list[str]:
    return [text.text or "" for text in fromstring(svg).iter(f"{SVG}text")]


def test_bars_are_as_high_as_their_figures() -> None:
    svg = standing([Bar("1月", 100, "100", 50), Bar("2月", 200, "200"), Bar("3月", 0, "")])
    assert boxes(svg, NOW, "height") == [65.0, 130.0]
    assert boxes(svg, BEFORE, "height") == [32.5]
    assert said(svg) == ["100", "1月", "200", "2月", "3月"]


def test_bars_are_as_long_as_their_figures() -> None:
    short, long, none = boxes(lying([Bar("甲", 1, "1"), Bar("乙", 4, "4"), Bar("丙", 0, "0")]), NOW, "width")
    assert (round(long / short), none) == (4, 0)


def test_nothing_can_be_drawn() -> None:
    assert (said(standing([])), said(lying([]))) == ([], [])


def test_a_name_too_long_for_its_room_is_cut() -> None:
    (label, _figure) = said(lying([Bar("长" * 60, 1, "1")]))
    assert (label[-1], len(label) < 25) == ("…", True)


@pytest.mark.parametrize("words", [HOSTILE, "</text><script>", "一&二", "]]>", "😀"])
def test_no_word_is_markup(words: str) -> None:
    assert said(standing([Bar(words, 1, words)])) == [words, words]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("words", [HOSTILE, "</text>&", "", "😀مرحبا", "“”‘’"])
def test_no_word_of_a_paper_is_read_as_a_command(language: str, words: str) -> None:
    picture = Picture(words, words, lying([Bar(words, 1, words)]))
    parts = (Paragraph(words), Table(words, [words, words], [[words, words]], 1), picture, Notes([words]))
    assert len(pages(print_paper(Paper(language, words, (words,), words or "题", words, parts)))) < 5
