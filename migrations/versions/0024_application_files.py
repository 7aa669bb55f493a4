"""A sheet of applications is kept for its preview."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "ledgers_application_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_at", MOMENT, nullable=False),
        sa.Column("uploaded_by", sa.String(length=100), nullable=False),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name=op.f("fk_ledgers_application_file_roadshow_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledgers_application_file")),
    )
    op.create_index(
        op.f("ix_ledgers_application_file_roadshow_id"), "ledgers_application_file", ["roadshow_id"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_ledgers_application_file_roadshow_id"), "ledgers_application_file")
    op.drop_table("ledgers_application_file")
