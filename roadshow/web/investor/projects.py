"""One project at one roadshow, as it was handed in, as far as this reader may read it now."""

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.agenda.queries import find_stage_time
from roadshow.attendance.access import Access, Layer, Need, list_decks
from roadshow.attendance.viewing import open_pitch
from roadshow.foundation.errors import Missing
from roadshow.meetings import operations, queries
from roadshow.meetings.rules import may_call
from roadshow.pitches.models import Pitch
from roadshow.pitches.snapshots import told_by
from roadshow.projects.snapshot import Snapshot
from roadshow.web.documents import Line, line_of_version
from roadshow.web.dossier_facts import Group, equity, investor_groups
from roadshow.web.facts import Fact, review_facts, verified_words
from roadshow.web.guards import may
from roadshow.web.interests import in_words
from roadshow.web.words import about, amount, moment, sector, stage

from . import blueprint
from .needs import todos_of


@blueprint.get("/projects/<int:pitch_id>")
@may("deal.read")
def show_project(pitch_id: int) -> str:
    """It is noted that it was shown; where it is closed, there is no page."""
    reader, pitch, access = open_pitch(pitch_id, person=current_user.person)
    if not access.open:
        raise Missing(f"pitch {pitch_id} for {current_user.id}")
    told, institution_id = told_by(pitch), reader.institution.id if reader.institution else 0
    interest = queries.find_interest(institution_id, pitch.project_id)
    needs, calls = access.lacks(Layer.FIGURES), may_call(access, interest, told)
    return render_template(
        "investor/projects/show_project.html",
        pitch=pitch,
        told=told,
        access=access,
        summary=access.reads(Layer.SUMMARY),
        time=find_stage_time(pitch),
        key_figures=_key_figures(access, told),
        facts=_answered(review_facts(told, blind=False, verified=_verified(pitch, told))),
        groups=_groups(access, told),
        decks=_decks(access, pitch),
        todos=todos_of(needs, pitch.roadshow_id, pitch_id),
        interest=interest if interest and interest.level else None,
        history=history_of(interest.id) if interest else [],
        speaks=not {Need.INSTITUTION, Need.VERIFIED}.intersection(needs),
        calls=calls,
        told_contact=calls and queries.was_passed_on(pitch.project_id, current_user.id),
        agreed=told.landing.passing_on,
        notes=queries.list_notes(institution_id, pitch.project_id),
        writes=reader.institution is not None,
        reader_id=current_user.id,
    )


@blueprint.post("/projects/<int:pitch_id>/contact")
@may("deal.read")
def ask_contact(pitch_id: int) -> Response:
    """Whom to call stands on the page from then on; that it was passed on is noted, and its owners read it."""
    operations.pass_on(pitch_id, person=current_user.person, actor=current_user.actor)
    return redirect(url_for(".show_project", pitch_id=pitch_id, _anchor="contact"))


def history_of(interest_id: int) -> list[Fact]:
    """Each time that colleagues said what they would like, the latest first."""
    return [Fact(moment(said.at), in_words(said), beside=said.by) for said in queries.list_said(interest_id)]


def _verified(pitch: Pitch, told: Snapshot) -> object | None:
    """Of the firm as it applied: under another name or code nobody has compared it."""
    firm = pitch.project.company
    if firm is None or firm.verified_at is None or (firm.name, firm.uscc) != (told.company, told.uscc):
        return None
    return verified_words(firm)


def _groups(access: Access, told: Snapshot) -> list[Group]:
    if not access.reads(Layer.FORM):
        return []
    groups = investor_groups(told, figures=access.reads(Layer.FIGURES))
    return [group._replace(facts=_answered(group.facts)) for group in groups]


def _answered(facts: list[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.value not in (None, "")]


def _key_figures(access: Access, told: Snapshot) -> list[Fact]:
    """What one asks first of a project, as far as the reader may know it; nothing unanswered."""
    said, firm = told.financing, told.applicant
    facts = [
        Fact(_("融资金额"), amount(said.ask_fen)),
        Fact(_("出让股权"), equity(said.equity_bp)),
        Fact(_("投前估值"), about(said.pre_money_fen)),
    ]
    facts = facts if access.reads(Layer.FIGURES) else []
    facts += [
        Fact(_("发展阶段"), stage(told.overview.stage)),
        Fact(_("技术领域"), sector(told.overview.sector)),
    ]
    if access.reads(Layer.FORM):
        facts.append(
            Fact(
                _("团队成员"),
                ngettext("%(num)d人", "%(num)d人", len(told.team.people)) if told.team.people else None,
            )
        )
        facts.append(Fact(_("员工人数"), firm.staff))
    return _answered(facts)


def _decks(access: Access, pitch: Pitch) -> list[Line]:
    return [
        line_of_version(version, url_for(".show_deck", pitch_id=pitch.id, version_id=version.id))
        for version in list_decks(access, pitch)
    ]
