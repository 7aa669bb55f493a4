"""A season says what its year is to reach of any figure."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

TABLE = "reports_target"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("figure", sa.String(40), nullable=False),
        sa.Column("goal", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("goal > 0", name=op.f(f"ck_{TABLE}_goal_positive")),
        sa.ForeignKeyConstraint(["season_id"], ["programme_season.id"], name=op.f(f"fk_{TABLE}_season_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("season_id", "figure", name=op.f(f"uq_{TABLE}_season_id_figure")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
