"""Form fields of this house, and how a refusal finds its field."""

from decimal import Decimal
from typing import Any

from flask import flash
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, StringField, TimeField
from wtforms.validators import ValidationError

from roadshow.foundation.errors import Refused
from roadshow.foundation.money import plain, read_amount, wan
from roadshow.foundation.text import clean


class Text(StringField):
    """One line, cleaned at the door."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([" ".join(_cleaned(text).split()) for text in valuelist])


class Amount(StringField):
    """Money as people type it (3000, 1200万, 0.5亿元); a bare number is in 万元. ``fen`` after validation."""

    fen: int | None = None

    def pre_validate(self, form: FlaskForm) -> None:
        if self.data and self.data.strip():
            try:
                self.fen = read_amount(self.data)
            except Refused as refusal:
                raise ValidationError(str(refusal)) from refusal

    def show(self, fen: int | None) -> None:
        """Fill the field with an amount of ours."""
        self.data = "" if fen is None else plain(Decimal(wan(fen)))


class Day(DateField):
    """A day; says itself what is wrong with what was typed."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("“%(typed)s”不是有效的日期", typed=" ".join(valuelist)[:20])) from None


class Hour(TimeField):
    """A time of day."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("“%(typed)s”不是有效的时间", typed=" ".join(valuelist)[:20])) from None


def say(form: FlaskForm, refusal: Refused) -> None:
    """Put a refusal at its field; one without a field of this form goes on top of it."""
    if refusal.field is not None and refusal.field in form:
        field = form[refusal.field]
        field.errors = [*field.errors, str(refusal)]
    else:
        form.form_errors.append(str(refusal))


def flash_refusal(refusal: Refused) -> None:
    """For a page of one button, which has no form to say it in."""
    flash(str(refusal), "bad")


def _cleaned(text: str) -> str:
    try:
        return clean(text)
    except Refused as refusal:
        raise ValueError(str(refusal)) from refusal
