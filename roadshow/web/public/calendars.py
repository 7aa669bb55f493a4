"""A reader's own calendars: each under an address that is shown once, and what programs fetch there.

Programs bring no session. Whoever has the address has the calendar, so it stands in no log, in no Referer and on no
page but the one that made it.
"""

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse
from wtforms.validators import InputRequired

from roadshow.feeds import operations, own, queries
from roadshow.feeds.models import KIND_WORDS, Kind
from roadshow.feeds.programs import program_of
from roadshow.feeds.rights import kinds_of
from roadshow.feeds.rules import MOST, REMIND_WORDS, SubscriptionFacts
from roadshow.foundation.errors import Refused
from roadshow.foundation.languages import LANGUAGE_WORDS
from roadshow.halls.queries import list_halls
from roadshow.web.fields import Choice, Form, Text, say
from roadshow.web.guards import may, open_to_all
from roadshow.web.language import lang

from . import blueprint, own_calendar
from .feeds import sent


class CalendarForm(Form):
    name = Text(_("名称"), [InputRequired(_("请填写名称，如“我的手机”"))])
    kind = Choice(_("日历内容"), [InputRequired(_("请从列表中选择一项"))])
    hall = Choice(_("场地"), default="")
    language = Choice(_("语言"), [InputRequired(_("请从列表中选择一项"))], choices=LANGUAGE_WORDS.items())
    remind = Choice(
        _("提醒"),
        choices=[("", _("不提醒")), *((str(minutes), words) for minutes, words in REMIND_WORDS.items())],
        default="",
    )

    def offer_kinds(self, kinds: list[Kind]) -> None:
        """What its reader may have."""
        self.kind.offer((kind.value, KIND_WORDS[kind]) for kind in kinds)
        if Kind.HALL in kinds:
            halls = ((str(hall.id), hall.spoken_name) for hall in list_halls())
            self.hall.offer([("", _("请选择")), *halls])
        else:
            del self.hall

    def leave_kind(self) -> None:
        """What a calendar holds stays; for something else there is another one."""
        del self.kind, self.hall

    @property
    def hall_id(self) -> int | None:
        return int(self.hall.data) if "hall" in self and self.hall.data else None

    def facts(self) -> SubscriptionFacts:
        minutes = int(self.remind.data) if self.remind.data else None
        return SubscriptionFacts(self.name.data, self.language.data, minutes)


@blueprint.get("/account/calendars")
@may("account.own")
def list_calendars() -> str:
    rows = queries.list_own_subscriptions(current_user.id)
    return render_template(
        "public/calendars/list_calendars.html",
        rows=rows,
        kinds=kinds_of(current_user.person),
        most=MOST,
        remind_words=REMIND_WORDS,
        languages=LANGUAGE_WORDS,
    )


@blueprint.route("/account/calendars/new", methods=["GET", "POST"])
@may("account.own")
def make_calendar() -> str:
    """Its address is shown once, in the answer itself: only a hash is kept."""
    form, address, kinds = CalendarForm(language=lang()), None, kinds_of(current_user.person)
    form.offer_kinds(kinds)
    if form.validate_on_submit():
        person, kind = current_user.person, Kind(form.kind.data)
        try:
            _row, token = operations.subscribe(
                person, kind, form.hall_id, form.facts(), actor=current_user.actor
            )
            address = own_calendar.of_token(token)
        except Refused as refusal:
            say(form, refusal)
    return render_template("public/calendars/make_calendar.html", form=form, kinds=kinds, address=address)


@blueprint.route("/account/calendars/<int:subscription_id>/change", methods=["GET", "POST"])
@may("account.own")
def change_calendar(subscription_id: int) -> str | BaseResponse:
    row = queries.get_own_subscription(current_user.id, subscription_id)
    form = CalendarForm(name=row.name, language=row.language, remind=str(row.remind_minutes or ""))
    form.leave_kind()
    if form.validate_on_submit():
        try:
            operations.change(row, form.facts(), actor=current_user.actor)
            flash(_("已保存“%(name)s”。", name=form.name.data))
            return redirect(url_for(".list_calendars"))
        except Refused as refusal:
            say(form, refusal)
    return render_template("public/calendars/change_calendar.html", form=form, row=row)


@blueprint.route("/account/calendars/<int:subscription_id>/rotate", methods=["GET", "POST"])
@may("account.own")
def rotate_calendar(subscription_id: int) -> str:
    """Asked once; the new address is shown once, as at the making."""
    row, address = queries.get_own_subscription(current_user.id, subscription_id), None
    if request.method == "POST":
        address = own_calendar.of_token(operations.rotate(row, actor=current_user.actor))
    return render_template("public/calendars/rotate_calendar.html", row=row, address=address)


@blueprint.route("/account/calendars/<int:subscription_id>/revoke", methods=["GET", "POST"])
@may("account.own")
def revoke_calendar(subscription_id: int) -> str | BaseResponse:
    row = queries.get_own_subscription(current_user.id, subscription_id)
    if request.method == "GET":
        return render_template("public/calendars/revoke_calendar.html", row=row)
    name = row.name
    operations.revoke(row, actor=current_user.actor)
    flash(_("已撤销“%(name)s”，它的地址不再有内容。", name=name))
    return redirect(url_for(".list_calendars"))


@blueprint.get("/calendar/my/<secret>.ics")
@open_to_all
def own_calendar_of(secret: str) -> Response:
    """Decided from what its person may see now; whoever may not have it any more is told that there is none."""
    row = queries.get_subscription(secret)
    with force_locale(row.language):
        feed = own.fetch(row, current_app.config["BASE_URL"], program_of(request.user_agent.string))
    return sent(feed, "my-roadshows.ics", "private, no-cache")


@blueprint.after_request
def tell_nobody(response: Response) -> Response:
    """Of this address, found or not: neither the pages that it leads to nor who looks for pages may learn it."""
    if request.endpoint == "public.own_calendar_of":
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
