"""What a call asks of its own, as fields of the form that answers it."""

from collections.abc import Sequence
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _
from wtforms import Field

from roadshow.pitches.models import Pitch, Question
from roadshow.pitches.queries import list_questions
from roadshow.pitches.rules import Answers
from roadshow.pitches.states import QuestionKind

from .fields import Choice, Form, Prose, Text

F = TypeVar("F", bound=Form)


def with_questions(form: type[F], questions: Sequence[Question]) -> type[F]:
    """The form with a field for each; none says that it is required, as a draft may leave it."""
    fields: dict[str, Any] = {_name(question): _field(question) for question in questions}
    return type(form.__name__, (form,), fields)


def answers_of(form: Form, questions: Sequence[Question]) -> Answers:
    return {question.id: form[_name(question)].data or "" for question in questions}


def answered(pitch: Pitch) -> list[tuple[object, object]]:
    """Question and answer, in the reader's language as far as they are known in it."""
    if not pitch.answers:
        return []
    found = [(each, pitch.answers.get(str(each.id), "")) for each in list_questions(pitch.roadshow_id)]
    return [(each.spoken, _said(each, said)) for each, said in found if said]


def _said(question: Question, answer: str) -> object:
    return next((option for option in question.options if option.zh == answer), answer)


def known(answers: dict[str, str] | None) -> dict[str, str]:
    """What was answered before, by the names of the fields."""
    return {f"question_{number}": said for number, said in (answers or {}).items()}


def _name(question: Question) -> str:
    return f"question_{question.id}"


def _field(question: Question) -> Field:
    if question.kind is QuestionKind.CHOICE:
        choices = [(option.zh, str(option)) for option in question.options]
        return Choice(question.spoken, choices=[("", _("请选择")), *choices])
    return (Prose if question.kind is QuestionKind.LONG else Text)(question.spoken)
