"""Where something is, by the code of GB/T 2260 (330482 is 平湖市); the table comes with python-stdnum."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from flask_babel import lazy_gettext as _
from stdnum import numdb

from .bounds import quoted
from .errors import Refused
from .text import name_key

NAMED = 5  # of several that a name may mean
_IN_FORCE = re.compile(r"(?:\[\d*-\])?([^\[\],]+)")
_ENDING = re.compile("(?<=..)(?:特别行政区|特別行政區|自治区|自治州|自治县|省|市|区|县)$")
_NO_PLACES = {"市辖区", "县", "省直辖县级行政区划"}


@dataclass(frozen=True)
class Region:
    """``names`` from the province down."""

    code: str
    names: tuple[str, ...]

    def __str__(self) -> str:
        return "".join(dict.fromkeys(self.names))

    def calls(self) -> Iterator[str]:
        """How people name it: 平湖, 浙江平湖, 浙江省嘉兴市平湖市; each name long or short, those above it or not."""
        *above, own = ({name, _ENDING.sub("", name)} for name in self.names)
        for names in product(*({"", *name} for name in above), own):
            yield "".join(names)


def region_name(code: str) -> str:
    """浙江省嘉兴市平湖市; nothing for a code that is none."""
    region = _regions().get(code)
    return str(region) if region else ""


def region_code(typed: str) -> str:
    """The code that a person typed, or of the place that they named; nothing typed is no code.

    Raises: Refused for a code or a name that is none in force, or one that several places have.
    """
    if not typed:
        return ""
    if typed.isdigit():
        found = [region for region in [_regions().get(typed)] if region]
    else:
        found = [_regions()[code] for code in _called().get(name_key(typed), ())]
    if len(found) == 1:
        return found[0].code
    if not found:
        raise Refused(
            _("没有找到地区“%(typed)s”。请写行政区划名称或六位代码，例如平湖市或330482", typed=quoted(typed))
        )
    which = str(_("、")).join(f"{region} {region.code}" for region in found[:NAMED])
    raise Refused(
        _("“%(typed)s”可能是%(which)s等地。请写上省市，或直接写六位代码", typed=quoted(typed), which=which)
    )


@cache
def _regions() -> dict[str, Region]:
    return {region.code: region for region in _read()}


@cache
def _called() -> dict[str, list[str]]:
    """Name → the codes of all that it may mean."""
    found: dict[str, list[str]] = {}
    for region in _regions().values():
        for name in set(region.calls()):
            found.setdefault(name, []).append(region.code)
    return found


def _read() -> Iterator[Region]:
    """Those in force, each under its province and its city."""
    for _length, province, _high, said, below in numdb.get("cn/loc").prefixes:
        yield Region(f"{province}0000", (said["province"],))
        cities = dict[str, str]()
        for _more, rest, _last, own, _none in below:
            name = next((each[1] for each in _IN_FORCE.finditer(own["county"]) if _whole(each)), None)
            if name is None or name in _NO_PLACES or rest == "0000":
                continue
            if rest.endswith("00"):
                cities[rest[:2]] = name
                yield Region(province + rest, (said["province"], name))
            else:
                city = cities.get(rest[:2])
                yield Region(province + rest, (said["province"], *([city] if city else ()), name))


def _whole(found: re.Match[str]) -> bool:
    """A name stands at the beginning or after a comma; one within a bracket's years does not."""
    return found.start() == 0 or found.string[found.start() - 1] == ","
