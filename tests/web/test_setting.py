"""Where a heading may break, the room that a fact takes on a phone, and sums in short."""

import pytest
from flask import Flask

from roadshow.web.setting import room_beside, seams
from roadshow.web.words import about


def test_a_heading_breaks_between_its_words():
    title = "示例燃料电池电堆申请先进制造与自动化专场路演（二）"
    assert seams(title).split("<wbr>") == [
        "示例燃料电池电堆申请",
        "先进制造与",
        "自动化",
        "专场路演",
        "（二）",
    ]


def test_what_stands_in_quotation_marks_stays_with_what_belongs_to_it():
    assert seams("撤回“示例天线”的申请？").split("<wbr>") == ["撤回", "“示例天线”的", "申请？"]


def test_words_that_were_typed_stay_words():
    assert seams("<b>与</b>天线") == "&lt;b&gt;与&lt;/b&gt;天线"


def test_a_fact_takes_the_room_of_its_words_or_its_name():
    assert [
        room_beside(words, name)
        for words, name in (
            (None, "金额"),
            (4900, "金额"),
            ("独山港经济开发区", "平台"),
            (15, "统一社会信用代码"),
            ("浙江示例先进制造21056科技有限公司", "企业"),
        )
    ] == ["none", "", "broad", "broad", "whole"]


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (16_671_050_000, "约1.67亿元"),
        (67_000_000_000, "6.7亿元"),
        (5_000_333_333, "约5,000.33万元"),
        (3_000_000_000, "3,000万元"),
        (None, ""),
    ],
)
def test_a_reckoned_sum_is_told_in_short(app: Flask, fen: int | None, said: str) -> None:
    with app.test_request_context():
        assert about(fen) == said
