"""统一社会信用代码 (GB 32100): 18 characters with a check character."""

import unicodedata
from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from stdnum.cn import uscc as rule

from .errors import Fault
from .text import Bilingual

LENGTH, DIGITS = 18, 8  # characters; the first of them, which are digits
UNUSED: Mapping[str, str] = {
    "I": "1",
    "O": "0",
    "S": "5",
    "V": "U",
    "Z": "2",
}  # letter → what it is mistaken for


def clean_uscc(typed: str) -> str:
    """As it is kept: half width, upper case, without spaces or hyphens."""
    return "".join(unicodedata.normalize("NFKC", typed).upper().split()).replace("-", "")


def uscc_faults(code: str, field: str = "uscc") -> list[Fault]:
    """Of a cleaned code; all zeros pass the checksum and are still no firm."""
    faults = [Fault(field, words) for words in _sign_words(code)]
    if len(code) != LENGTH:
        faults.append(Fault(field, _("统一社会信用代码应为18位，现在是%(count)d位", count=len(code))))
    if faults:
        return faults
    if code.strip("0") == "":
        return [Fault(field, _("统一社会信用代码不会全是0，请对照营业执照核对"))]
    if not rule.is_valid(code):
        words = _(
            "统一社会信用代码第18位“%(sign)s”校验不符，前面有一位写错也会这样。请对照营业执照逐位核对",
            sign=code[-1],
        )
        return [Fault(field, words)]
    return []


def _sign_words(code: str) -> list[object]:
    """Of each sign that cannot stand where it stands, once; of a code far too long only what it begins with."""
    places: dict[str, list[str]] = {}
    for place, sign in enumerate(code[:LENGTH], 1):
        if not sign.isascii() or not sign.isalnum() or sign in UNUSED or (place <= DIGITS and sign.isalpha()):
            places.setdefault(sign, []).append(str(place))
    return [_words_of(sign, Bilingual("、".join(at), ", ".join(at))) for sign, at in places.items()]


def _words_of(sign: str, places: Bilingual) -> object:
    if sign in UNUSED:
        return _(
            "统一社会信用代码第%(places)s位是字母“%(sign)s”，而信用代码里没有I、O、S、V、Z这五个字母。"
            "请对照营业执照核对，多半是“%(likely)s”",
            places=places,
            sign=sign,
            likely=UNUSED[sign],
        )
    if sign.isascii() and sign.isalpha():
        return _("统一社会信用代码第%(places)s位是“%(sign)s”，而前8位都是数字", places=places, sign=sign)
    return _(
        "统一社会信用代码第%(places)s位是“%(sign)s”，而信用代码只有数字和大写字母", places=places, sign=sign
    )
