"""How large a number and how long a text may be, said in one way; a rule and the field of its form say the same."""

import re
import unicodedata
from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from .errors import Fault

QUOTED = 20  # characters of what was typed
FILLERS = frozenset({"-", "--", "–", "—", "——", "/", "\\", "n/a"})  # what lists write into an empty cell
BLANK_SIGNS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs that are drawn as nothing
PHONE = re.compile(r"[+\d][\d \-]{4,19}")
POLE, DATE_LINE = 90, 180  # degrees


@dataclass(frozen=True)
class Between:
    """The whole numbers from ``least`` to ``most``, both of them too."""

    least: int
    most: int

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and self.least <= number <= self.most

    def faults(self, field: str, name: object, number: int) -> list[Fault]:
        return [] if number in self else [Fault(field, self.words(name, number))]

    def words(self, name: object, typed: object) -> object:
        """What is wrong with ``typed``, which is none of them."""
        return _(
            "%(name)s“%(typed)s”须是%(least)s至%(most)s的整数",
            name=name,
            typed=quoted(str(typed)),
            least=self._spelled(self.least),
            most=self._spelled(self.most),
        )

    def _spelled(self, number: int) -> str:
        return f"{number:,}"


class AnyWhole(Between):
    """From 0 to as much as any integer column holds."""

    def words(self, name: object, typed: object) -> object:
        return _("%(name)s“%(typed)s”须是不超过9位的整数，不能小于0", name=name, typed=quoted(str(typed)))


class Years(Between):
    """Years are written without a comma."""

    def _spelled(self, number: int) -> str:
        return str(number)


def text_faults(field: str, name: object, text: str, longest: int, *, empty: object = None) -> list[Fault]:
    """Of a cleaned text; ``empty`` is what is said when there must be one and there is none that can be seen."""
    if empty is not None and not _has_signs(text, "LNPS"):
        return [Fault(field, empty)]
    if len(text) <= longest:
        return []
    return [Fault(field, too_long(name, len(text), longest))]


def phone_faults(field: str, typed: str) -> list[Fault]:
    """Of a telephone number; what was left empty is no fault."""
    if not typed or PHONE.fullmatch(typed):
        return []
    return [Fault(field, _("电话须是5至20位数字，可以有+、-和空格"))]


def name_faults(field: str, name: object, text: str, longest: int, *, empty: object = None) -> list[Fault]:
    """As ``text_faults``; what a list reads as an empty cell is no name."""
    if unicodedata.normalize("NFKC", text).casefold() in FILLERS:
        return [Fault(field, _("%(name)s不能只填“%(typed)s”", name=name, typed=text))]
    return text_faults(field, name, text, longest, empty=empty)


def has_letter(text: str) -> bool:
    """Whether a letter or digit can be seen in it, as in anybody's name."""
    return _has_signs(text, "LN")


def _has_signs(text: str, kinds: str) -> bool:
    return any(unicodedata.category(sign)[0] in kinds and sign not in BLANK_SIGNS for sign in text)


def too_long(name: object, count: int, longest: int) -> object:
    """How a text of ``count`` characters is refused."""
    return _(
        "%(name)s最多%(longest)s个字，现在是%(count)s个字",
        name=name,
        longest=f"{longest:,}",
        count=f"{count:,}",
    )


def quoted(typed: str) -> str:
    """Enough of it to be known again."""
    return typed if len(typed) <= QUOTED else f"{typed[:QUOTED]}…"
