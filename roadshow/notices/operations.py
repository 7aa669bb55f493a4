from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import force_locale

from roadshow.foundation import clock
from roadshow.foundation.db import db, operation

from .models import Letter


@dataclass(frozen=True)
class Reader:
    """To whom: plain values, the language as the reader set it."""

    id: int | None
    name: str
    address: str
    language: str = "zh"


@operation
def queue(kind: str, readers: Iterable[Reader], *, subject: object, body: object) -> None:
    """Put one letter a reader into the outbox, in the same commit as what it tells of.

    ``subject`` and ``body`` are lazy translations: each letter is written in its reader's language, now.
    """
    for reader in readers:
        with force_locale(reader.language):
            db.session.add(
                Letter(
                    kind=kind,
                    to_id=reader.id,
                    to_name=reader.name,
                    to_address=reader.address,
                    language=reader.language,
                    subject=" ".join(str(subject).split())[:300],
                    body=str(body),
                    queued_at=clock.now(),
                )
            )
