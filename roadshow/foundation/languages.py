"""The languages of the house: what is worked out before anyone reads it is kept in each of them."""

from collections.abc import Callable
from typing import TypeVar

from flask_babel import force_locale, get_locale
from flask_babel import lazy_gettext as _

LANGUAGES = ("zh", "en")
LANGUAGE_WORDS = {"zh": _("中文"), "en": _("英文")}
TAGS = {"zh": "zh-CN", "en": "en"}
"""As BCP 47 calls them, for readers that are programs."""
T = TypeVar("T")


def spoken() -> str:
    """That of whoever is answered now."""
    return str(get_locale() or LANGUAGES[0])[:2]


def in_each(tell: Callable[[], T]) -> dict[str, T]:
    """What ``tell`` says to a reader of each language."""
    said = {}
    for language in LANGUAGES:
        with force_locale(language):
            said[language] = tell()
    return said
