"""The picture itself, read back from its bytes."""

import io
from dataclasses import replace

import pytest
from flask_babel import force_locale, gettext
from PIL import Image, ImageChops

from roadshow.foundation.sectors import SECTORS
from roadshow.press.card import HEIGHT, WIDTH, Card, draw

CHINESE = Card("zh", "长三角G60全球科创路演中心", "浙江平湖", "", day="2026年12月3日 周四", where="一号厅")
ENGLISH = Card("en", "G60 Roadshow Centre", "Pinghu, Zhejiang", "", day="Thu 3 Dec 2026", where="Hall 1")
LONG = {
    CHINESE: "长三角G60科创走廊生物与新医药专场路演暨产业对接会（平湖、嘉兴、松江三地联动）" * 5,
    ENGLISH: "Roadshow of biomedicine, its instruments and the firms that make them in the delta, " * 5,
}
TITLE_ROOM = (64, 150, 1136, 440)  # between head row and line, as wide as the margins leave it
HOSTILE = [
    '#panic("x") #read("/etc/passwd") #import "@preview/x:1.0.0"',
    "*粗* _斜_ $x^2$ `raw` <label> @ref \\ // /* 注 */ \\u{202e}",
    '"引号" {花括号} %(name)s {{ 7 * 7 }} </svg><script>',
    "W" * 200,
    "，" * 200,
    "e" + "\u0301" * 150,
    "😀🏳️‍🌈𪚥\ue000\u200b",
    "\u202e反着写 مرحبا",
]


def seen(card: Card) -> Image.Image:
    image = Image.open(io.BytesIO(draw(card)))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    return image.convert("RGB")


def ink_of_title(card: Card, title: str) -> tuple[int, int, int, int]:
    """The box around whatever the title alone draws."""
    box = ImageChops.difference(seen(replace(card, title=title)), seen(card)).getbbox()
    assert box is not None, title
    return box


def within(box: tuple[int, int, int, int], room: tuple[int, int, int, int]) -> bool:
    return box[0] >= room[0] and box[1] >= room[1] and box[2] <= room[2] and box[3] <= room[3]


@pytest.mark.parametrize("news", ["", "改期"])
@pytest.mark.parametrize("card", LONG, ids=lambda card: card.language)
def test_a_title_of_any_length_fits(card: Card, news: str) -> None:
    card = replace(card, news=news)
    words = next(words for each, words in LONG.items() if each.language == card.language)
    titles = [words[:length] for length in [*range(1, 121, 7), 120, 200]]
    assert [title for title in titles if not within(ink_of_title(card, title), TITLE_ROOM)] == []


@pytest.mark.parametrize("card", LONG, ids=lambda card: card.language)
def test_no_title_of_120_characters_is_cut_short(card: Card) -> None:
    title = LONG[card][:119]
    assert seen(replace(card, title=title + "一")) != seen(replace(card, title=title + "二"))


@pytest.mark.parametrize("title", HOSTILE)
def test_whatever_means_something_elsewhere_is_a_word_like_any_other(title: str) -> None:
    assert within(ink_of_title(CHINESE, title), TITLE_ROOM)


@pytest.mark.parametrize("where", ["厅" * 200, "W" * 200, "Pinghu Roadshow Centre, Hall 1, " * 6])
def test_a_long_hall_stays_beside_the_day(where: str) -> None:
    bare = replace(CHINESE, where="")
    box = ImageChops.difference(seen(replace(CHINESE, where=where)), seen(bare)).getbbox()
    assert box is not None
    assert within(box, (400, 490, 1136, 610))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_field_leaves_the_centre_its_whole_name(inside: object, language: str) -> None:
    with force_locale(language):
        centre, fields = gettext("长三角G60全球科创路演中心"), [str(words) for words in SECTORS.values()]
    for field in fields:
        card = Card(language, centre, "", "", tag=field)
        last = replace(card, centre=f"{centre[:-1]}一")
        box = ImageChops.difference(seen(card), seen(last)).getbbox()
        assert box is not None, field
        assert within(box, (300, 40, 1136, 140)), field


def test_news_is_seen_beside_the_title() -> None:
    box = ImageChops.difference(seen(replace(CHINESE, news="改期")), seen(CHINESE)).getbbox()
    assert box is not None
    assert within(box, TITLE_ROOM)


def test_the_same_words_are_drawn_once_and_other_words_have_another_tag() -> None:
    card = replace(CHINESE, title="第1场路演")
    assert draw(replace(card)) is draw(card)
    changed = [replace(card, title="第2场路演"), replace(card, off=True), replace(card, language="en")]
    tags = {each.tag_of_picture for each in [card, replace(card), *changed]}
    assert len(tags) == 1 + len(changed)
