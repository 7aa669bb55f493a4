"""What a call asks of its applicants, and the codes that let somebody in after its close."""

from datetime import datetime, time

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField
from wtforms.validators import InputRequired

from roadshow.foundation import clock
from roadshow.foundation.errors import Refused
from roadshow.pitches import asking, late, queries
from roadshow.pitches.asking import ASKED_IN
from roadshow.pitches.models import Question
from roadshow.pitches.rules import MOST_QUESTIONS, QuestionFacts, late_call_fault
from roadshow.pitches.states import KIND_WORDS, QuestionKind
from roadshow.programme.queries import get_roadshow
from roadshow.web.asked import asked_words
from roadshow.web.fields import Choice, Day, Form, Hour, Prose, Text, flash_refusal, say
from roadshow.web.guards import may
from roadshow.web.paging import Shown, asked_page
from roadshow.web.words import moment

from . import blueprint


class QuestionForm(Form):
    words = Text(_("问题内容"), [InputRequired(_("请写下问题"))])
    words_en = Text(_("问题的英文"))
    kind = Choice(_("怎样回答"), choices=[(str(kind), words) for kind, words in KIND_WORDS.items()])
    choices = Prose(_("选项"))
    needed = BooleanField(_("必须回答"))

    def facts(self) -> QuestionFacts:
        return QuestionFacts(
            self.words.data,
            QuestionKind(self.kind.data),
            self.needed.data,
            self.words_en.data,
            self.choices.data,
        )


class LateCodeForm(Form):
    for_whom = Text(_("给谁"), [InputRequired(_("请写明给谁"))])
    ends_on = Day(_("有效到哪一天"), [InputRequired(_("请选择有效到哪一天"))])
    ends_time = Hour(_("有效到几点"), [InputRequired(_("请填写有效到几点"))], default=time(23, 59))

    @property
    def ends_at(self) -> datetime:
        return clock.moment(self.ends_on.data, self.ends_time.data)


@blueprint.get("/roadshows/<int:roadshow_id>/questions")
@may("pitch.select")
def list_questions(roadshow_id: int) -> str:
    roadshow, questions = get_roadshow(roadshow_id), queries.list_questions(roadshow_id)
    asks = roadshow.state in ASKED_IN
    return render_template(
        "centre/calls/list_questions.html",
        roadshow=roadshow,
        questions=questions,
        more=asks and len(questions) < MOST_QUESTIONS,
        open=asks and not queries.is_answered(roadshow_id),
    )


@blueprint.route("/roadshows/<int:roadshow_id>/questions/new", methods=["GET", "POST"])
@may("pitch.select")
def ask_question(roadshow_id: int) -> str | Response:
    roadshow, form = get_roadshow(roadshow_id), QuestionForm()
    if form.validate_on_submit():
        try:
            asking.ask(roadshow, form.facts(), actor=current_user.actor)
            flash(_("已加上这个问题。"))
            return _to_questions(roadshow_id)
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/calls/ask_question.html", form=form, roadshow=roadshow)


@blueprint.route("/questions/<int:question_id>/change", methods=["GET", "POST"])
@may("pitch.select")
def reword_question(question_id: int) -> str | Response:
    question = queries.get_question(question_id)
    form = QuestionForm(obj=question)
    if form.validate_on_submit():
        try:
            asking.reword(question, form.facts(), actor=current_user.actor)
            flash(_("已修改这个问题。"))
            return _to_questions(question.roadshow_id)
        except Refused as refusal:
            say(form, refusal)
    roadshow = get_roadshow(question.roadshow_id)
    return render_template("centre/calls/reword_question.html", form=form, roadshow=roadshow)


@blueprint.post("/questions/<int:question_id>/drop")
@may("pitch.select")
def drop_question(question_id: int) -> Response:
    question: Question = queries.get_question(question_id)
    roadshow_id = question.roadshow_id
    try:
        asking.drop(question, actor=current_user.actor)
        flash(_("已删去这个问题。"))
    except Refused as refusal:
        flash_refusal(refusal)
    return _to_questions(roadshow_id)


@blueprint.route("/roadshows/<int:roadshow_id>/late-codes", methods=["GET", "POST"])
@may("pitch.select")
def list_late_codes(roadshow_id: int) -> str | Response:
    roadshow, form = get_roadshow(roadshow_id), LateCodeForm()
    if form.validate_on_submit():
        try:
            code = late.make_code(roadshow, form.for_whom.data, form.ends_at, actor=current_user.actor)
            flash(_("补报码%(code)s，%(ends)s前有效。", code=code.code, ends=moment(code.ends_at)))
            return _to_codes(roadshow_id)
        except Refused as refusal:
            say(form, refusal)
    page, codes = asked_page(), queries.list_codes(roadshow_id, asked_words("q"))
    return render_template(
        "centre/calls/list_late_codes.html",
        form=form,
        roadshow=roadshow,
        codes=codes.page(page),
        shown=Shown(page, codes.count()),
        used=queries.list_used_codes(roadshow_id),
        fault=late_call_fault(roadshow),
        now=clock.now(),
    )


@blueprint.post("/late-codes/<int:code_id>/drop")
@may("pitch.select")
def drop_late_code(code_id: int) -> Response:
    code = queries.get_code(code_id)
    roadshow_id = code.roadshow_id
    try:
        late.drop_code(code, actor=current_user.actor)
        flash(_("补报码已作废。"))
    except Refused as refusal:
        flash_refusal(refusal)
    return _to_codes(roadshow_id)


def _to_questions(roadshow_id: int) -> Response:
    return redirect(url_for(".list_questions", roadshow_id=roadshow_id))


def _to_codes(roadshow_id: int) -> Response:
    return redirect(url_for(".list_late_codes", roadshow_id=roadshow_id))
