"""What the worker does with a large file: it reads with no lock held, and writes what it found in one operation."""

import io
from functools import partial

from flask_babel import force_locale

from roadshow.foundation import clock
from roadshow.foundation.languages import in_each
from roadshow.jobs.models import Reached, Task
from roadshow.jobs.operations import finish

from . import operations, queries
from .ledger import Ledger, Opened, open_tables, read_tables
from .models import Stage, Upload
from .pasted import count_lines, is_pasted
from .plan import Plan
from .planning import make_plan, years_of
from .preview import hints_of
from .progress import Progress, shares
from .queries import Known
from .refused import pack_refused
from .sampling import accept_large, draw_large, list_compared
from .telling import tell
from .workbook import count_rows


def read(task: Task, reached: Reached) -> None:
    """Find what taking the file in would do. Raises: Refused as reading it does, Missing when it was called off."""
    kept = queries.get_upload(task.thing_id)
    opened, ledger, plan, _known = _understand(kept, reached)
    with force_locale(task.language):
        refused = pack_refused(opened.tables, ledger, plan, kept.year) if plan.rejected else None
    operations.keep_found(kept, in_each(lambda: tell(plan)), refused, ledger.bureau, task)


def take_in(task: Task, reached: Reached) -> None:
    """Take in the file that was previewed. Raises: as ``operations.take_in_large`` does, or reading the file."""
    kept = queries.get_upload(task.thing_id)
    _opened, ledger, plan, known = _understand(kept, reached)
    reached(Stage.WRITING, 0, 0)
    operations.take_in_large(kept, ledger, plan, known, task)


def draw(task: Task, reached: Reached) -> None:
    """Draw samples of a file that came in. Raises: as ``sampling.draw_large`` does, or reading the file."""
    kept = queries.get_upload(task.thing_id)
    content, hints = io.BytesIO(kept.content), hints_of(kept)
    opened = open_tables(content, hints, _rows(reached, Stage.OPENING, count_rows(content)))
    draw_large(kept, opened, task)


def accept(task: Task, reached: Reached) -> None:
    """Accept the sheets whose samples were compared, one after the other; those that a worker which died had accepted
    stay so. Raises: as ``sampling.accept_large`` does."""
    kept = queries.get_upload(task.thing_id)
    samples = list_compared(kept)
    for number, sample in enumerate(samples):
        reached(Stage.ACCEPTING, number, len(samples))
        accept_large(kept, sample, task)
    finish(task)


def _understand(kept: Upload, reached: Reached) -> tuple[Opened, Ledger, Plan, Known]:
    # each word of progress makes the row stale
    content, hints, year = io.BytesIO(kept.content), hints_of(kept), kept.year
    count = count_lines(content) if is_pasted(content) else count_rows(content)
    checking, planning = shares(_rows(reached, Stage.CHECKING, count), (3, 2))  # as long as each takes
    opened = open_tables(content, hints, _rows(reached, Stage.OPENING, count))
    ledger = read_tables(opened, checking)
    known = queries.list_known(years_of(ledger, year))
    return opened, ledger, make_plan(ledger, year, known, clock.today(), planning), known


def _rows(reached: Reached, stage: Stage, count: int) -> Progress:
    return partial(_tell, reached, stage, count)


def _tell(reached: Reached, stage: Stage, count: int, part: float) -> None:
    reached(stage, round(part * count), count)
