"""Documents as rooms hand them in, and the worker that looks at them."""

import io
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from roadshow import worker
from roadshow.documents import arriving, operations
from roadshow.documents.arriving import Arrived
from roadshow.documents.formats import Format
from roadshow.documents.models import Document, DocumentKind, Level, Version
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db
from tests import make
from tests.documents import files

PROJECT = 7


def arrived(content: bytes | None = None, name: str = "材料.pdf") -> Arrived:
    return arriving.take(io.BytesIO(content or files.pdf()), name, DocumentKind.DECK)


def deck(content: bytes | None = None, project_id: int = PROJECT, actor: Actor = make.SOMEONE) -> Document:
    return operations.add_deck(project_id, "示例材料", Level.NDA, arrived(content), actor=actor)


def known(
    state: str = "previewed", of: Document | None = None, thing_id: int = PROJECT, **facts: object
) -> Version:
    """One whose files nobody asks for, as the worker left it."""
    document = of or make.saved(
        Document(
            thing="project",
            thing_id=thing_id,
            kind=DocumentKind.DECK,
            title="示例材料",
            level=Level.NDA,
            made_at=make.clock.now(),
        )
    )
    said = {
        "number": len(document.versions) + 1,
        "name": "材料.pdf",
        "format": Format.PDF,
        "size": 1,
        **facts,
    }
    made_up = {
        "sizes": [[1600, 900]],
        "sha256": "0" * 64,
        "key": uuid.uuid4().hex,
        "uploaded_by": "测试",
        "uploaded_at": make.clock.now(),
    }
    version = make.saved(Version(document=document, state=state, previews=1, **said, **made_up))
    db.session.refresh(document)
    return version


def work(app: Flask) -> None:
    while worker.work_once(app):
        pass


@contextmanager
def worked(app: Flask) -> Iterator[None]:
    """Inside, once the worker has done all that was asked for."""
    work(app)
    with app.app_context():
        yield
