"""The trail tells who did what, in sentences."""

from datetime import timedelta

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.audit.changed import CHANGED
from roadshow.audit.operations import record
from roadshow.foundation import clock
from roadshow.foundation.actor import COMMAND, Actor
from roadshow.web.trail import WRITE
from tests.conftest import AsRole, Counted
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
WANG = Actor(7, "示例王")


def lines(as_role: AsRole, query: str = "?thing=roadshow") -> list[str]:
    return words_of(as_role(Role.ADMIN).get(f"/centre/trail{query}").text, "ol.trail p")


def test_a_line_names_who_what_and_the_change(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        record("roadshow.changed", WANG, "roadshow", 1, "第三场", places=[6, 8])
    assert lines(as_role) == ["示例王修改了路演“第三场”", "上台名额：6 → 8"]


def test_moments_days_and_codes_are_told_as_people_say_them(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        at = clock.now()
        record("roadshow.changed", WANG, "roadshow", 1, "甲", starts_at=[at, at + timedelta(hours=1)])
        record(
            "roadshow.changed", WANG, "roadshow", 1, "乙", sector=["energy", None], on=[None, clock.today()]
        )
    assert lines(as_role)[1::2] == [
        "技术领域：新能源与节能 → —；日期：— → 2026年3月2日 周一",
        "开始时间：2026年3月2日 09:00 → 2026年3月2日 10:00",
    ]


def test_how_a_guest_comes_is_told_in_words(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        record("attendance.accepted", WANG, "attendance", 1, "甲", roadshow="乙", mode="online")
    assert lines(as_role, "?thing=attendance")[1] == "路演场次：乙；现场或线上：线上"


def test_a_command_is_named_as_one(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        record("roadshow.taken_in", COMMAND, "roadshow", 1, "甲")
    assert lines(as_role) == ["命令行从台账收录了路演“甲”"]


def test_a_name_is_text_and_never_markup(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        record("roadshow.planned", Actor(7, "<i>王</i>"), "roadshow", 1, "<b>甲</b>")
    assert lines(as_role) == ["<i>王</i>安排了路演“<b>甲</b>”"]


def test_a_refused_page_is_in_the_trail(as_role: AsRole) -> None:
    as_role(Role.LEADER).get("/centre/people")
    assert lines(as_role, "?thing=page") == ["测试leader没有权限，未能打开页面“/centre/people”"]


@pytest.mark.parametrize("many", [1, 60])
def test_the_list_costs_the_same_however_long(
    app: Flask, as_role: AsRole, counted: Counted, many: int
) -> None:
    with app.app_context():
        for number in range(many):
            record("roadshow.planned", WANG, "roadshow", number, "甲")
    client = as_role(Role.ADMIN)
    with counted() as statements:
        client.get("/centre/trail")
    assert len(statements) == 4


def test_what_was_done_today_says_so(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        record("roadshow.changed", WANG, "roadshow", 1, "第三场")
        now = clock.local(clock.now())
    page = as_role(Role.ADMIN).get("/centre/trail?thing=roadshow").text
    assert words_of(page, "ol.trail time") == [f"今天{now:%H:%M}"]


def test_what_was_decided_of_how_many_projects_is_one_phrase(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        record("screening.decided", WANG, "roadshow", 1, "第三场", count=2, decision="waitlisted")
        record("screening.sent", WANG, "roadshow", 1, "第三场", count=1)
    page = as_role(Role.ADMIN).get("/centre/trail?thing=roadshow").text
    assert words_of(page, "ol.trail span.together") == ["1个项目", "候补：2个项目"]


def test_every_moment_that_a_change_can_name_is_told_as_people_say_it() -> None:
    assert {field for field in CHANGED if field.endswith("_at")} - WRITE.keys() == set()
