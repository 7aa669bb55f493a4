from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _

from roadshow.accounts.rules import email_faults
from roadshow.foundation.bounds import Between, text_faults
from roadshow.foundation.days import lazy_moment
from roadshow.foundation.errors import Fault
from roadshow.programme.models import Roadshow

from .models import MODE_WORDS, Attendance, Mode, Seating
from .states import COMING, AttendanceState

SEATS, OFFER_HOURS = Between(0, 5_000), Between(1, 168)
REMINDS_AGAIN = timedelta(days=1)  # nobody is reminded more often
TENTATIVE_UNTIL = timedelta(days=7)  # before the start: who is tentative then has not answered


@dataclass(frozen=True)
class SeatingFacts:
    """``onsite``, ``online``: how many places; ``answer_by_at``: None while no day is named."""

    onsite: int
    online: int
    answer_by_at: datetime | None = None
    offer_hours: int = 24
    open_to_public: bool = False

    @property
    def places(self) -> dict[Mode, int]:
        return {Mode.ONSITE: self.onsite, Mode.ONLINE: self.online}


@dataclass(frozen=True)
class Invitee:
    """Who is to be invited; without a name they are known by their address. ``reasons`` are codes."""

    email: str  # cleaned
    name: str = ""
    organisation: str = ""
    reasons: Collection[str] = ()


def capacity_of(roadshow: Roadshow) -> dict[Mode, int]:
    """How many its halls hold, on site and online."""
    capacity = dict.fromkeys(Mode, 0)
    for hall in roadshow.halls:
        capacity[Mode.ONLINE if hall.online else Mode.ONSITE] += hall.capacity
    return capacity


def seating_faults(
    facts: SeatingFacts, roadshow: Roadshow, were: Mapping[Mode, int] | None = None
) -> list[Fault]:
    """``were``: how many places there are of each mode. They stay valid when the roadshow moves to a smaller hall."""
    faults = [
        *_over_capacity(facts, roadshow, were or {}),
        *SEATS.faults("onsite", _("现场席位"), facts.onsite),
        *SEATS.faults("online", _("线上席位"), facts.online),
        *OFFER_HOURS.faults("offer_hours", _("递补后的确认时间（小时）"), facts.offer_hours),
    ]
    if not any(facts.places.values()):
        faults.append(Fault("onsite", _("现场和线上至少要有一个席位")))
    if facts.online > 0 and not any(hall.online for hall in roadshow.halls):
        faults.append(Fault("online", _("这场路演没有线上会场，线上席位须是0")))
    by, starts_at = facts.answer_by_at, roadshow.starts_at
    if by is not None and starts_at is not None and by > starts_at:
        words = _("答复截止须在路演开始（%(starts_at)s）之前", starts_at=lazy_moment(starts_at))
        faults.append(Fault("answer_by_on", words))
    return faults


def _over_capacity(facts: SeatingFacts, roadshow: Roadshow, were: Mapping[Mode, int]) -> Iterator[Fault]:
    capacity = capacity_of(roadshow)
    for mode, wanted in facts.places.items():
        if capacity[mode] and max(capacity[mode], were.get(mode, 0)) < wanted <= SEATS.most:
            words = _(
                "%(mode)s席位不能超过场地容量（%(capacity)d人）",
                mode=MODE_WORDS[mode],
                capacity=capacity[mode],
            )
            yield Fault(mode.value, words)


def invitee_faults(
    invitee: Invitee, name: object = _("姓名"), *, unnamed: object | None = None
) -> list[Fault]:
    """Of a cleaned one, whose name is called ``name``; ``unnamed`` is what is said where it must be given."""
    return [
        *email_faults(invitee.email),
        *text_faults("name", name, invitee.name, 100, empty=unnamed),
        *text_faults("organisation", _("单位"), invitee.organisation, 200),
    ]


def coming_fault(roadshow: Roadshow, now: datetime) -> object | None:
    """Why nobody can be invited or answer any more, or not yet."""
    if roadshow.state not in COMING:
        return _("这场路演“%(state)s”，不能邀请或答复", state=roadshow.state_words)
    if roadshow.starts_at is None:
        return _("这场路演还没有定时间")
    if now >= roadshow.starts_at:
        return _("路演已于%(starts_at)s开始，不能再改答复", starts_at=lazy_moment(roadshow.starts_at))
    return None


def confirm_by(roadshow: Roadshow, seating: Seating, now: datetime) -> datetime | None:
    """Until when who moves up now confirms the seat; None in the last hours, in which it is simply theirs."""
    due = now + timedelta(hours=seating.offer_hours)
    return due if roadshow.starts_at is not None and due <= roadshow.starts_at else None


def may_come(guest: Attendance, mode: Mode) -> bool:
    """Whether saying so changes anything: not where they have that seat, or wait for it."""
    if guest.switching:
        return guest.mode is mode
    return guest.mode is not mode or guest.state not in (AttendanceState.ACCEPTED, AttendanceState.WAITLISTED)


def remind_fault(guest: Attendance, now: datetime) -> object | None:
    """Why nobody reminds them: they have answered (tentatively: until a week before), or were reminded just now."""
    starts_at = guest.roadshow.starts_at
    is_near = starts_at is not None and starts_at - now <= TENTATIVE_UNTIL
    tentative = guest.state is AttendanceState.TENTATIVE and is_near
    if guest.state is not AttendanceState.INVITED and not tentative:
        return _("已经答复，不用提醒")
    if guest.email is None:
        return _("没有邮箱，不能发提醒")
    if guest.reminded_at is not None and now - guest.reminded_at < REMINDS_AGAIN:
        return _("一天内已经提醒过")
    return None
