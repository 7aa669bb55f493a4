"""Work that takes long as rows, and what the worker finds in a large ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LIVE = sa.text("state IN ('waiting', 'working')")


def upgrade() -> None:
    op.create_table(
        "jobs_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(length=32), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs_job")),
    )
    op.create_index(
        "ix_jobs_job_live",
        "jobs_job",
        ["kind", "thing_id"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.create_index("ix_jobs_job_thing_id_kind", "jobs_job", ["thing_id", "kind"])
    op.create_index("ix_jobs_job_state", "jobs_job", ["state"])
    op.add_column(
        "ledgers_upload", sa.Column("large", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("ledgers_upload", sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("ledgers_upload", sa.Column("found", sa.JSON(), nullable=True))
    op.add_column("ledgers_upload", sa.Column("refused", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    for name in ("refused", "found", "read_at", "large"):
        op.drop_column("ledgers_upload", name)
    op.drop_table("jobs_job")
