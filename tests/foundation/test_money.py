"""Whole fen inside, exact words outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadshow.foundation.errors import Refused
from roadshow.foundation.money import (
    LARGEST,
    WAN,
    compared,
    in_million,
    in_wan,
    in_yi,
    read_amount,
    sum_faults,
    times,
)


@pytest.mark.parametrize(
    ("typed", "wan"),
    [
        ("1200万", 1200),
        ("0.5亿元", 5000),
        ("1,500.00", 1500),
        ("２９００", 2900),
        (" 300 万元 ", 300),
        (5200, 5200),
        ("¥30", 30),
        ("10000元", 1),
    ],
)
def test_amounts_as_people_type_them(typed, wan):
    assert read_amount(typed) == wan * WAN


@pytest.mark.parametrize(
    "typed",
    [
        "约三千",
        "",
        "-5",
        "1.2.3",
        "12,34",
        "1e9",
        "NaN",
        "5 美元",
        "0.00000001",
        "1." + "0" * 40 + "1",
        "9" * 5000,
    ],
)
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(Refused):
        read_amount(typed)


@given(st.integers(min_value=0, max_value=LARGEST))
def test_an_amount_written_and_read_again_is_the_same(fen):
    assert read_amount(in_wan(fen)) == fen
    assert read_amount(in_yi(fen)) == fen


@pytest.mark.parametrize(
    ("fen", "words"),
    [(67_000_000_000, "6.7亿元"), (9_350_000_000, "0.935亿元"), (100_000_000_000, "10亿元"), (0, "0亿元")],
)
def test_yi_is_exact_with_zeros_dropped(fen, words):
    assert in_yi(fen) == words


def test_english_readers_get_millions():
    assert in_million(67_000_000_000) == "RMB 670 million"


@pytest.mark.parametrize(
    ("now", "before", "said"), [(67000, 16000, "4.2"), (25, 100, "0.3"), (1, 0, None), (0, 5, "0.0")]
)
def test_times_have_one_decimal_half_up(now, before, said):
    assert times(now, before) == said
    assert compared(now, before) == (None if said == "0.0" else said)


@pytest.mark.parametrize(
    ("fen", "least", "fields"),
    [
        (None, 1, []),
        (1, 1, []),
        (LARGEST, 1, []),
        (0, 1, ["aum_fen"]),
        (0, 0, []),
        (-1, 0, ["aum_fen"]),
        (-LARGEST, -LARGEST, []),
        (LARGEST + 1, 1, ["aum_fen"]),
    ],
)
def test_a_sum_is_within_its_bounds_and_what_was_not_said_is_no_fault(fen, least, fields):
    assert [fault.field for fault in sum_faults("aum_fen", "管理规模", fen, least=least)] == fields
