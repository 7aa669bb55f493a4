"""The bulletin's Word template put in by many at once: one wins, the others are told that they were overtaken."""

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask

from roadshow.press.word import Words
from roadshow.reports import operations
from roadshow.reports.templates import content_of, sum_of
from tests import make
from tests.press.word import word_file
from tests.races.at_once import REFUSED, WON, at_once

MANY, ROUNDS = 8, 3
Act = Callable[[], object]
WORDS = Words({"year": "2021"}, {})


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_eight_templates_one_takes_the_place_of_what_all_saw(app: Flask, _round: int) -> None:
    files = [word_file(f"{{{{ year }}}}年第{number}稿") for number in range(MANY)]
    with app.app_context():
        operations.keep_template("zh", "一.docx", word_file("一"), WORDS, seen="", actor=make.SOMEONE)
        seen = sum_of("zh")

    def keep(content: bytes) -> Act:
        return partial(
            operations.keep_template, "zh", "二.docx", content, WORDS, seen=seen, actor=make.SOMEONE
        )

    answers = at_once(app, [partial(keep, content) for content in files])
    with app.app_context():
        assert (answers, content_of("zh") in files) == ([REFUSED] * (MANY - 1) + [WON], True)
