from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField
from wtforms.validators import InputRequired

from roadshow.documents.queries import list_documents
from roadshow.foundation import clock
from roadshow.foundation.errors import Fault, Refused
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.stages import STAGES
from roadshow.foundation.text import name_key
from roadshow.foundation.uscc import clean_uscc
from roadshow.pitches.again import taken_roadshows
from roadshow.pitches.queries import list_pitches_of
from roadshow.programme.queries import list_open_calls
from roadshow.projects import operations, queries
from roadshow.projects.belonging import list_own_memberships, list_own_requests, list_twins, may_edit
from roadshow.projects.claims import list_claimable, list_own_claims
from roadshow.projects.facts import ProjectFacts
from roadshow.projects.meter import progress_of
from roadshow.projects.models import Company, MemberRight
from roadshow.projects.rules import company_faults, project_faults
from roadshow.projects.snapshot import snapshot_of
from roadshow.web.asked import asked_words
from roadshow.web.documents import usable_and_failed
from roadshow.web.facts import project_facts
from roadshow.web.fields import Choice, Form, Prose, Text, say
from roadshow.web.guards import may

from . import blueprint
from .investors import investor_facts
from .standing import waits_for_correction

NOT_CHOSEN = [("", _("请选择"))]


class CompanyForm(Form):
    name = Text(_("企业名称"), [InputRequired(_("请填写企业名称"))])
    uscc = Text(_("统一社会信用代码"))

    @property
    def code(self) -> str | None:
        return clean_uscc(self.uscc.data) or None

    def faults(self) -> list[Fault]:
        return company_faults(self.name.data, self.code)


class NewCompanyForm(CompanyForm):
    """Asks once whether it is a company that is there already; one code is one company in any case."""

    another = BooleanField(_("不是这一家，登记新的企业"))

    def twins(self) -> list[Company]:
        """What it may be, once there is something typed to go by."""
        known = queries.find_company(self.code) if self.code else None
        return [known] if known else list_twins(self.name.data, self.code)

    def faults(self) -> list[Fault]:
        faults = super().faults()
        twins = self.twins()
        if self.code and self.code in [twin.uscc for twin in twins]:
            faults.append(Fault("uscc", _("这个统一社会信用代码已经登记，可以申请加入该企业")))
        elif twins and not self.another.data:
            faults.append(
                Fault(
                    "another", _("已经有名称相同或相近的企业。是同一家的，请申请加入；不是的，请勾选后再登记")
                )
            )
        return faults


class ChangedCompanyForm(CompanyForm):
    """Asks once before a company takes the name of another one."""

    another = BooleanField(_("不是同一家，就用这个名称"))
    company: Company

    def faults(self) -> list[Fault]:
        return super().faults() + ([] if self.another.data else self._twin_faults())

    def _twin_faults(self) -> list[Fault]:
        if name_key(self.name.data) == self.company.name_key:
            return []
        others = set(list_twins(self.name.data, self.code)) - {self.company}
        words = _("已经有名称相同或相近的企业。是同一家的，请申请加入；不是的，请勾选后再保存")
        return [Fault("another", words)] if others else []


class ProjectForm(Form):
    name = Text(_("项目名称"), [InputRequired(_("请填写项目名称"))])
    one_line = Text(_("一句话介绍"), [InputRequired(_("请用一句话介绍项目"))])
    sector = Choice(
        _("技术领域"), [InputRequired(_("请选择技术领域"))], choices=[*NOT_CHOSEN, *SECTORS.items()]
    )
    stage = Choice(
        _("发展阶段"), [InputRequired(_("请选择发展阶段"))], choices=[*NOT_CHOSEN, *STAGES.items()]
    )
    description = Prose(_("项目介绍"))

    def faults(self) -> list[Fault]:
        return project_faults(self.facts())

    def facts(self) -> ProjectFacts:
        return ProjectFacts(
            self.name.data,
            self.one_line.data,
            self.description.data,
            self.sector.data,
            self.stage.data,
        )


@blueprint.get("/projects")
@may("project.own")
def list_projects() -> str:
    return render_template(
        "startup/projects/list_projects.html",
        memberships=list_own_memberships(current_user.id),
        projects=queries.list_own_projects(current_user.id, text=asked_words("q")),
        requests=list_own_requests(current_user.id),
        claims=list_own_claims(current_user.id),
        claimable=list_claimable(current_user.id),
    )


@blueprint.route("/companies/new", methods=["GET", "POST"])
@may("project.own")
def register_company() -> str | Response:
    form = NewCompanyForm()
    twins = form.twins()
    if form.validate_on_submit():
        try:
            company = operations.register_company(
                form.name.data, form.uscc.data, owner=current_user.person, actor=current_user.actor
            )
            flash(_("已登记“%(name)s”。接着登记它的项目。", name=company.name))
            return redirect(url_for(".register_project", company_id=company.id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("startup/projects/register_company.html", form=form, twins=twins)


@blueprint.route("/companies/<int:company_id>/change", methods=["GET", "POST"])
@may("project.own")
def change_company(company_id: int) -> str | Response:
    company = queries.get_own_company(current_user.id, company_id, MemberRight.OWNER)
    form = ChangedCompanyForm(obj=company)
    form.company = company
    if form.validate_on_submit():
        try:
            operations.change_company(company, form.name.data, form.uscc.data, actor=current_user.actor)
            flash(_("已修改企业信息。"))
            return redirect(url_for(".list_projects"))
        except Refused as refusal:
            say(form, refusal)
    return render_template("startup/projects/change_company.html", form=form, company=company)


@blueprint.route("/companies/<int:company_id>/projects/new", methods=["GET", "POST"])
@may("project.own")
def register_project(company_id: int) -> str | Response:
    company = queries.get_own_company(current_user.id, company_id, MemberRight.EDITOR)
    form = ProjectForm()
    if form.validate_on_submit():
        try:
            project = operations.register_project(company, form.facts(), actor=current_user.actor)
            flash(_("已登记项目“%(name)s”。", name=project.name))
            return redirect(url_for(".show_project", project_id=project.id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("startup/projects/register_project.html", form=form, company=company)


@blueprint.get("/projects/<int:project_id>")
@may("project.own")
def show_project(project_id: int) -> str:
    project = queries.get_own_project(current_user.id, project_id)
    pitches = list_pitches_of(project.id)
    applied = taken_roadshows(pitches)
    calls = [call for call in list_open_calls(clock.now()) if call.id not in applied]
    edits = may_edit(current_user.id, project.company_id)
    return render_template(
        "startup/projects/show_project.html",
        project=project,
        facts=project_facts(project),
        investors=investor_facts(project.id),
        documents=usable_and_failed(list_documents("project", project_id), "startup.show_document"),
        progress=progress_of(snapshot_of(project)),
        pitches=pitches,
        returned=[pitch for pitch in pitches if edits and waits_for_correction(pitch)],
        edits=edits,
        calls=calls if edits else [],
    )
