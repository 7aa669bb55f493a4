"""What is on a roadshow's stage, each part an event of its own: nothing here but what its public page says."""

from collections.abc import Collection, Iterable
from datetime import date

from flask_babel import lazy_gettext as _

from roadshow.agenda.models import KIND_WORDS
from roadshow.agenda.staged import Staged, list_staged
from roadshow.ical.event import Event, Hours, Status, event_bytes
from roadshow.programme.calendar import CANCELLED_SHOWN
from roadshow.programme.entries import Edition, placed
from roadshow.programme.models import Roadshow
from roadshow.programme.states import WITH_AGENDA
from roadshow.projects.consents import list_public

from .bodies import kept


def stage_bodies(roadshow: Roadshow, edition: Edition, *, today: date) -> list[bytes]:
    """In their order; what is off is said to be off until 30 days after the roadshow's day."""
    staged = list_staged(roadshow)
    named = list_public([each.pitch.project_id for each in staged if each.pitch])
    return bodies_of_staged(staged, roadshow, edition, named, today=today)


def bodies_of_staged(
    staged: Iterable[Staged], roadshow: Roadshow, edition: Edition, named: Collection[int], *, today: date
) -> list[bytes]:
    """``named``: ids of the projects that this reader may know by name."""
    over = roadshow.on is None or today > roadshow.on + CANCELLED_SHOWN
    bodies = [_body(each, roadshow, edition, named) for each in staged if not (over and each.gone)]
    return [body for body in bodies if body]


def stage_entry(staged: Staged, roadshow: Roadshow, edition: Edition, title: str) -> Event:
    """It changes as its roadshow does: whatever moves on a stage is counted there.

    Raises: ValueError or KeyError for what no calendar can carry.
    """
    on = roadshow.state in WITH_AGENDA and not staged.gone
    pending = roadshow.date_pending and not staged.gone
    off = _("【延期待定】%(title)s", title=title) if pending else _("【已取消】%(title)s", title=title)
    return Event(
        uid=staged.uid,
        sequence=roadshow.sequence,
        status=Status.CONFIRMED if on else Status.CANCELLED,
        when=Hours(staged.starts_at, staged.ends_at),
        summary=title if on else str(off),
        created=roadshow.made_at,
        changed=roadshow.changed_at,
        description="\n".join(filter(None, (staged.part.speaker, str(roadshow.spoken_title)))),
        location="" if pending else placed(roadshow.spoken_where, roadshow.spoken_address),
        geo=None if pending else roadshow.point,
        url=edition.page(roadshow.uid),
        remind=edition.remind,
    )


def _body(staged: Staged, roadshow: Roadshow, edition: Edition, named: Collection[int]) -> bytes:
    def build() -> bytes:
        return event_bytes(stage_entry(staged, roadshow, edition, _title(staged, named)))

    return kept(f"part {staged.uid}", build) or b""


def _title(staged: Staged, named: Collection[int]) -> str:
    """A project is named once its owners have agreed to it."""
    kind = str(KIND_WORDS[staged.part.kind])
    if staged.pitch is None:
        return staged.part.title or kind
    if staged.pitch.project_id not in named:
        return kind
    return str(_("%(kind)s：%(name)s", kind=kind, name=staged.pitch.brief.overview.name))
