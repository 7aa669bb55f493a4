"""What the steps of a project's form have in common: saved as typed, with rows, each fault at its field."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, HiddenField, StringField
from wtforms.validators import ValidationError

from roadshow.foundation.bounds import quoted
from roadshow.foundation.errors import Fault, Refused
from roadshow.foundation.money import plain
from roadshow.foundation.regions import region_code, region_name
from roadshow.projects import faults as rules
from roadshow.projects.facts import StepFacts
from roadshow.web.fields import Choice, Text
from roadshow.web.rows import FormWithRows

_PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?%?")


class Pick(Choice):
    """One of a table of words by its code, or nothing yet."""

    def __init__(self, label: object, words: Mapping[Any, object], **more: Any) -> None:
        choices = [("", _("请选择")), *((str(code), said) for code, said in words.items())]
        super().__init__(label, choices=choices, coerce=lambda code: str(code or ""), **more)

    def pre_validate(self, form: Form) -> None:
        if self.data:
            super().pre_validate(form)

    @property
    def code(self) -> str | None:
        return self.data or None


class Percent(StringField):
    """A share of the whole, as people type it (10, 12.5%); ``points`` are hundredths of a percent after validation."""

    points: int | None = None

    def process_data(self, value: int | None) -> None:
        self.data = "" if value is None else plain(Decimal(value) / 100)

    def pre_validate(self, form: Form) -> None:
        if not self.data:
            return
        found = _PERCENT.fullmatch("".join(unicodedata.normalize("NFKC", self.data).split()))
        if not found:
            raise ValidationError(
                _(
                    "%(name)s“%(typed)s”须是数字，最多两位小数，例如10或12.5",
                    name=self.label.text,
                    typed=quoted(self.data),
                )
            )
        self.points = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


class Place(Text):
    """A region by its name or its code; ``code`` after validation."""

    code = ""

    def process_data(self, value: str | None) -> None:
        self.data, self.code = region_name(value or ""), value or ""

    @property
    def written(self) -> str:
        """What is said back: the code that the name means."""
        return str(_("行政区划代码%(code)s", code=self.code)) if self.code and not self.errors else ""

    def pre_validate(self, form: Form) -> None:
        self.code = ""
        try:
            self.code = region_code(self.data)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal


class StepForm(FormWithRows):
    """A step: nothing in it must be there before it is saved."""

    seen = HiddenField()

    def facts(self) -> StepFacts:
        """What is typed; each step says which facts are its own."""
        raise NotImplementedError

    def faults(self) -> list[Fault]:
        return rules.faults_of(self.facts())
