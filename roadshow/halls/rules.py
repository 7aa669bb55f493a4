"""What a hall must satisfy; form and command ask the same."""

from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _

from roadshow.foundation.errors import Fault
from roadshow.foundation.text import one_line


@dataclass(frozen=True)
class HallFacts:
    """What an organiser says of a hall; minutes that it is taken before and after."""

    name: str
    address: str
    capacity: int
    setup_minutes: int
    teardown_minutes: int

    def cleaned(self) -> "HallFacts":
        return replace(self, name=one_line(self.name), address=one_line(self.address))


def hall_faults(facts: HallFacts) -> list[Fault]:
    faults = []
    if not 1 <= len(facts.name) <= 100:
        faults.append(Fault("name", _("请填写场地名称，最多100个字")))
    if len(facts.address) > 200:
        faults.append(Fault("address", _("地址最多200个字")))
    if not 1 <= facts.capacity <= 100_000:
        faults.append(Fault("capacity", _("容纳人数须在1至100000之间")))
    for field in ("setup_minutes", "teardown_minutes"):
        if not 0 <= getattr(facts, field) <= 1440:
            faults.append(Fault(field, _("布场和撤场时间须在0至1440分钟之间")))
    return faults
