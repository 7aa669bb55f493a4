"""Talks as both desks show them: the forms, what is known of one, and what a side may do about it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, flash, redirect, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired, Optional

from roadshow.foundation import clock
from roadshow.foundation.errors import Fault, Refused
from roadshow.meetings import talking
from roadshow.meetings.models import Talk
from roadshow.meetings.rules import LENGTHS, TalkFacts, decline_faults, talk_faults
from roadshow.meetings.states import OPEN, REASON_WORDS, VENUE_WORDS, Reason, Side, TalkState, Venue
from roadshow.meetings.talk_calendars import TALK
from roadshow.meetings.talk_letters import where_of
from roadshow.notices.queries import list_invites
from roadshow.web.facts import Fact
from roadshow.web.fields import Choice, Day, Form, Hour, Prose, Text, flash_refusal, say
from roadshow.web.posting import with_letter_to_member
from roadshow.web.words import full_moment, in_a_row, time_of, word


class TalkForm(Form):
    """Where, for how long, and up to three times; ``needs_times`` is False for owners who agree first."""

    venue = Choice(_("在哪里谈"), choices=[(each.value, words) for each, words in VENUE_WORDS.items()])
    place = Text(_("地点"))
    minutes = Choice(_("谈多久"), choices=[(str(each), _("%(count)d分钟", count=each)) for each in LENGTHS])
    on_1 = Day(_("第一个时间"), [Optional()])
    at_1 = Hour(_("几点开始"), [Optional()])
    on_2 = Day(_("第二个时间"), [Optional()])
    at_2 = Hour(_("几点开始"), [Optional()])
    on_3 = Day(_("第三个时间"), [Optional()])
    at_3 = Hour(_("几点开始"), [Optional()])
    message = Prose(_("给对方的话"))
    needs_times = True

    @property
    def pairs(self) -> list[tuple[Day, Hour]]:
        return [(self[f"on_{number}"], self[f"at_{number}"]) for number in (1, 2, 3)]

    def faults(self) -> list[Fault]:
        halves = [
            Fault(each.name, gettext("请把日期和几点都填上"))
            for day, hour in self.pairs
            for each, other in ((day, hour), (hour, day))
            if each.data is None and other.data is not None
        ]
        if self.venue.errors or self.minutes.errors:
            return halves
        found = talk_faults(self.facts(), clock.now(), needs_times=self.needs_times)
        return halves or [Fault(self._field(fault.field), fault.words) for fault in found]

    def facts(self) -> TalkFacts:
        times = tuple(clock.moment(day.data, hour.data) for day, hour in self._whole())
        return TalkFacts(
            Venue(self.venue.data), self.place.data, int(self.minutes.data), times, self.message.data
        )

    def show(self, talk: Talk) -> None:
        """Where and how long as said last."""
        self.venue.data = talk.offered_venue or talk.venue or Venue.CENTRE
        self.place.data = talk.offered_place or talk.place

    def _whole(self) -> list[tuple[Day, Hour]]:
        return [(day, hour) for day, hour in self.pairs if day.data and hour.data]

    def _field(self, field: str) -> str:
        """A fault of the n-th time stands at the row in which it was typed."""
        name, _line, number = field.partition("_")
        if name != "on" or not (whole := self._whole()):
            return field
        return str(whole[int(number) - 1][0].name)


class AcceptForm(TalkForm):
    needs_times = False


class DeclineForm(Form):
    reason = Choice(
        _("原因"),
        [InputRequired(_("请选择一项"))],
        choices=[("", _("请选择")), *((each.value, words) for each, words in REASON_WORDS.items())],
    )
    message = Prose(_("给对方的话"))

    def faults(self) -> list[Fault]:
        return [] if self.reason.errors else decline_faults(Reason(self.reason.data), self.message.data)


class CancelForm(Form):
    message = Prose(_("给对方的话"))


@dataclass(frozen=True)
class Offered:
    """A time that one side may pick."""

    id: int
    words: str


@dataclass(frozen=True)
class Shown:
    """A talk as one side sees it; ``answers`` whether it waits for them."""

    talk: Talk
    facts: list[Fact]
    offered: list[Offered]
    answers: bool
    may_propose: bool
    may_cancel: bool


def show(talk: Talk, side: Side) -> Shown:
    is_open = talk.state in OPEN
    begun = talk.starts_at is not None and talk.starts_at <= clock.now()
    return Shown(
        talk,
        talk_facts(talk),
        [
            Offered(time.id, full_moment(time.starts_at))
            for time in talk.times
            if time.starts_at > clock.now()
        ],
        answers=talk.waits_for is side,
        may_propose=is_open and talk.waits_for is not side.other and not begun,
        may_cancel=is_open and not begun,
    )


def talk_facts(talk: Talk) -> list[Fact]:
    """Where it stands, when and where; what is on offer; and what calendars answered."""
    facts = [Fact(_("约谈"), standing_of(talk))]
    if talk.starts_at and talk.ends_at:
        facts.append(Fact(_("时间"), f"{full_moment(talk.starts_at)}–{time_of(talk.ends_at)}"))
        facts.append(Fact(_("地点"), where_of(talk.venue, talk.place)))
    if talk.waits_for and talk.times:
        times = "\n".join(full_moment(time.starts_at) for time in talk.times)
        facts.append(
            Fact(_("提出的时间"), times, beside=gettext("%(count)d分钟", count=talk.offered_minutes))
        )
        facts.append(Fact(_("提出的地点"), where_of(talk.offered_venue, talk.offered_place)))
    if talk.reason:
        facts.append(Fact(_("婉拒的原因"), word(talk.reason)))
    if talk.message:
        facts.append(Fact(_("留言"), talk.message, beside=talk.changed_by))
    if talk.state is TalkState.AGREED and (answers := _answers(talk)):
        facts.append(Fact(_("在日历里答复"), in_a_row(answers)))
    return facts


def standing_of(talk: Talk | None) -> str:
    """时间已定，等项目方答复; empty without one."""
    if talk is None:
        return ""
    return str(_("，")).join(filter(None, (word(talk.state), talk.waits_for and word(talk.waits_for))))


def init_app(app: Flask) -> None:
    app.add_template_filter(standing_of)


def act(interest_id: int, work: Callable[[], object], done: str) -> Response:
    """One button: does it, says so or why not, and goes back to the interest's page of this desk."""
    try:
        work()
        flash(with_letter_to_member(done))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".show_interest", interest_id=interest_id))


def propose(form: TalkForm, talk: Talk, side: Side) -> bool:
    """Whether it was done; a refusal stands at its field."""
    return _sent(
        form,
        lambda: talking.propose(
            talk.id, form.facts(), side=side, person=current_user.person, actor=current_user.actor
        ),
    )


def pick(talk: Talk, time_id: int, side: Side) -> Response:
    return act(
        talk.interest_id,
        lambda: talking.pick(
            talk.id, time_id, side=side, person=current_user.person, actor=current_user.actor
        ),
        gettext("时间已定。"),
    )


def keep(talk: Talk, side: Side) -> Response:
    return act(
        talk.interest_id,
        lambda: talking.keep(talk.id, side=side, person=current_user.person, actor=current_user.actor),
        gettext("仍按原定的时间。"),
    )


def cancel(form: CancelForm, talk: Talk, side: Side) -> bool:
    return _sent(
        form,
        lambda: talking.cancel(
            talk.id, form.message.data, side=side, person=current_user.person, actor=current_user.actor
        ),
    )


def _sent(form: Form, work: Callable[[], object]) -> bool:
    if not form.validate_on_submit():
        return False
    try:
        work()
    except Refused as refusal:
        say(form, refusal)
        return False
    return True


def _answers(talk: Talk) -> list[str]:
    """By name of the answer only: addresses are not the other side's to know."""
    return [word(each.answer) for each in list_invites([talk.uid]) if each.about == TALK and each.answer]
