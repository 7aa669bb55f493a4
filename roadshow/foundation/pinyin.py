"""How a Chinese name is typed where there are only letters (pure)."""

import os

from .text import name_key

os.environ.setdefault(
    "PYPINYIN_NO_PHRASES", "true"
)  # read as it is imported: names are no phrases, which would cost 40 MB and half a second

from pypinyin import Style, pinyin

READINGS = 4  # of a surname that is read in several ways
LONGEST = 400  # characters of the column


def spelled(name: str) -> str:
    """The ways to type it, apart by spaces: 曾小示 → ``cengxiaoshi zengxiaoshi cxs zxs``; letters stay letters.

    A surname is often read as the word is not, so all its readings count.
    """
    signs = name_key(name)
    if not signs:
        return ""
    read = pinyin(signs, style=Style.NORMAL, heteronym=True)
    rest = [readings[0] for readings in read[1:]]
    ways = [[first, *rest] for first in read[0][:READINGS]]
    whole, short = ["".join(way) for way in ways], ["".join(part[0] for part in way) for way in ways]
    return " ".join(dict.fromkeys(whole + short))[:LONGEST]
