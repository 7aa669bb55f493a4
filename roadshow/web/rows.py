"""Several answers of one kind in a form, for the part ``rows``: a group of fields each, as many as are typed."""

from collections.abc import Iterator
from typing import Any

from wtforms import Field, FieldList, Form, FormField

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
