"""A roadshow has a responsible person with a telephone, a hall somebody to ask."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

COLUMNS = (
    ("programme_roadshow", "lead_name", 50),
    ("programme_roadshow", "lead_phone", 20),
    ("halls_hall", "contact", 100),
)


def upgrade() -> None:
    for table, name, length in COLUMNS:
        op.add_column(table, sa.Column(name, sa.String(length), nullable=False, server_default=""))


def downgrade() -> None:
    for table, name, _length in reversed(COLUMNS):
        op.drop_column(table, name)
