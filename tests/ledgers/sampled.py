"""A ledger that came in, to be checked against its file."""

from roadshow.accounts.permissions import Role
from roadshow.foundation.actor import Actor
from roadshow.ledgers import operations, sampling
from roadshow.ledgers.models import Sample, Upload
from roadshow.ledgers.standing import list_samples
from tests import make
from tests.ledgers import sheets


def brought_in(
    landings: int = 30, *more: object, actor: Actor | None = None, **others: sheets.Rows
) -> Upload:
    """A file with so many projects brought in; ``more`` are further rows of that sheet, ``others`` other sheets."""
    rows = [sheets.LANDING, *(sheets.landing(number) for number in range(landings)), *more]
    content = sheets.workbook({"引进": rows, **others}).getvalue()  # type: ignore[dict-item]  # rows as a test has them
    kept = operations.upload("2021年台账.xlsx", content, 2021, actor=actor or make.actor(Role.RECORDER))
    operations.confirm(kept, actor=actor or make.actor(Role.RECORDER))
    return kept


def drawn(kept: Upload, actor: Actor | None = None) -> Sample:
    """The sample of its first sheet."""
    sampling.draw(kept, actor=actor or make.actor(Role.RECORDER))
    return list_samples(kept, whole=True)[0]
