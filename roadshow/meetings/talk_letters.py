"""Letters about a talk, to both sides; an agreed time goes into their calendars with the letter."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from roadshow.accounts.letters import reader_of
from roadshow.accounts.models import Person
from roadshow.foundation.days import full_moment, time_of
from roadshow.foundation.site import address_of
from roadshow.ical.invitation import Method
from roadshow.investors.belonging import list_contacts
from roadshow.notices.kinds import KINDS, Kind, Night, Place
from roadshow.notices.operations import Reader, Values, queue, queue_for_calendars
from roadshow.notices.queries import list_invites
from roadshow.projects.queries import list_owners

from .models import Talk
from .states import REASON_WORDS, VENUE_WORDS, Reason, Side, Venue
from .talk_calendars import entry_of

_PLACES = {
    "project": Place(_("项目名称"), _("示例项目")),
    "institution": Place(_("机构名称"), _("示例创投")),
    "message": Place(_("对方写的话；没有写没有这句"), _("“请带样品。”")),
    "link": Place(_("这次约谈的页面"), "https://roadshow.example/startup/interests/1"),
}
_WHERE = {"where": Place(_("在哪里谈"), _("在路演中心"))}
KINDS["talk.proposed"] = Kind(
    _("约谈待定时间"),
    subject=_("请定约谈时间：{project}与{institution}"),
    body=_("{name}，您好：{news}\n{times}\n{where}\n{message}\n请选择一个时间，或提出别的时间：\n{link}"),
    places=_PLACES
    | _WHERE
    | {
        "news": Place(_("谁提出了什么"), _("“示例项目”同意与示例创投约谈，提出了时间（北京时间）：")),
        "times": Place(_("提出的时间，每个一行；没有提时间没有这几行"), _("示例时间")),
    },
    needed=True,
    button=_("选择时间"),
    night=Night.SEND,
)
KINDS["talk.agreed"] = Kind(
    _("约谈时间已定"),
    subject=_("约谈时间已定：{project}与{institution}"),
    body=_("{name}，您好：{news}\n时间：{when}（北京时间）\n地点：{where}\n改时间或取消，请打开：\n{link}"),
    places={name: place for name, place in _PLACES.items() if name != "message"}
    | _WHERE
    | {
        "news": Place(_("定了、改了还是不变"), _("“示例项目”与示例创投的约谈时间已定：")),
        "when": Place(_("约谈的时间"), _("示例时间")),
    },
    needed=True,
    button=_("看这次约谈"),
    night=Night.SEND,
)
KINDS["talk.declined"] = Kind(
    _("项目方婉拒约谈"),
    subject=_("“{project}”的答复"),
    body=_(
        "{name}，您好：感谢{institution}的关注。“{project}”这次不能约谈，原因：{reason}。\n{message}\n{link}"
    ),
    places=_PLACES | {"reason": Place(_("婉拒的原因"), REASON_WORDS[Reason.LATER])},
    needed=True,
    button=_("看这次约谈"),
    night=Night.SEND,
)
KINDS["talk.cancelled"] = Kind(
    _("约谈取消"),
    subject=_("约谈已取消：{project}与{institution}"),
    body=_("{name}，您好：{what}已取消。\n{event}\n{message}\n{link}"),
    places=_PLACES
    | {
        "what": Place(_("哪一次约谈"), _("“示例项目”与示例创投的约谈")),
        "event": Place(
            _("约谈原定的时间和地点，每项一行；没有定时间没有这几行"),
            _("原定时间：示例时间（北京时间）\n地点：在路演中心"),
        ),
    },
    button=_("看这次约谈"),
    needed=True,
    night=Night.SEND,
)


def tell_proposed(talk: Talk) -> None:
    """The side that it waits for."""
    said = {**_alike(talk), "where": LazyString(_offered_where, talk), "times": LazyString(_times, talk)}
    said["news"] = LazyString(_proposed, talk)
    waits_for = talk.waits_for or Side.PROJECT
    queue("talk.proposed", _letters(talk, said, (waits_for,)))


def tell_agreed(talk: Talk, moved_from: datetime | None, *, by: Person) -> None:
    """Both sides, into their calendars; ``by`` has just accepted it."""
    news = (
        _("“%(project)s”与%(institution)s的约谈改到：", **_names(talk))
        if moved_from
        else _("“%(project)s”与%(institution)s的约谈时间已定：", **_names(talk))
    )
    letters = _letters(talk, {**_agreed(talk), "news": news}, Side)
    entry = entry_of(talk, Method.REQUEST)
    entries = {reader: replace(entry, accepted=reader.id == by.id) for reader in letters}
    queue("talk.agreed", letters, entries)


def tell_kept(talk: Talk, side: Side) -> None:
    """The side that had asked for another time."""
    news = _("“%(project)s”与%(institution)s的约谈时间不变：", **_names(talk))
    queue("talk.agreed", _letters(talk, {**_agreed(talk), "news": news}, (side.other,)))


def tell_declined(talk: Talk) -> None:
    reason = REASON_WORDS[talk.reason] if talk.reason else ""
    queue("talk.declined", _letters(talk, {**_alike(talk), "reason": reason}, (Side.INSTITUTION,)))


def tell_cancelled(talk: Talk) -> None:
    """Both sides; what is in their calendars goes."""
    letters = _letters(talk, {**_alike(talk), "what": _what(talk), "event": LazyString(_event, talk)}, Side)
    queue("talk.cancelled", letters, dict.fromkeys(letters, entry_of(talk, Method.CANCEL)))


def take_from_leavers(talk: Talk) -> None:
    """Who left the project or the institution hears only that the time in their calendar, the one of now, is off."""
    there = {reader.address.lower() for side in Side for reader in readers_of(talk, side)}
    told = [invite for invite in list_invites([talk.uid]) if invite.method is Method.REQUEST]
    gone = [Reader(None, each.address, each.address) for each in told if each.address not in there]
    if gone:
        said = {
            **_names(talk),
            "message": "",
            "what": _what(talk),
            "event": LazyString(_event, talk),
            "link": "",
        }
        entry = entry_of(talk, Method.CANCEL)
        queue_for_calendars("talk.cancelled", dict.fromkeys(gone, said), dict.fromkeys(gone, entry))


def where_of(venue: Venue | None, place: str) -> str:
    """在路演中心，二楼洽谈室."""
    return str(_("，")).join(filter(None, (str(VENUE_WORDS[venue]) if venue else "", place)))


def readers_of(talk: Talk, side: Side) -> list[Reader]:
    """Everyone who acts for the project; of the institution who asked, or all its contacts once they left."""
    if side is Side.PROJECT:
        found = [member.person for _project, member in list_owners([talk.interest.project_id])]
    else:
        contacts = [contact.person for contact in list_contacts(talk.interest.institution_id)]
        found = [person for person in contacts if person.id == talk.asker_id] or contacts
    return [reader_of(person) for person in found if person.active]


def _letters(talk: Talk, said: Values, sides: Iterable[Side]) -> dict[Reader, Values]:
    links = {
        Side.PROJECT: address_of(f"/startup/interests/{talk.interest_id}"),
        Side.INSTITUTION: address_of(f"/investor/interests/{talk.interest_id}"),
    }
    return {reader: {**said, "link": links[side]} for side in sides for reader in readers_of(talk, side)}


def _names(talk: Talk) -> dict[str, str]:
    return {"project": talk.interest.project.name, "institution": talk.interest.institution.name}


def _alike(talk: Talk) -> dict[str, object]:
    message = _("“%(words)s”", words=talk.message) if talk.message else ""
    return {**_names(talk), "message": message}


def _agreed(talk: Talk) -> dict[str, object]:
    return {**_names(talk), "when": LazyString(_when, talk), "where": LazyString(_where, talk)}


def _what(talk: Talk) -> object:
    return _("“%(project)s”与%(institution)s的约谈", **_names(talk))


def _event(talk: Talk) -> str:
    """When and where it was to be."""
    if talk.starts_at is None:
        return ""
    lines = [_("原定时间：%(when)s（北京时间）", when=_when(talk))]
    if where := _where(talk):
        lines.append(_("地点：%(where)s", where=where))
    return "\n".join(map(str, lines))


def _proposed(talk: Talk) -> str:
    by_project = talk.waits_for is Side.INSTITUTION
    if not talk.times:
        return str(_("“%(project)s”同意与%(institution)s约谈，请您提出时间。", **_names(talk)))
    if talk.starts_at:
        return str(_("对方希望改约谈的时间，提出了（北京时间）："))
    if by_project:
        return str(_("“%(project)s”愿意与%(institution)s约谈，提出了时间（北京时间）：", **_names(talk)))
    return str(_("%(institution)s为与“%(project)s”的约谈提出了时间（北京时间）：", **_names(talk)))


def _times(talk: Talk) -> str:
    return "\n".join(full_moment(time.starts_at) for time in talk.times)


def _when(talk: Talk) -> str:
    return f"{full_moment(talk.starts_at)}–{time_of(talk.ends_at)}"


def _where(talk: Talk) -> str:
    return where_of(talk.venue, talk.place)


def _offered_where(talk: Talk) -> str:
    return where_of(talk.offered_venue, talk.offered_place)
