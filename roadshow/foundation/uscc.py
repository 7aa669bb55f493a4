"""统一社会信用代码 (GB 32100): 18 characters with a check character."""

import unicodedata

from flask_babel import lazy_gettext as _
from stdnum.cn import uscc as rule

from .errors import Fault

LENGTH = 18


def clean_uscc(typed: str) -> str:
    """As it is kept: half width, upper case, without spaces or hyphens."""
    return "".join(unicodedata.normalize("NFKC", typed).upper().split()).replace("-", "")


def uscc_faults(code: str, field: str = "uscc") -> list[Fault]:
    """Of a cleaned code; all zeros pass the checksum and are still no firm."""
    if len(code) != LENGTH:
        return [Fault(field, _("统一社会信用代码应为18位，现在是%(count)d位", count=len(code)))]
    if not rule.is_valid(code) or code.strip("0") == "":
        return [Fault(field, _("统一社会信用代码校验位不符，请对照营业执照核对，常见的是把0看成O"))]
    return []
