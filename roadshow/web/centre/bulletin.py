"""The bulletin as it leaves the house: as text, as a Word file in the office's own form, as a PDF."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import flash, redirect, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roadshow.documents.formats import MEDIA, Format
from roadshow.foundation import clock
from roadshow.foundation.languages import LANGUAGES, spoken
from roadshow.press.paper import Heading, Notes, Paper, Paragraph, Part, Table, print_paper
from roadshow.press.word import Unfit, fill
from roadshow.reports.templates import content_of
from roadshow.web.exports import send_file
from roadshow.web.guards import may

from . import blueprint
from .brief import Brief, brief_of
from .bulletin_places import words_of

PDF, TEXT = "application/pdf", "text/plain; charset=utf-8"


@blueprint.get("/years/<year:year>/bulletin.txt")
@may("year.read")
def take_bulletin_text(year: int) -> Response:
    with in_language():
        brief = brief_of(year, clock.today())
        return send_file(brief.text.encode(), f"{brief.title}.txt", TEXT)


@blueprint.get("/years/<year:year>/bulletin.pdf")
@may("year.read")
def take_bulletin_pdf(year: int) -> Response:
    with in_language():
        brief = brief_of(year, clock.today())
        return send_file(print_paper(paper_of(brief)), f"{brief.title}.pdf", PDF)


@blueprint.get("/years/<year:year>/bulletin.docx")
@may("year.read")
def take_bulletin_word(year: int) -> Response:
    """In the form that the office gave it."""
    with in_language():
        brief = brief_of(year, clock.today())
        try:
            made = fill(content_of(spoken()), words_of(brief))
        except Unfit as unfit:  # it was fit when it was put in: a name that it used is no more
            words = _("简报的Word模板已不能用（%(place)s），请换一份或恢复自带的。", place=unfit.place)
            flash(words, "now")
            return redirect(url_for(".show_year", year=year))
        return send_file(made, f"{brief.title}.docx", MEDIA[Format.DOCX])


def paper_of(brief: Brief) -> Paper:
    return Paper(
        language=spoken(),
        flag=brief.flag,
        issued=(brief.centre, brief.issued),
        title=brief.title,
        by=brief.by,
        parts=tuple(parts_of(brief)),
    )


def parts_of(brief: Brief) -> Iterator[Part]:
    yield Heading(_("一、总体情况"))
    yield Paragraph(brief.summary)
    if brief.waits:
        yield Paragraph(brief.waits)
    yield Heading(_("二、主要指标"))
    yield table_of(brief)
    yield Notes(brief.notes)


def table_of(brief: Brief) -> Table:
    """What waits has a column only while something does."""
    caption = f"{_('表1')}  {_('%(year)d年度主要指标', year=brief.year)}"
    heads = [_("指标"), _("数值"), _("与上年之比")]
    rows = [[line.words, line.value, line.times or "—"] for line in brief.indicators]
    if brief.waits:
        heads.append(_("待核对"))
        for row, line in zip(rows, brief.indicators, strict=True):
            row.append(str(line.waits or "—"))
    return Table(caption, heads, rows, len(heads) - 1)


@contextmanager
def in_language() -> Iterator[None]:
    """The one that ``in`` names, without changing the reader's own."""
    asked = request.args.get("in", "")
    with force_locale(asked if asked in LANGUAGES else spoken()):
        yield
