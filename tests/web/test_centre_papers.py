"""What is printed for the day: the published order, or the draft, which says so; of people their names alone."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from roadshow.accounts.permissions import Role
from roadshow.agenda import operations
from roadshow.agenda.draft import Part
from roadshow.agenda.models import SlotKind as K
from roadshow.foundation.db import db
from roadshow.pitches import operations as pitches
from roadshow.pitches.queries import list_pitches
from roadshow.pitches.states import PitchState as P
from roadshow.programme.models import Roadshow
from roadshow.programme.states import RoadshowState as S
from tests import make
from tests.conftest import AsRole
from tests.web.reading import missing
from tests.web.selecting import words_of

pytestmark = pytest.mark.usefixtures("in_spring")
PAPERS = ("run-sheet.pdf", "table-cards.pdf")


def planned() -> Roadshow:
    """An opening, a speech of somebody with an account, one project and its talks."""
    roadshow = make.roadshow(S.SELECTING, title="示例专场")
    owner = make.person(name="示例联系人", email="owner@secret.example")
    make.pitch(roadshow, P.ACCEPTED, make.project(make.company(owner, name="示例甲公司"), name="示例1号"))
    expert = make.person(Role.JUDGE, name="示例专家", email="expert@secret.example")
    operations.make_draft(roadshow, seen=0, actor=make.SOMEONE)
    speech = Part(K.SPEECH, 10, title="致辞", speaker_id=expert.id)
    operations.add_part(roadshow, speech, 2, seen=1, actor=make.SOMEONE)
    return roadshow


def pages(client: FlaskClient, path: str) -> list[str]:
    """The words of each page, without what a line's end puts between them."""
    answer = client.get(path)
    assert answer.content_type == "application/pdf"
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.data)).pages]


def test_a_draft_is_printed_and_says_that_it_is_one(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        path = f"/centre/roadshows/{planned().id}"
    (sheet,) = pages(organiser, f"{path}/run-sheet.pdf")
    said = ["草稿，未发布", "13:30–13:40", "13:40–13:50", "示例专家", "13:50–14:05", "8+7分钟", "示例甲公司"]
    assert [words for words in said if words not in sheet] == []
    cards = pages(organiser, f"{path}/table-cards.pdf")
    assert ["草稿，未发布" in card for card in cards] == [True, True]
    assert [name in card for name, card in zip(("示例专家", "示例1号"), cards, strict=True)] == [True, True]


def test_what_is_printed_is_the_published_order_and_never_the_draft_after_it(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        roadshow = planned()
        operations.publish_agenda(roadshow, seen=2, actor=make.SOMEONE)
        operations.add_part(roadshow, Part(K.AWARDS, 5, title="新颁奖"), seen=2, actor=make.SOMEONE)
        path = f"/centre/roadshows/{roadshow.id}"
    (sheet,) = pages(organiser, f"{path}/run-sheet.pdf")
    assert ("第2版，已发布" in sheet, "草稿" in sheet, "新颁奖" in sheet) == (True, False, False)
    assert ["草稿" in card for card in pages(organiser, f"{path}/table-cards.pdf")] == [False, False]


def test_who_has_withdrawn_is_not_printed(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        roadshow = planned()
        operations.publish_agenda(roadshow, seen=2, actor=make.SOMEONE)
        pitches.withdraw(list_pitches(roadshow.id)[0], actor=make.SOMEONE)
        path = f"/centre/roadshows/{roadshow.id}"
    assert "示例1号" not in pages(organiser, f"{path}/run-sheet.pdf")[0]
    assert len(pages(organiser, f"{path}/table-cards.pdf")) == 1


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.LEADER])
def test_no_address_of_anybody_is_printed(app: Flask, as_role: AsRole, role: Role) -> None:
    with app.app_context():
        path, client = f"/centre/roadshows/{planned().id}", as_role(role)
    for paper in PAPERS:
        words = "".join(pages(client, f"{path}/{paper}"))
        assert [leak for leak in ("secret.example", "示例联系人") if leak in words] == []


@pytest.mark.parametrize("paper", PAPERS)
def test_nothing_is_printed_of_an_empty_agenda(app: Flask, organiser: FlaskClient, paper: str) -> None:
    with app.app_context():
        path = f"/centre/roadshows/{make.roadshow().id}"
    answer = organiser.get(f"{path}/{paper}")
    assert (answer.status_code, answer.location) == (302, path)
    assert "议程里还没有可以打印的内容。" in organiser.get(path).text


def test_a_paper_speaks_the_language_of_who_prints_it(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        path = f"/centre/roadshows/{planned().id}"
    organiser.get("/centre/?lang=en")
    (sheet,) = pages(organiser, f"{path}/run-sheet.pdf")
    assert [words for words in ("Draft,notpublished", "Runsheet", "Opening") if words not in sheet] == []


def test_the_run_sheet_names_who_is_responsible_the_set_up_and_whom_to_ask_at_the_venue(
    app: Flask, organiser: FlaskClient
) -> None:
    with app.app_context():
        roadshow = planned()
        roadshow.lead_name, roadshow.lead_phone = "示例负责人", "0573-0000 0001"
        assert roadshow.hall
        roadshow.hall.contact = "示例物业 0573-0000 0002"
        roadshow.hall.setup_minutes, roadshow.hall.teardown_minutes = 90, 30
        db.session.commit()
        path = f"/centre/roadshows/{roadshow.id}"
    (sheet,) = pages(organiser, f"{path}/run-sheet.pdf")
    said = ["示例负责人0573-00000001", "布场12:00–13:30", "撤场17:00–17:30", "示例物业0573-00000002"]
    assert [words for words in said if words not in sheet] == []
    assert (
        missing(organiser.get(path).text, "负责人：示例负责人 0573-0000 0001", "组织者（示例负责人）") == []
    )


@pytest.mark.parametrize(
    ("name", "said"), [("", "未填，请在这场路演的"), ("示例负责人", "电话未填，请在这场路演的")]
)
def test_a_run_sheet_without_telephone_says_where_to_enter_it(
    app: Flask, organiser: FlaskClient, name: str, said: str
) -> None:
    with app.app_context():
        roadshow = planned()
        roadshow.lead_name = name
        db.session.commit()
        path = f"/centre/roadshows/{roadshow.id}"
    (sheet,) = pages(organiser, f"{path}/run-sheet.pdf")
    assert said in sheet


def test_the_roadshow_lists_what_is_said_by_whom(app: Flask, organiser: FlaskClient) -> None:
    with app.app_context():
        roadshow = planned()
        operations.add_part(
            roadshow, Part(K.SPEECH, 5, title="市长致辞", speaker="示例王某"), seen=2, actor=make.SOMEONE
        )
        operations.publish_agenda(roadshow, seen=3, actor=make.SOMEONE)
        path = f"/centre/roadshows/{roadshow.id}"
    assert "市长致辞致辞 示例王某" in words_of(organiser.get(path).text, "tbody th")
