"""What is refused comes back without the characters that nobody sees."""

import pytest
from flask import Flask

from roadshow.web.fields import Amount, Day, Form, Hour, Whole


class Everything(Form):
    whole = Whole("数")
    amount = Amount("金额")
    day = Day("日期")
    hour = Hour("时间")


@pytest.mark.parametrize("field", ["whole", "amount", "day", "hour"])
def test_control_and_direction_characters_do_not_come_back(app: Flask, field: str) -> None:
    with app.test_request_context(method="POST", data={field: "x\u202e\x07\u2066y"}):
        form = Everything()
        assert form.validate() is False
        assert form[field]._value() == "xy"
        assert [sign in str(form.errors) for sign in ("\\u202e", "\\x07", "\u202e")] == [False] * 3
