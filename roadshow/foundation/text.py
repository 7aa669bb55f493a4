"""Text is cleaned once, at the door."""

import re
import unicodedata
from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import lazy_gettext as _

from .bounds import text_faults
from .errors import Fault, Refused, refuse_faults

_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"
    r"|[\u202a-\u202e\u2066-\u2069]"  # turn the direction of all that follows them on a page
    r"|[\u200b\u2060\ufeff\ufffe\uffff]"  # nobody sees them
)
_DASHES = re.compile(r"[\u2010-\u2015\u2212_]")
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_NOT_OF_A_NAME = re.compile(r"[\s()\[\]{}<>【】「」《》“”\"'\u200b-\u200f\u2060\ufeff]")


def clean(text: str) -> str:
    """NFC, one kind of newline, no control characters seen or unseen, no white space around.

    Raises: Refused on a lone surrogate, which no database or feed can carry.
    """
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise Refused(_("文字里有无法保存的字符，请删去后重试"))
    return (
        _CONTROLS.sub("", _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))).replace("\t", " ").strip()
    )


def one_line(text: str) -> str:
    """Cleaned, and without newlines or doubled spaces: names, titles, anything that goes into a header."""
    return " ".join(clean(text).split())


def plain_digits(typed: str) -> str:
    """A number as it was typed, in ASCII digits: full-width ones and 二〇二一 too."""
    return unicodedata.normalize("NFKC", typed).strip().translate(_HAN_DIGITS)


REASON = 500  # characters


def reason(text: str, words: object, field: str = "reason") -> str:
    """Cleaned; what somebody gives as the reason for a step.

    Raises: Refused when it is longer than 500 characters, with ``words`` when it is empty.
    """
    text = clean(text)
    refuse_faults(reason_faults(text, words, field))
    return text


def reason_faults(text: str, words: object, field: str = "reason") -> list[Fault]:
    """Of a cleaned text, as ``reason`` asks it."""
    return text_faults(field, _("原因"), text, REASON, empty=words)


KEY = 200  # characters of a name's column; unfolding can make one sign many


def name_key(text: str) -> str:
    """By which two spellings of one name are the same: width, case, spaces, brackets, invisible signs do not count."""
    return _NOT_OF_A_NAME.sub("", _DASHES.sub("-", unicodedata.normalize("NFKC", text).casefold()))[:KEY]


_LEGAL_FORM = re.compile("(股份有限公司|有限责任公司|有限公司|股份公司|有限合伙|合伙企业|集团|公司)+$")


def firm_key(name: str) -> str:
    """By which two names may be one firm's: the legal form at the end does not count either."""
    key = name_key(name)
    return _LEGAL_FORM.sub("", key) or key


@dataclass(frozen=True, order=True)
class Bilingual:
    """What goes into a sentence and differs by its language in more than words: chosen when the sentence is written."""

    zh: str
    en: str

    @classmethod
    def of(cls, zh: str, en: str) -> "Bilingual":
        """What has no English is said in Chinese."""
        return cls(zh, en or zh)

    def __bool__(self) -> bool:
        return bool(self.zh)

    def __str__(self) -> str:
        return self.en if str(get_locale()) == "en" else self.zh
