"""What was returned is kept, to be compared with what is handed in again."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pitches_pitch", sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("pitches_pitch", sa.Column("returned", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("pitches_pitch", "returned")
    op.drop_column("pitches_pitch", "returned_at")
