"""Who is told what, in one letter each: whoever acts for a project that is still in it, and whoever speaks.

They read of the published order, never of the draft.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from roadshow.accounts.letters import reader_of
from roadshow.accounts.models import Person
from roadshow.foundation.days import full_moment, lazy_full_moment, time_of
from roadshow.foundation.site import address_of
from roadshow.notices.kinds import KINDS, Kind, Place
from roadshow.notices.operations import Reader, Values, queue
from roadshow.pitches import queries as pitches
from roadshow.pitches.states import PitchState
from roadshow.programme.models import Roadshow, Stand
from roadshow.projects.queries import list_owners

from . import queries
from .draft import Draft

Hours = tuple[datetime, datetime]
Lines = dict[Reader, list[object]]

_TITLE = Place(_("路演名称"), _("示例专场"))
_TURNS = Place(_("收信人的上台或发言时间，每项一行"), _("“示例项目”在“示例专场”的上台时间是13:50–14:05。"))
_CHANGES = Place(_("哪些变了，每项一行"), _("“示例专场”的场地由一号路演厅改为二号路演厅。"))
_LINK = Place(_("这场路演的公开页面"), "https://roadshow.example/roadshows/1")
KINDS["agenda.published"] = Kind(
    _("议程发布"),
    subject=_("议程已发布：{title}"),
    body=_("{turns}\n议程、场地和怎么到场：{link}"),
    places={"title": _TITLE, "turns": _TURNS, "link": _LINK},
)
KINDS["agenda.changed"] = Kind(
    _("议程变动"),
    subject=_("议程有变：{title}"),
    body="{turns}",
    places={"title": _TITLE, "turns": _TURNS, "link": _LINK},
)
KINDS["roadshow.postponed"] = Kind(
    _("路演改期"),
    subject=_("改期：{title}"),
    body="{changes}",
    places={"title": _TITLE, "changes": _CHANGES},
)
KINDS["roadshow.changed"] = Kind(
    _("时间或场地变动"),
    subject=_("时间或场地有变：{title}"),
    body="{changes}",
    places={"title": _TITLE, "changes": _CHANGES},
)
KINDS["roadshow.call_changed"] = Kind(
    _("征集截止时间变动"),
    subject=_("征集截止时间有变：{title}"),
    body=_("“{title}”的项目征集截止时间由{was}改为{now}（北京时间）。"),
    places={
        "title": _TITLE,
        "was": Place(_("原来的截止时间"), _("原来的截止时间")),
        "now": Place(_("现在的截止时间"), _("现在的截止时间")),
    },
)
KINDS["roadshow.cancelled"] = Kind(
    _("路演取消"),
    subject=_("取消：{title}"),
    body=_("{roadshow}已取消。原因：{reason}"),
    places={
        "title": _TITLE,
        "roadshow": Place(_("路演名称和原定时间"), _("“示例专场”")),
        "reason": Place(_("取消的原因"), _("场馆检修")),
    },
    urgent=True,
)


@dataclass(frozen=True)
class Turn:
    """A project on stage, or what a person with an account says; ``key`` tells two of their speeches apart."""

    pitch_id: int | None = None
    speaker_id: int | None = None
    key: int = 0


Turns = Mapping[Turn, Hours]


def tell_order(was: Draft, now: Draft, roadshow: Roadshow, *, first: bool) -> None:
    """Whose turn in the order that is public ``now`` is another than they last read."""
    if roadshow.starts_at is None:
        return
    turns = _of_turns(roadshow, _turns(was, roadshow.starts_at), _turns(now, roadshow.starts_at))
    page = address_of(f"/roadshows/{roadshow.uid}")
    queue("agenda.published" if first else "agenda.changed", _letters(roadshow, "turns", turns, link=page))


def tell_moved(roadshow: Roadshow, was: Stand, now: Stand) -> None:
    """Everyone concerned, with the old and the new time, place and turn."""
    order, later = queries.get_published(roadshow.id), was.starts_at != now.starts_at
    turns = _of_turns(roadshow, _turns(order, was.starts_at), _turns(order, now.starts_at))
    applicants = {reader_of(person) for person in pitches.list_people_told(roadshow.id)}
    changes: Lines = {}
    for reader in map(reader_of, queries.list_people_told(roadshow.id)):
        changes[reader] = [*what_moved(roadshow, was, now), *turns.get(reader, [])]
        if reader in applicants and reader not in turns:
            changes[reader].append(_("您的申请继续有效。"))
    queue("roadshow.postponed" if later else "roadshow.changed", _letters(roadshow, "changes", changes))


def tell_close(roadshow: Roadshow, was: datetime, now: datetime) -> None:
    """Applicants, who may still have something to hand in."""
    said = {
        "title": roadshow.spoken_title,
        "was": lazy_full_moment(was),
        "now": lazy_full_moment(now),
    }
    letters = {reader_of(person): said for person in pitches.list_people_told(roadshow.id)}
    queue("roadshow.call_changed", letters)


def tell_cancelled(roadshow: Roadshow, reason: str) -> None:
    said = said_of_cancelling(roadshow, reason)
    queue("roadshow.cancelled", {reader_of(person): said for person in queries.list_people_told(roadshow.id)})


def said_of_cancelling(roadshow: Roadshow, reason: str) -> Values:
    """The values of such a letter."""
    title, stand = roadshow.spoken_title, roadshow.stand
    which = _("“%(title)s”", title=title)
    if stand is not None:
        which = _(
            "原定%(when)s（北京时间）的“%(title)s”",
            when=_words((stand.starts_at, stand.ends_at)),
            title=title,
        )
    return {"title": title, "roadshow": which, "reason": reason}


def _letters(roadshow: Roadshow, place: str, lines: Lines, **alike: object) -> dict[Reader, Values]:
    """To each reader the lines that are theirs, and what is alike to all."""
    return {
        reader: {"title": roadshow.spoken_title, place: LazyString(_one_a_line, said), **alike}
        for reader, said in lines.items()
    }


def _one_a_line(lines: list[object]) -> str:
    return "\n".join(map(str, lines))


def what_moved(roadshow: Roadshow, was: Stand, now: Stand) -> list[object]:
    """The lines of such a letter that are alike to all."""
    lines: list[object] = []
    before, after = (was.starts_at, was.ends_at), (now.starts_at, now.ends_at)
    if before != after:
        words = _(
            "“%(title)s”的时间由%(was)s改为%(now)s（北京时间）。",
            title=roadshow.spoken_title,
            was=_words(before),
            now=_words(after),
        )
        lines.append(words)
    if was.where != now.where:
        place = {
            "title": roadshow.spoken_title,
            "was": was.where,
            "now": now.where,
            "address": roadshow.spoken_address,
        }
        lines.append(
            _("“%(title)s”的场地由%(was)s改为%(now)s，地址：%(address)s。", **place)
            if roadshow.spoken_address
            else _("“%(title)s”的场地由%(was)s改为%(now)s。", **place)
        )
    was_branches, now_branches = set(was.branches), set(now.branches)
    for hall in sorted(now_branches - was_branches):
        lines.append(_("“%(title)s”增设分会场：%(hall)s。", title=roadshow.spoken_title, hall=hall))
    for hall in sorted(was_branches - now_branches):
        lines.append(_("“%(title)s”不再设分会场：%(hall)s。", title=roadshow.spoken_title, hall=hall))
    return lines


def _turns(draft: Draft, starts_at: datetime) -> Turns:
    turns = {}
    for begins, part in draft.placed:
        at = starts_at + timedelta(minutes=begins)
        if part.pitch_id is not None:
            turns[Turn(pitch_id=part.pitch_id)] = at, at + timedelta(minutes=part.minutes)
        elif part.speaker_id is not None:
            turns[Turn(speaker_id=part.speaker_id, key=part.key)] = at, at + timedelta(minutes=part.minutes)
    return turns


def _of_turns(roadshow: Roadshow, before: Turns, after: Turns) -> Lines:
    """A line for each turn that is another, to everyone whose it is, in the order of the day."""
    changed = [turn for turn in {**after, **before} if before.get(turn) != after.get(turn)]
    chosen = pitches.list_pitches_in(roadshow.id, PitchState.ACCEPTED, PitchState.SCHEDULED)
    projects = {pitch.id: pitch.project for pitch in chosen}
    owners: dict[int, list[Person]] = {}
    for project_id, member in list_owners([project.id for project in projects.values()]):
        owners.setdefault(project_id, []).append(member.person)
    speakers = {person.id: person for person in queries.list_speakers([turn.speaker_id for turn in changed])}
    letters: Lines = {}
    for turn in changed:
        hours = before.get(turn), after.get(turn)
        if project := projects.get(turn.pitch_id or 0):
            for person in owners.get(project.id, []):
                letters.setdefault(reader_of(person), []).append(_on_stage(project.name, roadshow, *hours))
        elif speaker := speakers.get(turn.speaker_id or 0):
            letters.setdefault(reader_of(speaker), []).append(_speaking(roadshow, *hours))
    return letters


def _on_stage(project: str, roadshow: Roadshow, was: Hours | None, now: Hours | None) -> object:
    said = {"project": project, "roadshow": roadshow.spoken_title}
    if was and now:
        return _(
            "“%(project)s”在“%(roadshow)s”的上台时间由%(was)s改为%(now)s（北京时间）。",
            was=_words(was),
            now=_words(now),
            **said,
        )
    if now:
        return _("“%(project)s”在“%(roadshow)s”的上台时间是%(now)s（北京时间）。", now=_words(now), **said)
    return _(
        "“%(project)s”原定%(was)s（北京时间）在“%(roadshow)s”上台，新的议程里暂时没有它的时间。",
        was=_words(was),
        **said,
    )


def _speaking(roadshow: Roadshow, was: Hours | None, now: Hours | None) -> object:
    title = roadshow.spoken_title
    if was and now:
        return _(
            "您在“%(title)s”的发言时间由%(was)s改为%(now)s（北京时间）。",
            title=title,
            was=_words(was),
            now=_words(now),
        )
    if now:
        return _("您在“%(title)s”的发言时间是%(now)s（北京时间）。", title=title, now=_words(now))
    return _(
        "您原定%(was)s（北京时间）在“%(title)s”发言，新的议程里已没有这段发言。",
        title=title,
        was=_words(was),
    )


def _words(hours: Hours | None) -> LazyString:
    """Written in the language of the letter, not of whoever moved it."""
    return LazyString(lambda: f"{full_moment(hours[0])}–{time_of(hours[1])}" if hours else "")
