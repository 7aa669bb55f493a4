"""What a hall must satisfy, and what its opening hours let in; form, command and planner ask the same."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _

from roadshow.foundation import clock
from roadshow.foundation.bounds import Between, text_faults
from roadshow.foundation.errors import Fault
from roadshow.foundation.text import one_line

from .equipment import EQUIPMENT
from .hours import WEEKDAYS, Week
from .models import Hall
from .points import Point, point_faults

LONGEST_LINK = 500
CAPACITY, MINUTES = Between(1, 100_000), Between(0, 1440)


@dataclass(frozen=True)
class HallFacts:
    """What an organiser says of a hall; minutes that it is taken before and after."""

    name: str
    address: str
    capacity: int
    setup_minutes: int
    teardown_minutes: int
    online: bool = False
    link: str = ""
    equipment: Collection[str] = ()
    hours: Week = field(default_factory=dict)
    name_en: str = ""
    address_en: str = ""
    point: Point | None = None
    directions: str = ""
    directions_en: str = ""
    contact: str = ""

    def cleaned(self) -> "HallFacts":
        """A place has no link, an online room no address and is nowhere on the map."""
        return replace(
            self,
            name=one_line(self.name),
            name_en=one_line(self.name_en),
            address="" if self.online else one_line(self.address),
            address_en="" if self.online else one_line(self.address_en),
            directions="" if self.online else one_line(self.directions),
            directions_en="" if self.online else one_line(self.directions_en),
            contact=one_line(self.contact),
            point=self.point.cleaned() if self.point and not self.online else None,
            link=one_line(self.link) if self.online else "",
            equipment=[code for code in EQUIPMENT if code in self.equipment],
        )


def hall_faults(facts: HallFacts) -> list[Fault]:
    faults = _link_faults(facts.link) if facts.online else _address_faults(facts.address)
    faults += text_faults("name", _("场地名称"), facts.name, 100, empty=_("请填写场地名称"))
    faults += text_faults("name_en", _("英文名称"), facts.name_en, 100)
    faults += text_faults("address_en", _("英文地址"), facts.address_en, 200)
    faults += text_faults("directions", _("交通与停车"), facts.directions, 500)
    faults += text_faults("directions_en", _("英文交通与停车"), facts.directions_en, 500)
    faults += text_faults("contact", _("场地联系人"), facts.contact, 100)
    faults += point_faults(facts.point)
    faults += CAPACITY.faults("capacity", _("容纳人数"), facts.capacity)
    faults += MINUTES.faults("setup_minutes", _("布场时间"), facts.setup_minutes)
    faults += MINUTES.faults("teardown_minutes", _("撤场时间"), facts.teardown_minutes)
    return faults + _week_faults(facts.hours)


def hours_faults(hall: Hall, starts_at: datetime, ends_at: datetime, *, field: str = "hall") -> list[Fault]:
    """Of an event in it: set-up and tear-down too must lie within its opening hours."""
    if not hall.hours:
        return []
    begins, ends = (clock.local(moment) for moment in stretch(hall, starts_at, ends_at))
    hours, day = hall.hours.get(begins.weekday()), WEEKDAYS[begins.weekday()]
    if hours is None:
        return [Fault(field, _("%(hall)s%(day)s不开放，请换时间或场地", hall=hall.spoken_name, day=day))]
    if begins.date() == ends.date() and hours.opens <= begins.time() and ends.time() <= hours.closes:
        return []
    words = _(
        "%(hall)s%(day)s开放%(hours)s，连布场和撤场要占用%(begins)s–%(ends)s，请换时间或场地",
        hall=hall.spoken_name,
        day=day,
        hours=hours,
        begins=f"{begins:%H:%M}",
        ends=f"{ends:%H:%M}",
    )
    return [Fault(field, words)]


def stretch(hall: Hall, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """For how long an event takes it."""
    before, after = timedelta(minutes=hall.setup_minutes), timedelta(minutes=hall.teardown_minutes)
    return starts_at - before, ends_at + after


def _address_faults(address: str) -> list[Fault]:
    return text_faults("address", _("地址"), address, 200, empty=_("请填写地址"))


def _link_faults(link: str) -> list[Fault]:
    if not link:
        return [Fault("link", _("请填写线上会议室的入会链接"))]
    if faults := text_faults("link", _("入会链接"), link, LONGEST_LINK):
        return faults
    return [] if _is_link(link) else [Fault("link", _("入会链接须以https://开头"))]


def _is_link(link: str) -> bool:
    try:
        parts = urlsplit(link)
        return parts.scheme == "https" and bool(parts.hostname) and " " not in link
    except ValueError:
        return False


def _week_faults(week: Week) -> list[Fault]:
    return [
        Fault(f"closes_{day}", _("%(day)s的关闭时间须晚于开放时间", day=WEEKDAYS[day]))
        for day, hours in sorted(week.items())
        if hours.closes <= hours.opens
    ]
