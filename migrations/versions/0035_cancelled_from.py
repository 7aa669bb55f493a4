"""From which state a roadshow was cancelled, to which it can be restored."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("programme_roadshow", sa.Column("cancelled_from", sa.String(24), nullable=True))


def downgrade() -> None:
    op.drop_column("programme_roadshow", "cancelled_from")
