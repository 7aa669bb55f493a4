import hashlib

from flask_babel import lazy_gettext as _

from roadshow.audit.operations import record
from roadshow.documents.formats import Format
from roadshow.documents.rules import file_name
from roadshow.foundation import clock
from roadshow.foundation.actor import Actor
from roadshow.foundation.db import db, hold_name, operation
from roadshow.foundation.errors import Overtaken, refuse_faults
from roadshow.press.word import Words

from .models import WordTemplate
from .templates import find_template, template_faults

TEMPLATE = "bulletin template"


@operation
def keep_template(language: str, name: str, content: bytes, words: Words, *, seen: str, actor: Actor) -> None:
    """The bulletin's Word file in one language from now on; the one before stays if this one is not fit.

    ``words``: any that it will be filled in with; ``seen``: the sum of the one that it takes the place of.
    Raises: Refused naming the place that is wrong; Overtaken when it is another by now.
    """
    refuse_faults(template_faults(content, words))
    hold_name(TEMPLATE)
    row = find_template(language)
    _refuse_overtaken(row, seen)
    if row is None:
        row = WordTemplate(language=language)
        db.session.add(row)
    row.name, row.content = file_name(name, Format.DOCX), content
    row.sha256 = hashlib.sha256(content).hexdigest()
    row.changed_at, row.changed_by = clock.now(), actor.name[:100]
    record("template.changed", actor, "template", None, row.name, language=language)


@operation
def restore_template(language: str, *, seen: str, actor: Actor) -> None:
    """Back to the one that came with the product; nothing when it holds already. Raises: Overtaken as above."""
    hold_name(TEMPLATE)
    row = find_template(language)
    if row is not None:
        _refuse_overtaken(row, seen)
        db.session.delete(row)
        record("template.restored", actor, "template", None, row.name, language=language)


def _refuse_overtaken(row: WordTemplate | None, seen: str) -> None:
    if seen != (row.sha256 if row else ""):
        raise Overtaken(row.changed_by, [str(_("换了简报的Word模板"))]) if row else Overtaken("", [])
