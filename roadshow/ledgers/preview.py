"""A file against what the centre has at this moment: read only."""

import io

from roadshow.foundation import clock

from . import queries
from .ledger import Ledger, read_ledger
from .models import Upload
from .plan import Plan
from .planning import make_plan, years_of


def preview(ledger: Ledger, year: int) -> Plan:
    """What taking it in would do; ``year`` is for rows without a date."""
    return make_plan(ledger, year, queries.list_known(years_of(ledger, year)), clock.today())


def preview_upload(kept: Upload) -> Plan:
    """Raises: Refused when answers made meanwhile leave no sheet of a ledger."""
    return preview(read_ledger(io.BytesIO(kept.content), kept.said), kept.year)
