import re

from flask_babel import lazy_gettext as _

from roadshow.foundation.errors import Fault
from roadshow.foundation.text import one_line

_EMAIL = re.compile(r"[^@\s,;:<>()\"\\]+@[^@\s,;:<>()\"\\]+\.[^@\s.,;:<>()\"\\]+")


def clean_email(typed: str) -> str:
    """As it is kept and compared: one line, lower case."""
    return one_line(typed).lower()


def person_faults(email: str, name: str) -> list[Fault]:
    """What an account needs besides its password."""
    faults = []
    if not _EMAIL.fullmatch(email) or len(email) > 254:
        faults.append(Fault("email", _("邮箱“%(email)s”的写法不对，应像 name@example.cn", email=email[:60])))
    if not 1 <= len(name) <= 100:
        faults.append(Fault("name", _("请填写姓名，最多100个字")))
    return faults
