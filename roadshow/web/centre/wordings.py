from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import HiddenField
from wtforms.validators import InputRequired

from roadshow.foundation.errors import Fault, Missing, Overtaken, Refused
from roadshow.foundation.languages import LANGUAGE_WORDS, LANGUAGES, TAGS, spoken
from roadshow.foundation.site import address_of
from roadshow.foundation.text import one_line
from roadshow.notices import operations, queries
from roadshow.notices.blocks import Block, letter_blocks
from roadshow.notices.kinds import KINDS, Kind
from roadshow.notices.models import Letter, Template
from roadshow.notices.topics import by_topic, readers_in_words
from roadshow.notices.wording import fill, print_of, template_faults
from roadshow.web.asked import asked_words
from roadshow.web.fields import Choice, Form, Prose, Text, flash_refusal, say
from roadshow.web.guards import may
from roadshow.web.words import moment

from . import blueprint

SAMPLE = "0"
SAMPLE_SITE = "https://roadshow.example"  # whose addresses the samples of links are


class WordingForm(Form):
    subject = Text(_("标题"), [InputRequired(_("请填写标题"))])
    body = Prose(_("正文"), [InputRequired(_("请填写正文"))])
    sample = Choice(_("预览用的内容"))
    seen = HiddenField()  # a print of the words that were on the page
    kind: Kind

    def faults(self) -> list[Fault]:
        return template_faults(self.kind, self.subject.data, self.body.data)


@dataclass(frozen=True)
class Preview:
    """A letter as its reader would have it."""

    language: str
    language_words: object
    subject: str
    blocks: list[Block]
    button: object


@dataclass(frozen=True)
class Row:
    """A kind in the list: its subject in the reader's language, and who has reworded it in which."""

    name: str
    words: object
    subject: str
    own: dict[str, Template]

    def has(self, text: str) -> bool:
        return text.casefold() in f"{self.words} {self.subject}".casefold()


@blueprint.get("/wordings")
@may("letter.keep")
def list_wordings() -> str:
    """By who gets them; those that the centre has reworded come first."""
    text, own = asked_words("q"), _own()
    groups: dict[str, list[Row]] = {str(_("已经改写")): []}
    for topic, names in by_topic(KINDS).items():
        for row in filter(lambda row: row.has(text), _rows(names, own)):
            group = _("已经改写") if row.own else readers_in_words(topic)
            groups.setdefault(str(group), []).append(row)
    return render_template(
        "centre/wordings/list_wordings.html",
        groups={group: rows for group, rows in groups.items() if rows},
        languages=LANGUAGE_WORDS,
        heads=[(words, "") for words in LANGUAGE_WORDS.values()],
        text=text,
    )


@blueprint.route("/wordings/<kind>/<language>", methods=["GET", "POST"])
@may("letter.keep")
def change_wording(kind: str, language: str) -> str | Response | tuple[str, int]:
    """Two buttons: to see it, and to save it."""
    words, recent = _words_of(kind, language), queries.list_recent(kind)
    form, now = _form(kind, words[language], recent), None
    if form.validate_on_submit():
        if request.form.get("do") != "preview":
            try:
                _save(kind, language, form)
                flash(_("已保存，从下一封起使用。"))
                return redirect(url_for(".change_wording", kind=kind, language=language))
            except Overtaken as refusal:
                say(form, refusal)
                now = queries.words_of(kind)[language]
                form.seen.data = print_of(*now)  # by now its reader knows of it
            except Refused as refusal:
                say(form, refusal)
        words[language] = form.subject.data, form.body.data
    letter = next((row for row in recent if str(row.id) == form.sample.data), None)
    page = render_template(
        "centre/wordings/change_wording.html",
        form=form,
        name=kind,
        kind=KINDS[kind],
        language=language,
        languages=LANGUAGE_WORDS,
        tags=TAGS,
        now=now,
        own=queries.find_template(kind, language),
        previews=[] if form.errors else [_preview(kind, each, words[each], letter) for each in LANGUAGES],
    )
    return page, HTTPStatus.CONFLICT if now else HTTPStatus.OK


@blueprint.post("/wordings/<kind>/<language>/restore")
@may("letter.keep")
def restore_wording(kind: str, language: str) -> Response:
    _words_of(kind, language)
    try:
        operations.restore(kind, language, seen=request.form.get("seen", ""), actor=current_user.actor)
        flash(_("已恢复为系统原来的文字。"))
    except Refused as refusal:
        flash_refusal(refusal)
    return redirect(url_for(".change_wording", kind=kind, language=language))


def _own() -> dict[str, dict[str, Template]]:
    """The centre's own words: kind → language → row."""
    own: dict[str, dict[str, Template]] = {}
    for row in queries.list_templates():
        own.setdefault(row.kind, {})[row.language] = row
    return own


def _rows(names: Iterable[str], own: Mapping[str, dict[str, Template]]) -> list[Row]:
    return [
        Row(name, KINDS[name].words, _subject(name, own.get(name, {})), own.get(name, {})) for name in names
    ]


def _subject(kind: str, own: Mapping[str, Template]) -> str:
    mine = own.get(spoken())
    return mine.subject if mine else str(KINDS[kind].subject)


def _form(kind: str, words: tuple[str, str], recent: list[Letter]) -> WordingForm:
    sample = str(recent[0].id) if recent else SAMPLE
    form = WordingForm(subject=words[0], body=words[1], sample=sample, seen=print_of(*words))
    form.kind = KINDS[kind]
    form.sample.offer([(SAMPLE, _("示例内容")), *((str(row.id), _said(row)) for row in recent)])
    return form


def _save(kind: str, language: str, form: WordingForm) -> None:
    seen = form.seen.data or ""
    operations.word(kind, language, form.subject.data, form.body.data, seen=seen, actor=current_user.actor)


def _words_of(kind: str, language: str) -> dict[str, tuple[str, str]]:
    """Raises: Missing for a kind or a language that is none."""
    if kind not in KINDS or language not in LANGUAGES:
        raise Missing(f"wording {kind} {language}")
    return queries.words_of(kind)


def _preview(kind: str, language: str, words: tuple[str, str], letter: Letter | None) -> Preview:
    """With what a real letter was written with, in this language if it has it; else with what is made up.

    Its links are made up in any case: whoever opens a guest's answers as that guest.
    """
    values = (letter.values or {}) if letter else {}
    site = address_of("") if letter else SAMPLE_SITE
    with force_locale(language):
        samples = {name: str(place.sample) for name, place in KINDS[kind].known.items()}
    real: dict[str, str] = values.get(language) or next(iter(values.values()), {})
    said = samples | {name: _masked(value, samples.get(name, ""), site) for name, value in real.items()}
    subject, body = (fill(text, said) for text in words)
    with force_locale(language):
        blocks = letter_blocks(said["name"], body, said, site)
        button = KINDS[kind].button_of(said) or str(_("打开页面"))
    return Preview(language, LANGUAGE_WORDS[language], one_line(subject), blocks, button)


def _masked(value: str, sample: str, site: str) -> str:
    """The sample, on this site, in place of a value that is a link."""
    is_link = value.startswith(f"{site}/") and sample.startswith(f"{SAMPLE_SITE}/")
    return sample.replace(SAMPLE_SITE, site, 1) if is_link else value


def _said(letter: Letter) -> str:
    return f"{letter.subject[:40]} {moment(letter.queued_at)}"
