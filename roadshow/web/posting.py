"""What pages say of letters: never that one was sent which waits until the morning, or which no mail carries."""

from flask import Flask, flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.foundation.site import has_mail
from roadshow.notices.outlook import Outlook, count_waiting, list_written, morning_words


def with_letters(done: object, unmailed: object = "") -> str:
    """``done``, and what becomes of the letters that this request has written.

    ``unmailed`` says what to do instead while no mail is set up. That letters wait for the morning is said beside it,
    by ``_tell_waiting``.
    """
    written = list_written()
    outlooks = {each.outlook for each in written if each.count}
    if Outlook.NO_MAIL in outlooks:
        return _joined(done, unmailed)
    if without := sum(each.unwanted for each in written):
        words = ngettext(
            "%(num)d位收信人退订了这类邮件，不会收到信。",
            "%(num)d位收信人退订了这类邮件，不会收到信。",
            without,
        )
        done = _joined(done, words)
    return _joined(done, _("信马上寄出。")) if outlooks == {Outlook.AT_ONCE} else str(done)


def with_letter_to_member(done: object) -> str:
    """As ``with_letters`` says it where all who are written to have an account."""
    return with_letters(done, _("本站还没有接通邮件，对方在收件箱里看得到。"))


def init_app(app: Flask) -> None:
    app.after_request(_tell_waiting)
    app.add_template_global(has_mail)


def _joined(done: object, letters: object) -> str:
    return _("%(done)s%(letters)s", done=done, letters=letters) if letters else str(done)


def _tell_waiting(answer: Response) -> Response:
    """Whoever caused letters that wait for the morning is told so, and when they go."""
    if request.method == "POST" and (count := count_waiting(list_written())):
        words = ngettext(
            "夜里（22:00–7:00）不打扰收信人，%(num)d封信%(morning)s发出。",
            "夜里（22:00–7:00）不打扰收信人，%(num)d封信%(morning)s发出。",
            count,
            morning=morning_words(),
        )
        if current_user.is_authenticated and "letter.keep" in current_user.permissions:
            words = _joined(words, _("要马上发出，请在“通知”里选“现在发送”。"))
        flash(words, "now")
    return answer
