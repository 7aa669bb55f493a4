"""One card of the board: who pursues it, what is next, who introduced whom, and how it ends."""

import re
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired, Optional

from roadshow.audit.queries import last_number, list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.errors import Fault, Missing, Overtaken, Refused
from roadshow.foundation.text import reason_faults
from roadshow.outcomes import pursuing
from roadshow.outcomes.board import Card, find_card, list_colleagues
from roadshow.outcomes.introductions import list_institution_names, list_who_introduce
from roadshow.outcomes.models import Thread
from roadshow.outcomes.pursuing import WHY_ENDED, PursuitFacts, Subject, introduction_faults
from roadshow.outcomes.pursuits import ENDING_WORDS, Ending, Pursuit
from roadshow.outcomes.queries import get_thread
from roadshow.outcomes.states import ThreadStep, next_steps
from roadshow.projects.queries import get_project
from roadshow.web.addresses import LARGEST_ID
from roadshow.web.asked import asked_words
from roadshow.web.facts import Fact
from roadshow.web.fields import Choice, Day, Form, Prose, Text, flash_refusal, say
from roadshow.web.guards import may, way
from roadshow.web.seen import Seen
from roadshow.web.words import full_day, word

from . import blueprint
from .board import SAID, counterpart, days_of, ending_of, sums_of, why_of

CARD = re.compile(r"(project|deal)-([1-9][0-9]{0,9})")
FIELDS = ("next_on", "next_what", "note")


class PursuitForm(Form):
    owner_id = Choice(_("跟进人"), [Optional()], coerce=lambda typed: int(typed) if typed else None)
    next_on = Day(_("下次日期"), [Optional()])
    next_what = Text(_("要做什么"))
    note = Prose(_("备注"))
    seen = Seen()
    was: date | None = None

    @classmethod
    def of(cls, pursuit: Pursuit | None, seen: int) -> "PursuitForm":
        """Filled with what stands; who pursues it but may no more is still among the choices."""
        known: dict[str, Any] = {name: getattr(pursuit, name) for name in FIELDS} if pursuit else {}
        owner = pursuit.owner if pursuit else None
        form = cls(data=known | {"owner_id": owner.id if owner else None, "seen": seen})
        people = {person.id: person.name for person in (*([owner] if owner else []), *list_colleagues())}
        form.owner_id.offer([("", _("没有人跟进")), *((str(key), name) for key, name in people.items())])
        form.was = pursuit.next_on if pursuit else None
        return form

    def faults(self) -> list[Fault]:
        return self.facts().faults(clock.today(), self.was)

    def facts(self) -> PursuitFacts:
        return PursuitFacts(self.owner_id.data, self.next_on.data, self.next_what.data, self.note.data)


class EndingForm(Form):
    ending = Choice(
        _("为什么终止"),
        [InputRequired(_("请选择为什么终止"))],
        choices=[("", _("请选择")), *((each.value, words) for each, words in ENDING_WORDS.items())],
    )
    why = Prose(_("说明"), [InputRequired(WHY_ENDED)])

    def faults(self) -> list[Fault]:
        return reason_faults(self.why.data, WHY_ENDED, "why")


class DropForm(EndingForm):
    on = Day(_("终止日期"), [InputRequired(_("请填写日期"))])


class IntroductionForm(Form):
    whom = Text(_("引荐给了谁"), [InputRequired(_("请填写引荐给了哪家机构"))])
    by = Text(_("引荐人"), [InputRequired(_("请填写由谁引荐"))])
    seen = Seen()
    subject: Subject

    def faults(self) -> list[Fault]:
        return introduction_faults(self.subject, self.whom.data, self.by.data)


def the_subject(card: str) -> Subject:
    """Raises: Missing."""
    found = CARD.fullmatch(card)
    if found is None or int(found[2]) > LARGEST_ID:
        raise Missing(card)
    return get_thread(int(found[2])) if found[1] == "deal" else get_project(int(found[2]))


def the_card(subject: Subject) -> Card:
    """Raises: Missing when it is none of the board's."""
    card = find_card(subject, clock.today())
    if card is None:
        raise Missing(repr(subject))
    return card


def seen_of(subject: Subject) -> int:
    """The last line of its trail."""
    pursuit = pursuing.find_pursuit(subject)
    return last_number("pursuit", pursuit.id) if pursuit else 0


@blueprint.route("/board/<card>", methods=["GET", "POST"])
@may("pursuit.keep")
def pursue(card: str) -> str | Response:
    subject = the_subject(card)
    shown = find_card(subject, clock.today())
    if shown is None:  # of a project that has a deal by now, or never was on a stage
        return redirect(url_for(".show_board", q=getattr(subject, "name", None)))
    form = PursuitForm.of(shown.pursuit, seen_of(subject))
    if form.validate_on_submit():
        try:
            pursuing.pursue(subject, form.facts(), seen=form.seen.number, actor=current_user.actor)
            flash(_("已保存“%(name)s”的跟进。", name=shown.name))
            return redirect(url_for(".pursue", card=card))
        except Refused as refusal:
            say(form, refusal)
            if isinstance(refusal, Overtaken):
                form.seen.data = seen_of(subject)  # by now its reader knows of it
    pursuits = {each.id for each in (shown.pursuit, pursuing.find_pursuit(subject)) if each}
    return render_template(
        "centre/pursuits/pursue.html",
        form=form,
        card=shown,
        facts=facts_of(shown),
        may_drop=_may_drop(shown),
        entries=list_entries_of("pursuit", *pursuits),
        **SAID,
    )


def facts_of(card: Card) -> list[Fact]:
    project, company = card.project, card.company
    url = way("centre.show_project", project_id=project.id) if project else None
    firm = way("centre.show_company", company_id=company.id) if company else None
    last = way("centre.show_roadshow", roadshow_id=card.roadshow.id) if card.roadshow else None
    days = days_of(card)
    since = ngettext("%(day)s，已%(num)d天", "%(day)s，已%(num)d天", days, day=full_day(card.since))
    return [
        *([Fact(_("项目"), project.name, url)] if project else []),
        Fact(_("企业"), company.name if company else None, firm),
        *([Fact(_("对方"), counterpart(card))] if card.thread else []),
        Fact(_("进度"), word(card.lane), beside=since),
        *(Fact(words, sum_) for words, sum_ in sums_of(card)),
        Fact(_("最近的路演"), card.roadshow.spoken_title if card.roadshow else None, last),
        *(
            [Fact(_("终止原因"), ending_of(card), beside=why_of(card))]
            if card.is_over and card.pursuit
            else []
        ),
    ]


def _may_drop(card: Card) -> bool:
    """Whether this reader may end the deal, from where it stands."""
    if card.thread is None or "outcome.log" not in current_user.permissions:
        return False
    return ThreadStep.DROPPED in next_steps(card.thread.kind, ThreadStep(card.lane.value))


@blueprint.post("/board/<card>/take")
@may("pursuit.keep")
def take(card: str) -> Response:
    try:
        subject = the_subject(card)
        the_card(subject)
        pursuing.take(subject, actor=current_user.actor)
        flash(_("由您跟进。请定下次日期和要做什么。"))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".pursue", card=card))


@blueprint.route("/board/<card>/close", methods=["GET", "POST"])
@may("pursuit.keep")
def close(card: str) -> str | Response:
    """A project without a deal."""
    project, form = the_subject(card), EndingForm()
    if isinstance(project, Thread):
        raise Missing(card)
    shown = the_card(project)
    if form.validate_on_submit():
        try:
            pursuing.close(project, Ending(form.ending.data), form.why.data, actor=current_user.actor)
            flash(_("已终止跟进“%(name)s”，可以重新开启。", name=project.name))
            return redirect(url_for(".show_board"))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/pursuits/close.html", form=form, card=shown, facts=facts_of(shown), **SAID)


@blueprint.route("/board/<card>/drop", methods=["GET", "POST"])
@may("outcome.log")
def drop(card: str) -> str | Response:
    """A deal: its last step of the ledger."""
    thread, form = the_subject(card), DropForm(data={"on": clock.today()})
    if not isinstance(thread, Thread):
        raise Missing(card)
    shown = the_card(thread)
    if form.validate_on_submit():
        try:
            ending = Ending(form.ending.data)
            pursuing.drop(thread, ending, form.why.data, form.on.data, actor=current_user.actor)
            flash(_("已登记终止，等待同事核对。"))
            return redirect(url_for(".show_board"))
        except Refused as refusal:
            say(form, refusal)
    return render_template("centre/pursuits/drop.html", form=form, card=shown, facts=facts_of(shown), **SAID)


@blueprint.post("/board/<card>/reopen")
@may("pursuit.keep")
def reopen(card: str) -> Response:
    project = the_subject(card)
    if isinstance(project, Thread):
        raise Missing(card)
    pursuing.reopen(project, actor=current_user.actor)
    flash(_("已重新开启“%(name)s”的跟进。", name=project.name))
    return redirect(url_for(".pursue", card=card))


@blueprint.route("/board/<card>/introduce", methods=["GET", "POST"])
@may("pursuit.keep")
def introduce(card: str) -> str | Response:
    subject = the_subject(card)
    shown = the_card(subject)
    form = IntroductionForm(data=known_of(shown) | {"seen": seen_of(subject)})
    form.subject = subject
    if form.validate_on_submit():
        try:
            pursuing.introduce(
                subject, form.whom.data, form.by.data, seen=form.seen.number, actor=current_user.actor
            )
            flash(_("已登记引荐。"))
            return redirect(url_for(".pursue", card=card))
        except Refused as refusal:
            say(form, refusal)
            if isinstance(refusal, Overtaken):
                form.seen.data = seen_of(subject)
    return render_template(
        "centre/pursuits/introduce.html",
        form=form,
        card=shown,
        facts=facts_of(shown),
        whoms=list_institution_names(),
        bys=list_who_introduce(shown.project.id if shown.project else None),
        **SAID,
    )


def known_of(card: Card) -> dict[str, object]:
    """Whom a deal is with, and who is known to have introduced whom the address names."""
    whom = asked_words("whom") or (card.thread.counterpart if card.thread else "")
    by = next((str(each.by) for each in card.introduced if each.whom == whom), "")
    return {"whom": whom, "by": by}


@blueprint.post("/board/<card>/introductions/<int:introduction_id>/remove")
@may("pursuit.keep")
def forget_introduction(card: str, introduction_id: int) -> Response:
    pursuing.forget_introduction(the_subject(card), introduction_id, actor=current_user.actor)
    flash(_("已删去这条引荐。"))
    return redirect(url_for(".pursue", card=card))
