"""The investor's desk: its institution, what its verification means, and what comes."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.foundation.db import db
from roadshow.investors import mandates, operations
from roadshow.investors.models import Contact, Institution, InstitutionKind
from roadshow.investors.states import InstitutionState
from roadshow.programme.states import RoadshowState
from tests import make
from tests.conftest import AsRole, Counted
from tests.investors.made import MANDATE
from tests.web.owned import faults, me, statuses, typed
from tests.web.reading import badges, buttons, links, texts
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
R, S = RoadshowState, InstitutionState
NEW, CHANGE, SHOW, TODAY = (
    "/investor/institution/new",
    "/investor/institution/change",
    "/investor/institution",
    "/investor/",
)
FUND = {"name": "示例创投", "kind": "manager", "amac_number": " p1000001 ", "uscc": ""}


@pytest.fixture
def client(as_role: AsRole) -> FlaskClient:
    return as_role(Role.INVESTOR)


def stands(app: Flask) -> list[tuple[str, InstitutionKind, str | None, str | None, InstitutionState]]:
    with app.app_context():
        return [
            (row.name, row.kind, row.amac_number, row.uscc, row.state)
            for row in db.session.query(Institution).order_by(Institution.id)
        ]


def own_institution(app: Flask, state: InstitutionState = S.REGISTERED, **facts: object) -> int:
    with app.app_context():
        return make.institution(state=state, contacts=[Contact(person_id=me(Role.INVESTOR).id)], **facts).id


def to_do(page: str) -> list[tuple[str, str]]:
    """(verb, where to) of the page's main button."""
    return [(words.partition("：")[0], url) for words, url in buttons(page, "btn main")]


def test_who_has_no_institution_registers_one_first(client: FlaskClient):
    page = client.get(TODAY).text
    assert (texts(page, "h1"), to_do(page)) == (["先登记您的机构"], [("登记机构", NEW)])
    assert client.get(SHOW).location == NEW


def test_a_fund_manager_is_registered_with_its_number(app: Flask, client: FlaskClient):
    answer = client.post(NEW, data=FUND)
    assert answer.location == SHOW
    assert stands(app) == [("示例创投", InstitutionKind.MANAGER, "P1000001", None, S.REGISTERED)]


def test_what_is_due_comes_before_what_can_wait(app: Flask, client: FlaskClient):
    own_institution(app, S.VERIFIED)
    with app.app_context():
        person = me(Role.INVESTOR)
        make.attendance(make.roadshow(R.PUBLISHED), email=person.email)
    days = words_of(client.get(TODAY).text, "span.by")
    assert [day == "随时" for day in days] == [False, True, True]


def test_without_a_name_and_a_kind_nothing_is_registered(app: Flask, client: FlaskClient):
    page = client.post(NEW, data={}).text
    assert (faults(page), stands(app)) == (["请填写机构名称", "请选择机构类型"], [])


def test_each_fault_stands_at_its_field_and_what_was_typed_is_kept(app: Flask, client: FlaskClient):
    page = client.post(NEW, data=FUND | {"amac_number": "12", "uscc": "913304"}).text
    assert faults(page) == ["登记编号应为P加7位数字，如P1000001", "统一社会信用代码应为18位，现在是6位"]
    assert (typed(page, "amac_number"), typed(page, "uscc"), stands(app)) == ("12", "913304", [])


def test_a_fund_manager_without_its_number_is_refused(client: FlaskClient):
    assert faults(client.post(NEW, data=FUND | {"amac_number": ""}).text) == ["私募基金管理人须填写登记编号"]


def test_a_name_that_is_there_already_is_refused(app: Flask, client: FlaskClient):
    with app.app_context():
        make.institution(name="示例 创投")
    assert faults(client.post(NEW, data=FUND).text) == ["已有同名机构，可以申请加入"]


def test_a_person_registers_one_institution(app: Flask, client: FlaskClient):
    own_institution(app)
    assert client.get(NEW).location == SHOW
    assert faults(client.post(NEW, data=FUND | {"name": "第二家"}).text) == ["您已登记过一家机构"]
    assert len(stands(app)) == 1


def test_what_changes_must_be_verified_anew(app: Flask, client: FlaskClient):
    own_institution(app, S.VERIFIED, name="旧名")
    client.post(CHANGE, data=FUND)
    assert [(row[0], row[4]) for row in stands(app)] == [("示例创投", S.REGISTERED)]


def test_without_an_institution_there_is_none_to_change(client: FlaskClient):
    assert statuses(client, CHANGE) == {404}


def test_a_refused_institution_learns_why_and_what_to_do(app: Flask, client: FlaskClient):
    institution_id = own_institution(app)
    with app.app_context():
        row = db.session.get_one(Institution, institution_id)
        operations.refuse(row, "编号查不到", actor=make.SOMEONE)
    page = client.get(TODAY).text
    assert texts(page, "h1") == ["请修改机构信息"]
    assert texts(page.partition('class="todo"')[2], "b")[0] == "核验未通过：编号查不到"
    assert to_do(page) == [("修改机构信息", CHANGE)]


@pytest.mark.parametrize(
    ("state", "means"),
    [
        (S.REGISTERED, "路演中心会把登记信息与公示信息比对。核验通过前，您能看到的与公众相同。"),
        (S.VERIFIED, "路演中心已核对登记信息。修改机构信息后须重新核验。"),
        (S.REFUSED, "请按原因修改机构信息，保存后会重新核验。"),
    ],
)
def test_a_state_is_told_with_what_it_means(
    app: Flask, client: FlaskClient, state: InstitutionState, means: str
):
    own_institution(app, state)
    assert texts(client.get(SHOW).text, "p").count(means) == 1


def test_what_comes_is_listed_with_its_page(app: Flask, client: FlaskClient):
    own_institution(app)
    with app.app_context():
        uid = make.roadshow(R.PUBLISHED, on=make.DAY).uid
        cancelled = make.roadshow(R.CANCELLED, on=make.DAY)
        cancelled.public_since = cancelled.made_at
        make.roadshow(R.PLANNED)
        db.session.commit()
    page = client.get(TODAY).text
    assert badges(page)[:2] == ["议程已发布", "已取消"]
    assert f"/roadshows/{uid}" in links(page)


@pytest.mark.parametrize("many", [1, 3, 30])
def test_it_costs_the_same_however_much_comes(app: Flask, client: FlaskClient, counted: Counted, many: int):
    own_institution(app)
    with app.app_context():
        for _number in range(many):
            make.roadshow(R.PUBLISHED)
    with counted() as statements:
        page = client.get(TODAY).text
    assert (len(statements), page.count('scope="row"')) == (16, many)


def test_what_fits_its_mandate_stands_first_with_the_reason(app: Flask, client: FlaskClient):
    institution_id = own_institution(app)
    with app.app_context():
        institution = db.session.get_one(Institution, institution_id)
        mandates.set_mandate(institution, MANDATE, actor=make.SOMEONE)
        make.roadshow(R.PUBLISHED, title="示例医药专场", sector="biomedicine")
        make.roadshow(R.PUBLISHED, title="示例能源专场", sector="energy")
    page = client.get(TODAY).text
    assert words_of(page, "section.panel h2")[:2] == ["符合投资偏好的路演", "其他即将举办的路演"]
    assert page.count("领域相符：新能源与节能") == 1
