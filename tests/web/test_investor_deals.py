"""What an investor reads of a roadshow's projects, page by page, and what is missing to who may not."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from roadshow.accounts.permissions import Role
from roadshow.attendance import viewing
from roadshow.attendance.models import Viewing, Warned
from roadshow.documents.models import Level, View, ViewKind
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.investors.models import AgreementKind
from roadshow.investors.states import InstitutionState
from roadshow.meetings.models import Interest, InterestLevel, Note, PassedOn
from roadshow.pitches.models import Pitch
from roadshow.pitches.states import PitchState
from roadshow.projects import verifying
from roadshow.projects.models import Declared
from roadshow.projects.operations import change_company
from roadshow.projects.states import Proof
from tests import make
from tests.attendance.coming import colleague, guest, institution, on_stage
from tests.conftest import AsRole, Counted
from tests.documents.made import deck, known, work
from tests.web.owned import faults, me, statuses, typed
from tests.web.reading import badges, links, missing, texts

pytestmark = pytest.mark.usefixtures("in_spring")
WHOLE = tuple(AgreementKind)


@pytest.fixture
def client(as_role: AsRole) -> FlaskClient:
    return as_role(Role.INVESTOR)


def coming(
    pitch: Pitch, *agreed: AgreementKind, warned: bool = True, state: InstitutionState | None = None
) -> None:
    """Who is signed in comes to its roadshow, for an institution of their own."""
    person = colleague(institution(state=state or InstitutionState.VERIFIED), *agreed, who=me(Role.INVESTOR))
    guest(pitch.roadshow, person)
    if warned:
        viewing.read_warning(pitch.roadshow_id, person=person)


def page_of(pitch: Pitch) -> str:
    return f"/investor/projects/{pitch.id}"


def list_of(pitch: Pitch) -> str:
    return f"/investor/roadshows/{pitch.roadshow_id}"


def test_who_may_read_all_finds_figures_and_pages_that_are_noted(app: Flask, client: FlaskClient):
    with app.app_context():
        pitch = on_stage(of=make.project(name="光芯片"))
        deck = known(thing_id=pitch.project_id)
        coming(pitch)
        address, listed_at, deck_id = page_of(pitch), list_of(pitch), deck.id
    listed = client.get(listed_at).text
    assert (badges(listed)[1:], "3,000" in listed, links(listed).count(address)) == (["可看全部"], True, 1)
    page = client.get(address).text
    assert texts(page, "h1") == ["光芯片"]
    assert "3,000万元" in page
    assert f"{address}/decks/{deck_id}" in links(page)
    assert client.get(f"{address}/decks/{deck_id}").text.count(f"{address}/decks/{deck_id}/pages/1.jpg") == 1
    with app.app_context():
        assert db.session.query(Viewing).count() == 1


def test_a_page_of_a_deck_is_shown_with_a_mark_and_noted(app: Flask, client: FlaskClient):
    with app.app_context():
        pitch = on_stage()
        deck_id = deck(project_id=pitch.project_id).latest.id
        coming(pitch)
        address = page_of(pitch)
    work(app)
    page = client.get(f"{address}/decks/{deck_id}/pages/1.jpg")
    assert (page.status_code, page.mimetype) == (200, "image/jpeg")
    with app.app_context():
        noted = db.session.query(View).one()
        assert (noted.version_id, noted.kind, noted.page, noted.person_id) == (
            deck_id,
            ViewKind.PAGE,
            1,
            me(Role.INVESTOR).id,
        )


@pytest.mark.parametrize(
    ("agreed", "warned", "state", "next_step"),
    [
        (WHOLE, True, InstitutionState.REGISTERED, "先通过机构核验"),
        ((AgreementKind.NDA,), True, None, "先由机构声明为合格投资者"),
        ((AgreementKind.DECLARATION,), True, None, "先签署保密承诺"),
    ],
)
def test_who_lacks_something_learns_what_and_finds_neither_figures_nor_decks(
    app: Flask,
    client: FlaskClient,
    agreed: tuple[AgreementKind, ...],
    warned: bool,
    state: InstitutionState | None,
    next_step: str,
):
    with app.app_context():
        pitch = on_stage(of=make.project(name="光芯片"))
        deck = known(thing_id=pitch.project_id)
        coming(pitch, *agreed, warned=warned, state=state)
        address, listed_at, deck_id = page_of(pitch), list_of(pitch), deck.id
    listed, page = client.get(listed_at).text, client.get(address).text
    assert (badges(listed)[1:], address in links(listed), "3,000" in listed) == ([next_step], False, False)
    assert (texts(page, "h1"), "3,000" in page, texts(page.partition('class="todo"')[2], "b")[0]) == (
        ["项目路演"],
        False,
        next_step,
    )
    where = "/investor/institution" if state else "/investor/institution/agreements"
    assert where in links(page.partition('class="todo"')[2].partition("</ul>")[0])
    for guessed in (f"/decks/{deck_id}", f"/decks/{deck_id}/pages/1.jpg", "/interest", "/notes/new"):
        assert statuses(client, address + guessed) == {404}
    assert client.post(f"{address}/contact").status_code == 404
    with app.app_context():
        assert (db.session.query(Viewing).count(), db.session.query(View).count()) == (0, 0)


def test_the_notice_of_risk_comes_before_the_figures_and_is_read_once(app: Flask, client: FlaskClient):
    with app.app_context():
        pitch = on_stage()
        deck = known(thing_id=pitch.project_id)
        coming(pitch, warned=False)
        address, roadshow_id, pitch_id, deck_id = page_of(pitch), pitch.roadshow_id, pitch.id, deck.id
    notice = f"/investor/roadshows/{roadshow_id}/warning?pitch={pitch_id}"
    page = client.get(address).text
    assert ("3,000" in page, notice in links(page)) == (False, True)
    assert client.get(f"{address}/decks/{deck_id}").status_code == 404
    assert [client.post(notice).location for _time in range(2)] == [address, address]
    assert "3,000万元" in client.get(address).text
    with app.app_context():
        assert db.session.query(Warned).count() == 1


def test_who_was_not_invited_finds_nothing_of_the_roadshow(app: Flask, client: FlaskClient):
    with app.app_context():
        pitch, other = on_stage(), on_stage()
        deck = known(thing_id=pitch.project_id)
        coming(other)
        address, deck_id = page_of(pitch), deck.id
        found = [
            list_of(pitch),
            f"/investor/roadshows/{pitch.roadshow_id}/warning",
            address,
            *(
                address + further
                for further in (
                    "/interest",
                    "/notes/new",
                    f"/decks/{deck_id}",
                    f"/decks/{deck_id}/pages/1.jpg",
                )
            ),
        ]
    assert {path: client.get(path).status_code for path in found} == dict.fromkeys(found, 404)


@pytest.mark.parametrize("state", [PitchState.WAITLISTED, PitchState.WITHDRAWN])
def test_what_is_not_on_stage_is_not_there(app: Flask, client: FlaskClient, state: PitchState):
    with app.app_context():
        pitch = on_stage(state)
        coming(pitch)
        address = page_of(pitch)
    assert client.get(address).status_code == 404


def test_a_project_for_reviewers_alone_is_listed_without_a_way_in(app: Flask, client: FlaskClient):
    with app.app_context():
        pitch = on_stage(of=make.project(name="光芯片"))
        assert pitch.project.dossier is not None
        pitch.project.dossier.level = "judges"
        db.session.query(Declared).where(Declared.what == "publishing").delete()
        db.session.commit()
        coming(pitch)
        address, listed_at = page_of(pitch), list_of(pitch)
    listed = client.get(listed_at).text
    assert (badges(listed)[1:], texts(listed.partition("<tbody")[2], "b")) == (
        ["不向投资机构开放"],
        ["项目路演"],
    )
    for path in ("", "/interest", "/notes/new"):
        assert client.get(address + path).status_code == 404


def test_a_deck_for_reviewers_alone_and_one_of_another_project_are_missing(app: Flask, client: FlaskClient):
    with app.app_context():
        pitch = on_stage()
        closed, foreign = known(thing_id=pitch.project_id), known(thing_id=make.project().id)
        closed.document.level = Level.JUDGES
        db.session.commit()
        coming(pitch)
        address, ids = page_of(pitch), (closed.id, foreign.id, 999)
    assert [client.get(f"{address}/decks/{each}/pages/1.jpg").status_code for each in ids] == [404] * 3


def test_what_one_asks_first_stands_on_top_and_nothing_unanswered_is_shown(app: Flask, client: FlaskClient):
    with app.app_context():
        pitch = on_stage(of=make.project(name="光芯片"))
        known(thing_id=pitch.project_id)
        coming(pitch)
        address = page_of(pitch)
    page = client.get(address).text
    top = page[: page.index("项目摘要")]
    wanted = ("融资金额", "出让股权", "看路演材料", "登记意向", 'class="reach row"')
    assert ([words for words in wanted if words not in top], "<dd>—" in page) == ([], False)


@pytest.mark.parametrize(("renamed", "said"), [(False, True), (True, False)])
def test_a_verified_firm_is_marked_while_it_applied_by_that_name(
    app: Flask, client: FlaskClient, renamed: bool, said: bool
):
    with app.app_context():
        company = make.company(name="示例甲", uscc=make.code(7))
        pitch = on_stage(of=make.project(company))
        pitch.roadshow.call_closes_at = clock.now()
        db.session.commit()
        if renamed:
            change_company(company, "示例乙", make.code(7), actor=make.SOMEONE)
        verifying.verify(company, Proof.LICENCE, actor=make.SOMEONE)
        coming(pitch)
        address = page_of(pitch)
    assert (missing(client.get(address).text, "已核验，2026年") == []) is said


def test_an_unverified_firm_is_not_marked(app: Flask, client: FlaskClient):
    with app.app_context():
        pitch = on_stage(of=make.project(make.company()))
        coming(pitch)
        address = page_of(pitch)
    assert "核验" not in client.get(address).text.partition("项目摘要")[2].partition("</section>")[0]


def test_key_figures_are_for_who_may_read_them(app: Flask, client: FlaskClient):
    with app.app_context():
        pitch = on_stage(of=make.project(name="光芯片"))
        pitch.project.dossier.level = "summary"
        db.session.commit()
        coming(pitch, AgreementKind.NDA, warned=False)
        address = page_of(pitch)
    page = client.get(address).text
    assert ("发展阶段" in page, "融资金额" in page, "看路演材料" in page) == (True, False, False)


def test_an_interest_is_said_with_its_range_and_what_was_typed_is_kept(app: Flask, client: FlaskClient):
    with app.app_context():
        pitch = on_stage()
        coming(pitch)
        address = page_of(pitch)
    form = f"{address}/interest"
    wrong = client.post(form, data={"level": "invest", "low_fen": "500万", "high_fen": "300"}).text
    assert (faults(wrong), typed(wrong, "low_fen")) == (["金额范围的上限不能小于下限"], "500万")
    assert faults(client.post(form, data={"level": "talk", "low_fen": "1"}).text) == [
        "只有“意向投资”才填金额"
    ]
    assert faults(client.post(form, data={"level": "marry"}).text) == ["请从列表中选择一项"]
    huge = client.post(form, data={"level": "invest", "low_fen": "1", "high_fen": str(2**64)}).text
    assert faults(huge)[0].endswith("太大，最多90万亿元。请核对数字和单位")
    said = client.post(form, data={"level": "invest", "low_fen": "300", "high_fen": "500万"})
    assert said.location == address
    with app.app_context():
        interest = db.session.query(Interest).one()
        assert (interest.level, interest.low_fen, interest.high_fen) == (
            InterestLevel.INVEST,
            300_000_000,
            500_000_000,
        )
    assert "意向投资，300万元至500万元" in client.get(address).text
    assert typed(client.get(form).text, "high_fen") == "500"


def test_own_interests_of_all_roadshows_stand_in_one_list_and_are_taken_back(app: Flask, client: FlaskClient):
    with app.app_context():
        pitch = on_stage(of=make.project(name="光芯片"))
        coming(pitch)
        address = page_of(pitch)
    client.post(f"{address}/interest", data={"level": "talk"})
    with app.app_context():
        interest_id = db.session.query(Interest.id).scalar()
    page = client.get("/investor/interests").text
    assert address in links(page)
    assert [
        address in links(client.get(f"/investor/interests?q={asked}").text) for asked in ("芯片", "电池")
    ] == [True, False]
    assert client.post(f"/investor/interests/{interest_id}/take-back").location == "/investor/interests"
    assert address not in links(client.get("/investor/interests").text)
    assert client.post("/investor/interests/999/take-back").status_code == 404


def test_a_contact_is_shown_where_it_is_agreed_and_noted(app: Flask, client: FlaskClient):
    with app.app_context():
        pitch = on_stage()
        coming(pitch)
        address = page_of(pitch)
    assert client.post(f"{address}/contact").status_code == 404
    client.post(f"{address}/interest", data={"level": "talk"})
    assert "13800000000" not in client.get(address).text
    assert client.post(f"{address}/contact").location == f"{address}#contact"
    assert ["13800000000" in client.get(address).text for _time in range(2)] == [True, True]
    with app.app_context():
        assert db.session.query(PassedOn).count() == 1


def test_a_contact_is_hidden_again_from_who_would_like_nothing_more(app: Flask, client: FlaskClient):
    with app.app_context():
        pitch = on_stage()
        coming(pitch)
        address = page_of(pitch)
    client.post(f"{address}/interest", data={"level": "talk"})
    client.post(f"{address}/contact")
    client.post(f"{address}/interest", data={"level": "follow"})
    assert "13800000000" not in client.get(address).text


def test_a_note_is_written_changed_and_deleted_by_its_writer(app: Flask, client: FlaskClient):
    with app.app_context():
        pitch = on_stage()
        coming(pitch)
        address = page_of(pitch)
    assert faults(client.post(f"{address}/notes/new", data={"text": " "}).text) == ["请写下笔记"]
    assert client.post(f"{address}/notes/new", data={"text": "估值偏高"}).location == f"{address}#notes"
    with app.app_context():
        note_id = db.session.query(Note.id).scalar()
    client.post(f"{address}/notes/{note_id}", data={"text": "估值合理"})
    assert client.get(address).text.count("<p>估值合理</p>") == 1
    client.post(f"{address}/notes/{note_id}/delete")
    assert client.get(address).text.count("估值合理") == 0


def test_a_note_stands_at_its_own_project_alone(app: Flask, client: FlaskClient):
    with app.app_context():
        pitch = on_stage()
        other = on_stage(at=pitch.roadshow)
        coming(pitch)
        address, elsewhere = page_of(pitch), page_of(other)
    client.post(f"{address}/notes/new", data={"text": "估值偏高"})
    assert client.get(elsewhere).status_code == 200
    tried = [client.get(f"{elsewhere}/notes/1"), client.post(f"{elsewhere}/notes/1/delete")]
    assert [answer.status_code for answer in tried] == [404, 404]
    assert client.get(f"{address}/notes/1").status_code == 200


def test_another_institutions_note_is_missing(app: Flask, client: FlaskClient):
    with app.app_context():
        pitch = on_stage()
        coming(pitch)
        other = colleague(institution())
        note = Note(
            institution_id=other.id, project_id=pitch.project_id, text="不给别人看", at=make.clock.now()
        )
        fund = institution()
        note.institution_id, note.person_id, note.by = fund.id, other.id, other.name
        address, note_id = page_of(pitch), make.saved(note).id
    assert "不给别人看" not in client.get(address).text
    assert statuses(client, f"{address}/notes/{note_id}") == {404}


COSTS = {"/investor/roadshows/{0}": 24, "/investor/interests": 15, "/investor/roadshows": 12}


@pytest.mark.parametrize(
    ("path", "more", "rows"),
    [
        ("/investor/roadshows/{0}", 0, 1),
        ("/investor/roadshows/{0}", 2, 3),
        ("/investor/interests", 0, 1),
        ("/investor/interests", 2, 5),
        ("/investor/roadshows", 0, 1),
        ("/investor/roadshows", 2, 3),
    ],
)
def test_it_costs_the_same_however_many_roadshows_and_projects(
    app: Flask, client: FlaskClient, counted: Counted, path: str, more: int, rows: int
):
    with app.app_context():
        pitches = [on_stage()]
        coming(pitches[0])
        for _number in range(more):
            pitches += [on_stage(at=pitches[0].roadshow), on_stage()]
            guest(pitches[-1].roadshow, me(Role.INVESTOR))
        ids, address = [pitch.id for pitch in pitches], path.format(pitches[0].roadshow_id)
    for pitch_id in ids:
        client.post(f"/investor/projects/{pitch_id}/interest", data={"level": "talk"})
    with counted() as statements:
        page = client.get(address).text
    assert (page.count('<th scope="row"'), len(statements)) == (rows, COSTS[path])
