"""An application that is returned for correction says until when it may be handed in again."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pitches_pitch") as pitches:
        pitches.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("pitches_pitch") as pitches:
        pitches.drop_column("due_at")
