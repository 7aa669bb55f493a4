"""Letters' words: what is a placeholder, what stays as it is typed, and how both languages are written."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as some

from roadshow.foundation.db import db
from roadshow.foundation.languages import LANGUAGES
from roadshow.foundation.text import Bilingual
from roadshow.notices import queries
from roadshow.notices.kinds import KINDS, Kind, Night, Place
from roadshow.notices.models import Letter
from roadshow.notices.operations import Reader, queue
from roadshow.notices.wording import fill, template_faults

KIND = Kind(
    "示例通知",
    "关于{title}",
    "{title}：{link}",
    {"title": Place("题目", "甲"), "link": Place("链接", "乙", needed=True)},
    night=Night.BY_HAND,
)
TYPED = [
    "{{7*7}}",
    "{x.__class__}",
    "%s %(title)s",
    "{0.title}",
    "{}",
    "{title!r}",
    "{{{{",
    "${jndi:x}",
    "{% raw %}",
    "{ti tle}",
]


@pytest.mark.parametrize("typed", TYPED)
def test_what_is_no_placeholder_stays_as_it_is_typed(typed: str) -> None:
    assert fill(typed, {"title": "甲", "x": "乙"}) == typed
    assert template_faults(KIND, typed, f"{typed} {{link}}") == []


def test_a_value_that_looks_like_a_placeholder_is_not_filled_again() -> None:
    assert fill("{title} {link}", {"title": "{link}", "link": "乙"}) == "{link} 乙"


@given(some.text(), some.text())
def test_any_value_arrives_as_it_is(before: str, value: str) -> None:
    plain = before.replace("{", "")
    assert fill(plain + "{title}", {"title": value}) == plain + value


def test_an_unknown_placeholder_is_refused_by_name_with_those_that_are_known() -> None:
    faults = template_faults(KIND, "关于{titel}", "{link}{口令}")
    assert [(fault.field, str(fault)) for fault in faults] == [
        ("subject", "没有“{titel}”这个占位符，可用的有：{name} {title} {link}"),
        ("body", "没有“{口令}”这个占位符，可用的有：{name} {title} {link}"),
    ]


def test_what_the_reader_needs_may_not_be_left_out() -> None:
    assert [(fault.field, str(fault)) for fault in template_faults(KIND, "关于{title}", "请点链接")] == [
        ("body", "正文里缺少{link}，没有它收信人办不成事")
    ]


def test_words_of_enormous_length_are_refused_with_their_bound() -> None:
    faults = template_faults(KIND, "长" * 201, "{link}" + "长" * 5000)
    assert [str(fault) for fault in faults] == [
        "标题最多200个字，现在是201个字",
        "正文最多5,000个字，现在是5,006个字",
    ]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_built_in_words_of_every_kind_are_sound_in_each_language(inside: Flask, kind: str) -> None:
    words = queries.built_in(kind)
    assert {language: template_faults(KINDS[kind], *words[language]) for language in LANGUAGES} == {
        language: [] for language in LANGUAGES
    }


def test_a_letter_is_written_in_its_readers_language_and_remembers_with_what(inside: Flask) -> None:
    title = Bilingual("新材料专场", "New Materials")
    said = {"title": title, "roadshow": title, "reason": "场馆检修", "event": "", "link": ""}
    queue("roadshow.cancelled", {Reader(7, "示例", "a@test.example", "en"): said})
    letter = db.session.query(Letter).one()
    assert (letter.subject, letter.body) == (
        "Cancelled: New Materials",
        "New Materials is cancelled. Reason: 场馆检修",
    )
    assert letter.values == {
        "en": {
            "name": "示例",
            **dict.fromkeys(("title", "roadshow"), "New Materials"),
            "reason": "场馆检修",
            "event": "",
            "link": "",
        }
    }


def test_a_new_line_in_a_name_never_reaches_the_subject(inside: Flask) -> None:
    said = {
        "title": "甲\r\nBcc: x@test.example\x00",
        "roadshow": "甲",
        "reason": "乙",
        "event": "",
        "link": "",
    }
    queue("roadshow.cancelled", {Reader(7, "示例", "a@test.example", "zh"): said})
    assert db.session.query(Letter).one().subject == "取消：甲 Bcc: x@test.example"


def test_values_that_are_not_those_of_the_kind_are_a_fault_of_ours(inside: Flask) -> None:
    with pytest.raises(ValueError, match="is written with"):
        queue("roadshow.cancelled", {Reader(7, "示例", "a@test.example"): {"title": "甲"}})
    assert db.session.query(Letter).count() == 0


def test_nobody_to_write_to_is_no_letter(inside: Flask) -> None:
    queue("roadshow.cancelled", {})
    assert db.session.query(Letter).count() == 0
