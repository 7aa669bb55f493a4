from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.audit.queries import last_number, list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.errors import Fault, Refused
from roadshow.foundation.sectors import SECTORS
from roadshow.foundation.steps import steps_for
from roadshow.investors import operations, queries
from roadshow.investors.agreements import list_agreements
from roadshow.investors.avoiding import list_avoided
from roadshow.investors.belonging import list_requests_for_staff
from roadshow.investors.models import KIND_WORDS, REGISTER_WORDS, Institution, InstitutionKind, Register
from roadshow.investors.queries import Wanted
from roadshow.investors.rules import check_faults, is_due
from roadshow.investors.states import STORY, InstitutionState
from roadshow.reports.figures.figure import Listed
from roadshow.web.asked import asked_words
from roadshow.web.exports import send_workbook
from roadshow.web.facts import Fact, agreement_facts, institution_facts, mandate_facts, ticket
from roadshow.web.fields import Choice, Form, Prose, say
from roadshow.web.guards import may
from roadshow.web.listing import Column, Listing
from roadshow.web.paging import Shown, asked_page
from roadshow.web.seen import Seen
from roadshow.web.words import amount, in_a_row, moment, sector, stage, word

from . import blueprint
from .pursued import institution_introductions
from .scopes import behind
from .standing import drawn


class VerificationForm(Form):
    against = Choice(
        _("核对了什么"),
        [InputRequired(_("请选择核对了什么"))],
        choices=[("", _("请选择")), *((each.value, words) for each, words in REGISTER_WORDS.items())],
    )
    note = Prose(_("核验说明"))
    seen = Seen()

    def faults(self) -> list[Fault]:
        against = Register.AMAC if self.against.errors else Register(self.against.data)
        return check_faults(against, self.note.data)


class RefusalForm(Form):
    reason = Prose(_("未通过的原因"), [InputRequired(_("请写明未通过的原因"))])


def _looks_for(one: Institution, say_one: Callable[[str], str], name: str) -> str:
    return in_a_row(map(say_one, getattr(one.mandate, name))) if one.mandate else ""


def _ticket(one: Institution) -> str:
    return str(ticket(one.mandate)) if one.mandate else ""


INSTITUTIONS: Listing[Institution] = Listing(
    lazy_pgettext("many", "投资机构"),
    "centre.export_institutions",
    (
        Column(
            _("机构"),
            lambda one: one.name,
            "name",
            link=lambda one: url_for("centre.show_institution", institution_id=one.id),
        ),
        Column(_("状态"), lambda one: word(one.standing), "state", "state", shape=drawn),
        Column(_("类型"), lambda one: word(one.kind), "kind"),
        Column(_("登记编号"), lambda one: one.amac_number, "number"),
        Column(_("统一社会信用代码"), lambda one: one.uscc, sheet_only=True),
        Column(_("管理规模"), lambda one: amount(one.aum_fen), "aum", sheet_only=True),
        Column(_("联系人"), lambda one: one.contacts[0].person.name if one.contacts else None),
        Column(
            _("联系人邮箱"), lambda one: in_a_row(each.person.email for each in one.contacts), sheet_only=True
        ),
        Column(_("关注领域"), lambda one: _looks_for(one, sector, "sectors"), sheet_only=True),
        Column(_("投资阶段"), lambda one: _looks_for(one, stage, "stages"), sheet_only=True),
        Column(_("单笔金额"), _ticket, sheet_only=True),
        Column(_("登记时间"), lambda one: one.made_at, "made", "when"),
        Column(_("核验人"), lambda one: one.checked_by, sheet_only=True),
        Column(_("核验时间"), lambda one: one.checked_at, kind="when", sheet_only=True),
        Column(_("有效期至"), lambda one: one.verified_until, "checked", "when"),
    ),
)


def asked_for() -> Wanted:
    """Which institutions the address names; nonsense filters nothing."""
    args = request.args
    state, kind = args.get("state", type=InstitutionState), args.get("kind", type=InstitutionKind)
    field = args.get("sector")
    among = behind(Listed.INSTITUTIONS)
    return Wanted(asked_words("q"), state, kind, field if field in SECTORS else None, among)


@blueprint.get("/institutions")
@may("institution.read")
def list_institutions() -> str:
    wanted, page = asked_for(), asked_page()
    counts = queries.count_by_state(wanted)
    institutions = queries.list_institutions(wanted, INSTITUTIONS.order)
    return render_template(
        "centre/institutions/list_institutions.html",
        listing=INSTITUTIONS,
        institutions=institutions.page(page),
        wanted=wanted,
        states=[(each, counts.get(each, 0)) for each in InstitutionState],
        kinds=KIND_WORDS.items(),
        sectors=SECTORS.items(),
        shown=Shown(page, institutions.count()),
    )


@blueprint.get("/institutions.xlsx")
@may("institution.read")
def export_institutions() -> Response:
    return send_workbook(INSTITUTIONS, queries.list_institutions(asked_for(), INSTITUTIONS.order))


@blueprint.get("/institutions/<int:institution_id>")
@may("institution.read")
def show_institution(institution_id: int) -> str:
    institution = queries.get_institution(institution_id)
    verifies = "institution.verify" in current_user.permissions
    return render_template(
        "centre/institutions/show_institution.html",
        institution=institution,
        kept=queries.find_kept(institution.id),
        facts=[*institution_facts(institution), *checked(institution)],
        mandate=mandate_facts(institution.mandate) if institution.mandate else [],
        agreements=agreement_facts(list_agreements(institution.id)),
        avoided=list_avoided(institution.id),
        introductions=institution_introductions(institution.id),
        requests=list_requests_for_staff(institution.id) if verifies else [],
        steps=steps_of(institution),
        entries=list_entries_of("institution", institution.id),
    )


def steps_of(institution: Institution) -> set[InstitutionState]:
    """Where this reader may lead it; one whose year is about to end can be verified once more."""
    steps = steps_for(STORY, institution.standing, current_user.permissions)
    due = is_due(institution, clock.now()) and "institution.verify" in current_user.permissions
    return steps | {InstitutionState.VERIFIED} if due else steps


def checked(institution: Institution) -> list[Fact]:
    """By whom, when and against what, which is for staff to know."""
    at, until = institution.checked_at, institution.verified_until
    if at is None:
        return []
    facts = [Fact(_("上次核验"), institution.checked_by, beside=moment(at))]
    if until:
        facts.append(Fact(_("有效期至"), moment(until)))
    if institution.checked_against:
        note = institution.checked_note
        facts.append(Fact(_("核对了"), word(institution.checked_against), beside=note))
    return facts


@blueprint.route("/institutions/<int:institution_id>/verify", methods=["GET", "POST"])
@may("institution.verify")
def verify_institution(institution_id: int) -> str | Response:
    institution = queries.get_institution(institution_id)
    form = VerificationForm(seen=last_number("institution", institution_id))
    if form.validate_on_submit():
        against, note = Register(form.against.data), form.note.data
        try:
            operations.verify(institution, against, note, seen=form.seen.number, actor=current_user.actor)
            flash(_("已核验“%(name)s”，一年内有效。", name=institution.name))
            return redirect(url_for(".show_institution", institution_id=institution_id))
        except Refused as refusal:
            say(form, refusal)
            form.seen.data = last_number("institution", institution_id)  # the page shows what stands now
    return render_template(
        "centre/institutions/verify_institution.html",
        form=form,
        institution=institution,
        facts=institution_facts(institution),
    )


@blueprint.route("/institutions/<int:institution_id>/refuse", methods=["GET", "POST"])
@may("institution.verify")
def refuse_institution(institution_id: int) -> str | Response:
    institution = queries.get_institution(institution_id)
    form = RefusalForm()
    if form.validate_on_submit():
        try:
            operations.refuse(institution, form.reason.data, actor=current_user.actor)
            flash(_("“%(name)s”未通过核验，机构会看到原因。", name=institution.name))
            return redirect(url_for(".show_institution", institution_id=institution_id))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/institutions/refuse_institution.html", form=form, institution=institution)
