"""What this reader's institution would like with projects, whoever of it said so."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField
from wtforms.validators import InputRequired

from roadshow.attendance.access import list_open, reader_of
from roadshow.foundation.errors import Fault, Refused
from roadshow.meetings import operations, queries
from roadshow.meetings.models import LEVEL_WORDS, TOLD, Interest, InterestLevel
from roadshow.meetings.queries import Wanted
from roadshow.meetings.rules import InterestFacts, interest_faults
from roadshow.meetings.states import Share
from roadshow.web.asked import asked_words
from roadshow.web.exports import send_workbook
from roadshow.web.fields import Amount, Choice, Form, Prose, Text, say
from roadshow.web.guards import may
from roadshow.web.interests import range_of
from roadshow.web.listing import Column, Listing
from roadshow.web.paging import Shown, asked_page
from roadshow.web.talks import standing_of
from roadshow.web.words import full_moment, word

from . import blueprint
from .own import own_institution, readable


class InterestForm(Form):
    level = Choice(
        _("我们想"),
        [InputRequired(_("请选择一项"))],
        choices=[("", _("请选择")), *((level.value, words) for level, words in LEVEL_WORDS.items())],
    )
    low_fen = Amount(_("金额从"))
    high_fen = Amount(_("到"))
    job_title = Text(_("您的职务"))
    message = Prose(_("给项目方的话"))
    shares_contact = BooleanField(_("同意把我的邮箱和手机号提供给这个项目的项目方"))

    def faults(self) -> list[Fault]:
        return [] if self.level.errors else interest_faults(self.facts())

    def facts(self) -> InterestFacts:
        """Who only follows a project stays unnamed."""
        level = InterestLevel(self.level.data)
        facts = InterestFacts(level, self.low_fen.fen, self.high_fen.fen, message=self.message.data)
        if level not in TOLD:
            return facts
        shares = Share.CONTACT if self.shares_contact.data else Share.NAME
        return replace(facts, job_title=self.job_title.data, shares=shares)

    def show(self, interest: Interest) -> None:
        """What was said last."""
        self.level.data = interest.level
        self.low_fen.show(interest.low_fen)
        self.high_fen.show(interest.high_fen)
        self.message.data = interest.message
        if interest.person_id == current_user.id:  # a colleague answers for themselves
            self.job_title.data = interest.job_title
            self.shares_contact.data = interest.shares is Share.CONTACT


def firm_of(interest: Interest) -> str | None:
    return interest.project.company.name if interest.project.company else None


INTERESTS: Listing[Interest] = Listing(
    _("我们的意向"),
    "investor.export_interests",
    (
        Column(_("项目"), lambda one: one.project.name, "project", under=firm_of),
        Column(_("意向"), lambda one: word(one.level), "level", "word", under=range_of),
        Column(
            _("约谈"),
            lambda one: standing_of(one.talk),
            kind="word",
            under=lambda one: (
                full_moment(one.talk.starts_at) if one.talk and one.talk.state == "agreed" else None
            ),
        ),
        Column(_("来源路演"), lambda one: str(one.roadshow.spoken_title), "roadshow"),
        Column(_("登记人"), lambda one: one.by, "by", "word"),
        Column(_("时间"), lambda one: one.at, "at", "when"),
    ),
)


@blueprint.get("/interests")
@may("interest.own")
def list_interests() -> str:
    """A project leads to its page where it may be read at the roadshow of which it was said last."""
    reader, page = reader_of(current_user.person), asked_page()
    wanted = Wanted(asked_words("q"), institution_id=reader.institution.id if reader.institution else 0)
    found = queries.list_interests(wanted, INTERESTS.order)
    interests = found.page(page)
    pitches = list_open(reader, [(one.roadshow_id, one.project_id) for one in interests])
    listing = replace(
        INTERESTS, columns=[replace(INTERESTS.columns[0], link=_link(pitches)), *INTERESTS.columns[1:]]
    )
    return render_template(
        "investor/interests/list_interests.html",
        listing=listing,
        interests=interests,
        shown=Shown(page, found.count()),
    )


@blueprint.get("/interests.xlsx")
@may("interest.own")
def export_interests() -> Response:
    wanted = Wanted(asked_words("q"), institution_id=own_institution().id)
    return send_workbook(INTERESTS, queries.list_interests(wanted, INTERESTS.order))


@blueprint.route("/projects/<int:pitch_id>/interest", methods=["GET", "POST"])
@may("interest.own")
def say_interest(pitch_id: int) -> str | Response:
    pitch = readable(pitch_id)
    form, interest = InterestForm(), queries.find_interest(own_institution().id, pitch.project_id)
    if form.validate_on_submit():
        try:
            operations.say_interest(
                pitch_id, form.facts(), person=current_user.person, actor=current_user.actor
            )
            flash(_("已登记意向。"))
            return redirect(url_for(".show_project", pitch_id=pitch_id))
        except Refused as refusal:
            say(form, refusal)
    elif interest and not form.is_submitted():
        form.show(interest)
    return render_template("investor/interests/say_interest.html", form=form, pitch=pitch)


@blueprint.post("/interests/<int:interest_id>/take-back")
@may("interest.own")
def take_back_interest(interest_id: int) -> Response:
    interest = operations.take_back(interest_id, person=current_user.person, actor=current_user.actor)
    flash(_("已收回对“%(name)s”的意向。", name=interest.project.name))
    return redirect(url_for(".list_interests"))


def _link(pitches: Mapping[tuple[int, int], int]) -> Callable[[Interest], str | None]:
    def link(one: Interest) -> str | None:
        pitch_id = pitches.get((one.roadshow_id, one.project_id))
        if pitch_id is None:
            return None
        return url_for(".show_project", pitch_id=pitch_id)

    return link
