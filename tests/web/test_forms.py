"""What a form refuses it names, quotes, and says what it may be: all at once, in the order of the page."""

import pytest
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from tests.conftest import AsRole
from tests.web.reading import texts

HALL = {"name": "五楼厅", "address": "示例路60号", "setup_minutes": "45", "teardown_minutes": "30"}


@pytest.mark.parametrize("typed", ["abc", "-5", "0", "99999999999999", "1.5"])
def test_a_number_is_named_and_told_what_it_may_be(organiser: FlaskClient, typed: str):
    page = organiser.post("/centre/halls/new", data=HALL | {"capacity": typed}).text
    assert texts(page, "p", "why") == [f"容纳人数“{typed}”须是1至100,000的整数"]


def test_form_and_rule_speak_at_once_in_the_pages_order(organiser: FlaskClient):
    typed = {"name": "长" * 101, "capacity": "abc", "setup_minutes": "-1", "teardown_minutes": "30"}
    page = organiser.post("/centre/halls/new", data=typed).text
    assert texts(page, "p", "why") == [
        "场地名称最多100个字，现在是101个字",
        "请填写地址",
        "容纳人数“abc”须是1至100,000的整数",
        "布场时间“-1”须是0至1,440的整数",
    ]


def test_an_invitation_is_refused_for_all_that_is_wrong_with_it(as_role: AsRole):
    page = as_role(Role.ADMIN).post("/centre/people/invite", data={"name": "示例", "email": "x"}).text
    assert texts(page, "p", "why") == [
        "邮箱“x”的写法不对，应像 name@example.cn",
        "请至少选一个角色",
    ]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1.23456789", "金额“1.23456789”的小数太多，最多精确到分（0.01元）"),
        ("12万3abc", "金额“12万3abc”无法识别。请写数字，可带单位，例如3000、1,200万或0.5亿元"),
        ("99999999999999亿", "金额“99999999999999亿”太大，最多90万亿元。请核对数字和单位"),
        ("-5", "金额“-5”须大于零"),
    ],
)
def test_an_amount_is_told_its_own_fault(as_role: AsRole, typed: str, words: str):
    page = as_role(Role.RECORDER).post("/centre/outcomes/investments/new", data={"amount_fen": typed}).text
    assert [why for why in texts(page, "p", "why") if why.startswith("金额")] == [words]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "9133O482MA2CXXXX0Q",
            (
                "统一社会信用代码第5位是字母“O”，而信用代码里没有I、O、S、V、Z这五个字母。"
                "请对照营业执照核对，多半是“0”"
            ),
        ),
        ("91330482", "统一社会信用代码应为18位，现在是8位"),
    ],
)
def test_a_credit_code_is_told_which_character_and_where(as_role: AsRole, code: str, words: str):
    page = as_role(Role.STARTUP).post("/startup/companies/new", data={"name": "示例", "uscc": code}).text
    assert texts(page, "p", "why") == [words]
