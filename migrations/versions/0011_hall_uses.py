"""A hall may be somebody else's for some hours, or out of use for days; its changes are counted."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("halls_hall", sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "halls_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hall_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("use", "blackout", name="usekind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_halls_use_ends_after_start")),
        sa.ForeignKeyConstraint(["hall_id"], ["halls_hall.id"], name=op.f("fk_halls_use_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_halls_use")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_halls_use_hall_id"), "halls_use", ["hall_id"])


def downgrade() -> None:
    op.drop_table("halls_use")
    op.drop_column("halls_hall", "version")
