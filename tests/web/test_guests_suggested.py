"""Whom the centre may want to invite, with the reasons, and several invited at once."""

import pytest
from flask import Flask

from roadshow.accounts.permissions import Role
from roadshow.attendance.models import Attendance
from roadshow.foundation.db import db
from roadshow.investors.states import InstitutionState
from roadshow.pitches.states import PitchState
from roadshow.programme.states import RoadshowState
from tests import make
from tests.conftest import AsRole, Counted
from tests.investors.made import acting_for, looking_for
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


def event(app: Flask) -> int:
    """With one project, which asks for 3,000万元."""
    with app.app_context():
        roadshow = make.roadshow(RoadshowState.PUBLISHED)
        make.pitch(roadshow, PitchState.SCHEDULED)
        return roadshow.id


def verified(app: Flask, name: str) -> int:
    with app.app_context():
        institution = looking_for(name=name, state=InstitutionState.VERIFIED)
        acting_for(institution)
        return institution.id


def test_each_has_its_reasons_in_words(app: Flask, as_role: AsRole):
    roadshow_id, _id = event(app), verified(app, "示例创投")
    page = as_role(Role.ORGANISER).get(f"/centre/roadshows/{roadshow_id}/guests/suggested").text
    assert words_of(page, "tbody span.dotted span") == [
        "领域相符：新材料",
        "融资金额在单笔范围内",
        "阶段相符：A轮",
        "地区相符：浙江省",
    ]


def test_contacts_of_those_that_are_picked_are_invited_with_the_reasons(app: Flask, as_role: AsRole):
    roadshow_id, chosen = event(app), verified(app, "示例甲")
    verified(app, "示例乙")
    path = f"/centre/roadshows/{roadshow_id}/guests/suggested"
    answer = as_role(Role.ORGANISER).post(f"{path}/invite", data={"picked": [chosen, 999]})
    assert answer.location == path
    with app.app_context():
        (guest,) = db.session.query(Attendance)
        assert (guest.organisation, guest.institution_id, guest.reasons) == (
            "示例甲",
            chosen,
            ["sector:materials", "stage:a", "region:330000"],
        )


def test_who_is_on_the_list_is_not_offered_again(app: Flask, as_role: AsRole):
    roadshow_id, chosen = event(app), verified(app, "示例甲")
    client, path = as_role(Role.ORGANISER), f"/centre/roadshows/{roadshow_id}/guests/suggested"
    client.post(f"{path}/invite", data={"picked": [chosen]})
    page = client.get(path).text
    assert (page.count('name="picked"'), "已在名单里" in page) == (0, True)


@pytest.mark.parametrize("many", [1, 3])
def test_it_costs_the_same_however_many(app: Flask, as_role: AsRole, counted: Counted, many: int):
    roadshow_id = event(app)
    for number in range(many):
        verified(app, f"示例{number}")
    client = as_role(Role.ORGANISER)
    with counted() as statements:
        client.get(f"/centre/roadshows/{roadshow_id}/guests/suggested")
    assert len(statements) == 14
