"""Who was accepted confirms the place in time; who waits has a turn. Those accepted before need not confirm."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

MOMENTS = ("confirm_by_at", "remind_at", "confirmed_at")
TURNS = """
UPDATE pitches_pitch SET turn = (
    SELECT count(*) FROM pitches_pitch AS earlier
    WHERE earlier.roadshow_id = pitches_pitch.roadshow_id AND earlier.state = 'waitlisted'
    AND (earlier.submitted_at < pitches_pitch.submitted_at
         OR (earlier.submitted_at = pitches_pitch.submitted_at AND earlier.id <= pitches_pitch.id))
) WHERE state = 'waitlisted'
"""


def upgrade() -> None:
    op.add_column("programme_roadshow", sa.Column("confirm_days", sa.Integer(), nullable=True))
    op.execute("UPDATE programme_roadshow SET confirm_days = 3")
    op.add_column("pitches_pitch", sa.Column("turn", sa.Integer(), nullable=True))
    for name in MOMENTS:
        op.add_column("pitches_pitch", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_pitches_pitch_confirm_by_at"), "pitches_pitch", ["confirm_by_at"])
    op.execute(TURNS)


def downgrade() -> None:
    op.drop_index(op.f("ix_pitches_pitch_confirm_by_at"), "pitches_pitch")
    for name in ("turn", *MOMENTS):
        op.drop_column("pitches_pitch", name)
    op.drop_column("programme_roadshow", "confirm_days")
