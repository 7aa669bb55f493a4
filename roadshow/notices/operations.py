from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import force_locale

from roadshow.foundation import clock
from roadshow.foundation.db import db, operation
from roadshow.foundation.languages import LANGUAGES

from .models import Letter


@dataclass(frozen=True)
class Reader:
    """To whom: plain values; ``language`` is None for one who never chose any."""

    id: int | None
    name: str
    address: str
    language: str | None = None


@operation
def queue(kind: str, letters: Mapping[Reader, Sequence[object]], *, subject: object) -> None:
    """Put one letter a reader into the outbox, in the same commit as what it tells of.

    ``subject`` and the lines of each letter are lazy translations, written now: in the reader's language or, as long as
    nobody knows it, in all of them.
    """
    for reader, lines in letters.items():
        languages = [reader.language] if reader.language else LANGUAGES
        subjects, bodies = [], []
        for language in languages:
            with force_locale(language):
                subjects.append(" ".join(str(subject).split()))
                bodies.append("\n".join(str(line) for line in lines))
        db.session.add(
            Letter(
                kind=kind,
                to_id=reader.id,
                to_name=reader.name,
                to_address=reader.address,
                language=" ".join(languages),
                subject=" / ".join(subjects)[:300],
                body="\n\n".join(bodies),
                queued_at=clock.now(),
            )
        )
