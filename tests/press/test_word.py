"""A Word file of an office's own making: what is filled in, and what harm it may not do."""

import time

import pytest
from docx import Document

from roadshow.press.word import Listing, Unfit, Words, Wrong, built_in, fill

from .word import saved, word_file, words_in

WORDS = Words(
    {"year": "2021", "title": "标题 <b>&amp; {{ 7 * 7 }}", "empty": ""},
    {"rows": Listing(("name", "value"), [{"name": "甲", "value": "1"}, {"name": "乙", "value": "2"}])},
)


def wrong(*paragraphs: str, head: str = "", field: tuple[str, ...] = ()) -> tuple[Wrong, str]:
    with pytest.raises(Unfit) as unfit:
        fill(word_file(*paragraphs, head=head, field=field), WORDS)
    return unfit.value.wrong, unfit.value.place


def test_places_are_filled_in_wherever_they_stand() -> None:
    made = fill(word_file("{{ year }}年", head="第{{year}}期"), WORDS)
    assert words_in(made) == ["第2021期", "2021年"]


def test_a_place_that_word_has_torn_apart_is_one() -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for part in ("{", "{ ye", "ar }", "}年"):
        paragraph.add_run(part).bold = part == "ar }"
    assert words_in(fill(saved(document), WORDS)) == ["2021年"]


def test_words_are_words_whatever_they_look_like() -> None:
    assert words_in(fill(word_file("{{ title }}"), WORDS)) == ["标题 <b>&amp; {{ 7 * 7 }}"]


def test_a_list_is_repeated_by_paragraph_and_by_row() -> None:
    document = Document()
    for words in ("{%p for one in rows %}", "{{ one.name }}：{{ one.value }}", "{%p endfor %}"):
        document.add_paragraph(words)
    table = document.add_table(3, 2)
    for cell, words in zip(
        (row.cells[0] for row in table.rows),
        ("{%tr for one in rows %}", "{{ one.name }}", "{%tr endfor %}"),
        strict=True,
    ):
        cell.text = words
    table.rows[1].cells[1].text = "{{ one.value }}"
    assert words_in(fill(saved(document), WORDS)) == ["甲：1", "乙：2", "甲 1", "乙 2"]


def test_what_there_is_nothing_of_is_left_out() -> None:
    parts = ("{%p if empty %}", "有", "{%p else %}", "无", "{%p endif %}", "{% if not rows %}空{% endif %}")
    assert words_in(fill(word_file(*parts), WORDS)) == ["无"]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("{{ yaer }}", "yaer"),
        ("{{ rows }}", "rows"),
        ("{% if yaer %}一{% endif %}", "yaer"),
        ("{% for one in year %}{{ one }}{% endfor %}", "year"),
        ("{% for one in rows %}{{ one.naem }}{% endfor %}", "one.naem"),
        ("{% for one in rows %}{{ one }}{% endfor %}", "one"),
        ("{% if empty %}{{ never }}{% endif %}", "never"),
        ("{{ year.real }}", "year.real"),
    ],
)
def test_a_name_that_is_none_is_named(words: str, place: str) -> None:
    assert wrong("无关的一段", words) == (Wrong.UNKNOWN, place)


@pytest.mark.parametrize(
    "words",
    [
        "{{ 7 * 7 }}",
        "{{ year | upper }}",
        "{{ year() }}",
        "{{ year.__class__.__mro__ }}",
        "{{ year['real'] }}",
        "{{ ''.join(year) }}",
        "{{ 'a' * 1000000000 }}",
        "{{ range(10) }}",
        "{{ lipsum() }}",
        "{% set x = year %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends year %}",
        "{% macro x() %}{% endmacro %}",
        "{% call year() %}{% endcall %}",
        "{% filter upper %}一{% endfilter %}",
        "{% with x = year %}{% endwith %}",
        "{% for one in range(1000000000) %}一{% endfor %}",
        "{% for one in rows if one.name %}一{% endfor %}",
        "{% for one, two in rows %}一{% endfor %}",
        "{% if year == '2021' %}一{% endif %}",
        "{% raw %}{{ year }}{% endraw %}",
        "{# 一 #}",
        "{{r year }}",
        "{{p year }}",
    ],
)
def test_more_than_naming_repeating_and_leaving_out_is_refused(words: str) -> None:
    found, place = wrong("无关的一段", words)
    assert (found, words.startswith(place) and place.startswith("{")) == (Wrong.FORBIDDEN, True)


def test_a_place_that_is_no_run_is_refused_in_an_attribute_too() -> None:
    document = Document()
    document.add_paragraph("一").runs[0]._r.set("rsid", "{{r year }}")
    with pytest.raises(Unfit) as unfit:
        fill(saved(document), WORDS)
    assert (unfit.value.wrong, unfit.value.place) == (Wrong.FORBIDDEN, "{{r year }}")


def test_a_list_within_a_list_is_refused() -> None:
    nested = "{% for one in rows %}{% for two in rows %}一{% endfor %}{% endfor %}"
    assert wrong(nested)[0] is Wrong.FORBIDDEN


@pytest.mark.parametrize(
    "words",
    ["{{ year", "{% if year %}一", "{% for one in rows %}一", "{% endfor %}", "{% nonsense %}", "{{ }}"],
)
def test_what_is_not_finished_is_named(words: str) -> None:
    found, place = wrong("无关的一段", words)
    assert (found, place != "") == (Wrong.UNFINISHED, True)


@pytest.mark.parametrize("attribute", ["{{ 7 * 7 }}", "{{ never }}"])
def test_a_place_hidden_where_nobody_reads_is_looked_at_too(attribute: str) -> None:
    document = Document()
    document.core_properties.comments = attribute
    with pytest.raises(Unfit):
        fill(saved(document), WORDS)
    document = Document()
    document.add_paragraph("一")._p.set("w14:paraId".replace("w14:", ""), attribute)
    with pytest.raises(Unfit):
        fill(saved(document), WORDS)
    assert wrong("一", head=attribute)[0] in (Wrong.FORBIDDEN, Wrong.UNKNOWN)


@pytest.mark.parametrize(
    "field", [('DDEAUTO c:\\\\cmd "/k calc"',), (" d", "de ", "cmd"), (' INCLUDETEXT "http://192.0.2.1/x"',)]
)
def test_a_field_of_words_own_that_fetches_or_starts_something_is_refused(field: tuple[str, ...]) -> None:
    assert wrong("一", field=field)[0] is Wrong.RUNS


def test_a_page_number_is_no_harm() -> None:
    assert words_in(fill(word_file("{{ year }}", field=(" PAGE ", r" HYPERLINK \l x ")), WORDS)) == ["2021"]


@pytest.mark.parametrize("half", ["{{r ", "{% ", "{{", "{#", "{%tr ", "{%-", "-%}"])
def test_braces_without_their_other_half_hold_nobody_up(half: str) -> None:
    begun = time.monotonic()
    for many in (f"{half * 50_000}{{{{ yaer }}}}", f"{half}{'长' * 300_000}{{{{ yaer }}}}"):
        wrong(many)
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", word_file("一")[:2000]])
def test_what_is_no_word_file_is_broken(content: bytes) -> None:
    with pytest.raises(Unfit) as unfit:
        fill(content, WORDS)
    assert unfit.value.wrong is Wrong.BROKEN


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_form_that_comes_with_the_product_names_places(language: str) -> None:
    with pytest.raises(Unfit) as unfit:
        fill(built_in(language), Words({}, {}))
    assert unfit.value.wrong is Wrong.UNKNOWN
