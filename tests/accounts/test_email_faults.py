"""Which addresses are refused where they are typed."""

import pytest
from flask import Flask

from roadshow.accounts.rules import email_faults


@pytest.mark.parametrize("address", ["示例@b.example", "emoji😀@b.example", "é@b.example"])
def test_an_address_that_few_mail_servers_take_is_refused_with_the_reason(
    inside: Flask, address: str
) -> None:
    words = f"邮箱“{address}”的@前面只能用英文字母、数字和常用符号，否则信寄不到"
    assert [(fault.field, str(fault)) for fault in email_faults(address)] == [("email", words)]


def test_a_chinese_domain_is_fine_and_one_that_is_none_is_refused(inside: Flask) -> None:
    assert email_faults("li@例子.中国") == []
    assert [fault.field for fault in email_faults("li@例..中国")] == ["email"]


def test_usual_signs_before_the_at_sign_are_fine(inside: Flask) -> None:
    assert email_faults("o'neil.a+b_c-d@b.example") == []
