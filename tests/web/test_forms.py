"""What a form refuses it names, quotes, and says what it may be: all at once, in the order of the page."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from roadshow.accounts import inviting
from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.halls.models import Hall
from roadshow.outcomes.facts import LandingFacts
from roadshow.outcomes.operations import log
from tests import make
from tests.conftest import AsRole
from tests.web.correcting import correct
from tests.web.reading import texts

HALL = {"name": "五楼厅", "address": "示例路60号", "setup_minutes": "45", "teardown_minutes": "30"}


@pytest.mark.parametrize("typed", ["abc", "-5", "0", "99999999999999", "1.5", "十二"])
def test_a_number_is_named_and_told_what_it_may_be(organiser: FlaskClient, typed: str):
    page = organiser.post("/centre/halls/new", data=HALL | {"capacity": typed}).text
    assert texts(page, "p", "why") == [f"容纳人数“{typed}”须是1至100,000的整数"]


def test_a_number_may_be_typed_in_chinese_digits(app: Flask, organiser: FlaskClient):
    organiser.post("/centre/halls/new", data=HALL | {"capacity": "一二〇"})
    with app.app_context():
        assert [hall.capacity for hall in db.session.scalars(select(Hall))] == [120]


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
    page = (
        as_role(Role.ADMIN)
        .post("/centre/people/invite", data={"people": "示例，x@y\n示例孙，sun@test.example"})
        .text
    )
    assert texts(page, "p", "why") == [
        "第1行：邮箱“x@y”的写法不对，应像 name@example.cn",
        "第2行：请至少选一个角色，或在这一行写上",
    ]


LONG = "长" * 501
FORMS = {
    "/centre/halls/1/uses/new": (
        {"what": LONG, "starts": "15:00", "ends": "14:00", "until": "2026-02-02"},
        [
            "谁用、做什么最多200个字，现在是501个字",
            "请选择日期",
            "结束时间须晚于开始时间",
            "每周重复的最后一天不能早于第一天",
        ],
    ),
    "/centre/halls/1/blackouts/new": (
        {"what": "", "first": "2026-02-30", "last": "2026-02-01"},
        [
            "请填写暂停使用的原因",
            "第一天“2026-02-30”不是有效的日期，请写年-月-日，例如2026-03-02",
            "这些日子已经过去，请选今后的日期",
        ],
    ),
    "/centre/rest-days/new": (
        {"on": "2026-03-04", "kind": "worked", "name": "", "name_en": LONG},
        [
            "3月4日 周三不是周末，本来就上班",
            "请填写名称，如春节",
            "英文名称最多100个字，现在是501个字",
        ],
    ),
    "/account/password": (
        {"old": "not it", "new": "short", "again": "shorter"},
        ["当前密码不对", "密码至少8个字符，现在是5个", "两次写的新密码不一样"],
    ),
}


@pytest.mark.parametrize("path", FORMS)
def test_what_is_missing_and_what_is_wrong_is_told_at_once(
    app: Flask, in_spring: None, organiser: FlaskClient, path: str
):
    with app.app_context():
        assert make.hall().id == 1
    typed, words = FORMS[path]
    assert texts(organiser.post(path, data=typed).text, "p", "why") == words


def test_an_accepted_invitation_is_refused_for_all_that_is_wrong_with_it(app: Flask, client: FlaskClient):
    with app.app_context():
        token = inviting.invite("new@test.example", "示例新人", [Role.INVESTOR], actor=make.SOMEONE)
    typed = {"email": "new@test.example", "name": LONG, "password": "short"}
    page = client.post(f"/invitations/{token}", data=typed).text
    assert texts(page, "p", "why") == [
        "姓名最多100个字，现在是501个字",
        "密码至少8个字符，现在是5个",
        "请先阅读并同意隐私说明",
    ]


def test_a_correction_is_refused_for_all_that_is_wrong_with_it(app: Flask, in_spring: None, as_role: AsRole):
    with app.app_context():
        facts = LandingFacts(make.project().id, date(2026, 3, 1), amount_fen=100)
        row = log(facts, actor=make.SOMEONE).id
    typed = {"amount_fen": "-5", "on": "2026-03-09", "place": LONG, "plan": "", "why": LONG}
    page = correct(as_role(Role.RECORDER), row, **typed).text
    assert texts(page, "p", "why") == [
        "2026年3月9日 周一还没有到，只登记已经发生的。请把日期改为今天或以前",
        "落地平台最多100个字，现在是501个字",
        "计划总投资“-5”须大于零",
        "原因最多500个字，现在是501个字",
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


def test_public_forms_ask_before_what_was_typed_is_left():
    """Where only a password is typed there is nothing to lose."""
    forms = [
        page
        for page in Path("templates/public").rglob("*.html")
        if "call sheet(form" in page.read_text("utf-8")
    ]
    plain = sorted(page.name for page in forms if '"_layouts/public.html"' in page.read_text("utf-8"))
    assert plain == ["reset_password.html", "sign_in.html"]
