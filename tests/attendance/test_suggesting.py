"""Whom to invite, and what an investor is told fits: the one with what projects ask for, the other without."""

import pytest
from flask import Flask

from roadshow.attendance.states import AttendanceState
from roadshow.attendance.suggesting import list_fitting, suggest
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.investors import avoiding, mandates
from roadshow.investors.models import GOOD_FOR, Institution
from roadshow.investors.states import InstitutionState as S
from roadshow.pitches.states import PitchState as P
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as R
from roadshow.projects.consents import note_consent
from roadshow.projects.models import Project
from tests import make
from tests.conftest import Counted
from tests.investors.made import MANDATE, looking_for

pytestmark = pytest.mark.usefixtures("in_spring")
FITS = ["sector:materials", "ticket", "stage:a", "region:330000"]  # as ``make.project`` is


def event(state: P = P.ACCEPTED) -> Roadshow:
    """With one project, which asks for 3,000万元."""
    roadshow = make.roadshow(R.SELECTING)
    make.pitch(roadshow, state)
    return roadshow


def verified(**facts: object) -> Institution:
    return looking_for(state=S.VERIFIED, **facts)


def told(roadshow: Roadshow) -> list[tuple[str, list[str]]]:
    return [(each.institution.name, each.reasons) for each in suggest(roadshow)]


def test_what_its_projects_bring_is_the_reason(inside: Flask):
    verified(name="示例创投")
    assert told(event()) == [("示例创投", FITS)]


@pytest.mark.parametrize("state", [S.REGISTERED, S.REFUSED])
def test_only_who_is_verified_is_suggested(inside: Flask, state: S):
    looking_for(state=state)
    assert suggest(event()) == []


def test_whose_verification_has_lapsed_is_not(inside: Flask):
    verified(checked_at=clock.now() - GOOD_FOR)
    assert suggest(event()) == []


def test_an_application_that_nobody_chose_brings_nothing(inside: Flask):
    verified(name="示例创投")
    assert told(event(P.SUBMITTED)) == [("示例创投", ["any_sector"])]


def test_who_came_before_stands_before_who_did_not(inside: Flask):
    verified(name="示例甲")
    again = verified(name="示例乙")
    make.attendance(state=AttendanceState.CHECKED_IN, institution_id=again.id)
    make.attendance(state=AttendanceState.NO_SHOW, institution_id=again.id)
    assert told(event()) == [("示例乙", [*FITS, "came:1"]), ("示例甲", FITS)]


def test_a_firm_that_it_does_not_want_to_meet_is_named(inside: Flask):
    institution, roadshow = verified(), make.roadshow(R.SELECTING)
    firm = make.company(name="示例对手有限公司")
    make.pitch(roadshow, P.ACCEPTED, of=make.project(firm))
    avoiding.avoid(institution, "示例对手 有限公司", actor=make.SOMEONE)
    (found,) = suggest(roadshow)
    assert found.avoids == ["示例对手 有限公司"]


def test_who_is_on_the_list_already_is_marked(inside: Flask):
    institution, roadshow = verified(), event()
    make.attendance(roadshow, institution_id=institution.id)
    (found,) = suggest(roadshow)
    assert found.listed is True


@pytest.mark.parametrize("many", [1, 3, 30])
def test_it_costs_the_same_however_many_there_are(inside: Flask, counted: Counted, many: int):
    roadshow = event()
    for _number in range(many):
        verified()
        make.pitch(roadshow, P.ACCEPTED)
    db.session.expire_all()
    db.session.refresh(roadshow)
    with counted() as statements:
        assert len(suggest(roadshow)) == many
    assert len(statements) == 7


def test_an_investor_is_told_of_the_field_that_the_agenda_names_and_of_nothing_else(inside: Flask):
    mandate = looking_for().mandate
    chosen, published = event(), event(P.SCHEDULED)
    chosen.sector = "biomedicine"
    db.session.commit()
    assert list_fitting(mandate, [chosen, published]) == {published.id: ["sector:materials"]}


def test_an_investor_is_told_nothing_of_a_project_whose_owner_did_not_agree_to_be_named(inside: Flask):
    mandate = looking_for().mandate
    roadshow = event(P.SCHEDULED)
    roadshow.sector = "biomedicine"
    db.session.commit()
    (project,) = db.session.query(Project)
    note_consent(project, "publishing", yes=False, actor=make.SOMEONE)
    assert list_fitting(mandate, [roadshow]) == {}


def test_without_a_mandate_nothing_fits(inside: Flask):
    assert list_fitting(None, [event(P.SCHEDULED)]) == {}


def test_a_ticket_that_is_too_small_is_no_reason(inside: Flask):
    institution = make.institution(state=S.VERIFIED)
    small = mandates.MandateFacts(MANDATE.sectors, MANDATE.stages, 1, 2)
    mandates.set_mandate(institution, small, actor=make.SOMEONE)
    (found,) = suggest(event())
    assert found.reasons == ["sector:materials", "stage:a"]
