"""When a roadshow got its day: its deadlines lie between then and the day. Those before this have none."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("programme_roadshow", sa.Column("dated_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("programme_roadshow", "dated_at")
