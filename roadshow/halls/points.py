"""A place on the map: WGS-84 as GPS has it, not shifted by some hundred metres as maps in China are."""

import re
import unicodedata
from typing import NamedTuple

from flask_babel import lazy_gettext as _

from roadshow.foundation.bounds import DATE_LINE, POLE, quoted
from roadshow.foundation.errors import Fault, Refused

DECIMALS = 5  # a metre
_NUMBER = r"[+-]?\d{1,3}(?:\.\d{1,20})?"
_POINT = re.compile(rf"({_NUMBER})(?:\s*[,、]\s*|\s+)({_NUMBER})")


class Point(NamedTuple):
    """In degrees, north and east of zero."""

    latitude: float
    longitude: float

    def __str__(self) -> str:
        return f"{self.latitude:.{DECIMALS}f}, {self.longitude:.{DECIMALS}f}"

    def cleaned(self) -> "Point":
        """To the metre."""
        return Point(round(self.latitude, DECIMALS), round(self.longitude, DECIMALS))


def read_point(typed: str) -> Point:
    """As map services write it: latitude, longitude. Raises: Refused for what is no two numbers."""
    found = _POINT.fullmatch(unicodedata.normalize("NFKC", typed).strip())
    if found is None:
        words = _("地图坐标“%(typed)s”须是纬度和经度两个数，例如30.69481, 121.02133", typed=quoted(typed))
        raise Refused(words, "point")
    return Point(float(found[1]), float(found[2]))


def point_faults(point: Point | None) -> list[Fault]:
    if point is None:
        return []
    faults = []  # so worded, they find NaN too
    if not abs(point.latitude) <= POLE:
        faults.append(Fault("point", _("地图坐标的纬度须在-90至90之间，请先写纬度，再写经度")))
    if not abs(point.longitude) <= DATE_LINE:
        faults.append(Fault("point", _("地图坐标的经度须在-180至180之间")))
    return faults
