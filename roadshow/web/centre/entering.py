"""An application that came on paper or by phone, typed in for somebody without an account."""

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.foundation import clock
from roadshow.foundation.errors import Fault, Refused
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.stages import STAGES
from roadshow.pitches import entering, queries
from roadshow.pitches.entering import CorrectedFacts, EnteredFacts, contact_faults, entered_faults
from roadshow.pitches.rules import Answers, correct_fault, late_call_fault
from roadshow.programme.queries import get_roadshow
from roadshow.projects.rules import ProjectFacts
from roadshow.web.answers import answers_of, known, with_questions
from roadshow.web.fields import Choice, Form, Prose, Text, say
from roadshow.web.guards import may

from . import blueprint


class EnteredForm(Form):
    company = Text(_("企业名称"), [InputRequired(_("请填写企业名称"))])
    uscc = Text(_("统一社会信用代码"))
    project = Text(_("项目名称"), [InputRequired(_("请填写项目名称"))])
    one_line = Text(_("一句话介绍"), [InputRequired(_("请用一句话介绍项目"))])
    sector = Choice(
        _("技术领域"),
        [InputRequired(_("请选择技术领域"))],
        choices=[("", _("请选择")), *SECTORS.items()],
    )
    stage = Choice(
        _("发展阶段"), [InputRequired(_("请选择发展阶段"))], choices=[("", _("请选择")), *STAGES.items()]
    )
    description = Prose(_("项目介绍"))
    contact_name = Text(_("联系人"), [InputRequired(_("请填写联系人"))])
    contact_phone = Text(_("电话"))
    contact_email = Text(_("邮箱"))
    message = Prose(_("申请说明"))
    code = Text(_("补报码"))

    def faults(self) -> list[Fault]:
        return entered_faults(self.facts({}).cleaned())

    def facts(self, answers: Answers) -> EnteredFacts:
        names = ("one_line", "description", "sector", "stage")
        project = ProjectFacts(self.project.data, **{name: self[name].data for name in names})
        contact = {name: self[f"contact_{name}"].data for name in ("name", "phone", "email")}
        return EnteredFacts(
            self.company.data,
            self.uscc.data,
            project,
            contact["name"],
            contact["phone"],
            contact["email"],
            self.message.data,
            answers,
        )


class CorrectedForm(Form):
    contact_name = Text(_("联系人"), [InputRequired(_("请填写联系人"))])
    contact_phone = Text(_("电话"))
    contact_email = Text(_("邮箱"))
    message = Prose(_("申请说明"))

    def faults(self) -> list[Fault]:
        return contact_faults(self.facts({}).cleaned())

    def facts(self, answers: Answers) -> CorrectedFacts:
        contact = (self.contact_name.data, self.contact_phone.data, self.contact_email.data)
        return CorrectedFacts(*contact, self.message.data, answers)


@blueprint.route("/roadshows/<int:roadshow_id>/pitches/new", methods=["GET", "POST"])
@may("pitch.select")
def enter_pitch(roadshow_id: int) -> str | Response:
    roadshow, questions = get_roadshow(roadshow_id), queries.list_questions(roadshow_id)
    form = with_questions(EnteredForm, questions)()
    if roadshow.calls(clock.now()):
        del form.code
    if form.validate_on_submit():
        try:
            code = form.code.data if "code" in form else ""
            facts = form.facts(answers_of(form, questions))
            pitch = entering.enter(roadshow, facts, code=code, actor=current_user.actor)
            flash(_("已录入“%(name)s”的申请。", name=pitch.brief.overview.name))
            return redirect(url_for(".show_pitch", pitch_id=pitch.id))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "centre/entering/enter_pitch.html",
        form=form,
        roadshow=roadshow,
        questions=questions,
        fault=late_call_fault(roadshow),
    )


@blueprint.route("/pitches/<int:pitch_id>/correct", methods=["GET", "POST"])
@may("pitch.select")
def correct_pitch(pitch_id: int) -> str | Response:
    """What was returned is handed in again for those who have no account."""
    pitch = queries.get_submitted_pitch(pitch_id)
    questions = queries.list_questions(pitch.roadshow_id)
    names = ("contact_name", "contact_phone", "contact_email", "message")
    began = {name: getattr(pitch, name) for name in names} | known(pitch.answers)
    form = with_questions(CorrectedForm, questions)(data=began)
    if form.validate_on_submit():
        try:
            entering.correct(pitch, form.facts(answers_of(form, questions)), actor=current_user.actor)
            flash(_("已再次提交“%(name)s”的申请。", name=pitch.brief.overview.name))
            return redirect(url_for(".show_pitch", pitch_id=pitch.id))
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "centre/entering/correct_pitch.html",
        form=form,
        pitch=pitch,
        questions=questions,
        fault=correct_fault(pitch, clock.now(), queries.find_code_of(pitch)),
    )
