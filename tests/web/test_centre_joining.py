"""Staff decide who is the first to act for a company that came in by a ledger."""

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.projects import joining
from roadshow.projects.models import Company, Member, MemberRight
from tests import make
from tests.accounts.written import kinds_to
from tests.conftest import AsRole
from tests.web.owned import faults
from tests.web.selecting import words_of


@pytest.fixture
def path(app: Flask) -> str:
    """Of a request to a company without members."""
    with app.app_context():
        return asked(make.company(name="示例甲"))


def asked(company: Company) -> str:
    someone = make.person(email="li@test.example", name="示例李", language="zh")
    request = joining.ask_to_join(company, someone, "我是法定代表人", actor=make.SOMEONE)
    return f"/centre/join-requests/{request.id}"


def test_it_waits_for_an_organiser_who_makes_an_owner(app: Flask, as_role: AsRole, path: str):
    organiser = as_role(Role.ORGANISER)
    assert f'href="{path}"' in organiser.get("/centre/").text
    assert words_of(organiser.get(path).text, "main button") == ["同意加入"]
    organiser.post(f"{path}/confirm")
    with app.app_context():
        member = db.session.query(Member).one()
        assert (member.right, member.person.name) == (MemberRight.OWNER, "示例李")
        assert kinds_to("li@test.example") == ["company.join_confirmed"]
    assert f'href="{path}"' not in organiser.get("/centre/").text


def test_it_is_refused_with_a_reason(app: Flask, as_role: AsRole, path: str):
    organiser = as_role(Role.ORGANISER)
    assert faults(organiser.post(f"{path}/refuse", data={}).text) == ["请写明不同意的原因"]
    organiser.post(f"{path}/refuse", data={"reason": "请先提供营业执照"})
    assert words_of(organiser.get(path).text, "main span.badge") == ["未同意"]
    with app.app_context():
        assert kinds_to("li@test.example") == ["company.join_refused"]


def test_who_presses_twice_is_told_that_it_is_done(app: Flask, as_role: AsRole, path: str):
    organiser = as_role(Role.ORGANISER)
    organiser.post(f"{path}/confirm")
    again = organiser.post(f"{path}/confirm", follow_redirects=True)
    assert words_of(again.text, "p.note")[-1:] == ["当前状态为“已同意”，不能变为“已同意”"]


@pytest.mark.parametrize(("active", "status"), [(True, 404), (False, 200)])
def test_it_is_the_owners_affair_as_long_as_one_may_sign_in(
    app: Flask, as_role: AsRole, active: bool, status: int
):
    with app.app_context():
        path = asked(make.company(make.person(active=active)))
    assert as_role(Role.ORGANISER).get(path).status_code == status
