"""Decks in the browser: handed in, looked at, shown with their reader's name, and who saw them."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image, ImageChops
from werkzeug.test import TestResponse

from roadshow.accounts.permissions import Role
from roadshow.documents import jobs as document_jobs
from roadshow.documents import opening, operations, queries
from roadshow.documents.models import View
from roadshow.foundation.db import db
from roadshow.jobs import operations as jobs
from roadshow.outcomes.operations import log, verify
from roadshow.outcomes.queries import get_row
from tests import make
from tests.conftest import AsRole, Counted
from tests.documents import files
from tests.documents.made import known, work
from tests.outcomes.test_the_ledger import landing
from tests.web.owned import faults, own_project, own_project_id, statuses
from tests.web.reading import texts
from tests.web.test_hostile_bodies import MEGABYTE, multipart

DECK = "/startup/documents/1"


def upload(
    client: FlaskClient, path: str, content: bytes | None = None, name: str = "计划书.pdf", **said: Any
) -> TestResponse:
    file = io.BytesIO(files.pdf() if content is None else content), name
    return client.post(path, data={"title": "商业计划书", "level": "nda", "file": file} | said)


@pytest.fixture
def owner(as_role: AsRole) -> FlaskClient:
    return as_role(Role.STARTUP)


@pytest.fixture
def path(app: Flask, owner: FlaskClient) -> str:
    """Where the owner's project takes a deck."""
    return f"/startup/projects/{own_project_id(app)}/documents/new"


@pytest.mark.parametrize("stands", [False, True])
def test_a_deck_that_failed_is_folded_once_a_good_one_stands(
    app: Flask, as_role: AsRole, owner: FlaskClient, stands: bool
) -> None:
    with app.app_context():
        project_id = own_project().id
        for state in ["refused", "previewed"][: 1 + stands]:
            version = known(state, thing_id=project_id)
            version.document.title = state
        db.session.commit()
    for client, path in ((owner, "/startup"), (as_role(Role.ORGANISER), "/centre")):
        page = client.get(f"{path}/projects/{project_id}").text
        folded = page.partition("份未通过检查的文件")[2].partition("</details>")[0]
        assert ("refused" in folded, "refused" in page) == (stands, True)


def test_a_deck_is_handed_in_looked_at_and_shown(app: Flask, owner: FlaskClient, path: str) -> None:
    assert upload(owner, path).location == DECK
    waiting = owner.get(DECK).text
    assert ("排队中" in waiting, '<meta http-equiv="refresh" content="1">' in waiting) == (True, True)
    work(app)
    page = owner.get(DECK).text
    assert page.count('<img src="/startup/documents/1/1/pages/') == 2
    assert 'width="1600"' in page
    assert "商业计划书" in owner.get(path.removesuffix("/documents/new")).text


def test_while_it_is_looked_at_the_page_says_how_far(app: Flask, owner: FlaskClient, path: str) -> None:
    upload(owner, path)
    with app.app_context():
        task = jobs.claim()
        assert task is not None
        jobs.tell(task, "drawing", 3, 20)
    page = owner.get(DECK).text
    assert ("第2步，共2步：生成预览" in page, "3页，共20页" in page) == (True, True)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (files.EXE, "计划书.pdf", "路演材料只收这三种"),
        (b"", "空.pdf", "文件是空的"),
        (files.pdf()[:-200], "断.pdf", "不完整"),
        (files.OLE, "旧.ppt", "旧版Office文件"),
        (files.picture(), "照片.png", "路演材料只收这三种"),
    ],
)
def test_what_is_seen_at_once_is_said_at_the_form_which_keeps_what_was_typed(
    app: Flask, owner: FlaskClient, path: str, content: bytes, name: str, words: str
) -> None:
    page = upload(owner, path, content, name).text
    assert [words in fault for fault in faults(page)] == [True]
    assert 'value="商业计划书"' in page
    with app.app_context():
        assert queries.count_documents("project", 1) == 0


def test_a_form_without_a_file_or_a_title_says_both(owner: FlaskClient, path: str) -> None:
    page = owner.post(path, data={"title": " ", "level": "everyone"}).text
    assert faults(page) == ["请选择一个文件", "请填写标题", "请从列表中选择一项"]


def test_a_file_of_101_megabytes_is_told_the_bound(owner: FlaskClient, path: str) -> None:
    answer = owner.post(path, **multipart('file"; filename="x.pdf', b"0" * (102 * MEGABYTE)))
    assert (answer.status_code, "单个文件最大100 MB" in answer.text) == (413, True)


def test_what_is_found_later_is_said_at_the_document_with_what_to_do(
    app: Flask, owner: FlaskClient, path: str
) -> None:
    upload(owner, path)
    work(app)
    upload(owner, f"{DECK}/replace", files.office(parts={"ppt/vbaProject.bin": b"x"}), "带宏.pptm")
    work(app)
    page = owner.get(DECK).text
    assert ("第2版没有通过检查" in page, "请另存为不带宏的格式" in page) == (True, True)
    assert '<img src="/startup/documents/1/1/pages/1.jpg"' in page
    assert "The file contains macros" in owner.get(f"{DECK}?lang=en").text


def test_a_page_carries_its_readers_name_address_and_number_and_nothing_that_could_run(
    app: Flask, owner: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(owner, path)
    work(app)
    written: list[str] = []
    real = opening.mark
    monkeypatch.setattr(opening, "mark", lambda page, lines: written.extend(lines) or real(page, lines))
    answer = owner.get(f"{DECK}/1/pages/1.jpg")
    assert written[0] == "测试startup  startup1@test.example"
    assert written[1].startswith("账号1  ")
    said = {
        name: answer.headers[name]
        for name in ("Content-Disposition", "Cache-Control", "X-Content-Type-Options")
    }
    assert said == {
        "Content-Disposition": "inline; filename*=UTF-8''1.jpg",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")
    with Image.open(io.BytesIO(answer.data)) as page:
        assert ImageChops.invert(page.convert("L")).getbbox() is not None  # the page itself is empty


def test_a_file_is_taken_away_under_its_name_and_runs_nothing(
    app: Flask, owner: FlaskClient, path: str
) -> None:
    content = files.pdf(3)
    upload(owner, path, content, "../a/b 计划书.exe")
    work(app)
    answer = owner.get(f"{DECK}/1/file")
    assert (answer.data, answer.mimetype, answer.content_length) == (content, "application/pdf", len(content))
    name = "attachment; filename*=UTF-8''b%20%E8%AE%A1%E5%88%92%E4%B9%A6.pdf"
    assert answer.headers["Content-Disposition"] == name
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")


def test_who_saw_it_is_shown_to_its_owner(app: Flask, owner: FlaskClient, path: str, as_role: AsRole) -> None:
    upload(owner, path)
    work(app)
    leader = as_role(Role.LEADER)
    for address in ("pages/1.jpg", "pages/2.jpg", "file"):
        assert leader.get(f"/centre/documents/1/1/{address}").status_code == 200
    assert texts(owner.get(DECK).text, "td")[-4:-1] != []
    row = owner.get(DECK).text.partition("测试leader")[2].partition("</tr>")[0]
    assert texts(row, "td")[:2] == ["2", "1"]
    listed = owner.get(f"{DECK}/views").text
    assert [words in listed for words in ("看了一页", "下载了文件", "第1版")] == [True] * 3
    assert owner.get(f"{DECK}/views.xlsx").status_code == 200


def test_another_firms_document_is_missing(
    app: Flask, owner: FlaskClient, path: str, as_role: AsRole
) -> None:
    upload(owner, path)
    work(app)
    other = as_role(Role.STARTUP)
    paths = [
        DECK,
        *(f"{DECK}/{more}" for more in ("1/pages/1.jpg", "1/file", "replace", "change", "delete", "views")),
    ]
    assert statuses(other, *paths) == {404}
    assert statuses(as_role(Role.INVESTOR), *paths) == {403}
    with app.app_context():
        assert db.session.query(View).count() == 0


@pytest.mark.parametrize(
    "address", ["1/pages/3.jpg", "1/pages/0.jpg", "2/pages/1.jpg", "2/file", "?version=9"]
)
def test_what_a_document_has_not_is_missing(app: Flask, owner: FlaskClient, path: str, address: str) -> None:
    upload(owner, path)
    work(app)
    assert owner.get(f"{DECK}/{address}".replace("/?", "?")).status_code == 404


def test_a_version_that_was_refused_cannot_be_taken_away(app: Flask, owner: FlaskClient, path: str) -> None:
    upload(owner, path, files.office(parts={"ppt/vbaProject.bin": b"x"}), "带宏.pptx")
    work(app)
    assert owner.get(f"{DECK}/1/file").status_code == 404


def test_an_earlier_version_can_still_be_seen(app: Flask, owner: FlaskClient, path: str) -> None:
    upload(owner, path)
    upload(owner, f"{DECK}/replace", files.pdf(1))
    work(app)
    assert owner.get(DECK).text.count("/startup/documents/1/2/pages/") == 1
    earlier = owner.get(f"{DECK}?version=1").text
    assert (earlier.count("/1/1/pages/"), "不是最新的一版" in earlier) == (2, True)


def test_what_is_said_of_it_is_changed(app: Flask, owner: FlaskClient, path: str) -> None:
    upload(owner, path)
    owner.post(f"{DECK}/change", data={"title": "路演PPT", "level": "judges"})
    page = owner.get(DECK).text
    assert (texts(page, "h1"), "谁可以看：仅评审" in page) == (["路演PPT"], True)


def test_it_is_deleted_when_it_was_asked_for_once_more(app: Flask, owner: FlaskClient, path: str) -> None:
    upload(owner, path)
    assert "不能恢复" in owner.get(f"{DECK}/delete").text
    assert owner.get(DECK).status_code == 200
    owner.post(f"{DECK}/delete")
    assert owner.get(DECK).status_code == 404


def test_what_an_application_rests_on_is_not_deleted(app: Flask, owner: FlaskClient, path: str) -> None:
    upload(owner, path)
    work(app)
    with app.app_context():
        operations.cite([queries.get_document(1).latest.id], "pitch", 1)
    assert f"{DECK}/delete" not in owner.get(DECK).text
    page = owner.post(f"{DECK}/delete", follow_redirects=True).text
    assert "不能删除" in page


def test_evidence_is_added_seen_and_removed_until_it_was_verified(app: Flask, as_role: AsRole) -> None:
    recorder = as_role(Role.RECORDER)
    with app.app_context():
        row_id = log(landing(), actor=make.actor(Role.RECORDER)).id
    row = f"/centre/outcomes/{row_id}"
    for number in (1, 2):
        upload(recorder, f"{row}/evidence/new", files.dated(), "合同.jpg", title=f"合同{number}")
    work(app)
    assert "合同2" in recorder.get(row).text
    assert '<img src="/centre/documents/1/1/pages/1.jpg"' in recorder.get("/centre/documents/1").text
    recorder.post("/centre/documents/1/delete")
    assert "合同1" not in recorder.get(row).text
    with app.app_context():
        verify(get_row(row_id), actor=make.actor(Role.RECORDER))
    assert "不能删除" in recorder.post("/centre/documents/2/delete", follow_redirects=True).text
    assert statuses(recorder, "/centre/documents/2") == {200}


def test_a_deck_is_no_evidence_to_be_deleted_at_the_centre(app: Flask, as_role: AsRole) -> None:
    with app.app_context():
        document_id = known().document_id
    assert statuses(as_role(Role.RECORDER), f"/centre/documents/{document_id}/delete") == {404}


def test_storage_that_does_not_answer_is_no_fault_of_ours(
    app: Flask, owner: FlaskClient, path: str, tmp_path: Any
) -> None:
    place = tmp_path / "full"
    place.write_bytes(b"")  # a file, where a folder should be
    app.config["FILES"] = str(place)
    assert upload(owner, path).status_code == 503
    with app.app_context():
        assert queries.count_documents("project", 1) == 0


@pytest.mark.parametrize("many", [1, 3])
def test_a_document_costs_the_same_however_many_versions_and_viewers(
    app: Flask, owner: FlaskClient, counted: Counted, many: int
) -> None:
    with app.app_context():
        version = known(thing_id=own_project().id)
        for _number in range(many):
            known(of=version.document)
            operations.note_view(version, "page", 1, actor=make.actor(Role.LEADER))
        document_id = version.document_id
    owner.get(f"/startup/documents/{document_id}")
    with counted() as statements:
        owner.get(f"/startup/documents/{document_id}")
    assert len(statements) == 11


def test_what_the_worker_could_not_do_is_told(
    app: Flask, owner: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(document_jobs.apart, "examine", breaks)
    upload(owner, path)
    work(app)
    assert "处理时出了故障" in owner.get(DECK).text
