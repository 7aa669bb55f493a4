"""Form fields of this house, and how a refusal finds its field."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from flask import flash
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from roadshow.foundation import clock
from roadshow.foundation.bounds import AnyWhole, Between, quoted
from roadshow.foundation.errors import Fault, Refused
from roadshow.foundation.many import Taken
from roadshow.foundation.money import MILLION, WAN, plain, read_amount
from roadshow.foundation.text import clean, plain_digits

from . import drafts
from .language import lang

NAMED = 10  # of what was left, the others are counted
_NUMBER = re.compile(r"\d{1,18}|\d{1,3}(,\d{3}){1,5}")


class Form(FlaskForm):
    """A form of a desk: after a new sign-in it holds what was typed before."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            given = super().wrap_formdata(form, formdata)
            return drafts.typed() if given is None else given

    def faults(self) -> list[Fault]:
        """What the room's rule says of what was typed. A form that has one asks it here, though not all of its fields
        are sound yet: then all is told at once. What is said of a field that is not sound falls away."""
        return []

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        sound = {field.short_name for field in self if not field.errors}
        put(self, [fault for fault in self.faults() if fault.field in sound])
        return not self.errors


class Tokenless(Form):
    """One of several on a page, which the whole site's token guards; or a device's, which has no session for one."""

    class Meta(Form.Meta):
        csrf = False


class Text(StringField):
    """One line, cleaned at the door; empty when nothing was sent."""

    def process_data(self, value: str | None) -> None:
        super().process_data(value or "")

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_data = [" ".join(_cleaned(text).split()) for text in valuelist]  # blanks are nothing typed
        super().process_formdata(self.raw_data)


class Prose(TextAreaField):
    """Several lines, cleaned at the door; empty when nothing was sent."""

    def process_data(self, value: str | None) -> None:
        super().process_data(value or "")

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_data = [_cleaned(text) for text in valuelist]
        super().process_formdata(self.raw_data)


class Amount(Text):
    """Money as people type it (3000, 1200万, 0.5亿元); a bare number is in the unit beside the box, 万元 or for an
    English reader RMB million. ``fen`` after validation; what is ``signed`` may be a loss."""

    fen: int | None = None

    def __init__(
        self, label: object, validators: object = None, *, signed: bool = False, **more: Any
    ) -> None:
        super().__init__(label, validators, **more)
        self.signed = signed

    def pre_validate(self, form: FlaskForm) -> None:
        if self.data and self.data.strip():
            try:
                self.fen = read_amount(self.data, unit=self._unit(), name=self.label.text, signed=self.signed)
            except Refused as refusal:
                raise ValidationError(str(refusal)) from refusal

    def show(self, fen: int | None) -> None:
        """Fill the field with an amount of ours."""
        self.data = "" if fen is None else plain(Decimal(fen) / self._unit())

    @staticmethod
    def _unit() -> int:
        return MILLION if lang() == "en" else WAN


class Sum(Amount):
    """An amount that is filled with whole fen."""

    def process_data(self, value: Any) -> None:
        self.show(value)


class Day(DateField):
    """A day; says itself what is wrong with what was typed. Beyond these years no clock here can reckon."""

    data: Any
    YEARS = range(1900, 2200)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.raw_data = valuelist = [_cleaned(text) for text in valuelist]
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(
                _(
                    "%(name)s“%(typed)s”不是有效的日期，请写年-月-日，例如%(example)s",
                    name=self.label.text,
                    typed=quoted(" ".join(valuelist)),
                    example=clock.today(),
                )
            ) from None
        if self.data is not None and self.data.year not in self.YEARS:
            self.data, typed = None, quoted(" ".join(valuelist))
            said = {"name": self.label.text, "first": self.YEARS[0], "last": self.YEARS[-1]}
            raise ValueError(
                _("%(name)s“%(typed)s”超出范围，年份须在%(first)d至%(last)d之间", typed=typed, **said)
            )


class Hour(TimeField):
    """A time of day."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.raw_data = valuelist = [_cleaned(text) for text in valuelist]
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(
                _(
                    "%(name)s“%(typed)s”不是有效的时间，请像13:30这样写",
                    name=self.label.text,
                    typed=quoted(" ".join(valuelist)),
                )
            ) from None


class Whole(StringField):
    """A whole number ``within`` what the room's rule takes. ``data`` is an int, or None when nothing was typed."""

    data: Any
    raw_data: Any
    ANY = AnyWhole(0, 999_999_999)

    def __init__(
        self, label: object, validators: object = None, *, within: Between = ANY, **more: Any
    ) -> None:
        super().__init__(label, validators, **more)
        self.within = within

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_data = [_cleaned(text) for text in valuelist]
        typed = plain_digits(self.raw_data[0]) if self.raw_data else ""
        self.data = None
        if not typed:
            self.raw_data = []  # blanks are nothing typed
        elif _NUMBER.fullmatch(typed) and (number := int(typed.replace(",", ""))) in self.within:
            self.data = number
        else:
            raise ValueError(self.within.words(self.label.text, self.raw_data[0].strip()))

    def otherwise(self, default: int) -> int:
        """``data``, or something to go on with where nothing sound was typed: a form without it is refused then."""
        return default if self.data is None else self.data

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)


class Choice(SelectField):
    """One of a list: (value, words) pairs; a value that is none of them is refused in the reader's words."""

    def __init__(
        self,
        label: object,
        validators: object = None,
        *,
        choices: Iterable[tuple[str, object]] = (),
        **more: Any,
    ) -> None:
        refused = _("请从列表中选择一项")
        super().__init__(
            label,
            validators,
            choices=[],
            invalid_value_message=refused,
            invalid_choice_message=refused,
            **more,
        )
        self.offer(choices)

    def offer(self, choices: Iterable[tuple[str, object]]) -> None:
        """What the list holds, when the page knows it better than the form."""
        self.choices = [SelectChoice(value, words) for value, words in choices]


class Ticks(SelectMultipleField):
    """Any of a table of words, as check boxes; ``data`` is a list of its keys."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(
        self,
        label: object,
        validators: object = None,
        *,
        words: Mapping[Any, object] = MappingProxyType({}),
        **more: Any,
    ) -> None:
        refused = _("请从列表中选择一项")
        super().__init__(
            label,
            validators,
            coerce=type(next(iter(words), 0)),
            choices=[],
            invalid_value_message=refused,
            invalid_choice_message=refused,
            **more,
        )
        self.offer(words)

    def offer(self, words: Mapping[Any, object]) -> None:
        """The table, when the page knows it better than the form: its keys are numbers."""
        self.choices = [SelectChoice(value, said) for value, said in words.items()]


def say(form: FlaskForm, refusal: Refused) -> None:
    """Put a refusal at its field, several each at its own; one without a field of this form goes on top of it."""
    put(form, refusal.faults or [Fault(refusal.field or "", refusal.words)])


def put(form: FlaskForm, faults: Iterable[Fault]) -> None:
    for fault in faults:
        if fault.field in form:
            field = form[fault.field]
            field.errors = [*field.errors, str(fault)]
        else:
            form.form_errors.append(str(fault))


def faults_of(ask: Callable[[], object]) -> list[Fault]:
    """Of what refuses instead of listing its faults."""
    try:
        ask()
    except Refused as refusal:
        return list(refusal.faults) or [Fault(refusal.field or "", refusal.words)]
    return []


def flash_refusal(refusal: Refused) -> None:
    """For a page of one button, which has no form to say it in."""
    flash(str(refusal), "bad")


def flash_taken(taken: Taken, done: str) -> None:
    """What became of many: ``done`` says how many, and who was left is named with the reason."""
    if taken.count:
        flash(done)
    if taken.left:
        named = [str(_("“%(name)s”（%(why)s）", name=left.name, why=left.why)) for left in taken.left[:NAMED]]
        more = len(taken.left) - NAMED
        if more > 0:
            named.append(str(_("另有%(count)d项", count=more)))
        words = _("没有处理%(count)d项：%(which)s。", count=len(taken.left), which=str(_("；")).join(named))
        flash(str(words), "now")
    if not taken.count and not taken.left:
        flash(str(_("没有勾选任何一项。")), "now")


def _cleaned(text: str) -> str:
    try:
        return clean(text)
    except Refused as refusal:
        raise ValueError(str(refusal)) from refusal
