"""Record which years have an imported ledger of their own.

For ledgers imported before, the year is the one that an uploaded file was taken in for. An import by command left no
upload: there it is the year of most rows written at the same moment, where these are of several kinds (pasted lines are
all of one).
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

PASTED = ("粘贴的%", "Pasted:%")
UPLOADS = sa.table("ledgers_upload", *map(sa.column, ("name", "year", "taken_at")))
ROWS = sa.table("outcomes_row", *map(sa.column, ("year", "kind", "source", "logged_at", "logged_by")))
FROM_A_FILE = ROWS.c.source != ""


def upgrade() -> None:
    made = op.create_table(
        "outcomes_ledger_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_outcomes_ledger_year")),
    )
    now = datetime.now(UTC)
    years = sorted({*_uploaded(), *_by_command()})
    op.bulk_insert(made, [{"year": year, "first_at": now} for year in years])


def _uploaded() -> set[int]:
    """Years of files that were taken in and brought a row of that year."""
    files = sa.select(UPLOADS.c.year).where(UPLOADS.c.taken_at.is_not(None))
    files = files.where(*(UPLOADS.c.name.not_like(begins) for begins in PASTED))
    came = sa.select(ROWS.c.year).where(FROM_A_FILE)
    return set(op.get_bind().scalars(files.where(UPLOADS.c.year.in_(came))))


def _by_command() -> Iterator[int]:
    kinds: dict[tuple[object, ...], dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    batch = (ROWS.c.logged_at, ROWS.c.logged_by, ROWS.c.year, ROWS.c.kind)
    rows = sa.select(*batch, sa.func.count()).where(FROM_A_FILE).group_by(*batch)
    for at, by, year, kind, count in op.get_bind().execute(rows):
        kinds[at, by][year][kind] = count
    for of_years in kinds.values():
        year, of_year = max(of_years.items(), key=lambda found: sum(found[1].values()))
        if len(of_year) > 1:
            yield year


def downgrade() -> None:
    op.drop_table("outcomes_ledger_year")
