"""A file against what the centre has at this moment: read only."""

import io

from roadshow.foundation import clock
from roadshow.foundation.languages import spoken

from . import queries
from .ledger import Hints, Ledger, read_ledger
from .models import Upload
from .plan import Plan
from .planning import make_plan, years_of
from .telling import Told, narrowed, tell


def preview(ledger: Ledger, year: int) -> Plan:
    """What taking it in would do; ``year`` is for rows without a date."""
    return make_plan(ledger, year, queries.list_known(years_of(ledger, year)), clock.today())


def preview_upload(kept: Upload, text: str = "") -> Told:
    """As a page tells it: of a large file what the worker found, of any other what it is at this moment;
    of the reasons why rows stay out those with the ``text``.

    Raises: Refused when answers made meanwhile leave no sheet of a ledger.
    """
    if kept.found is not None:
        found: Told = kept.found[spoken()]
        return narrowed(found, text)
    return tell(preview(read_upload(kept), kept.year), text)


def waits_for_year(kept: Upload, told: Told) -> bool:
    """Whether a question about the year must be answered before the file may come in."""
    sheets = {each["sheet"] for each in told["recurring"]}.difference(kept.sure.get("sheets", ()))
    return bool(sheets or (told["year_doubts"] and not kept.sure.get("year")))


def read_upload(kept: Upload) -> Ledger:
    """With all that is known of its columns. Raises: Refused as ``read_ledger`` does."""
    return read_ledger(io.BytesIO(kept.content), hints_of(kept))


def hints_of(kept: Upload) -> Hints:
    return Hints(kept.said, kept.bureau, queries.list_remembered_said, kept.name)
