"""A letter may carry an event for its reader's calendar, and what each calendar was last told is kept. Letters that
were sent before carried none."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("notices_letter", sa.Column("calendar", sa.Text()))
    op.add_column("notices_letter", sa.Column("method", sa.String(24)))
    op.create_table(
        "notices_invite",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(24), nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.Column("answer", sa.String(24), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_invite")),
        sa.UniqueConstraint("uid", "address", name=op.f("uq_notices_invite_uid_address")),
    )
    op.create_index(op.f("ix_notices_invite_about_about_id"), "notices_invite", ["about", "about_id"])


def downgrade() -> None:
    op.drop_table("notices_invite")
    op.drop_column("notices_letter", "method")
    op.drop_column("notices_letter", "calendar")
