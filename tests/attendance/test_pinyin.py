"""Guests are found by whatever is quickest to type."""

import pytest

from roadshow.attendance.pinyin import is_meant
from roadshow.foundation.pinyin import LONGEST, spelled


def test_a_name_is_spelled_whole_and_by_initials() -> None:
    assert spelled("刘 某") == "liumou lm"


def test_a_surname_that_is_read_in_several_ways_is_found_by_each() -> None:
    assert spelled("曾小示") == "cengxiaoshi zengxiaoshi cxs zxs"


def test_letters_stay_letters() -> None:
    assert spelled("Anna Beispiel") == "annabeispiel a"


def test_the_longest_name_fits_its_column() -> None:
    assert len(spelled("示" * 100)) == LONGEST


@pytest.mark.parametrize("typed", ["刘", "liu", "LM", "liu mou", "示例创投", "创投"])
def test_a_guest_is_found_by_this(typed: str) -> None:
    assert is_meant(typed, "刘某", spelled("刘某"), "示例创投")


@pytest.mark.parametrize("typed", ["mou", "王", "mm"])
def test_a_guest_is_not_found_by_this(typed: str) -> None:
    assert not is_meant(typed, "刘某", spelled("刘某"), "示例创投")
