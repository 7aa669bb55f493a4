"""Text as it is kept."""

import pytest

from roadshow.foundation.errors import Refused
from roadshow.foundation.text import clean, name_key, one_line, plain_digits


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\0b\x07c\x7f\x9b", "abc"),
        ("一\r\n二\r三\u2028四\u2029五\x85六", "一\n二\n三\n四\n五\n六"),
        ("a\tb", "a b"),
        ("\u3000 \n a \u3000", "a"),
        ("cafe\u0301", "café"),
        ("\u202e\u2066fdp.exe\u2069\u202c", "fdp.exe"),
        ("\u200b\ufeff\u2060", ""),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("שלום", "שלום"),
    ],
)
def test_text_is_kept_without_what_nobody_sees(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(Refused, match="无法保存的字符"):
        clean("a\ud800")


def test_a_name_stands_on_one_line() -> None:
    assert one_line("a\r\nBcc:  x@y.example\u2028\t b ") == "a Bcc: x@y.example b"


def test_two_spellings_of_a_name_are_one() -> None:
    spellings = ["示例（创投） ABC", "示例(创投)abc", " 示例【创投】\u200bＡｂｃ", "「示例」创投abc"]
    assert {name_key(spelling) for spelling in spellings} == {"示例创投abc"}


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("二零二一", "2021"), ("二〇二一", "2021"), (" ２０２１ ", "2021"), ("1,200", "1,200"), ("十二", "十2")],
)
def test_a_number_is_read_in_any_digits(typed: str, digits: str) -> None:
    assert plain_digits(typed) == digits
