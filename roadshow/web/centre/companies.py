from dataclasses import replace

from flask import render_template, url_for
from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from werkzeug.wrappers import Response

from roadshow.audit.queries import list_entries_of
from roadshow.outcomes.queries import Wanted as WantedRows
from roadshow.outcomes.queries import list_rows
from roadshow.pitches.models import Pitch
from roadshow.pitches.queries import list_pitches_of_company
from roadshow.projects import queries
from roadshow.projects.models import Company, Project
from roadshow.projects.queries import Wanted
from roadshow.web.asked import asked_words
from roadshow.web.exports import send_workbook
from roadshow.web.facts import company_facts
from roadshow.web.guards import may
from roadshow.web.listing import Column, Listing
from roadshow.web.paging import Shown, asked_page
from roadshow.web.words import full_day, word

from . import blueprint
from .outcome_columns import OF_FIRM
from .projects import PROJECTS, ROWS_SHOWN, company_url
from .standing import drawn

COMPANIES: Listing[Company] = Listing(
    lazy_pgettext("many", "企业"),
    "centre.export_companies",
    (
        Column(_("企业"), lambda company: company.name, "name", link=company_url),
        Column(_("统一社会信用代码"), lambda company: company.uscc, "uscc"),
        Column(_("项目数"), lambda company: company.project_count, "projects", "n"),
        Column(_("登记时间"), lambda company: company.made_at, "made", "when"),
    ),
)
ITS_PROJECTS: Listing[Project] = replace(
    PROJECTS.still, columns=[replace(column, under=None) for column in PROJECTS.still.columns]
)
ITS_PITCHES: Listing[Pitch] = Listing(
    _("上台路演"),
    "centre.export_pitches",
    (
        Column(
            _("项目"),
            lambda pitch: pitch.brief.overview.name,
            link=lambda pitch: url_for("centre.show_pitch", pitch_id=pitch.id),
            under=lambda pitch: pitch.roadshow.title,
        ),
        Column(
            _("状态"),
            lambda pitch: word(pitch.state),
            kind="state",
            shape=drawn,
        ),
        Column(_("日期"), lambda pitch: full_day(pitch.roadshow.on)),
        Column(_("提交时间"), lambda pitch: pitch.submitted_at, kind="when"),
    ),
)


@blueprint.get("/companies")
@may("project.read")
def list_companies() -> str:
    words, page = asked_words("q"), asked_page()
    companies = queries.list_companies(words, COMPANIES.order)
    return render_template(
        "centre/companies/list_companies.html",
        listing=COMPANIES,
        companies=companies.page(page),
        words=words,
        shown=Shown(page, companies.count()),
    )


@blueprint.get("/companies.xlsx")
@may("project.read")
def export_companies() -> Response:
    return send_workbook(COMPANIES, queries.list_companies(asked_words("q"), COMPANIES.order))


@blueprint.get("/companies/<int:company_id>")
@may("project.read")
def show_company(company_id: int) -> str:
    company = queries.get_company(company_id)
    return render_template(
        "centre/companies/show_company.html",
        company=company,
        facts=company_facts(company),
        projects=queries.list_projects(Wanted(company_id=company.id)).page(1, ROWS_SHOWN),
        pitches=list_pitches_of_company(company.id, ROWS_SHOWN),
        rows=list_rows(WantedRows(company_id=company.id, in_force=False), per_page=ROWS_SHOWN),
        its_projects=ITS_PROJECTS,
        its_pitches=ITS_PITCHES,
        its_outcomes=OF_FIRM,
        entries=list_entries_of("company", company.id),
    )
