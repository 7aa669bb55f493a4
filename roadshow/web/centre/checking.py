"""The working view of whoever checks: what waits for them, each row with its evidence beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from roadshow.documents.models import Document
from roadshow.documents.queries import list_documents_of
from roadshow.foundation.errors import Refused
from roadshow.foundation.many import Taken
from roadshow.ledgers.looked_at_first import list_doubtful_to_check
from roadshow.ledgers.queries import find_upload, list_files_waiting, rows_and_corrections_of
from roadshow.outcomes.lists import matching
from roadshow.outcomes.many import refuse_many, verify_many, verify_matching
from roadshow.outcomes.models import Row
from roadshow.outcomes.queries import list_also_at
from roadshow.outcomes.states import Kind
from roadshow.outcomes.waiting import ToCheck, choices_of, list_to_check
from roadshow.web.asked import asked_id, asked_words, asked_year, posted_id
from roadshow.web.documents import Line, Page, line_of_version, pages_of
from roadshow.web.facts import Fact
from roadshow.web.fields import Form, Text, flash_taken, say
from roadshow.web.guards import may
from roadshow.web.paging import Shown, asked_page
from roadshow.web.picking import picked, picked_up_to
from roadshow.web.words import word

from . import blueprint
from .corrected import Change, changes_of
from .outcome_facts import said_of

AT_ONCE = 25  # rows of a page: each has its pictures
AS_TABLE = 100  # rows of a page that is a dense table


class CheckForm(Form):
    why = Text(_("不通过的原因"))


@dataclass(frozen=True)
class Proof:
    """A document beside its row: as a line, with its first page where that can be looked at."""

    line: Line
    page: Page | None
    count: int


@dataclass(frozen=True)
class ToSee:
    """A row as it waits: why it is looked at first, what it says, what it changes, what proves it."""

    row: Row
    whys: list[object]
    facts: list[Fact]
    changes: list[Change]
    proofs: list[Proof]


@blueprint.route("/outcomes/waiting", methods=["GET", "POST"])
@may("outcome.verify")
def check_outcomes() -> str | Response:
    wanted, form, file_id = _asked(), CheckForm(), asked_id("file")
    dense = request.args.get("view", "table" if file_id else "") == "table"
    per_page = AS_TABLE if dense else AT_ONCE
    chosen = [posted_id("only")] if "only" in request.form else picked()
    if form.validate_on_submit():
        try:
            flash_taken(*_act(wanted, chosen, form.why.data))
            return redirect(url_for(".check_outcomes", **_said(wanted), page=asked_page()))
        except Refused as refusal:
            say(form, refusal)
    files = list_files_waiting()
    doubtful = list_doubtful_to_check(wanted, files)
    rows = list_to_check(wanted, doubtful)
    shown = Shown(asked_page(), rows.count(), per_page)
    shown = Shown(min(shown.page, shown.pages), shown.total, per_page)
    choices = choices_of(current_user.id)
    seen = [*_seen(rows.page(shown.page, per_page), doubtful)]
    return render_template(
        "centre/checking/check_outcomes.html",
        form=form,
        groups=[(title, list(group)) for title, group in groupby(seen, _title)],
        chosen=chosen,
        dense=dense,
        file_id=file_id,
        files=[(kept.id, kept.name) for kept in files],
        wanted=wanted,
        asked=_said(wanted),
        kinds=[(kind, _many(word(kind), count)) for kind, count in choices.kinds.items()],
        years=[(year, _many(year, count)) for year, count in choices.years.items()],
        names=[(name, _many(name, count)) for name, count in choices.names.items()],
        shown=shown,
        matching=matching(wanted),
    )


def _act(wanted: ToCheck, chosen: list[int], why: str) -> tuple[Taken, str]:
    """Raises: Refused without a reason, or when all that match are to be refused."""
    newest = None if "only" in request.form else picked_up_to()
    if newest is not None:
        if request.form.get("do") == "refuse":
            raise Refused(_("“全部”只用于核对通过；不通过的请逐条勾选"))
        taken = verify_matching(wanted, newest, actor=current_user.actor)
        return taken, str(_("已核对%(count)d条，计入年度数字。", count=taken.count))
    if request.form.get("do") == "refuse":
        taken = refuse_many(chosen, why, actor=current_user.actor)
        return taken, str(_("%(count)d条标为核对未通过，不再计入年度数字。", count=taken.count))
    taken = verify_many(chosen, actor=current_user.actor)
    return taken, str(_("已核对%(count)d条，计入年度数字。", count=taken.count))


def _many(what: object, count: int) -> str:
    return str(_("%(what)s（%(count)d条）", what=what, count=count))


def _asked() -> ToCheck:
    kind, file_id = request.args.get("kind", ""), asked_id("file")
    kept = find_upload(file_id) if file_id else None
    return ToCheck(
        current_user.id,
        asked_year(),
        Kind(kind) if kind in set(Kind) else None,
        asked_words("by") or None,
        rows_and_corrections_of(kept) if kept else None,
        asked_words("q"),
    )


def _said(wanted: ToCheck) -> dict[str, Any]:
    said = {"year": wanted.year, "kind": wanted.kind, "by": wanted.by, "q": wanted.text or None}
    said |= {"file": asked_id("file"), "view": asked_words("view") or None}
    return {name: value for name, value in said.items() if value is not None}


def _title(each: ToSee) -> str:
    return str(_("请先看")) if each.whys else word(each.row.kind)


def _seen(rows: Iterable[Row], doubtful: Mapping[int, list[object]]) -> Iterable[ToSee]:
    """With the evidence of a correction stands that of what it corrects."""
    rows = list(rows)
    ids = {row.id for row in rows} | {row.corrects_id for row in rows if row.corrects_id}
    found = list_documents_of("outcome", ids)
    also = list_also_at(*{row.thread_id for row in rows if row.thread_id})
    for row in rows:
        documents = [*found.get(row.id, ()), *found.get(row.corrects_id or 0, ())]
        whys = doubtful.get(row.id, [])
        yield ToSee(row, whys, said_of(row, also), changes_of(row), [_proof(each) for each in documents])


def _proof(document: Document) -> Proof:
    version = document.current or document.latest
    url = url_for(".show_document", document_id=document.id)

    def page_url(page: int) -> str:
        return url_for(".show_page", document_id=document.id, number=version.number, page=page)

    pages = pages_of(version, page_url)
    return Proof(line_of_version(version, url), pages[0] if pages else None, len(pages))
