"""What somebody had typed when their session had ended."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_accounts_draft_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_draft")),
        sa.UniqueConstraint("person_id", name=op.f("uq_accounts_draft_person_id")),
    )


def downgrade() -> None:
    op.drop_table("accounts_draft")
