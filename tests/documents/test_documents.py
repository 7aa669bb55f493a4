"""A document from its arrival to its removal: looked at beside the pages, shown once sound, kept while it is needed."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from roadshow import worker
from roadshow.audit.queries import list_entries_of
from roadshow.documents import apart, arriving, jobs, opening, operations, queries
from roadshow.documents.flaws import Flaw, Flawed
from roadshow.documents.formats import Format
from roadshow.documents.models import Citation, Document, DocumentKind, Level, Version, View
from roadshow.documents.opening import Allowed
from roadshow.documents.rules import MOST_DOCUMENTS, MOST_VERSIONS
from roadshow.documents.states import VersionState
from roadshow.documents.storage import storage
from roadshow.foundation import clock
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing, Refused
from roadshow.jobs import operations as queue
from tests import make
from tests.conftest import Counted
from tests.documents import files
from tests.documents.made import PROJECT, arrived, deck, known, work, worked

ALL = Allowed(look=True, download=True)


def kept(app: Flask) -> set[str]:
    """All files of the storage."""
    folder = Path(app.config["FILES"])
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_a_deck_is_looked_at_then_shown_page_by_page(app: Flask) -> None:
    with app.app_context():
        document_id = deck(files.pdf(2)).id
        assert queries.list_current("project", PROJECT) == []
    with worked(app):
        (version,) = queries.list_current("project", PROJECT)
        said = version.document_id, version.state, version.pages, version.previews
        assert said == (document_id, VersionState.PREVIEWED, 2, 2)
        page = opening.open_page(version, 2, ["示例陈"], allowed=ALL, actor=make.SOMEONE)
        assert page.startswith(b"\xff\xd8\xff")
    assert kept(app) == {"original", "page-1.jpg", "page-2.jpg"}


def test_a_file_that_is_refused_says_why_and_the_last_sound_one_stays_shown(app: Flask) -> None:
    spoilt = files.pdf(change=files.opening(S=files.pikepdf.Name.JavaScript, JS="app.alert(1)"))
    with app.app_context():
        document_id = deck().id
        operations.replace(queries.get_document(document_id), arrived(spoilt), actor=make.SOMEONE)
    with worked(app):
        document = queries.get_document(document_id)
        assert (document.latest.state, document.latest.flaw) == (VersionState.REFUSED, Flaw.SCRIPTS)
        assert document.current is document.versions[1]
        entry = list_entries_of("document", document_id)[0]
        assert (entry.what, entry.changes) == ("document.refused", {"flaw": "scripts"})


def test_a_picture_is_kept_only_as_it_was_written_anew(app: Flask) -> None:
    with app.app_context():
        file = arriving.take(io.BytesIO(files.dated()), "照片.jpg", DocumentKind.EVIDENCE)
        operations.add_evidence(3, "合同照片", file, actor=make.SOMEONE)
    with worked(app):
        (version,) = queries.list_current("outcome", 3)
        taken = opening.open_file(version, allowed=ALL, actor=make.SOMEONE)
        content = b"".join(taken.parts)
        assert (taken.name, taken.size, "示例相机".encode() in content) == ("照片.jpg", len(content), False)
    assert kept(app) == {"clean", "page-1.jpg"}


def test_an_office_file_that_nobody_here_can_draw_is_taken_away_whole(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    content = files.office("pptx")
    with app.app_context():
        deck(content)
    with worked(app):
        (version,) = queries.list_current("project", PROJECT)
        taken = opening.open_file(version, allowed=ALL, actor=make.SOMEONE)
        assert (version.state, version.previews) == (VersionState.CHECKED, 0)
        assert (taken.name, b"".join(taken.parts)) == ("材料.pptx", content)


def test_an_office_file_is_drawn_where_a_program_makes_a_pdf_of_it(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program is one of ours here, which stands for LibreOffice."""
    (tmp_path / "made.pdf").write_bytes(files.pdf(3))
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\ncp {tmp_path}/made.pdf "$7/original.pdf"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with app.app_context():
        deck(files.office("docx"))
    with worked(app):
        (version,) = queries.list_current("project", PROJECT)
        assert (version.state, version.pages, version.previews) == (VersionState.PREVIEWED, 3, 3)


@pytest.mark.parametrize(
    ("allowed", "may"), [(Allowed(), []), (Allowed(look=True), ["page"]), (ALL, ["page", "file"])]
)
def test_nobody_is_shown_more_than_the_room_above_allows(
    app: Flask, allowed: Allowed, may: list[str]
) -> None:
    with app.app_context():
        deck()
    with worked(app):
        (version_id,) = [version.id for version in queries.list_current("project", PROJECT)]
        done = []
        for what, act in (
            (
                "page",
                lambda version: opening.open_page(version, 1, ["甲"], allowed=allowed, actor=make.SOMEONE),
            ),
            ("file", lambda version: opening.open_file(version, allowed=allowed, actor=make.SOMEONE)),
        ):
            try:
                act(queries.get_version(version_id))
                done.append(what)
            except Missing:
                pass
        assert (done, db.session.query(View).count()) == (may, len(may))


def test_who_saw_what_is_told_by_person_and_one_by_one(inside: Flask) -> None:
    first, second = make.person().acting(), make.person().acting()
    version = known()
    operations.note_view(version, "page", 1, actor=first)
    for page in (1, 1, 2):
        operations.note_view(version, "page", page, actor=second)
    operations.note_view(version, "download", None, actor=second)
    viewers = queries.list_viewers(version.document_id, 10)
    assert [(viewer.name, viewer.pages, viewer.downloads) for viewer in viewers] == [
        (second.name, 2, 1),
        (first.name, 1, 0),
    ]
    views = queries.list_views(version.document_id)
    newest = views.page(1)[0]
    assert (newest.name, newest.kind, newest.page) == (second.name, "download", None)
    assert views.count() == 5
    assert queries.list_views(version.document_id, text=first.name).count() == 1


def test_the_version_that_is_shown_is_the_newest_sound_one(inside: Flask) -> None:
    document = known("previewed").document
    for state in ("checked", "received", "refused"):
        known(state, of=document)
    assert [version.number for version in queries.list_current("project", PROJECT)] == [2]


def test_what_was_cited_stays_the_same_when_the_deck_is_swapped(inside: Flask) -> None:
    document = known().document
    operations.cite([document.versions[0].id], "pitch", 5)
    known(of=document)
    assert [version.number for version in queries.list_cited("pitch", 5)] == [1]
    assert [version.number for version in queries.list_current("project", PROJECT)] == [2]


def test_what_is_cited_twice_is_cited_once(inside: Flask) -> None:
    version = known()
    for _press in range(2):
        operations.cite([version.id], "pitch", 5)
    assert db.session.query(Citation).count() == 1


def test_what_is_not_sound_or_is_being_removed_cannot_be_cited(inside: Flask) -> None:
    refused, gone = known("refused"), known()
    operations.delete_document(gone.document, actor=make.SOMEONE)
    for version_id in (refused.id, gone.id, 999):
        with pytest.raises(Missing):
            operations.cite([version_id], "pitch", 5)


def test_a_document_that_something_rests_on_is_not_deleted(inside: Flask) -> None:
    version = known()
    operations.cite([version.id], "pitch", 5)
    with pytest.raises(Refused, match="不能删除"):
        operations.delete_document(version.document, actor=make.SOMEONE)


def test_what_is_deleted_is_nobodys_at_once_and_its_files_and_rows_go(app: Flask) -> None:
    with app.app_context():
        document_id = deck().id
    with worked(app):
        version = queries.list_current("project", PROJECT)[0]
        opening.open_page(version, 1, ["甲"], allowed=ALL, actor=make.SOMEONE)
        operations.delete_document(queries.get_document(document_id), actor=make.SOMEONE)
        with pytest.raises(Missing):
            queries.get_document(document_id)
        with pytest.raises(Missing):
            queries.get_version(version.id)
    with worked(app):
        left = [db.session.query(table).count() for table in (Document, Version, View)]
    assert (left, kept(app)) == ([0, 0, 0], set())


def test_what_is_deleted_before_the_worker_looked_is_called_off(app: Flask) -> None:
    with app.app_context():
        document = deck()
        operations.delete_document(document, actor=make.SOMEONE)
    work(app)
    assert kept(app) == set()


def test_whoever_looks_learns_that_it_was_deleted(app: Flask) -> None:
    with app.app_context():
        document_id = deck().id
        task = queue.claim()
        assert task is not None

        def meanwhile(*_how_far: object) -> None:
            operations.delete_document(queries.get_document(document_id), actor=make.SOMEONE)

        with pytest.raises(Missing):
            jobs.examine(task, meanwhile)


def test_a_worker_that_dies_while_it_draws_leaves_all_to_the_next(app: Flask) -> None:
    began = clock.now()
    with app.app_context():
        document_id = deck(files.pdf(2)).id
        task = queue.claim()
        assert task is not None
        operations.note_sound(queries.get_document(document_id).latest.id, 2, task)
    with clock.at(began + queue.LEASE * 2), worked(app):
        version = queries.get_document(document_id).latest
        assert (version.state, version.previews) == (VersionState.PREVIEWED, 2)


def test_a_fault_of_ours_is_told_and_ends_neither_the_worker_nor_the_document(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(worker.DOES, "examine_document", breaks)
    with app.app_context():
        document_id = deck().id
    with worked(app):
        assert queries.get_document(document_id).latest.state is VersionState.RECEIVED


@pytest.mark.parametrize(
    ("main", "raised"),
    [("import os; os.abort()", Flawed), ('print(\'{"fault": "KeyError"}\')', RuntimeError)],
)
def test_whoever_breaks_while_looking_breaks_nothing_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, main: str, raised: type[Exception]
) -> None:
    monkeypatch.setattr(apart, "_START", main)
    with pytest.raises(raised):
        list(apart.examine(tmp_path, Format.PDF, tmp_path))


def test_looking_for_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_START", "import time; time.sleep(60)")
    monkeypatch.setattr(apart, "LONGEST", 0.2)
    monkeypatch.setattr(apart, "TICK", 0.05)
    with pytest.raises(Flawed) as ended:
        list(apart.examine(tmp_path, Format.PDF, tmp_path))
    assert ended.value.flaw is Flaw.TOO_HEAVY


def test_whoever_looks_has_none_of_our_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROADSHOW_DATABASE_URL", "postgresql://secret")
    monkeypatch.setattr(apart, "_START", "import json, os; print(json.dumps({'env': sorted(os.environ)}))")
    (found,) = [found for found in apart.examine(tmp_path, Format.PDF, tmp_path) if found]
    assert set(found["env"]) <= {"PATH", "HOME", "LANG", "LC_CTYPE"}


def test_a_file_that_belongs_to_nothing_is_cleared_away_after_a_day(app: Flask) -> None:
    with app.app_context():
        deck()
        arrived()
        jobs.clear()
        assert len(set(storage().keys(clock.now() + timedelta(days=1)))) == 2
        with clock.at(clock.now() + timedelta(days=2)):
            jobs.clear()
        assert len(set(storage().keys(clock.now() + timedelta(days=1)))) == 1


def test_what_is_said_of_a_document_can_be_changed(inside: Flask) -> None:
    document = known().document
    operations.change(document, "  新的\n标题 ", Level.JUDGES, actor=make.SOMEONE)
    assert (document.title, document.level) == ("新的 标题", Level.JUDGES)


@pytest.mark.parametrize(
    ("title", "level", "field"),
    [("", Level.NDA, "title"), ("长" * 101, Level.NDA, "title"), ("材料", None, "level")],
)
def test_a_deck_has_a_title_and_says_who_may_see_it(
    inside: Flask, title: str, level: Level, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        operations.add_deck(PROJECT, title, level, arrived(), actor=make.SOMEONE)
    assert refused.value.field == field


def full_project() -> None:
    for _number in range(MOST_DOCUMENTS):
        known()
    deck()


def full_document() -> None:
    document = known().document
    for _number in range(MOST_VERSIONS - 1):
        known(of=document)
    operations.replace(document, arrived(), actor=make.SOMEONE)


@pytest.mark.parametrize("hand_in", [full_project, full_document])
def test_a_thing_has_only_so_many(inside: Flask, hand_in: Callable[[], None]) -> None:
    with pytest.raises(Refused, match="已有"):
        hand_in()


def test_a_file_for_another_purpose_is_refused_at_once(inside: Flask) -> None:
    with pytest.raises(Refused, match="路演材料只收这三种") as refused:
        arrived(files.picture())
    assert refused.value.field == "file"


def test_documents_cost_the_same_however_many(inside: Flask, counted: Counted) -> None:
    costs = []
    for _round in range(2):
        known(of=known().document)
        db.session.expunge_all()
        with counted() as statements:
            queries.list_current("project", PROJECT)
        costs.append(len(statements))
    assert costs == [2, 2]
