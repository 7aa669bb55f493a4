import re

from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import text_faults
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
    return faults + text_faults("name", _("姓名"), name, 100, empty=_("请填写姓名"))
