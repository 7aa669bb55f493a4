"""A year is closed: what its figures were, with the sum over them; a restatement is chained to the closing before."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "outcomes_closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_at", moment, nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_by", sa.String(100), nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("closed_at", moment, nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_by", sa.String(100), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("last_row_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outcomes_closing"),
        sa.UniqueConstraint("year", "number", name="uq_outcomes_closing_year_number"),
        sa.CheckConstraint("(closed_at IS NULL) = (sha256 = '')", name="closed_with_its_sum"),
        sa.CheckConstraint("number > 1 OR closed_at IS NOT NULL", name="first_is_closed"),
    )
    op.create_index(
        "uq_outcomes_closing_year",
        "outcomes_closing",
        ["year"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("outcomes_closing")
