from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.audit.queries import last_number, list_entries_of
from roadshow.documents.queries import list_documents
from roadshow.foundation.errors import Fault, Refused
from roadshow.foundation.listing import Listed
from roadshow.foundation.steps import steps_for
from roadshow.foundation.text import reason_faults
from roadshow.foundation.uscc import clean_uscc
from roadshow.outcomes.queries import Wanted as WantedRows
from roadshow.outcomes.queries import list_rows
from roadshow.pitches.models import Pitch
from roadshow.pitches.queries import applying_companies, list_pitches_of_company
from roadshow.projects import queries, verifying
from roadshow.projects.claims import list_open_claims
from roadshow.projects.models import Company, Project
from roadshow.projects.operations import correct_company
from roadshow.projects.queries import Wanted
from roadshow.projects.rules import check_faults, company_faults
from roadshow.projects.states import CHECK_STORY, CHECK_WORDS, PROOF_WORDS, CompanyState, Proof
from roadshow.web.asked import asked_words
from roadshow.web.documents import Line, lines_of
from roadshow.web.exports import send_workbook
from roadshow.web.facts import Fact, company_facts
from roadshow.web.fields import Choice, Form, Prose, Text, say
from roadshow.web.guards import may
from roadshow.web.listing import Column, Listing
from roadshow.web.paging import Shown, asked_page
from roadshow.web.roadshow_days import held_on
from roadshow.web.seen import Seen
from roadshow.web.shapes import shape
from roadshow.web.words import moment, word

from . import blueprint
from .outcome_columns import OF_FIRM, sums_in_words
from .projects import PROJECTS, ROWS_SHOWN, company_url
from .standing import drawn

APPLYING = "applying"  # of the address: unverified ones that have applied


class CompanyCheckForm(Form):
    against = Choice(
        _("核对了什么"),
        [InputRequired(_("请选择核对了什么"))],
        choices=[("", _("请选择")), *((each.value, words) for each, words in PROOF_WORDS.items())],
    )
    note = Prose(_("核验说明"))
    seen = Seen()
    uscc: str | None

    @property
    def proof(self) -> Proof:
        return Proof(self.against.data)

    def faults(self) -> list[Fault]:
        return [] if self.against.errors else check_faults(self.uscc, self.proof, self.note.data)


class CompanyForm(Form):
    name = Text(_("企业名称"), [InputRequired(_("请填写企业名称"))])
    uscc = Text(_("统一社会信用代码"))
    reason = Prose(_("更正的原因"), [InputRequired(_("请写明更正的原因"))])

    def faults(self) -> list[Fault]:
        code = clean_uscc(self.uscc.data) or None
        return company_faults(self.name.data, code) + reason_faults(self.reason.data, "")


class NotVerifiedForm(Form):
    reason = Prose(_("未通过的原因"), [InputRequired(_("请写明未通过的原因"))])


def _shape(company: Company) -> str:
    return shape(company.state)


COMPANIES: Listing[Company] = Listing(
    lazy_pgettext("many", "企业"),
    "centre.export_companies",
    (
        Column(_("企业"), lambda company: company.name, "name", link=company_url),
        Column(_("统一社会信用代码"), lambda company: company.uscc, "uscc"),
        Column(_("核验"), lambda company: word(company.state), "state", "state", shape=_shape),
        Column(_("项目数"), lambda company: company.project_count, "projects", "n"),
        Column(_("登记时间"), lambda company: company.made_at, "made", "when"),
        Column(_("核验人"), lambda company: company.checked_by, sheet_only=True),
        Column(_("核验时间"), lambda company: company.checked_at, kind="when", sheet_only=True),
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
            under=lambda pitch: pitch.roadshow.spoken_title,
        ),
        Column(
            _("状态"),
            lambda pitch: word(pitch.state),
            kind="state",
            shape=drawn,
        ),
        Column(_("日期"), lambda pitch: held_on(pitch.roadshow)),
        Column(_("提交时间"), lambda pitch: pitch.submitted_at, kind="when"),
    ),
)


def asked_for() -> Listed[Company]:
    """Which companies the address names; nonsense filters nothing."""
    asked = request.args.get("state", "")
    among = applying_companies() if asked == APPLYING else None
    state = CompanyState.UNVERIFIED if among is not None else request.args.get("state", type=CompanyState)
    return queries.list_companies(asked_words("q"), COMPANIES.order, state=state, among=among)


@blueprint.get("/companies")
@may("project.read")
def list_companies() -> str:
    companies, page = asked_for(), asked_page()
    return render_template(
        "centre/companies/list_companies.html",
        listing=COMPANIES,
        companies=companies.page(page),
        words=asked_words("q"),
        state=request.args.get("state", ""),
        states=[(APPLYING, _("已申请路演，等核验")), *CHECK_WORDS.items()],
        shown=Shown(page, companies.count()),
    )


@blueprint.get("/companies.xlsx")
@may("project.read")
def export_companies() -> Response:
    return send_workbook(COMPANIES, asked_for())


@blueprint.get("/companies/<int:company_id>")
@may("project.read")
def show_company(company_id: int) -> str:
    company = queries.get_company(company_id)
    return render_template(
        "centre/companies/show_company.html",
        company=company,
        facts=[*company_facts(company), *checked(company)],
        licence=licence_of(company),
        steps=steps_for(CHECK_STORY, company.state, current_user.permissions),
        claims=list_open_claims(company.id) if "company.admit" in current_user.permissions else [],
        projects=queries.list_projects(Wanted(company_id=company.id)).page(1, ROWS_SHOWN),
        pitches=list_pitches_of_company(company.id, ROWS_SHOWN),
        rows=list_rows(WantedRows(company_id=company.id, in_force=False), per_page=ROWS_SHOWN),
        sums=sums_in_words(WantedRows(company_id=company.id)),
        its_projects=ITS_PROJECTS,
        its_pitches=ITS_PITCHES,
        its_outcomes=OF_FIRM,
        entries=list_entries_of("company", company.id),
    )


def licence_of(company: Company) -> list[Line]:
    return lines_of(list_documents("company", company.id), "centre.show_document")


def checked(company: Company) -> list[Fact]:
    """By whom and against what, which is for staff to know."""
    if company.checked_at is None:
        return []
    facts = [Fact(_("上次核验"), company.checked_by, beside=moment(company.checked_at))]
    if company.checked_against:
        facts.append(Fact(_("核对了"), word(company.checked_against), beside=company.checked_note))
    return facts


@blueprint.route("/companies/<int:company_id>/verify", methods=["GET", "POST"])
@may("company.admit")
def verify_company(company_id: int) -> str | Response:
    company, form = queries.get_company(company_id), CompanyCheckForm(seen=last_number("company", company_id))
    form.uscc = company.uscc
    if form.validate_on_submit():
        try:
            verifying.verify(
                company, form.proof, form.note.data, seen=form.seen.number, actor=current_user.actor
            )
            flash(_("已核验“%(name)s”。", name=company.name))
            return redirect(url_for(".show_company", company_id=company_id))
        except Refused as refusal:
            say(form, refusal)
            form.seen.data = last_number("company", company_id)  # the page shows what stands now
    return render_template(
        "centre/companies/verify_company.html",
        form=form,
        company=company,
        facts=company_facts(company),
        licence=licence_of(company),
    )


@blueprint.route("/companies/<int:company_id>/change", methods=["GET", "POST"])
@may("company.admit")
def change_company(company_id: int) -> str | Response:
    """What is corrected takes the verification away: the next step is to verify it anew."""
    company = queries.get_company(company_id)
    form = CompanyForm(obj=company)
    if form.validate_on_submit():
        try:
            correct_company(
                company, form.name.data, form.uscc.data, form.reason.data, actor=current_user.actor
            )
            flash(_("已更正企业信息，负责人会收到通知。请重新核验。"))
            return redirect(url_for(".show_company", company_id=company_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/companies/change_company.html", form=form, company=company)


@blueprint.route("/companies/<int:company_id>/refuse", methods=["GET", "POST"])
@may("company.admit")
def refuse_company(company_id: int) -> str | Response:
    company, form = queries.get_company(company_id), NotVerifiedForm()
    if form.validate_on_submit():
        try:
            verifying.refuse(company, form.reason.data, actor=current_user.actor)
            flash(_("“%(name)s”未通过核验，企业的负责人会看到原因。", name=company.name))
            return redirect(url_for(".show_company", company_id=company_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/companies/refuse_company.html", form=form, company=company)
