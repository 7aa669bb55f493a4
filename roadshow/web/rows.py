"""Several answers of one kind in a form, for the part ``rows``: a group of fields each, as many as are typed."""

from collections.abc import Iterator
from typing import Any, ClassVar

from wtforms import Field, FieldList, Form, FormField

from . import fields

MORE, DROP = "more-", "drop-"  # what a button of ``rows`` sends, before the name of the rows or of the row
MOST = 60  # that a form reads; the rule of the rows says fewer


class Row(Form):
    """One row of several; it is none while nothing is typed into it."""

    @property
    def is_typed(self) -> bool:
        return any(field.data for field in self)


class Rows(FieldList):
    """Rows of one kind, with an empty one where there is none; ``said`` is what is wrong with them together."""

    widget = None
    said: list[str]

    def __init__(self, label: object, row: type[Row], **more: Any) -> None:
        super().__init__(FormField(row), label, max_entries=MOST, **more)

    def process(self, formdata: Any, *args: Any, **more: Any) -> None:
        self.said = []
        super().process(formdata, *args, **more)
        if not self.entries:
            self.append_entry()

    @property
    def errors(self) -> list[object]:
        return [*self.said, *(entry.errors for entry in self.entries if entry.errors)]

    @errors.setter
    def errors(self, _said: object) -> None:
        """Each field keeps its own."""

    @property
    def typed(self) -> list[Any]:
        """The forms of the rows that something was typed into."""
        return [entry.form for entry in self.entries if entry.form.is_typed]


def wrong_fields(form: Form) -> Iterator[Field]:
    """Each field that something is wrong with, in the order of the page, those of rows too."""
    for field in form:
        if isinstance(field, Rows):
            if field.said:
                yield field
            for entry in field.entries:
                yield from wrong_fields(entry.form)
        elif field.errors:
            yield field


class FormWithRows(fields.Form):
    """``ROWS`` are the names of its rows."""

    ROWS: ClassVar[tuple[str, ...]] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        """Faults of a row are told at its field, and none of a field that is not sound."""
        fields.FlaskForm.validate(self, extra_validators)
        for fault in self.faults():
            field = self.at(fault.field)
            if isinstance(field, Rows):
                field.said.append(str(fault))
            elif not field.errors:
                field.errors = [str(fault)]
        return not self.errors

    def at(self, path: str) -> Field:
        """``ask_fen``, or ``people-0-name``: a field of the first row that something was typed into."""
        name, _dash, below = path.partition("-")
        if not below:
            return self[name]
        number, _dash, own = below.partition("-")
        return self[name].typed[int(number)][own]

    @property
    def wrong(self) -> list[Field]:
        """Each field that something is wrong with, in the order of the page, those of rows too."""
        return list(wrong_fields(self))

    def more(self, rows: str) -> None:
        """One empty row more."""
        if rows in self.ROWS:
            self[rows].append_entry()

    def drop(self, row: str) -> None:
        """Take a row away: people-2."""
        for rows in self.ROWS:
            self[rows].entries = [entry for entry in self[rows].entries if entry.name != row]
