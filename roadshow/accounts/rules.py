import re

from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import has_letter, text_faults
from roadshow.foundation.errors import Fault
from roadshow.foundation.text import one_line

PRIVACY = "privacy"  # the statement at /privacy; whoever changes what it says raises its version
PRIVACY_VERSION = "2026-11-26"
LONGEST_EMAIL = 254  # characters
_EMAIL = re.compile(r"[^@\s,;:<>()\"\\]+@[^@\s,;:<>()\"\\]+\.[^@\s.,;:<>()\"\\]+")


def clean_email(typed: str) -> str:
    """As it is kept and compared: one line, lower case."""
    return one_line(typed).lower()


def email_faults(email: str, field: str = "email") -> list[Fault]:
    """Of a cleaned one. Few mail servers take letters other than a to z before the @ (SMTPUTF8)."""
    if _EMAIL.fullmatch(email) and len(email) <= LONGEST_EMAIL and _is_domain(email.rpartition("@")[2]):
        if email.partition("@")[0].isascii():
            return []
        words = _("邮箱“%(email)s”的@前面只能用英文字母、数字和常用符号，否则信寄不到", email=email[:60])
        return [Fault(field, words)]
    return [Fault(field, _("邮箱“%(email)s”的写法不对，应像 name@example.cn", email=email[:60]))]


def _is_domain(domain: str) -> bool:
    """Whether mail servers can be asked for it, one such as 例子.中国 by its IDNA name."""
    try:
        return domain.isascii() or bool(domain.encode("idna"))
    except UnicodeError:
        return False


def person_faults(email: str, name: str) -> list[Fault]:
    """What an account needs besides its password."""
    faults = text_faults("name", _("姓名"), name, 100, empty=_("请填写姓名"))
    if not faults and not has_letter(name):
        faults = [Fault("name", _("姓名至少要有一个看得见的字"))]
    return email_faults(email) + faults
