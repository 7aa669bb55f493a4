"""The Word file that the bulletin is filled into: the office's own, or the one that came with the product."""

import io
import zipfile
from pathlib import Path
from tempfile import NamedTemporaryFile

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import undefer

from roadshow.documents.flaws import Flaw, Flawed
from roadshow.documents.formats import Format, format_of
from roadshow.documents.office import check_office
from roadshow.documents.rules import FLAW_WORDS
from roadshow.foundation.db import db
from roadshow.foundation.errors import Fault
from roadshow.press.word import Unfit, Words, Wrong, built_in, fill

from .models import WordTemplate

MB = 1_000_000
LARGEST, LARGEST_UNPACKED, LARGEST_XML = 2, 20, 1  # MB; XML: of one part
WRONG_WORDS = {
    Wrong.UNKNOWN: _("没有“%(place)s”这个字段。可用的字段列在下面，请改正后再上传"),
    Wrong.UNFINISHED: _("“%(place)s”这里的大括号没有写完整，或for、if没有对应的结束。请改正后再上传"),
    Wrong.FORBIDDEN: _(
        "“%(place)s”超出了模板能做的事。模板只能写字段、逐项重复（for）和有无判断（if）。请改正后再上传"
    ),
    Wrong.TOO_MANY: _("模板里的大括号太多（每部分最多500个），请删减后再上传"),
    Wrong.RUNS: _("模板里有Word自己的域“%(place)s”，会从别处取内容或启动程序。请删去后再上传"),
    Wrong.BROKEN: _("这个文件填不进内容。请用Word或WPS打开，另存为DOCX后再上传"),
}
_UNFIT_WORDS = {
    Flaw.UNKNOWN: _("这不是Word文件（DOCX），改名不算。请用Word或WPS另存为DOCX后再上传"),
    Flaw.TOO_LARGE: _("模板超过2 MB，请压缩图片后再上传"),
    Flaw.BOMB: _("模板解压后太大，请减小图片、删减内容后再上传"),
}


def find_template(language: str) -> WordTemplate | None:
    """With its content."""
    asked = select(WordTemplate).where(WordTemplate.language == language)
    return db.session.scalar(asked.options(undefer(WordTemplate.content)))


def content_of(language: str) -> bytes:
    """What the bulletin is filled into now."""
    own = find_template(language)
    return own.content if own else built_in(language)


def sum_of(language: str) -> str:
    """Of the content, by which a form knows whether somebody has changed it since; empty for the product's own."""
    return db.session.scalar(select(WordTemplate.sha256).where(WordTemplate.language == language)) or ""


def template_faults(content: bytes, words: Words) -> list[Fault]:
    """Why it cannot be the template: the place that is wrong. ``words``: any that it might be filled in with."""
    try:
        _look_through(content)
        fill(content, words)
    except Flawed as flawed:
        return [Fault("file", _UNFIT_WORDS.get(flawed.flaw, FLAW_WORDS[flawed.flaw]))]
    except Unfit as unfit:
        return [Fault("file", str(WRONG_WORDS[unfit.wrong]) % {"place": unfit.place})]
    return []


def _look_through(content: bytes) -> None:
    """Raises: Flawed."""
    if len(content) > LARGEST * MB:
        raise Flawed(Flaw.TOO_LARGE)
    file = io.BytesIO(content)
    if format_of(file) is not Format.DOCX:
        raise Flawed(Flaw.UNKNOWN)
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
    largest = max((part.file_size for part in parts if part.filename.endswith(".xml")), default=0)
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED * MB or largest > LARGEST_XML * MB:
        raise Flawed(Flaw.BOMB)
    with NamedTemporaryFile(prefix="roadshow-") as kept:
        kept.write(content)
        kept.flush()
        check_office(Path(kept.name))
