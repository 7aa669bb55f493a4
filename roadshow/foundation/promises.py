"""Words of promised return, which the law on private placement lets nobody say to the public."""

import re

from flask_babel import lazy_gettext as _

from .errors import Fault
from .text import name_key

# 保本 also ends and begins in other words: 环保本地化, 确保本项目, 担保本金
_PROMISES = re.compile("(?<![环确担社医质安投参])保本|稳赚|承诺收益|预期收益率")


def promise_faults(field: str, name: object, text: str) -> list[Fault]:
    """Of a text that the public may read, however it is spaced."""
    found = _PROMISES.search(name_key(text.replace("\n", "")))
    if not found:
        return []
    words = _("%(name)s不能写“%(promise)s”：公开文字不得承诺回报，请删去", name=name, promise=found[0])
    return [Fault(field, words)]
