"""The order of numbered sessions: 第1期, 第二场, 第十五次."""

import re

_NUMBERED = re.compile(r"第\s*(\d{1,3}|[一二三四五六七八九十]{1,3})\s*[期场次届季]")
_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)}


def session_number(title: str) -> int | None:
    """The number that a title gives its session; None without one. Reads Chinese numerals up to 99."""
    found = _NUMBERED.search(title)
    if found is None:
        return None
    words = found[1]
    if words.isdecimal():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)
