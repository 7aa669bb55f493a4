"""Letters' words: placeholders are replaced by plain text and nothing is ever evaluated."""

import re
from collections.abc import Mapping
from hashlib import sha256

from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import quoted, text_faults
from roadshow.foundation.errors import Fault

from .kinds import Kind

PLACE = re.compile(r"\{ ?(\w{1,60}) ?\}")
LONGEST_SUBJECT, LONGEST_BODY = 200, 5000  # characters


def fill(text: str, values: Mapping[str, str]) -> str:
    """Each known placeholder once by its value, in one pass; whatever else stands in braces stays as it is typed."""
    return PLACE.sub(lambda place: values.get(place[1], place[0]), text)


def print_of(subject: str, body: str) -> str:
    """By which a form knows whether somebody has changed the words since."""
    return sha256(f"{subject}\n{body}".encode()).hexdigest()[:16]


def template_faults(kind: Kind, subject: str, body: str) -> list[Fault]:
    """What is wrong with words for letters of this kind, cleaned before."""
    faults = [
        *text_faults("subject", _("标题"), subject, LONGEST_SUBJECT, empty=_("请填写标题")),
        *text_faults("body", _("正文"), body, LONGEST_BODY, empty=_("请填写正文")),
    ]
    for name, text in (("subject", subject), ("body", body)):
        faults += _unknown(name, text, kind)
    missing = [
        place for place, what in kind.places.items() if what.needed and place not in PLACE.findall(body)
    ]
    if missing and body:
        words = _("正文里缺少%(places)s，没有它收信人办不成事", places=_listed(missing))
        faults.append(Fault("body", words))
    return faults


def _unknown(field: str, text: str, kind: Kind) -> list[Fault]:
    unknown = [name for name in dict.fromkeys(PLACE.findall(text)) if name not in kind.known]
    if not unknown:
        return []
    words = _(
        "没有“%(name)s”这个占位符，可用的有：%(known)s",
        name="{" + quoted(unknown[0]) + "}",
        known=_listed(kind.known),
    )
    return [Fault(field, words)]


def _listed(names: Mapping[str, object] | list[str]) -> str:
    return " ".join("{" + name + "}" for name in names)
