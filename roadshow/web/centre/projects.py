from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.attendance.viewing import WARN_AT, count_viewers
from roadshow.audit.queries import list_entries_of
from roadshow.documents.queries import list_documents
from roadshow.foundation.errors import Fault, Missing, Refused
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.stages import STAGES
from roadshow.outcomes.queries import Wanted as WantedRows
from roadshow.outcomes.queries import list_rows
from roadshow.pitches.queries import list_pitches_of
from roadshow.pitches.states import PitchState
from roadshow.programme.queries import list_seasons
from roadshow.projects import operations, queries
from roadshow.projects.facts import ProjectFacts
from roadshow.projects.models import Company, Project
from roadshow.projects.queries import Wanted
from roadshow.projects.rules import project_faults
from roadshow.projects.snapshot import snapshot_of, whole
from roadshow.reports.figures.figure import Listed
from roadshow.reports.funnel import REACHED_WORDS, Reached, projects_at
from roadshow.web.asked import asked_words, asked_year
from roadshow.web.documents import usable_and_failed
from roadshow.web.dossier_facts import dossier_groups
from roadshow.web.exports import send_workbook
from roadshow.web.facts import Fact, project_facts
from roadshow.web.fields import Choice, Form, Prose, Text, say
from roadshow.web.guards import may, way
from roadshow.web.listing import Column, Listing
from roadshow.web.paging import Shown, asked_page
from roadshow.web.shapes import DONE, WAITS, YOURS
from roadshow.web.words import sector, stage

from . import blueprint
from .consents import consents_of
from .dossier_columns import dossier_columns, may_call
from .interests import interest_facts
from .outcome_columns import sums_in_words
from .pursued import project_introductions
from .scopes import behind

ROWS_SHOWN = 200


class ProjectForm(Form):
    name = Text(_("项目名称"), [InputRequired(_("请填写项目名称"))])
    one_line = Text(_("一句话介绍"), [InputRequired(_("请用一句话介绍项目"))])
    sector = Choice(
        _("技术领域"), [InputRequired(_("请选择技术领域"))], choices=[("", _("请选择")), *SECTORS.items()]
    )
    stage = Choice(
        _("发展阶段"), [InputRequired(_("请选择发展阶段"))], choices=[("", _("请选择")), *STAGES.items()]
    )
    description = Prose(_("项目介绍"))

    def faults(self) -> list[Fault]:
        return project_faults(self.facts())

    def facts(self) -> ProjectFacts:
        return ProjectFacts(
            name=self.name.data,
            one_line=self.one_line.data,
            description=self.description.data,
            sector=self.sector.data,
            stage=self.stage.data,
        )


def company_url(company: Company | None) -> str | None:
    """Its page, for who may open it."""
    return way("centre.show_company", company_id=company.id) if company else None


def _shape(project: Project) -> str:
    waits = YOURS if "project.complete" in current_user.permissions else WAITS
    return waits if project.stub else DONE


PROJECTS: Listing[Project] = Listing(
    lazy_pgettext("many", "项目"),
    "centre.export_projects",
    (
        Column(
            _("项目"),
            lambda project: project.name,
            "name",
            link=lambda project: url_for("centre.show_project", project_id=project.id),
            under=lambda project: project.company.name if project.company else None,
        ),
        Column(_("企业"), lambda project: project.company.name if project.company else None, sheet_only=True),
        Column(
            _("统一社会信用代码"),
            lambda project: project.company.uscc if project.company else None,
            sheet_only=True,
        ),
        Column(
            _("资料"),
            lambda project: _("待补全") if project.stub else _("齐全"),
            "stub",
            "state",
            shape=_shape,
        ),
        Column(_("技术领域"), lambda project: sector(project.sector), "sector"),
        Column(_("发展阶段"), lambda project: stage(project.stage), "stage"),
        Column(_("登记时间"), lambda project: project.made_at, "made", "when"),
        Column(_("一句话介绍"), lambda project: project.one_line, sheet_only=True),
        *dossier_columns(snapshot_of),
    ),
)


@blueprint.get("/projects")
@may("project.read")
def list_projects() -> str:
    wanted, page, year, reached = asked_for(), asked_page(), asked_year(), asked_reached()
    projects = queries.list_projects(wanted, PROJECTS.order)
    return render_template(
        "centre/projects/list_projects.html",
        listing=PROJECTS,
        projects=projects.page(page),
        wanted=wanted,
        shown=Shown(page, projects.count()),
        stubs=queries.count_projects(replace(wanted, stub=True)),
        sectors=SECTORS.items(),
        years=[(season.year, season.year) for season in list_seasons()],
        stages=REACHED_WORDS,
        year=year,
        reached=reached,
    )


@blueprint.get("/projects.xlsx")
@may("project.read")
def export_projects() -> Response:
    return send_workbook(PROJECTS, queries.list_projects(asked_for(), PROJECTS.order, *whole()))


def asked_reached() -> Reached | None:
    """How far a year's roadshows brought the projects; without a year it means nothing."""
    return request.args.get("reached", type=Reached) if asked_year() else None


def asked_for() -> Wanted:
    """Which projects the address names; nonsense filters nothing."""
    field, year, reached = request.args.get("sector"), asked_year(), asked_reached()
    return Wanted(
        text=asked_words("q"),
        sector=field if field in SECTORS else None,
        stub=True if request.args.get("stub") else None,
        among=projects_at(reached, year) if year and reached else behind(Listed.PROJECTS),
    )


@blueprint.get("/projects/<int:project_id>")
@may("project.read")
def show_project(project_id: int) -> str:
    project = queries.get_project(project_id)
    told, viewers = snapshot_of(project), count_viewers([project_id])[project_id]
    seen = Fact(
        _("看过的人"), _("%(count)d人", count=viewers), way("centre.list_viewers", project_id=project_id)
    )
    return render_template(
        "centre/projects/show_project.html",
        project=project,
        facts=[
            *project_facts(project, company_url(project.company)),
            *interest_facts(project_id=project_id),
            seen,
        ],
        viewers=viewers,
        warn=viewers >= WARN_AT,
        introductions=project_introductions(project_id),
        documents=usable_and_failed(list_documents("project", project_id), "centre.show_document"),
        groups=dossier_groups(told, open_contact=may_call()),
        consents=consents_of(project, told.landing),
        pitches=[pitch for pitch in list_pitches_of(project.id) if pitch.state is not PitchState.DRAFT],
        rows=list_rows(WantedRows(project_id=project.id, in_force=False), per_page=ROWS_SHOWN),
        sums=sums_in_words(WantedRows(project_id=project.id)),
        entries=list_entries_of("project", project.id),
    )


@blueprint.route("/projects/<int:project_id>/complete", methods=["GET", "POST"])
@may("project.complete")
def complete_project(project_id: int) -> str | Response:
    """Only what a ledger merely named: any other project is its owner's to change."""
    project = queries.get_project(project_id)
    if not project.stub:
        raise Missing(f"stub {project_id}")
    form = ProjectForm(obj=project)
    if form.validate_on_submit():
        try:
            operations.change_project(project, form.facts(), actor=current_user.actor)
            flash(_("已补全“%(name)s”。", name=project.name))
            return redirect(url_for(".show_project", project_id=project.id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/projects/complete_project.html", form=form, project=project)
