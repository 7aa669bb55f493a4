"""The summary on top of a refused form."""

from flask import Flask
from flask_wtf import FlaskForm
from wtforms import Field


def list_errors(form: FlaskForm) -> list[tuple[Field | None, str]]:
    """All that is wrong, in the order of the page, with the field of each; one with rows knows its ``wrong`` fields."""
    fields = getattr(form, "wrong", None) or [field for field in form if field.errors]
    at_fields = ((field, words) for field in fields for words in getattr(field, "said", field.errors))
    return [*((None, words) for words in form.form_errors), *at_fields]


def init_app(app: Flask) -> None:
    app.add_template_global(list_errors)
