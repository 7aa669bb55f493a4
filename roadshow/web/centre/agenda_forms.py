"""What the page of a running order is sent: a new part, a part, the usual minutes, a row's boxes and buttons."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField
from wtforms.validators import InputRequired, Optional

from roadshow.accounts.permissions import Role
from roadshow.accounts.queries import list_names
from roadshow.agenda.draft import Format, Part
from roadshow.agenda.models import KIND_WORDS, SlotKind
from roadshow.agenda.rules import BUFFER, MINUTES, QUESTIONS
from roadshow.foundation.errors import Refused
from roadshow.web.fields import Choice, Form, Text, Tokenless, Whole

NAMESAKE = re.compile(r"(.+) #(\d{1,9})")
FORMATS = (
    (8, 7),
    (7, 5),
    (8, 12),
    (15, 20),
)  # in use at roadshows: minutes of a pitch, of the questions to it
BY_HAND = {kind: words for kind, words in KIND_WORDS.items() if kind is not SlotKind.PITCH}


class OneOfSeveral(Tokenless):
    """On a page of several forms: filled from what was sent only when it is the one that was."""

    class Meta(Tokenless.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            given = super().wrap_formdata(form, formdata)
            return given if given and any(name.startswith(form._prefix) for name in given) else None


class AddForm(OneOfSeveral):
    kind = Choice(_("环节"), choices=list(BY_HAND.items()), default=SlotKind.SPEECH.value)
    minutes = Whole(_("时长"), [InputRequired(_("请填写时长"))], within=MINUTES, default=10)
    title = Text(_("题目"))
    speaker = Text(_("主讲人"))
    position = Whole(_("排在第几位"), [Optional()])

    def part(self) -> Part:
        """Raises: Refused when nobody knows which speaker."""
        speaker, speaker_id = speaker_of(self.speaker.data)
        kind = SlotKind(self.kind.data)
        return Part(kind, self.minutes.data, title=self.title.data, speaker=speaker, speaker_id=speaker_id)


class FormatForm(OneOfSeveral):
    speech = Whole(_("陈述"), [InputRequired(_("请填写陈述几分钟"))], within=MINUTES)
    questions = Whole(_("答辩"), [InputRequired(_("请填写答辩几分钟，没有就填0"))], within=QUESTIONS)
    buffer = Whole(_("换场"), [InputRequired(_("请填写换场几分钟，不需要就填0"))], within=BUFFER)

    def format(self) -> Format:
        return Format(self.speech.data, self.questions.data, self.buffer.data)


class PartForm(Form):
    """All of one part; a project's name is its own, so only its minutes and turn are asked."""

    title = Text(_("题目"))
    speaker = Text(_("主讲人"))
    minutes = Whole(_("时长"), [InputRequired(_("请填写时长"))], within=MINUTES)
    speech = Whole(_("陈述"), [InputRequired(_("请填写陈述几分钟"))], within=MINUTES)
    questions = Whole(_("答辩"), [InputRequired(_("请填写答辩几分钟，没有就填0"))], within=QUESTIONS)
    position = Whole(_("排在第几位"), [InputRequired(_("请填写排在第几位"))])
    seen = HiddenField()

    @classmethod
    def of(cls, part: Part, turn: int, seen: int) -> "PartForm":
        names = ("minutes", "questions", "title", "speech")
        known = {name: getattr(part, name) for name in names} | {"speaker": words_of_speaker(part)}
        form = cls(data=known | {"position": turn, "seen": seen})
        for name in ("title", "speaker", "minutes") if part.on_stage else ("speech", "questions"):
            del form[name]
        return form

    def part(self, part: Part) -> Part:
        """As it would be. Raises: Refused when nobody knows which speaker."""
        if part.on_stage:
            speech, questions = self.speech.data, self.questions.data
            return replace(part, minutes=speech + questions, questions=questions)
        speaker, speaker_id = part.speaker, part.speaker_id
        if self.speaker.data != words_of_speaker(part):
            speaker, speaker_id = speaker_of(self.speaker.data)
        return replace(
            part, minutes=self.minutes.data, title=self.title.data, speaker=speaker, speaker_id=speaker_id
        )


class RowForm(Tokenless):
    """The boxes and buttons of one row or of a project that waits."""

    key = Whole(_("环节"))
    pitch_id = Whole(_("项目"))
    position = Whole(_("顺序"))
    minutes = Whole(_("时长"), within=MINUTES)
    speech = Whole(_("陈述"), within=MINUTES)
    questions = Whole(_("答辩"), within=QUESTIONS)

    def length(self, typed: Mapping[str, str]) -> tuple[int, int]:
        """All its minutes, and those of them for questions. Raises: Refused when a box is empty."""
        names = ("speech", "questions") if "speech" in typed else ("minutes",)
        for name in names:
            if self[name].data is None:
                raise Refused(_("请填写%(name)s几分钟", name=self[name].label.text), name)
        questions = self.questions.data if "speech" in typed else 0
        return (self.speech.data if "speech" in typed else self.minutes.data) + questions, questions


def speaker_of(typed: str) -> tuple[str, int | None]:
    """Name and account, if there is one of this name; of namesakes it is said which, as the list says it.

    Raises: Refused when it isn't.
    """
    named = NAMESAKE.fullmatch(typed)
    name, number = (named[1], int(named[2])) if named else (typed, None)
    known = [one for one, _name in list_names(but=Role.STARTUP, named=name) if number in (None, one)]
    if len(known) > 1:
        words = _("有%(count)d位“%(name)s”有账号，请从列表里选是哪一位", count=len(known), name=name)
        raise Refused(words, "speaker")
    if named and not known:
        raise Refused(_("没有编号%(number)d的“%(name)s”，请从列表里选", number=number, name=name), "speaker")
    return (name, known[0]) if known else (typed, None)


def speakers() -> list[str]:
    """Whom the list offers: namesakes with their number."""
    return list(_known().values())


def words_of_speaker(part: Part) -> str:
    return part.speaker if part.speaker_id is None else _known().get(part.speaker_id, part.speaker)


def _known() -> dict[int, str]:
    names = list_names(but=Role.STARTUP)
    many = Counter(name for _id, name in names)
    return {one: name if many[name] == 1 else f"{name} #{one}" for one, name in names}
