"""The table of holidays at the centre's desk, and the one question that it makes a form ask."""

import io
from datetime import date, time

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.programme.queries import list_roadshows
from roadshow.rest_days import operations
from roadshow.rest_days.notice import SAMPLE
from tests import make
from tests.conftest import AsRole, Counted
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


def test_a_year_nobody_told_of_offers_the_almanac(as_role: AsRole) -> None:
    client = as_role(Role.ORGANISER)
    assert "2031年的放假安排还没有收录" in client.get("/centre/rest-days?year=2031").text
    page = client.post("/centre/rest-days/2031/seed", follow_redirects=True)
    assert "元旦" in words_of(page.text, "tbody td")


def test_a_notice_is_imported_and_a_bad_one_changes_nothing(as_role: AsRole) -> None:
    client = as_role(Role.ORGANISER)
    page = client.post(
        "/centre/rest-days/import",
        data={"file": (io.BytesIO(SAMPLE.encode()), "2026.csv")},
        follow_redirects=True,
    )
    assert words_of(page.text, "p.note") == ["2026年的安排现在是2天。"]
    bad = client.post("/centre/rest-days/import", data={"file": (io.BytesIO(b"x"), "2026.csv")})
    assert "第1行缺少这些列：日期、类型、名称" in bad.text
    assert len(words_of(client.get("/centre/rest-days?year=2026").text, "tbody th")) == 2


def test_a_day_is_added_and_taken_out_again(as_role: AsRole) -> None:
    client = as_role(Role.ORGANISER)
    said = {"on": "2026-05-20", "kind": "off", "name": "示例放假", "name_en": ""}
    assert "示例放假" in client.post("/centre/rest-days/new", data=said, follow_redirects=True).text
    page = client.post("/centre/rest-days/2026-05-20/forget", follow_redirects=True)
    assert "2026年的放假安排还没有收录" in page.text
    assert client.post("/centre/rest-days/2026-05-20/forget").status_code == 404


def test_a_roadshow_on_a_rest_day_asks_once(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        make.season(2026)
        operations.take_in_notice(SAMPLE.encode(), actor=make.SOMEONE)
        hall = make.hall().id
    client = as_role(Role.ORGANISER)
    said = {
        "title": "新材料专场",
        "on": "2026-10-01",
        "starts": "13:30",
        "ends": "17:00",
        "hall": hall,
        "sector": "",
        "places": 8,
    }
    asked = client.post("/centre/seasons/2026/roadshows/new", data=said)
    assert "10月1日 周四是休息日（国庆节）。请换一天，或勾选“仍在休息日举办”" in asked.text
    assert (
        client.post("/centre/seasons/2026/roadshows/new", data=said | {"on_rest_day": "y"}).status_code == 302
    )
    with app.app_context():
        assert [row.on for row in list_roadshows(2026)] == [date(2026, 10, 1)]


def test_a_roadshow_is_put_off_to_a_rest_day_after_one_question(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        row = make.roadshow(on=date(2026, 4, 9), starts=time(13, 30))
        path = f"/centre/roadshows/{row.id}/postpone"
    client = as_role(Role.ORGANISER)
    said = {"on": "2026-04-11", "starts": "13:30"}
    assert "4月11日 周六是休息日（周末）" in client.post(path, data=said).text
    assert client.post(path, data=said | {"on_rest_day": "y"}).status_code == 302


@pytest.mark.parametrize("path", ["/centre/rest-days?year=2026", "/centre/seasons/2026/roadshows/new"])
def test_a_year_full_of_holidays_costs_the_same_statements(
    app: Flask, as_role: AsRole, counted: Counted, path: str
) -> None:
    client = as_role(Role.ORGANISER)
    with app.app_context():
        make.season(2026)
        operations.take_in_notice(SAMPLE.encode(), actor=make.SOMEONE)
    with counted() as few:
        client.get(path)
    with app.app_context():
        lines = [f"2026-{month}-{day:02},休,示例" for month in ("07", "08") for day in range(1, 32)]
        operations.take_in_notice("\n".join(["日期,类型,名称", *lines]).encode(), actor=make.SOMEONE)
    with counted() as many:
        client.get(path)
    assert len(many) == len(few)
