from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, false, func, or_, select

from roadshow.foundation.db import db
from roadshow.foundation.errors import Missing
from roadshow.foundation.listing import Listed, Order, containing, ordered
from roadshow.foundation.text import name_key
from roadshow.investors.queries import list_codes_by_name
from roadshow.jobs import queries as jobs
from roadshow.jobs.models import Job, JobState
from roadshow.outcomes import queries as outcomes
from roadshow.outcomes.closings import Closed, closed_years
from roadshow.outcomes.doubles import Deal
from roadshow.outcomes.models import Evaluation, Incubator, Row, own_table
from roadshow.outcomes.states import DEALS, Kind, RowState, ThreadStep
from roadshow.outcomes.waiting import waits
from roadshow.programme import queries as programme
from roadshow.programme.queries import HeldName
from roadshow.projects import queries as projects
from roadshow.projects.queries import CompanyName, ProjectName

from .bureaus import as_said
from .models import JOBS, READ, ApplicationFile, Remembered, Upload, UploadState

Standing = tuple[Any, ...]
"""What a row of a kind that is one a year says of it: its category, then these."""
Content = tuple[date | None, int | None]
"""Day and money of a row."""
KNOWN_BY_LESS = (Kind.LANDING, Kind.HIRE, Kind.RECOGNITION, Kind.RESIDENCY)
"""Kinds of rows that are known again whatever day or sum they bear."""
OWN_WORDS = ("area_m2", "running", "score")
ONE_A_YEAR = {
    Kind.INCUBATOR: "area",
    Kind.RATING: "grade",
    Kind.EVALUATION: "score",
}  # and the field to look at


@dataclass(frozen=True)
class Known:
    """What the centre has already: all that an import compares a file with. The empty one is an empty start."""

    companies: tuple[CompanyName, ...] = ()
    projects: tuple[ProjectName, ...] = ()
    roadshows: tuple[HeldName, ...] = ()
    years_of_company: dict[int, set[int]] = field(default_factory=dict)
    years_of_project: dict[int, set[int]] = field(default_factory=dict)
    deals: dict[str, int] = field(default_factory=dict)  # key → id
    numbers: dict[tuple[int, ThreadStep], int] = field(default_factory=dict)  # deal, step → last number given
    fingerprints: dict[str, int] = field(default_factory=dict)
    standing: dict[str, set[Standing]] = field(default_factory=dict)  # fingerprint → what was said
    contents: dict[str, Content] = field(default_factory=dict)  # fingerprint → what a row known by less says
    closed: Closed = field(default_factory=Closed)
    told: tuple[Deal, ...] = ()  # each deal with its rows in force
    institutions: dict[str, str] = field(default_factory=dict)  # key of a name → USCC
    years: tuple[int, ...] = ()  # that have rows


def list_known(roadshow_years: Iterable[int]) -> Known:
    """A fixed number of statements, however large the ledger."""
    return Known(
        companies=tuple(projects.list_company_names()),
        projects=tuple(projects.list_project_names()),
        roadshows=tuple(programme.list_held_names(roadshow_years)),
        years_of_company=_years_by(Row.company_id),
        years_of_project=_years_by(Row.project_id),
        deals=outcomes.list_thread_keys(),
        numbers=_last_numbers(),
        fingerprints=outcomes.list_fingerprints(Kind),
        standing=_standing(),
        contents=_contents(),
        closed=closed_years(),
        told=tuple(outcomes.list_deals(DEALS)),
        institutions=list_codes_by_name(),
        years=tuple(outcomes.list_years()),
    )


def _years_by(column: Any) -> dict[int, set[int]]:
    years: dict[int, set[int]] = {}
    rows = select(column, Row.year).where(column.is_not(None), Row.state != RowState.REFUSED).distinct()
    for thing_id, year in db.session.execute(rows):
        years.setdefault(thing_id, set()).add(year)
    return years


def _last_numbers() -> dict[tuple[int, ThreadStep], int]:
    rows = select(Row.thread_id, Row.step, func.max(Row.number)).group_by(Row.thread_id, Row.step)
    return {
        (thread_id, step): number
        for thread_id, step, number in db.session.execute(rows)
        if thread_id is not None and step is not None and number is not None
    }


def _standing() -> dict[str, set[Standing]]:
    said: dict[str, set[Standing]] = {}
    incubator, evaluation = own_table(Incubator), own_table(Evaluation)
    own = (incubator.c.area_m2, incubator.c.running, evaluation.c.score)
    rows = select(Row.fingerprint, Row.category, *own).select_from(Row)
    rows = rows.outerjoin(incubator, incubator.c.row_id == Row.id)
    rows = rows.outerjoin(evaluation, evaluation.c.row_id == Row.id)
    rows = rows.where(Row.kind.in_(ONE_A_YEAR), Row.state != RowState.REFUSED)
    for fingerprint, *content in db.session.execute(rows):
        said.setdefault(fingerprint, set()).add(tuple(content))
    return said


def _contents() -> dict[str, Content]:
    rows = select(Row.fingerprint, Row.on, Row.amount_fen)
    rows = rows.where(Row.kind.in_(KNOWN_BY_LESS), Row.counts.is_(True)).order_by(Row.id)
    return {fingerprint: (on, amount_fen) for fingerprint, on, amount_fen in db.session.execute(rows)}


def find_upload(upload_id: int) -> Upload | None:
    return db.session.get(Upload, upload_id)


def get_upload(upload_id: int) -> Upload:
    """Raises: Missing."""
    upload = find_upload(upload_id)
    if upload is None:
        raise Missing(f"upload {upload_id}")
    return upload


def get_taken(upload_id: int) -> Upload:
    """One that came in. Raises: Missing."""
    upload = get_upload(upload_id)
    if upload.taken_at is None:
        raise Missing(f"rows of upload {upload_id}")
    return upload


def rows_of(kept: Upload) -> ColumnElement[bool]:
    """The rows that came in with this file, without their later corrections."""
    if kept.first_row is None or kept.last_row is None:
        return false()
    return Row.id.between(kept.first_row, kept.last_row)


def rows_and_corrections_of(kept: Upload) -> ColumnElement[bool]:
    """The same with what corrects them."""
    return or_(rows_of(kept), Row.corrects_id.in_(select(Row.id).where(rows_of(kept))))


def count_waiting_in(kept: Upload) -> int:
    """Its rows that somebody must still check."""
    return db.session.scalar(select(func.count(Row.id)).where(rows_of(kept), waits())) or 0


def has_waiting() -> ColumnElement[bool]:
    """Files with rows that wait to be checked."""
    return exists().where(Row.id >= Upload.first_row, Row.id <= Upload.last_row, waits())


def in_no_file() -> ColumnElement[bool]:
    """Rows that somebody logged by hand, corrections of a file's rows too."""
    return ~exists().where(Row.id >= Upload.first_row, Row.id <= Upload.last_row)


def list_files_waiting() -> list[Upload]:
    """These, newest first."""
    rows = select(Upload).where(has_waiting()).order_by(Upload.taken_at.desc(), Upload.id.desc())
    return list(db.session.scalars(rows))


@dataclass(frozen=True)
class Arrival:
    """An upload with how far it has come, and the last job that was asked for it."""

    kept: Upload
    state: UploadState
    job: Job | None


def get_arrival(upload_id: int) -> Arrival:
    """Raises: Missing."""
    kept = get_upload(upload_id)
    return _arrival(kept, jobs.find_latest(JOBS, kept.id))


UPLOADS_BY = {"name": Upload.name, "year": Upload.year, "uploaded": Upload.uploaded_at}


def list_uploads(order: Order | None = None, text: str = "") -> Listed[Upload]:
    """Newest first, without their content; ``text`` is part of the file's name, of the bureau or of who uploaded it."""
    rows = containing(select(Upload), text, Upload.name, Upload.bureau, Upload.uploaded_by)
    return Listed(ordered(rows, UPLOADS_BY, order, Upload.uploaded_at.desc(), Upload.id.desc()))


def list_arrivals(uploads: Iterable[Upload]) -> list[Arrival]:
    """How far each has come, at the cost of one statement."""
    uploads = list(uploads)
    latest = jobs.list_latest(JOBS, [kept.id for kept in uploads])
    return [_arrival(kept, latest.get(kept.id)) for kept in uploads]


def list_waiting_for(person_id: int, most: int) -> list[Arrival]:
    """Those of a person that are not in yet, newest first."""
    rows = select(Upload).where(Upload.uploaded_by_id == person_id, Upload.taken_at.is_(None))
    newest = rows.order_by(Upload.uploaded_at.desc(), Upload.id.desc()).limit(most)
    return list_arrivals(db.session.scalars(newest))


def _arrival(kept: Upload, job: Job | None) -> Arrival:
    if kept.taken_at is not None:
        state = UploadState.TAKEN_IN
    elif job is not None and job.is_live:
        state = UploadState.READING if job.kind == READ else UploadState.TAKING_IN
    elif job is not None and job.state is JobState.FAILED:
        state = UploadState.FAILED
    elif kept.large and kept.read_at is None:
        state = UploadState.STOPPED
    else:
        state = UploadState.READY
    return Arrival(kept, state, job)


def get_application_file(file_id: int) -> ApplicationFile:
    """Raises: Missing."""
    kept = db.session.get(ApplicationFile, file_id)
    if kept is None:
        raise Missing(f"application file {file_id}")
    return kept


def list_application_files(roadshow_id: int) -> list[ApplicationFile]:
    """Those that wait for somebody to take them in, newest first."""
    rows = select(ApplicationFile).where(ApplicationFile.roadshow_id == roadshow_id)
    rows = rows.where(ApplicationFile.taken_at.is_(None))
    newest = rows.order_by(ApplicationFile.uploaded_at.desc(), ApplicationFile.id.desc())
    return list(db.session.scalars(newest))


def list_remembered(bureau: str | None = None, text: str = "") -> list[Remembered]:
    """What was said of a bureau's columns, or of all bureaus', bureau by bureau; ``text`` is part of either name."""
    rows = containing(select(Remembered), text, Remembered.bureau, Remembered.header)
    rows = rows.order_by(Remembered.bureau_key, Remembered.kind, Remembered.header_key)
    if bureau is not None:
        rows = rows.where(Remembered.bureau_key == name_key(bureau)[:100])
    return list(db.session.scalars(rows))


def list_remembered_said(bureau: str) -> dict[str, str]:
    """As the reading takes it; nothing of a bureau without a name."""
    return as_said(list_remembered(bureau)) if bureau else {}


def get_remembered(remembered_id: int) -> Remembered:
    """Raises: Missing."""
    kept = db.session.get(Remembered, remembered_id)
    if kept is None:
        raise Missing(f"remembered column {remembered_id}")
    return kept


def list_bureaus() -> list[str]:
    """Those that a file came from, or that something is remembered of, by their names."""
    of_files = select(Upload.bureau).where(Upload.bureau != "")
    return sorted({*db.session.scalars(of_files.union(select(Remembered.bureau)))})
