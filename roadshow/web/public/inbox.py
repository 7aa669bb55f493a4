from collections.abc import Mapping, Sequence
from itertools import chain

from flask import flash, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from roadshow.accounts.models import Person
from roadshow.accounts.operations import choose_letter_language
from roadshow.accounts.permissions import Role
from roadshow.notices import operations, queries
from roadshow.notices.kinds import KINDS
from roadshow.notices.topics import Audience, Topic, by_topic, topic_of
from roadshow.web.asked import asked_words
from roadshow.web.fields import Choice, Form, Ticks
from roadshow.web.guards import may
from roadshow.web.paging import Shown, asked_page

from . import blueprint

AUDIENCES = {
    Role.STARTUP: (Audience.STARTUP,),
    Role.INVESTOR: (Audience.INVESTOR, Audience.GUEST),
    Role.JUDGE: (Audience.JUDGE,),
}
"""As whom a role is written to; all others are staff."""


class LettersForm(Form):
    language = Choice(
        _("邮件的语言"),
        choices=[("", _("跟随我最近用的页面语言")), ("zh", _("中文")), ("en", _("英文"))],
    )
    kinds = Ticks(_("要通过邮件接收的通知"), words={"": ""})


@blueprint.get("/account/inbox")
@may("account.own")
def list_inbox() -> str:
    page, letters = asked_page(), queries.list_inbox(current_user.id, asked_words("q"))
    return render_template(
        "public/inbox/list_inbox.html",
        letters=letters.page(page),
        unread=current_user.person.unread,
        shown=Shown(page, letters.count()),
    )


@blueprint.get("/account/inbox/<int:letter_id>")
@may("account.own")
def show_inbox_letter(letter_id: int) -> str:
    letter = queries.get_own_letter(current_user.id, letter_id)
    if letter.read_at is None:
        operations.note_read(letter)
    return render_template("public/inbox/show_inbox_letter.html", letter=letter)


@blueprint.post("/account/inbox/read")
@may("account.own")
def read_inbox() -> Response:
    operations.note_all_read(current_user.id)
    flash(_("已全部标为已读。"))
    return redirect(url_for(".list_inbox"))


@blueprint.route("/account/letters", methods=["GET", "POST"])
@may("account.own")
def choose_letters() -> str | Response:
    """Saved by its own button, and by those that turn a whole group on or off."""
    person = current_user.person
    free = _free(person)
    wanted = sorted(free.keys() - queries.list_unwanted(person.email))
    form = LettersForm(language=person.letter_language or "", kinds=wanted)
    form.kinds.offer(free)
    groups = by_topic(free)
    if form.validate_on_submit():
        ticked = _ticked(form, groups)
        operations.choose(person.email, {name: name in ticked for name in free})
        choose_letter_language(person, form.language.data or None)
        flash(_("已保存。没有勾选的通知只进收件箱，不再发邮件。"))
        return redirect(url_for(".choose_letters"))
    return render_template("public/inbox/choose_letters.html", form=form, address=person.email, groups=groups)


def _free(person: Person) -> dict[str, object]:
    """Kinds that they can do without: those for their roles, and any that they were ever written."""
    audiences = {AUDIENCES.get(role, (Audience.STAFF,)) for role in person.roles}
    readers, written = set(chain(*audiences)), queries.list_kinds_written(person.email)
    return {
        name: kind.words
        for name, kind in KINDS.items()
        if not kind.needed
        and (name in written or ((topic := topic_of(name)) and not readers.isdisjoint(topic.readers)))
    }


def _ticked(form: LettersForm, groups: Mapping[Topic, Sequence[str]]) -> set[str]:
    """What is ticked, with the group added or taken away whose button was pressed."""
    ticked, numbered = set(form.kinds.data or ()), list(groups.values())
    for button, change in (("all", ticked.update), ("none", ticked.difference_update)):
        number = request.form.get(button, type=int)
        if number is not None and number < len(numbered):
            change(numbered[number])
    return ticked
