"""Evidence that comes with a form: what has arrived stays though the form is refused, and is not asked for again."""

from collections.abc import Iterator
from dataclasses import astuple
from datetime import timedelta
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from flask_babel import lazy_gettext as _
from flask_login import current_user
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField

from roadshow.documents.arriving import Arrived, take
from roadshow.documents.formats import Format
from roadshow.documents.models import DocumentKind
from roadshow.documents.queries import list_held_keys
from roadshow.foundation import clock
from roadshow.foundation.bounds import quoted
from roadshow.foundation.errors import Missing, Refused
from roadshow.foundation.signing import read_signed, signed
from roadshow.outcomes.entries import Evidence

from .fields import Form

WAITS = timedelta(hours=12)  # what belongs to nothing is cleared away after a day
TITLE = 100  # characters


class EvidenceForm(Form):
    """``kept`` carries under our signature what had arrived when the form was refused."""

    files = MultipleFileField(_("证明材料"))
    kept = HiddenField()
    evidence: tuple[Evidence, ...] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        self.evidence = (*self._kept(), *self._arrived())
        self.kept.data = self._sign() if self.evidence else ""
        return sound and not self.files.errors

    def _arrived(self) -> Iterator[Evidence]:
        for file in self.files.data or ():
            if isinstance(file, FileStorage) and file.filename:
                try:
                    stream = cast(BinaryIO, file.stream)
                    arrived = take(stream, file.filename, DocumentKind.EVIDENCE)
                    yield Evidence(PurePath(arrived.name).stem[:TITLE], arrived)
                except Refused as refusal:
                    words = _("“%(name)s”：%(why)s", name=quoted(file.filename), why=str(refusal))
                    self.files.errors = [*self.files.errors, str(words)]

    def _sign(self) -> str:
        until = (clock.now() + WAITS).timestamp()
        return signed(_salt(), [until, *([each.title, *astuple(each.arrived)] for each in self.evidence)])

    def _kept(self) -> Iterator[Evidence]:
        """Not what went with another row meanwhile: a page that was gone back to."""
        try:
            until, *kept = read_signed(_salt(), self.kept.data or "")
        except Missing:
            return
        if until < clock.now().timestamp():
            return
        held = list_held_keys([key for _title, key, *_rest in kept])
        for title, key, name, kind, size, sha256 in kept:
            if key not in held:
                yield Evidence(title, Arrived(key, name, Format(kind), size, sha256))


def _salt() -> str:
    return f"evidence of {current_user.id}"
