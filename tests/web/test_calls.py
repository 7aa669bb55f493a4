"""What a call asks, and who comes late: set up by the centre, answered by the applicant, read by the centre."""

from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.foundation import clock
from roadshow.pitches import asking, late, queries
from roadshow.pitches.models import Pitch
from roadshow.pitches.rules import QuestionFacts
from roadshow.pitches.states import PitchState as P
from roadshow.pitches.states import QuestionKind as Q
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import AsRole
from tests.web.owned import faults, own_project_id, typed
from tests.web.reading import texts
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")


def calling(app: Flask, state: S = S.CALLING) -> tuple[int, str]:
    """Its id and where to apply to it."""
    with app.app_context():
        row = make.roadshow(state)
        return row.id, f"/startup/roadshows/{row.uid}/apply"


def asked(app: Flask, roadshow_id: int, facts: QuestionFacts) -> str:
    """The name of its field."""
    with app.app_context():
        question = asking.ask(get_roadshow(roadshow_id), facts, actor=make.SOMEONE)
        return f"question_{question.id}"


def answers(app: Flask) -> list[tuple[P, dict[str, str] | None]]:
    with app.app_context():
        return [(pitch.state, pitch.answers) for pitch in queries.db.session.query(Pitch)]


def test_a_question_is_asked_changed_and_removed(app: Flask, organiser: FlaskClient):
    roadshow_id, _apply = calling(app)
    page = f"/centre/roadshows/{roadshow_id}/questions"
    organiser.post(f"{page}/new", data={"words": "为什么来", "kind": "text", "needed": "y"})
    assert words_of(organiser.get(page).text, "table th")[4:] == ["为什么来"]
    organiser.post("/centre/questions/1/change", data={"words": "怎样来", "kind": "long"})
    assert words_of(organiser.get(page).text, "table th")[4:] == ["怎样来"]
    organiser.post("/centre/questions/1/drop")
    with app.app_context():
        assert queries.list_questions(roadshow_id) == []


def test_what_is_typed_of_an_odd_question_is_kept(app: Flask, organiser: FlaskClient):
    roadshow_id, _apply = calling(app)
    data = {"words": "怎样登台", "kind": "choice", "choices": "现场"}
    page = organiser.post(f"/centre/roadshows/{roadshow_id}/questions/new", data=data).text
    assert (faults(page), typed(page, "words")) == (["选项的个数“1”须是2至20的整数"], "怎样登台")


def test_the_form_asks_and_keeps_what_is_answered(app: Flask, as_role: AsRole):
    client, (roadshow_id, apply) = as_role(Role.STARTUP), calling(app)
    why = asked(app, roadshow_id, QuestionFacts("为什么来", needed=True))
    project = own_project_id(app)
    client.post(apply, data={"project": project, "keep": "draft"})
    assert answers(app) == [(P.DRAFT, None)]
    page = client.post("/startup/pitches/1/submit", data={"message": "说明"}).text
    assert (faults(page), answers(app)) == (["请回答“为什么来”"], [(P.DRAFT, None)])
    client.post("/startup/pitches/1/submit", data={"message": "说明", why: "找资金"})
    assert answers(app) == [(P.SUBMITTED, {why.removeprefix("question_"): "找资金"})]
    assert "找资金" in texts(client.get("/startup/pitches/1").text, "dd")


def test_a_choice_that_is_none_is_refused(app: Flask, as_role: AsRole):
    client, (roadshow_id, apply) = as_role(Role.STARTUP), calling(app)
    how = asked(app, roadshow_id, QuestionFacts("怎样来", Q.CHOICE, choices="现场\n线上"))
    page = client.post(apply, data={"project": own_project_id(app), how: "月球"}).text
    assert (faults(page), answers(app)) == (["请从列表中选择一项"], [])


def test_the_centre_reads_the_answers_and_takes_them_away(app: Flask, organiser: FlaskClient):
    roadshow_id, _apply = calling(app)
    why = asked(app, roadshow_id, QuestionFacts("为什么来")).removeprefix("question_")
    with app.app_context():
        pitch_id = make.pitch(get_roadshow(roadshow_id), answers={why: "=找资金"}).id
    assert "=找资金" in texts(organiser.get(f"/centre/pitches/{pitch_id}").text, "dd")
    book = openpyxl.load_workbook(
        BytesIO(organiser.get(f"/centre/roadshows/{roadshow_id}/pitches.xlsx").data)
    )
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value in ("为什么来", "=找资金")]
    assert [(cell.value, cell.data_type) for cell in cells] == [("为什么来", "s"), ("=找资金", "s")]


def test_who_has_a_code_applies_after_the_close(app: Flask, as_role: AsRole):
    client, (roadshow_id, apply) = as_role(Role.STARTUP), calling(app, S.SELECTING)
    with app.app_context():
        ends = make.begins(get_roadshow(roadshow_id))
        code = late.make_code(get_roadshow(roadshow_id), "示例企业", ends, actor=make.SOMEONE).code
    project = own_project_id(app)
    assert "有补报码，继续申请" in texts(client.get(apply).text, "a")
    page = client.post(apply, data={"project": project, "code": "WRONG", "message": "写好的"}).text
    assert (faults(page), texts(page, "textarea")) == (["没有这个补报码，或不是这一场的"], ["写好的"])
    client.post(apply, data={"project": project, "code": code})
    assert answers(app) == [(P.SUBMITTED, None)]
    organiser = as_role(Role.ORGANISER)
    assert "凭补报码（给示例企业）" in " ".join(texts(organiser.get("/centre/pitches/1").text, "dd"))


def test_without_a_code_the_close_is_the_close(app: Flask, as_role: AsRole):
    client, (_id, apply) = as_role(Role.STARTUP), calling(app, S.SELECTING)
    page = client.post(apply, data={"project": own_project_id(app), "code": ""}).text
    assert (faults(page), answers(app)) == (["这场路演现在不征集项目"], [])


def test_the_centre_makes_a_code_and_takes_it_back(app: Flask, organiser: FlaskClient):
    roadshow_id, _apply = calling(app, S.SELECTING)
    page = f"/centre/roadshows/{roadshow_id}/late-codes"
    organiser.post(page, data={"for_whom": "示例企业", "ends_on": clock.today(), "ends_time": "23:59"})
    with app.app_context():
        (code,) = list(queries.list_codes(roadshow_id))
        kept = code.code
    assert words_of(organiser.get(page).text, "table code") == [kept]
    organiser.post("/centre/late-codes/1/drop")
    with app.app_context():
        assert list(queries.list_codes(roadshow_id)) == []


def test_a_call_is_opened_for_a_later_moment(app: Flask, organiser: FlaskClient):
    with app.app_context():
        row = make.roadshow()
        roadshow_id, on = row.id, make.day(row)
    opens, closes = clock.today().replace(day=28), on.replace(day=1)
    data = {"opens_on": opens, "opens_time": "09:00", "closes_on": closes, "closes_time": "18:00"}
    organiser.post(f"/centre/roadshows/{roadshow_id}/call", data=data)
    with app.app_context():
        assert get_roadshow(roadshow_id).call_opens_at == make.moment(opens, 9)
