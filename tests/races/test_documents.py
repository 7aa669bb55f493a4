"""A deck that several hand in, cite and delete at once."""

import pytest
from flask import Flask

from roadshow.documents import operations
from roadshow.documents.models import Citation, Document
from roadshow.documents.queries import get_document, list_documents
from roadshow.documents.rules import MOST_DOCUMENTS
from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from tests import make
from tests.documents.made import PROJECT, arrived, deck, known
from tests.races.at_once import REFUSED, WON, at_once
from tests.races.test_who_wins import MANY, ROUNDS, Act


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_versions_handed_in_at_once_each_has_its_number(app: Flask, _round: int):
    with app.app_context():
        document_id = known().document_id

    def replace() -> Act:
        document, file = get_document(document_id), arrived()
        return lambda: operations.replace(document, file, actor=make.SOMEONE)

    answers = at_once(app, [replace] * MANY)
    with app.app_context():
        numbers = [version.number for version in get_document(document_id).versions]
    assert (answers, numbers) == ([WON] * MANY, list(range(MANY + 1, 0, -1)))


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_the_last_place_for_a_document_goes_to_one(app: Flask, _round: int):
    with app.app_context():
        for _number in range(MOST_DOCUMENTS - 1):
            known()

    def add() -> Act:
        return deck

    answers = at_once(app, [add] * MANY)
    with app.app_context():
        count = len(list_documents("project", PROJECT))
    assert (answers, count) == ([REFUSED] * (MANY - 1) + [WON], MOST_DOCUMENTS)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_document_is_cited_or_deleted_never_both(app: Flask, _round: int):
    with app.app_context():
        version = known()
        document_id, version_id = version.document_id, version.id

    def cite() -> Act:
        return lambda: operations.cite([version_id], "pitch", 5)

    def delete() -> Act:
        document = get_document(document_id)
        return lambda: operations.delete_document(document, actor=make.SOMEONE)

    answers = at_once(app, [(cite, delete)[number % 2] for number in range(MANY)])
    missing = {answer for answer in answers if answer not in (WON, REFUSED)}
    with app.app_context():
        cited = db.session.query(Citation).count()
        removed = db.session.query(Document).where(Document.removed_at.is_not(None)).count()
    assert (cited, removed) in ((1, 0), (0, 1))
    assert all(answer.startswith(Missing.__name__) for answer in missing)
