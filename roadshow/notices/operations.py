from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import force_locale

from roadshow.foundation import clock
from roadshow.foundation.db import db, operation
from roadshow.foundation.languages import LANGUAGES
from roadshow.foundation.text import one_line

from . import queries
from .kinds import KINDS
from .models import Letter
from .states import LetterState
from .wording import fill


@dataclass(frozen=True)
class Reader:
    """To whom: plain values; ``language`` is None for one who never chose any."""

    id: int | None
    name: str
    address: str
    language: str | None = None


Values = Mapping[str, object]


@operation
def queue(kind: str, letters: Mapping[Reader, Values]) -> None:
    """Put one letter a reader into the outbox, in the same commit as what it tells of.

    ``kind`` is one of KINDS, which the room has put there beforehand:

        KINDS["pitch.returned"] = Kind(
            _("申请退回补正"),
            subject=_("请补正：{project}"),
            body=_("“{project}”的申请需要补正：{reason}"),
            places={
                "project": Place(_("项目名称"), _("示例项目")),
                "reason": Place(_("需要补正什么"), _("请补充示例材料")),
            },
        )
        queue("pitch.returned", {Reader(…): {"project": pitch.project.name, "reason": pitch.reason}})

    Each reader's values are those of the kind's places, no more and no less; lazy ones (a translation, a day, a
    Bilingual) are written in the letter's language. A letter is in its reader's language or, as long as nobody knows
    it, in all of them.
    """
    if not letters:
        return
    words = queries.words_of(kind)
    for reader, values in letters.items():
        if values.keys() != KINDS[kind].places.keys():
            raise ValueError(f"{kind} is written with {sorted(KINDS[kind].places)}, not {sorted(values)}")
        db.session.add(_letter(kind, reader, values, words))


def _letter(kind: str, reader: Reader, values: Values, words: Mapping[str, tuple[str, str]]) -> Letter:
    languages = [reader.language] if reader.language else LANGUAGES
    subjects, bodies, kept = [], [], {}
    for language in languages:
        with force_locale(language):
            said = {"name": reader.name} | {name: str(value) for name, value in values.items()}
        subject, body = words[language]
        subjects.append(one_line(fill(subject, said)))
        bodies.append(fill(body, said))
        kept[language] = said
    secret, now = KINDS[kind].secret, clock.now()
    return Letter(
        kind=kind,
        to_id=reader.id,
        to_name=reader.name,
        to_address=reader.address,
        language=" ".join(languages),
        subject=" / ".join(subjects)[:300],
        body="\n\n".join(bodies),
        values=None if secret else kept,
        secret=secret,
        queued_at=now,
        state=LetterState.QUEUED,
        due_at=now,
    )
