from flask import flash, render_template, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from roadshow.notices import operations, queries
from roadshow.notices.kinds import KINDS
from roadshow.web.fields import Form, Ticks
from roadshow.web.guards import may
from roadshow.web.paging import Shown, asked_page

from . import blueprint


class LettersForm(Form):
    kinds = Ticks(_("要通过邮件接收的通知"), words={"": ""})


@blueprint.get("/account/inbox")
@may("account.own")
def list_inbox() -> str:
    page, letters = asked_page(), queries.list_inbox(current_user.id)
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
    address = current_user.person.email
    free = {name: kind.words for name, kind in KINDS.items() if not kind.needed}
    form = LettersForm(kinds=sorted(free.keys() - queries.list_unwanted(address)))
    form.kinds.offer(free)
    if form.validate_on_submit():
        operations.choose(address, {name: name in form.kinds.data for name in free})
        flash(_("已保存。没有勾选的通知只进收件箱，不再发邮件。"))
        return redirect(url_for(".choose_letters"))
    return render_template("public/inbox/choose_letters.html", form=form, address=address)
