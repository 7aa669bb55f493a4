import io
from collections.abc import Mapping
from datetime import timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select, update

from roadshow.audit.operations import record, record_many
from roadshow.foundation import clock
from roadshow.foundation.actor import COMMAND, Actor
from roadshow.foundation.db import db, hold, hold_name, operation
from roadshow.foundation.errors import Refused
from roadshow.foundation.languages import spoken
from roadshow.foundation.text import one_line
from roadshow.jobs import operations as jobs
from roadshow.jobs.models import Task
from roadshow.jobs.queries import has_live as in_work
from roadshow.outcomes import operations as outcomes
from roadshow.outcomes.ledger_years import note_ledger

from . import pasted, queries
from .bureaus import bureau_named
from .kinds import Kind
from .ledger import Ledger, check_said, check_year
from .letters import tell_checkers
from .matching import Said
from .models import JOBS, READ, TAKE_IN, ApplicationFile, Upload
from .plan import Plan
from .planning import years_of
from .preview import preview, read_upload
from .queries import Known
from .remembering import remember
from .sampling import add_sheets
from .sure import refuse_doubts, refuse_unsure, stated_year
from .tally import Entry, tally
from .telling import Told
from .workbook import READ_AT_ONCE, look_before_unpacking
from .writing import write

KEPT = timedelta(days=30)


@operation
def take_in(
    ledger: Ledger, year: int, said: Said | None = None, *, year_differs: bool = False, actor: Actor
) -> Plan:
    """All rows of the file that may come in, together or none; what was done with each row is told by the plan. What a
    person said of its columns is remembered of its bureau.

    Raises: Refused when the file disagrees with the year, unless that is known (``year_differs``).
    """
    hold_name(outcomes.LEDGER)  # what is there is read after it: two imports at once add nothing twice
    plan = preview(ledger, year)
    refuse_doubts(plan.year_doubts, sure=year_differs)
    _take_in(ledger, year, plan, said or {}, actor)
    return plan


def _take_in(ledger: Ledger, year: int, plan: Plan, said: Said, actor: Actor) -> list[int]:
    """The ids of its rows."""
    ids = write(plan, actor)
    _note_year(ledger, year, plan)
    remember(ledger, said, actor=actor)
    return ids


@operation
def upload(name: str, content: bytes, year: int | None, bureau: str = "", *, actor: Actor) -> Upload:
    """Keep a file for its preview; a large one is read by the worker. ``bureau`` is who filled it in, for a file that
    does not say so itself. Without a ``year`` it is that which the file states; of a large one only its name is asked.

    Raises: Refused, and keeps nothing, when it is seen at once that it is none that can come in, or no year is stated.
    """
    large = look_before_unpacking(io.BytesIO(content)) > READ_AT_ONCE
    kept = Upload(name=name, content=content, bureau=bureau, said={}, large=large)
    return _keep(kept, year, actor)


@operation
def paste(kind: Kind, text: str, year: int | None, bureau: str = "", *, actor: Actor) -> Upload:
    """Keep lines copied out of a sheet of this kind for their preview, as a file is kept.

    Raises: Refused, and keeps nothing, when they cannot be such a sheet, or no year is stated.
    """
    content, said = pasted.pack(kind, text)
    large = len(content) > pasted.READ_AT_ONCE
    name = str(_("粘贴的%(kind)s", kind=kind.words))
    return _keep(Upload(name=name, content=content, bureau=bureau, said=said, large=large), year, actor)


def _keep(kept: Upload, year: int | None, actor: Actor) -> Upload:
    if year is not None:
        check_year(year)
    kept.name, kept.bureau = one_line(kept.name)[:200], bureau_named(kept.bureau)
    kept.uploaded_at, kept.uploaded_by_id, kept.uploaded_by = clock.now(), actor.id, actor.name
    ledger = None if kept.large else read_upload(kept)
    kept.bureau = ledger.bureau if ledger else kept.bureau
    kept.year = stated_year(kept, ledger) if year is None else year
    db.session.add(kept)
    db.session.flush()
    record("ledger.uploaded", actor, "upload", kept.id, kept.name)
    if kept.large:
        jobs.ask(READ, kept.id, actor=actor)
    return kept


@operation
def set_year(kept: Upload, year: int, *, actor: Actor) -> None:
    """Choose the year of the rows without a date, whatever the file states. Raises: Refused on one that is none."""
    hold(kept)
    _refuse_taken(kept)
    check_year(year)
    record("ledger.year_set", actor, "upload", kept.id, kept.name, year=[kept.year, year])
    changed, kept.year, kept.sure = kept.year != year, year, {"year": True}
    if kept.large and changed:
        kept.read_at = None
        _ask(READ, kept, actor)


@operation
def confirm_recurring(kept: Upload, sheet: str, *, actor: Actor) -> None:
    """Confirm that rows of a sheet which are there in another year are of this one too."""
    hold(kept)
    _refuse_taken(kept)
    record("ledger.recurs", actor, "upload", kept.id, kept.name, sheet=sheet, year=kept.year)
    kept.sure = kept.sure | {"sheets": sorted({*kept.sure.get("sheets", ()), sheet})}


@operation
def answer(kept: Upload, said: Mapping[str, str], bureau: str = "", *, actor: Actor) -> None:
    """Add to what the person says of the file's columns: header → field, and of which bureau it is, where it does not
    say so. Raises: Refused on a field that is none, and on a name that is too long."""
    hold(kept)
    _refuse_taken(kept)
    check_said(said)
    kept.said, kept.bureau = kept.said | dict(said), kept.bureau or bureau_named(bureau)
    record("ledger.answered", actor, "upload", kept.id, kept.name, said=", ".join(said))
    if kept.large:
        kept.read_at = None
        _ask(READ, kept, actor)


@operation
def read_again(kept: Upload, *, actor: Actor) -> None:
    """Have a large file compared anew with what the centre has. Raises: Refused when it was taken, or is in work."""
    hold(kept)
    _refuse_taken(kept)
    _ask(READ, kept, actor)


@operation
def keep_found(
    kept: Upload, found: Mapping[str, Told], refused: bytes | None, bureau: str, task: Task
) -> None:
    """What the worker found in a large file. Raises: Missing when it was called off meanwhile."""
    jobs.finish(task)
    hold(kept)
    kept.read_at, kept.found, kept.refused, kept.bureau = clock.now(), dict(found), refused, bureau


@operation
def confirm(kept: Upload, *, actor: Actor) -> Plan | None:
    """Take in the file that was previewed; a large one is taken in by the worker, and None is answered.

    Raises: Refused when it was taken already, is in work, or holds nothing new.
    """
    hold(kept)
    _refuse_taken(kept)
    if kept.large:
        found = (kept.found or {}).get(spoken(), {})
        refuse_unsure(
            kept, found.get("year_doubts", ()), [each["sheet"] for each in found.get("recurring", ())]
        )
        _ask(TAKE_IN, kept, actor)
        return None
    hold_name(outcomes.LEDGER)
    ledger = read_upload(kept)
    plan = preview(ledger, kept.year)
    refuse_unsure(kept, plan.year_doubts, [each.sheet for each in plan.recurring])
    _note_taken(kept, ledger, plan, _take_in(ledger, kept.year, plan, kept.said, actor), actor)
    return plan


@operation
def take_in_large(kept: Upload, ledger: Ledger, plan: Plan, known: Known, task: Task) -> None:
    """What ``confirm`` asked for, once: the rows and the end of the job are one commit.

    ``plan`` was made from ``known`` before anything was locked; where that is no longer what the centre has, it is
    made anew.

    Raises: Refused as ``confirm`` does, Missing when it was called off meanwhile.
    """
    jobs.finish(task)
    hold(kept)
    _refuse_taken(kept)
    hold_name(outcomes.LEDGER)
    if queries.list_known(years_of(ledger, kept.year)) != known:
        plan = preview(ledger, kept.year)
    refuse_unsure(kept, plan.year_doubts, [each.sheet for each in plan.recurring])
    _note_taken(kept, ledger, plan, _take_in(ledger, kept.year, plan, kept.said, task.actor), task.actor)


def _note_year(ledger: Ledger, year: int, plan: Plan) -> None:
    """A file makes the year one with a ledger of its own; pasted lines do not."""
    if not ledger.pasted:
        note_ledger(year, (row["year"] for row in plan.rows))


def _note_taken(kept: Upload, ledger: Ledger, plan: Plan, ids: list[int], actor: Actor) -> None:
    if not plan.imported:
        raise Refused(_("文件里没有可以新增的行"))
    kept.taken_at = clock.now()
    kept.counts = {sheet.sheet: [sheet.imported, sheet.duplicates, sheet.rejected] for sheet in plan.sheets}
    kept.entries = plan.entries
    if ids:
        kept.first_row, kept.last_row, kept.told_at = ids[0], ids[-1], kept.taken_at
        written = zip(ids, plan.rows, strict=True)
        entries = [Entry(id_, row["source"], row.get("step"), row.get("amount_fen")) for id_, row in written]
        add_sheets(kept, tally(ledger, plan, entries))
        tell_checkers(kept, len(ids), by=actor)
    record(
        "ledger.taken_in", actor, "upload", kept.id, kept.name, imported=plan.imported, rejected=plan.rejected
    )


@operation
def remind(kept: Upload, *, actor: Actor) -> int:
    """Tell those who may check it once more, at most once a day; how many they are.

    Raises: Refused when they were told today, when nothing waits, or when there is nobody.
    """
    hold(kept)
    waiting = queries.count_waiting_in(kept)
    if not waiting:
        raise Refused(_("这份台账没有等待核对的成果"))
    if kept.told_at is not None and clock.local(kept.told_at).date() == clock.today():
        raise Refused(_("今天已经催办过，明天可以再催"))
    count = tell_checkers(kept, waiting, by=actor)
    if not count:
        raise Refused(_("还没有别的成果登记员，请管理员邀请一位"))
    kept.told_at = clock.now()
    record("ledger.reminded", actor, "upload", kept.id, kept.name)
    return count


@operation
def stop(kept: Upload) -> None:
    """Call off what the worker does with it; what it found stays. Raises: Refused when it is taken in already."""
    jobs.call_off(JOBS, kept.id)
    hold(kept)
    _refuse_taken(kept)


@operation
def drop(kept: Upload, *, actor: Actor) -> None:
    """Forget a file that is not to come in. Raises: Refused when it was taken already."""
    jobs.call_off(JOBS, kept.id)
    hold(kept)
    _refuse_taken(kept)
    record("ledger.dropped", actor, "upload", kept.id, kept.name)
    db.session.delete(kept)


@operation
def clear() -> None:
    """Forget files that nobody took in for long, and the content of those that came in long ago and were checked;
    sheets of applications whole, as they hold names and numbers of people."""
    before = clock.now() - KEPT
    db.session.execute(delete(ApplicationFile).where(ApplicationFile.uploaded_at < before))
    old = select(Upload.id, Upload.name).where(Upload.uploaded_at < before, Upload.taken_at.is_(None))
    old = old.order_by(Upload.id)
    jobs.call_off(JOBS, *(kept.id for kept in db.session.execute(old)))
    dropped = [(kept.id, kept.name) for kept in db.session.execute(old.with_for_update())]
    record_many("ledger.dropped", COMMAND, "upload", dropped)
    db.session.execute(delete(Upload).where(Upload.id.in_([id_ for id_, _name in dropped])))
    taken = update(Upload).where(Upload.taken_at < before, Upload.content != b"", ~queries.has_waiting())
    db.session.execute(taken.values(content=b"", refused=None, found=None))


def _ask(kind: str, kept: Upload, actor: Actor) -> None:
    if in_work(JOBS, kept.id):
        raise Refused(_("这个文件正在处理，请等它完成，或先停止"))
    jobs.ask(kind, kept.id, actor=actor)


def _refuse_taken(kept: Upload) -> None:
    if kept.taken_at is not None:
        raise Refused(_("这个文件已经导入"))
