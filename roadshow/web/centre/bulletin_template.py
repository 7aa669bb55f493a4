"""The office's own Word file for the bulletin: which places it may name, putting it in, taking it away again."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import lazy_gettext as _
from flask_login import current_user
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response
from wtforms import HiddenField

from roadshow.documents.formats import MEDIA, Format
from roadshow.foundation import clock
from roadshow.foundation.errors import Missing, Overtaken, Refused
from roadshow.foundation.languages import LANGUAGE_WORDS, LANGUAGES
from roadshow.outcomes.queries import list_years
from roadshow.reports import operations
from roadshow.reports.templates import LARGEST, content_of, find_template, sum_of
from roadshow.web.bodies import takes_files
from roadshow.web.exports import send_file
from roadshow.web.fields import Form, flash_refusal, say
from roadshow.web.guards import may

from . import blueprint
from .brief import Brief, brief_of
from .bulletin_places import LISTS, TEXTS, words_of


class TemplateForm(Form):
    file = FileField(_("Word文件"), [FileRequired(_("请选择一个DOCX文件"))])
    seen = HiddenField()


@blueprint.route("/bulletin-template/<language>", methods=["GET", "POST"])
@may("bulletin.keep")
@takes_files(LARGEST)
def change_template(language: str) -> str | Response | tuple[str, int]:
    brief = _newest(language)
    form, overtaken = TemplateForm(seen=sum_of(language)), False
    if form.validate_on_submit():
        try:
            _keep(language, form, brief)
            flash(_("模板已换上，从下一次下载起使用。"))
            return redirect(url_for(".change_template", language=language))
        except Overtaken as refusal:
            say(form, refusal)
            form.seen.data, overtaken = sum_of(language), True
        except Refused as refusal:
            say(form, Refused(refusal.words, "file"))
    page = render_template(
        "centre/bulletin_template/change_template.html",
        form=form,
        language=language,
        languages=LANGUAGE_WORDS,
        own=find_template(language),
        texts=[(name, text.words, text.of(brief)) for name, text in TEXTS.items()],
        lists=LISTS,
        year=brief.year,
    )
    return page, HTTPStatus.CONFLICT if overtaken else HTTPStatus.OK


@blueprint.get("/bulletin-template/<language>.docx")
@may("bulletin.keep")
def take_template(language: str) -> Response:
    """The one that is used now, to be changed in Word."""
    _known(language)
    own = find_template(language)
    name = own.name if own else f"bulletin-template-{language}.docx"
    return send_file(content_of(language), name, MEDIA[Format.DOCX])


@blueprint.post("/bulletin-template/<language>/restore")
@may("bulletin.keep")
def restore_template(language: str) -> Response:
    _known(language)
    try:
        operations.restore_template(language, seen=request.form.get("seen", ""), actor=current_user.actor)
        flash(_("已恢复为系统自带的模板。"))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".change_template", language=language))


def _keep(language: str, form: TemplateForm, brief: Brief) -> None:
    """Raises: Refused, Overtaken."""
    given, seen = form.file.data, form.seen.data or ""
    name, actor = given.filename or "", current_user.actor
    operations.keep_template(language, name, given.read(), words_of(brief), seen=seen, actor=actor)


def _newest(language: str) -> Brief:
    """What the places are shown with. Raises: Missing for a language that is none."""
    _known(language)
    today = clock.today()
    with force_locale(language):
        return brief_of(max(list_years(), default=today.year), today)


def _known(language: str) -> None:
    if language not in LANGUAGES:
        raise Missing(f"bulletin template {language}")
