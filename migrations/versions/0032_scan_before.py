"""A scan keeps what the guest was before, so that a mistake at the door can be undone. Of older ones nothing is known:
their guests had accepted."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attendance_scan", sa.Column("before", sa.JSON()))


def downgrade() -> None:
    op.drop_column("attendance_scan", "before")
