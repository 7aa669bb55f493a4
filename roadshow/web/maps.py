"""Links that open a place in the map services that people here use."""

from typing import NamedTuple
from urllib.parse import urlencode

from flask_babel import gettext as _

from roadshow.halls.models import Hall
from roadshow.halls.points import Point


class MapLink(NamedTuple):
    name: str
    url: str


def map_links(hall: Hall | None) -> list[MapLink]:
    """To the hall's point, which each service shifts from WGS-84 by itself, else to a search for its address.

    Empty without a hall, for an online room and for a hall without an address.
    """
    if hall is None or hall.online or not (hall.point or hall.address):
        return []
    urls = _to_point(hall, hall.point) if hall.point else _to_search(hall.address)
    names = (_("高德地图"), _("百度地图"), _("腾讯地图"), _("苹果地图"))
    return [MapLink(name, url) for name, url in zip(names, urls, strict=True)]


def _to_point(hall: Hall, point: Point) -> tuple[str, ...]:
    north, east = (f"{degrees:.5f}" for degrees in point)
    name, address = str(hall.spoken_name), str(hall.spoken_address)
    marker = f"coord:{north},{east};title:{_plain(name)};addr:{_plain(address)}"
    return (
        _url("https://uri.amap.com/marker", position=f"{east},{north}", name=name, coordinate="wgs84"),
        _url(
            "https://api.map.baidu.com/marker",
            location=f"{north},{east}",
            title=name,
            content=address,
            coord_type="wgs84",
            output="html",
            src="roadshow",
        ),
        _url("https://apis.map.qq.com/uri/v1/marker", marker=marker, coord_type="1", referer="roadshow"),
        _url("https://maps.apple.com/", ll=f"{north},{east}", q=name),
    )


def _to_search(address: str) -> tuple[str, ...]:
    return (
        _url("https://uri.amap.com/search", keyword=address),
        _url("https://api.map.baidu.com/geocoder", address=address, output="html", src="roadshow"),
        _url("https://apis.map.qq.com/uri/v1/search", keyword=address, referer="roadshow"),
        _url("https://maps.apple.com/", q=address),
    )


def _plain(words: str) -> str:
    """Without the signs that part a marker."""
    return words.replace(";", " ").replace(":", " ")


def _url(service: str, /, **query: str) -> str:
    return f"{service}?{urlencode(query)}"
