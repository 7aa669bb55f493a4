"""What a season is to be about; roadshows that are only thought of yet, and those copied from the year before."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

RULE = (
    "CONSTRAINT ck_programme_roadshow_public_has_a_day "
    "CHECK (state IN ('planned', 'cancelled') OR \"on\" IS NOT NULL)"
)
COPIED = "uq_programme_roadshow_season_id_copied_from_id"


def upgrade() -> None:
    op.add_column("programme_season", sa.Column("themes", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "programme_season_field",
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("sector", sa.String(length=20), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.CheckConstraint("wanted > 0", name=op.f("ck_programme_season_field_wanted_positive")),
        sa.ForeignKeyConstraint(
            ["season_id"], ["programme_season.id"], name=op.f("fk_programme_season_field_season_id")
        ),
        sa.PrimaryKeyConstraint("season_id", "sector", name=op.f("pk_programme_season_field")),
    )
    op.create_table(
        "programme_season_month",
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_programme_season_month_month_of_a_year")),
        sa.ForeignKeyConstraint(
            ["season_id"], ["programme_season.id"], name=op.f("fk_programme_season_month_season_id")
        ),
        sa.PrimaryKeyConstraint("season_id", "month", name=op.f("pk_programme_season_month")),
    )
    _add_copied()
    op.create_index(COPIED, "programme_roadshow", ["season_id", "copied_from_id"], unique=True)


def _add_copied() -> None:
    """SQLite takes a new rule for a table that others point at only beside a new column."""
    adding = "ALTER TABLE programme_roadshow ADD COLUMN copied_from_id INTEGER"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"{adding} {RULE}")
    else:
        op.execute(adding)
        op.execute(f"ALTER TABLE programme_roadshow ADD {RULE}")


def downgrade() -> None:
    op.drop_index(COPIED, "programme_roadshow")
    op.drop_column("programme_roadshow", "copied_from_id")  # in SQLite its rule goes with it
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("ck_programme_roadshow_public_has_a_day", "programme_roadshow")
    op.drop_table("programme_season_month")
    op.drop_table("programme_season_field")
    op.drop_column("programme_season", "themes")
