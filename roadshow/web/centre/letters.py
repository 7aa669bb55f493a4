import re
from dataclasses import replace

from flask import abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.audit.queries import list_entries_of
from roadshow.foundation import clock
from roadshow.foundation.languages import spoken
from roadshow.foundation.site import has_mail
from roadshow.notices import many, queries
from roadshow.notices.kinds import KINDS
from roadshow.notices.models import Letter
from roadshow.notices.outlook import Outlook, morning_words, outlook_of
from roadshow.notices.queries import Wanted
from roadshow.notices.states import TO_SETTLE, LetterState
from roadshow.notices.topics import by_topic
from roadshow.web.asked import asked_words
from roadshow.web.exports import send_workbook
from roadshow.web.facts import Fact
from roadshow.web.fields import flash_taken
from roadshow.web.guards import may
from roadshow.web.listing import Column, Listing
from roadshow.web.paging import Shown, asked_page
from roadshow.web.picking import as_asked, picked
from roadshow.web.words import moment, word

from . import blueprint
from .standing import drawn


def kind_words(letter: Letter) -> object:
    """One that is written no more is called by its name."""
    return KINDS[letter.kind].words if letter.kind in KINDS else letter.kind


def address_beside(letter: Letter) -> str | None:
    """None where it stands in place of a name that nobody knows yet."""
    return None if letter.to_name == letter.to_address else letter.to_address


def why(letter: Letter) -> str:
    """Why it waits, failed or is not sent."""
    outlook = outlook_of(letter)
    if outlook is Outlook.MORNING:
        return str(_("夜间不发，%(morning)s发出", morning=morning_words()))
    if outlook is Outlook.NO_MAIL:
        return str(_("本系统尚未接通邮件"))
    return (letter.why or {}).get(spoken(), "")


def goes(letter: Letter) -> str:
    """When it went or will, or why it did not."""
    if outlook_of(letter) is Outlook.MORNING:
        return str(_("%(morning)s发出", morning=morning_words()))
    if letter.sent_at and letter.state is LetterState.SENT:
        return moment(letter.sent_at)
    return why(letter)


def may_hurry(letter: Letter) -> bool:
    """Whether it waits, for the morning or for its next try, and could go out now."""
    later = letter.due_at is not None and letter.due_at > clock.now()
    outlook = outlook_of(letter)
    return outlook is Outlook.MORNING or (outlook is Outlook.AT_ONCE and later)


def may_settle(letter: Letter) -> bool:
    """Whether staff decide what becomes of it: sent again, or left."""
    return letter.state in TO_SETTLE


PERSONAL = re.compile(r"(/come/)[^\s<>\"'，。；：！？、）」”]+")
PER_PAGE = 20  # a page that a phone scrolls through
LETTERS: Listing[Letter] = Listing(
    _("通知"),
    "centre.export_letters",
    (
        Column(
            _("标题"),
            lambda letter: letter.subject,
            "subject",
            link=lambda letter: url_for("centre.show_letter", letter_id=letter.id),
            under=kind_words,
        ),
        Column(_("状态"), lambda letter: word(letter.state), "state", "state", shape=drawn, under=goes),
        Column(_("收信人"), lambda letter: letter.to_name, "to", under=address_beside),
        Column(_("邮箱"), lambda letter: letter.to_address, sheet_only=True),
        Column(_("类型"), kind_words, sheet_only=True),
        Column(_("写信时间"), lambda letter: letter.queued_at, "queued", "keep wide-only"),
        Column(_("发出时间"), lambda letter: letter.sent_at, kind="when", sheet_only=True),
        Column(_("说明"), why, sheet_only=True),
    ),
)


def asked_for() -> Wanted:
    """Which letters the address names; nonsense filters nothing."""
    kind = request.args.get("kind")
    state = request.args.get("state", type=LetterState)
    return Wanted(asked_words("q"), kind if kind in KINDS else None, state)


@blueprint.get("/letters")
@may("letter.keep")
def list_letters() -> str:
    wanted, page = asked_for(), asked_page()
    counts = queries.list_letters(replace(wanted, state=None)).count_by_state()
    letters = queries.list_letters(wanted, LETTERS.order)
    shown_letters, matching = letters.page(page, PER_PAGE), letters.matching(queries.is_decided_by_staff())
    return render_template(
        "centre/letters/list_letters.html",
        listing=LETTERS,
        letters=shown_letters,
        hurries=any(map(may_hurry, shown_letters)),
        settles=any(map(may_settle, shown_letters)),
        pickable={letter.id for letter in shown_letters if may_settle(letter) or may_hurry(letter)},
        matching=matching,
        wanted=wanted,
        states=[
            (state, counts.get(state, 0)) for state in LetterState if state in counts or state is wanted.state
        ],
        kinds=[(name, KINDS[name].words) for names in by_topic(KINDS).values() for name in names],
        total=sum(counts.values()),
        mailed=has_mail(),
        shown=Shown(page, matching.total, PER_PAGE),
    )


@blueprint.get("/letters.xlsx")
@may("letter.keep")
def export_letters() -> Response:
    return send_workbook(LETTERS, queries.list_letters(asked_for(), LETTERS.order))


@blueprint.get("/letters/<int:letter_id>")
@may("letter.keep")
def show_letter(letter_id: int) -> str:
    letter = queries.get_letter(letter_id)
    return render_template(
        "centre/letters/show_letter.html",
        letter=letter,
        lines=lines_of(letter),
        masked=PERSONAL.search(letter.body) is not None,
        facts=facts_of(letter),
        again=may_settle(letter) and has_mail() and not many.again_fault(letter),
        settles=may_settle(letter),
        hurries=may_hurry(letter),
        entries=list_entries_of("letter", letter_id),
    )


def lines_of(letter: Letter) -> list[str]:
    """Its text without its reader's personal link: whoever opens it answers as that guest."""
    return [PERSONAL.sub(r"\1…", line) for line in letter.body.splitlines() if line]


def facts_of(letter: Letter) -> list[Fact]:
    return [
        Fact(_("收信人"), letter.to_name, beside=address_beside(letter)),
        Fact(_("类型"), kind_words(letter)),
        Fact(_("写信时间"), moment(letter.queued_at)),
        Fact(_("发出时间"), moment(letter.sent_at)),
        Fact(_("尝试次数"), letter.tries),
        Fact(_("说明"), why(letter)),
        Fact(_("邮件编号"), letter.message_id),
    ]


@blueprint.post("/letters/settle")
@may("letter.keep")
def settle_letters() -> Response:
    """One, several or all that match: sent now, sent again, or left as they are."""
    ids, do = picked(_matching), request.form.get("do")
    if do == "again":
        taken = many.send_again(ids, actor=current_user.actor)
        flash_taken(taken, _("%(count)d封通知重新排队发送。", count=taken.count))
    elif do == "now":
        taken = many.send_now(ids, actor=current_user.actor)
        flash_taken(taken, _("%(count)d封通知马上发出。", count=taken.count))
    elif do == "leave":
        taken = many.leave(ids, actor=current_user.actor)
        flash_taken(taken, _("%(count)d封通知不再发送。", count=taken.count))
    else:
        abort(400)
    if request.form.get("back") == "letter" and ids:
        return redirect(url_for(".show_letter", letter_id=ids[0]))
    return redirect(as_asked(url_for(".list_letters")))


def _matching(newest: int, at_most: int) -> list[int]:
    return queries.list_letters(asked_for()).ids(newest, at_most, queries.is_decided_by_staff())
