"""What an organiser asks of the applicants of one call, beside what is known of their projects."""

from dataclasses import replace

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold, operation
from roadshow.foundation.errors import Refused, refuse_faults
from roadshow.foundation.text import clean, one_line
from roadshow.programme.models import Roadshow
from roadshow.programme.queries import get_roadshow
from roadshow.programme.states import RoadshowState

from . import queries
from .models import Pitch, Question
from .rules import MOST_QUESTIONS, Answers, QuestionFacts, answer_faults, question_faults

ASKED_IN = frozenset({RoadshowState.PLANNED, RoadshowState.CALLING})


@operation
def ask(roadshow: Roadshow, facts: QuestionFacts, *, actor: Actor) -> Question:
    """One more, the last. Raises: Refused on odd words, the eleventh, or one that must be answered when somebody has
    applied without it."""
    facts = _hold(roadshow, facts)
    asked = queries.list_questions(roadshow.id)
    if len(asked) >= MOST_QUESTIONS:
        raise Refused(_("一场最多%(most)d个问题", most=MOST_QUESTIONS))
    if facts.needed and queries.is_answered(roadshow.id):
        raise Refused(_("已有项目提交或填写了申请，只能再加选填的问题"), "needed")
    position = max((each.position for each in asked), default=0) + 1
    question = Question(roadshow_id=roadshow.id, position=position, **vars(facts))
    db.session.add(question)
    db.session.flush()
    _record("question.asked", actor, roadshow, facts.words)
    return question


@operation
def reword(question: Question, facts: QuestionFacts, *, actor: Actor) -> None:
    """Raises: Refused on odd words, or once somebody has applied: who answered has answered what was asked."""
    roadshow = get_roadshow(question.roadshow_id)
    facts = _hold(roadshow, facts)
    hold(question)
    _refuse_answered(roadshow)
    for name, value in vars(facts).items():
        setattr(question, name, value)
    _record("question.reworded", actor, roadshow, facts.words)


@operation
def drop(question: Question, *, actor: Actor) -> None:
    """Raises: Refused once somebody has applied."""
    roadshow = hold(get_roadshow(question.roadshow_id))
    hold(question)
    _refuse_answered(roadshow)
    _record("question.dropped", actor, roadshow, question.words)
    db.session.delete(question)


def keep_answers(pitch: Pitch, answers: Answers | None, *, whole: bool) -> None:
    """Those to what its call asks; None leaves what was answered before. Raises: Refused with the faults."""
    questions = queries.list_questions(pitch.roadshow.id)
    if answers is None:
        answers = {int(number): said for number, said in (pitch.answers or {}).items()}
    answers = {number: clean(said) for number, said in answers.items()}
    refuse_faults(answer_faults(questions, answers, whole=whole))
    given_ones = {str(each.id): said for each in questions if (said := answers.get(each.id))}
    pitch.answers = given_ones or None


def _hold(roadshow: Roadshow, facts: QuestionFacts) -> QuestionFacts:
    """Its words cleaned and found sound, its roadshow locked, which guards what is asked against who answers."""
    hold(roadshow)
    if roadshow.state not in ASKED_IN:
        words = _("这场路演“%(state)s”，不能再改征集的问题", state=roadshow.state_words)
        raise Refused(words)
    lines = [one_line(line) for line in clean(facts.choices).splitlines()]
    facts = replace(
        facts,
        words=one_line(facts.words),
        words_en=one_line(facts.words_en),
        choices="\n".join(line for line in lines if line) if facts.is_choice else "",
    )
    refuse_faults(question_faults(facts))
    return facts


def _refuse_answered(roadshow: Roadshow) -> None:
    if queries.is_answered(roadshow.id):
        raise Refused(_("已有项目提交或填写了申请，问题不能再改或删去，只能再加选填的"))


def _record(what: str, actor: Actor, roadshow: Roadshow, words: str) -> None:
    record(what, actor, "roadshow", roadshow.id, roadshow.title, question=words)
