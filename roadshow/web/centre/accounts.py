import re
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired

from roadshow.accounts import coming_in, inviting, operations, queries
from roadshow.accounts.inviting import MOST_AT_ONCE, Invitee, invitee_faults
from roadshow.accounts.models import Person
from roadshow.accounts.permissions import ROLE_MEANS, ROLE_WORDS, Role
from roadshow.accounts.queries import Wanted
from roadshow.accounts.rules import clean_email
from roadshow.audit.queries import list_entries_of
from roadshow.foundation.bounds import quoted
from roadshow.foundation.errors import Fault, Refused
from roadshow.foundation.pasting import no_email, read_person
from roadshow.foundation.text import one_line
from roadshow.notices.queries import count_bounces
from roadshow.web.addresses import absolute
from roadshow.web.asked import asked_words
from roadshow.web.exports import send_workbook
from roadshow.web.fields import Form, Prose, Ticks, flash_refusal, say
from roadshow.web.guards import may
from roadshow.web.listing import Column, Listing
from roadshow.web.paging import Shown, asked_page
from roadshow.web.shapes import DONE, OVER
from roadshow.web.words import in_a_row, word

from . import blueprint


def role_named(word: str) -> Role | None:
    """By its word in the reader's language, or its code."""
    names = {str(words).casefold(): role for role, words in ROLE_WORDS.items()} | {
        role.value: role for role in Role
    }
    return names.get(word.casefold())


class RolesForm(Form):
    roles = Ticks(_("角色"), [InputRequired(_("请至少选一个角色"))], words=ROLE_WORDS)


class InvitationForm(RolesForm):
    """Colleagues, a line each; a line may name roles of its own, else it gets the ticked ones."""

    people = Prose(_("邀请谁"), [InputRequired(_("请写下姓名和邮箱，每行一人"))])
    roles = Ticks(_("角色"), words=ROLE_WORDS)

    def faults(self) -> list[Fault]:
        lines = self.lines()
        if len(lines) > MOST_AT_ONCE:
            return [Fault("people", _("一次最多邀请%(most)d人", most=MOST_AT_ONCE))]
        return [
            Fault("people", _("第%(number)d行：%(why)s", number=line.number, why=why))
            for line in lines
            if (why := self._fault(line)) is not None
        ]

    def lines(self) -> list["InvitedLine"]:
        texts = enumerate((self.people.data or "").splitlines(), 1)
        return [self._read(number, text) for number, text in texts if text.strip()]

    def _read(self, number: int, text: str) -> "InvitedLine":
        found = read_person(text)
        named = [part for part in re.split(r"[\s,，、/]+", found.rest) if part]
        roles = [role_named(part) for part in named]
        unknown = next((part for part, role in zip(named, roles, strict=True) if role is None), None)
        of_line = [role for role in roles if role is not None] or list(self.roles.data or ())
        return InvitedLine(
            number, text, Invitee(clean_email(found.email), one_line(found.name)), of_line, unknown
        )

    def _fault(self, line: "InvitedLine") -> object | None:
        who = line.invitee
        if not who.email:
            return no_email(line.text)
        if line.unknown is not None:
            return _("没有“%(role)s”这个角色", role=quoted(line.unknown))
        if faults := invitee_faults(who.email, who.name):
            return faults[0].words
        if not line.roles:
            return _("请至少选一个角色，或在这一行写上")
        first = next(other for other in self.lines() if other.invitee.email == who.email)
        if first.number != line.number:
            return _("和第%(number)d行邮箱相同", number=first.number)
        return None


@dataclass(frozen=True)
class InvitedLine:
    """``roles``: those that the line names, else the ticked ones; ``unknown``: a word that is no role."""

    number: int
    text: str
    invitee: Invitee
    roles: list[Role]
    unknown: str | None


@dataclass(frozen=True)
class Invited:
    """Who was invited, with all roles of the links that are open to the address; ``again``: an earlier one is."""

    invitee: Invitee
    roles: list[Role]
    link: str
    again: bool


PEOPLE: Listing[Person] = Listing(
    _("人员"),
    "centre.export_people",
    (
        Column(
            _("姓名"),
            lambda person: person.name,
            "name",
            link=lambda person: url_for("centre.change_person", person_id=person.id),
            under=lambda person: person.email,
        ),
        Column(_("邮箱"), lambda person: person.email, sheet_only=True),
        Column(
            _("状态"),
            lambda person: _("使用中") if person.active else _("已停用"),
            "active",
            "state",
            shape=lambda person: DONE if person.active else OVER,
        ),
        Column(_("角色"), lambda person: in_a_row(map(word, person.roles))),
        Column(_("建立时间"), lambda person: person.made_at, "made", "when"),
    ),
)


def asked_for() -> Wanted:
    """Which people the address names; nonsense filters nothing."""
    return Wanted(asked_words("q"), request.args.get("role", type=Role))


@blueprint.get("/people")
@may("people.keep")
def list_people() -> str:
    page, wanted = asked_page(), asked_for()
    people = queries.list_people(wanted, PEOPLE.order)
    return render_template(
        "centre/accounts/list_people.html",
        listing=PEOPLE,
        people=people.page(page),
        wanted=wanted,
        shown=Shown(page, people.count()),
        invitations=queries.list_open_invitations(),
        roles=ROLE_WORDS.items(),
    )


@blueprint.get("/people.xlsx")
@may("people.keep")
def export_people() -> Response:
    return send_workbook(PEOPLE, queries.list_people(asked_for(), PEOPLE.order))


@blueprint.route("/people/invite", methods=["GET", "POST"])
@may("people.keep")
def invite_person() -> str:
    """The links go out as letters and are shown once, in the answer itself: only their hashes are kept."""
    form, invited = InvitationForm(), list[Invited]()
    if form.validate_on_submit():
        try:
            lines = form.lines()
            tokens = inviting.invite_many(
                [(line.invitee, line.roles) for line in lines], actor=current_user.actor, link=_link
            )
            invited = [_invited(line, token) for line, token in zip(lines, tokens, strict=True)]
        except Refused as refusal:
            say(form, refusal)
    return render_template(
        "centre/accounts/invite_person.html", form=form, invited=invited, means=ROLE_MEANS.items()
    )


def _invited(line: InvitedLine, token: str) -> Invited:
    invitation = queries.get_invitation(token)
    again = len(queries.list_open_invitations_to(line.invitee.email)) > 1
    return Invited(line.invitee, invitation.granted, _link(token), again)


def _link(token: str) -> str:
    return absolute("public.accept_invitation", token=token)


@blueprint.post("/people/invitations/<int:invitation_id>/withdraw")
@may("people.keep")
def withdraw_invitation(invitation_id: int) -> Response:
    invitation = queries.get_invitation_by_id(invitation_id)
    inviting.withdraw_invitation(invitation, actor=current_user.actor)
    flash(_("已收回给%(name)s的邀请链接，它不能再用了。", name=invitation.name or _("第一位管理员")))
    return redirect(url_for(".list_people"))


@blueprint.route("/people/<int:person_id>", methods=["GET", "POST"])
@may("people.keep")
def change_person(person_id: int) -> str | Response:
    person = queries.get_person(person_id)
    form = RolesForm(roles=person.roles)
    if form.validate_on_submit():
        try:
            operations.set_roles(person, form.roles.data, actor=current_user.actor)
            flash(_("已保存%(name)s的角色。", name=person.name))
            return redirect(url_for(".list_people"))
        except Refused as refusal:
            say(form, refusal)
    entries = list_entries_of("person", person.id)
    return render_template(
        "centre/accounts/change_person.html",
        form=form,
        person=person,
        means=ROLE_MEANS.items(),
        bounces=count_bounces(person.email),
        entries=entries,
    )


@blueprint.post("/people/<int:person_id>/active")
@may("people.keep")
def set_person_active(person_id: int) -> Response:
    person, typed = queries.get_person(person_id), request.form.get("active")
    if typed not in ("0", "1"):
        abort(400)
    active = typed == "1"
    try:
        operations.set_active(person, active, actor=current_user.actor)
        done = _("已恢复%(name)s的账号。") if active else _("已停用%(name)s的账号。")
        flash(str(done) % {"name": person.name})
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".change_person", person_id=person_id))


@blueprint.post("/people/<int:person_id>/reset")
@may("people.keep")
def make_reset(person_id: int) -> str | Response:
    """The link is shown once, in the answer itself: only its hash is kept."""
    person = queries.get_person(person_id)
    try:
        token = coming_in.make_reset(person, actor=current_user.actor)
    except Refused as refusal:
        flash_refusal(refusal)
        return redirect(url_for(".change_person", person_id=person_id))
    link = absolute("public.reset_password", token=token)
    return render_template("centre/accounts/make_reset.html", person=person, link=link)


@blueprint.post("/people/<int:person_id>/sessions/end")
@may("people.keep")
def end_person_sessions(person_id: int) -> Response:
    person = queries.get_person(person_id)
    operations.sign_out_everywhere(person, actor=current_user.actor)
    flash(_("已结束%(name)s的所有登录。", name=person.name))
    return redirect(url_for(".change_person", person_id=person_id))
