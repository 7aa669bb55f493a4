"""Guests say what they think of a roadshow that is over."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance_feedback",
        sa.Column("attendance_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_attendance_feedback_score_of_five")),
        sa.ForeignKeyConstraint(
            ["attendance_id"],
            ["attendance_attendance.id"],
            name=op.f("fk_attendance_feedback_attendance_id"),
        ),
        sa.PrimaryKeyConstraint("attendance_id", name=op.f("pk_attendance_feedback")),
    )


def downgrade() -> None:
    op.drop_table("attendance_feedback")
