"""Logging an outcome: one page for every kind of row, with what is known filled in or beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.documents.rules import LARGEST
from roadshow.foundation.errors import Missing, Refused
from roadshow.investors.models import InstitutionKind
from roadshow.investors.queries import list_institution_titles
from roadshow.meetings.models import Interest
from roadshow.meetings.queries import Wanted as Interested
from roadshow.meetings.queries import list_interests
from roadshow.outcomes import queries, suggesting
from roadshow.outcomes.doubles import Deal, Match, matches
from roadshow.outcomes.entries import join, log_entry
from roadshow.outcomes.models import Row
from roadshow.outcomes.states import (
    FIRST_STEPS,
    KIND_WORDS,
    STEPS_OF,
    Doubt,
    Kind,
    ThreadStep,
    next_steps,
)
from roadshow.pitches.queries import list_pitches_in
from roadshow.projects.models import Company, Project
from roadshow.projects.queries import get_company, get_project, list_company_titles, list_project_titles
from roadshow.web.asked import asked_id, asked_words, posted_id
from roadshow.web.bodies import takes_files
from roadshow.web.fields import faults_of, say
from roadshow.web.guards import may
from roadshow.web.interests import in_words
from roadshow.web.words import amount, in_a_row, word

from . import blueprint
from .logging_forms import FORMS
from .logging_parts import BOTH, OutcomeForm, SteppedForm
from .prefilling import offer_own, refused_row, said_by

ASKED = ("project", "company", "roadshow")  # what an address says of the row, by id
RATE_SOURCES = (_("中国人民银行授权公布的人民币汇率中间价"), _("结算银行水单"))


@dataclass(frozen=True)
class Beside:
    """What is known of whom the form is about: who showed interest in it, and its deals until now."""

    interests: list[Interest]
    deals: list[Deal]
    doubles: list[Match]


@blueprint.get("/outcomes/new")
@may("outcome.log")
def choose_kind() -> str:
    """What to log, of the project, firm or roadshow that the address names."""
    asked: dict[str, Any] = {name: id_ for name in ASKED if (id_ := asked_id(name))}
    kinds = [
        (
            KIND_WORDS[form.kind],
            in_a_row(map(word, steps_of(form.kind))),
            url_for(".log_outcome", sort=sort, **asked),
        )
        for sort, form in FORMS.items()
    ]
    return render_template("centre/logging/choose_kind.html", kinds=kinds)


@blueprint.route("/outcomes/<sort>/new", methods=["GET", "POST"])
@may("outcome.log")
@takes_files(LARGEST)
def log_outcome(sort: str) -> str | Response:
    form = form_of(sort)
    if form.validate_on_submit():
        try:
            if "join" in request.form:
                row = join(queries.get_thread(posted_id("join")), form.entry(), actor=current_user.actor)
                flash(_("已记入这一笔，没有另登一笔。编号%(number)d。", number=row.id))
                return redirect(url_for(".show_outcome", row_id=row.id))
            row = log_entry(form.entry(), actor=current_user.actor)
            if form.about.new_project:
                flash(_("“%(name)s”是新登记的项目，资料请在项目页补全。", name=form.about.new_project))
            return to_logged(row, both=form.then is not None)
        except Refused as refusal:
            say(form, refusal)
    project, company = known_of(form)
    interests = interests_in(form, project)
    known = beside(form, project, company, interests)
    offer_possible(form, known.deals)
    return render_template(
        "centre/logging/log_outcome.html",
        form=form,
        kind=KIND_WORDS[form.kind],
        offered=offered(form, company, interests),
        beside=known,
        in_words=in_words,
        titles={choice.value: choice.label for choice in form.roadshow.choices} if "roadshow" in form else {},
    )


def form_of(sort: str) -> OutcomeForm:
    """Filled with what the address says, and with what is known of that. Raises: Missing."""
    if sort not in FORMS:
        raise Missing(sort)
    project, company = asked_things()
    roadshow_id = asked_id("roadshow")
    if roadshow_id is None and project is not None:
        roadshow_id = suggesting.find_last_roadshow(project.id)
    known: dict[str, Any] = {
        "project": project.name if project else None,
        "company": company.name if company else None,
        "roadshow": roadshow_id,
        "fund": asked_words("fund") or None,
        "bank": asked_words("bank") or _only(suggesting.list_counterparts(Kind.LOAN, company.id))
        if company
        else None,
    }
    known["step"] = asked_step(steps_of(FORMS[sort].kind))
    again = refused_row(FORMS[sort].kind)
    known |= said_by(again) if again else {}
    form = FORMS[sort](data={name: value for name, value in known.items() if value is not None})
    if isinstance(form, SteppedForm):
        form.offer(steps_of(form.kind))
    if again:
        offer_own(form, again)
    return form


def steps_of(kind: Kind) -> tuple[ThreadStep, ...]:
    """Those that may be logged here: what ends is ended on the page of its own deal."""
    return tuple(step for step in STEPS_OF.get(kind, ()) if step is not ThreadStep.DROPPED)


def asked_step(steps: tuple[ThreadStep, ...]) -> str | None:
    """The one of these that the address names, or a signing with its payment."""
    step = request.args.get("step", "")
    return step if step in steps or (step == BOTH and ThreadStep.SIGNED in steps) else None


def offer_possible(form: OutcomeForm, deals: list[Deal]) -> None:
    """The steps that may begin a thread or go on with one of these, and what was typed; any is understood."""
    if not isinstance(form, SteppedForm):
        return
    possible = {*FIRST_STEPS[form.kind], form.step_typed}
    for deal in deals:
        possible |= {*next_steps(form.kind, deal.latest.step)}
    form.offer([step for step in steps_of(form.kind) if step in possible])


def asked_things() -> tuple[Project | None, Company | None]:
    """The project and the firm that the address names; the project's firm where it names none. Raises: Missing."""
    project_id, company_id = asked_id("project"), asked_id("company")
    project = get_project(project_id) if project_id else None
    company = get_company(company_id) if company_id else project.company if project else None
    return project, company


def known_of(form: OutcomeForm) -> tuple[Project | None, Company | None]:
    """Whom the form is about as it stands."""
    if request.method == "GET" or faults_of(lambda: form.about):
        return asked_things()
    return form.about.project, form.about.company


def interests_in(form: OutcomeForm, project: Project | None) -> list[Interest]:
    """Of institutions, where it is an investment that is logged."""
    if form.kind is not Kind.INVESTMENT or project is None:
        return []
    return list_interests(Interested(project_id=project.id)).page(1)


def beside(
    form: OutcomeForm, project: Project | None, company: Company | None, interests: list[Interest]
) -> Beside:
    deals: list[Deal] = []
    doubles: list[Match] = []
    if form.kind is Kind.INVESTMENT and project is not None:
        deals = queries.list_deals([form.kind], project_id=project.id)
    elif form.kind in (Kind.LOAN, Kind.RESIDENCY) and company is not None:
        deals = queries.list_deals([form.kind], company_id=company.id)
    if deals and Doubt.DOUBLE in form.errors:
        of = form.thread(project, company)
        doubles = matches(of, form.facts(project, company), deals, form.then) if of else []
    return Beside(interests, deals, doubles)


Offers = list[tuple[object, object]]


def offered(form: OutcomeForm, company: Company | None, interests: list[Interest]) -> dict[str, Offers]:
    """Field → what may be chosen while typing, and what is said of it; the likeliest first."""
    asked: dict[str, Callable[[], Offers]] = {
        "project": _projects,
        "company": lambda: _bare(list_company_titles()),
        "firm": lambda: _bare(list_company_titles()),
        "fund": lambda: _funds(interests),
        "bank": lambda: _banks(company),
        "rate_source": lambda: _bare(RATE_SOURCES),
    }
    return {name: list(offer()) for name, offer in (asked | _by_kind(form.kind)).items() if name in form}


def rate_sources() -> dict[str, Offers]:
    """What a page without a thing to choose offers."""
    return {"rate_source": _bare(RATE_SOURCES)}


def _by_kind(kind: Kind) -> dict[str, Callable[[], Offers]]:
    names = {"name": lambda: _bare(suggesting.list_names(Kind.INCUBATOR))}
    said = {"category": lambda: _bare(suggesting.list_categories(kind))}
    match kind:
        case Kind.INCUBATOR | Kind.RESIDENCY:
            return names
        case Kind.EVALUATION:
            return names | said
        case Kind.RECOGNITION:
            titles = lambda: _bare([*suggesting.list_categories(kind), *suggesting.TITLES])  # noqa: E731  as the others
            return {"category": titles, "level": lambda: _bare(suggesting.LEVELS)}
        case Kind.HIRE | Kind.POLICY_PAYMENT:
            return said
        case _:
            return {}


def _projects() -> Offers:
    """Those on the stage of the roadshow that the address names first."""
    roadshow_id = asked_id("roadshow")
    shown = list_pitches_in(roadshow_id, *suggesting.SHOWN) if roadshow_id else []
    return _bare([*(pitch.project.name for pitch in shown), *list_project_titles()])


def _funds(interests: list[Interest]) -> Offers:
    """Whoever showed interest first, with what they said."""
    marked = {
        one.institution.name: _(
            "%(what)s，%(roadshow)s", what=in_words(one), roadshow=one.roadshow.spoken_title
        )
        for one in interests
    }
    others = [*suggesting.list_counterparts(Kind.INVESTMENT), *list_institution_titles()]
    return [*marked.items(), *_bare(name for name in others if name not in marked)]


def _banks(company: Company | None) -> Offers:
    """Those of the firm first."""
    own = suggesting.list_counterparts(Kind.LOAN, company.id) if company else []
    return _bare(
        [*own, *list_institution_titles(InstitutionKind.BANK), *suggesting.list_counterparts(Kind.LOAN)]
    )


def _bare(names: Any) -> Offers:
    """Each once, of which nothing is said."""
    return [(name, "") for name in dict.fromkeys(names)]


def _only(names: list[str]) -> str | None:
    return names[0] if len(names) == 1 else None


def to_logged(row: Row, *, both: bool = False) -> Response:
    """Its page, which says what becomes of it; of money in another currency also what it came to."""
    if both:
        flash(_("已登记签约与到账两条，等待同事核对。编号%(number)d是到账。", number=row.id))
    elif row.exchange and row.amount_fen:
        flash(
            _(
                "已登记，合人民币%(worth)s，等待同事核对。编号%(number)d。",
                worth=amount(row.amount_fen),
                number=row.id,
            )
        )
    else:
        flash(_("已登记，等待同事核对。编号%(number)d。", number=row.id))
    return redirect(url_for(".show_outcome", row_id=row.id))
