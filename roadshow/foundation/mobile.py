"""Mobile numbers: of the mainland as eleven digits, of elsewhere as + and the country's code."""

import re
import unicodedata

from flask_babel import lazy_gettext as _

from .errors import Fault

LONGEST = 40  # characters of what is kept though it is none: a fault quotes it
_BETWEEN = re.compile(r"[\s()\-.]")
_MAINLAND, _ABROAD = re.compile(r"1[3-9]\d{9}"), re.compile(r"\+(?!86)[1-9]\d{6,14}")


def clean_mobile(typed: str) -> str:
    """As it is kept: 138 0000 0000 and +86 13800000000 → 13800000000, +44 7700 900123 → +447700900123."""
    number = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed))
    return re.sub(r"^(?:\+|00)86(?=1)", "", number)


def mobile_faults(field: str, number: str) -> list[Fault]:
    """Of a cleaned number."""
    if _MAINLAND.fullmatch(number) or _ABROAD.fullmatch(number):
        return []
    said = {"typed": number[:LONGEST], "count": sum(sign.isdigit() for sign in number)}
    words = _(
        "手机号“%(typed)s”不对，现在是%(count)d位数字。大陆手机号11位，境外号码以+和国家代码开头", **said
    )
    return [Fault(field, words)]


def masked(number: str) -> str:
    """Enough to know it again by: 138****0000."""
    return f"{number[:3]}****{number[-4:]}" if number else ""
