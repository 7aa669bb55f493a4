"""A hall may be an online room, has equipment and opening hours."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add(sa.Column("online", sa.Boolean(), nullable=False, server_default=sa.false()))
    add(sa.Column("link", sa.String(length=500), nullable=False, server_default=""))
    add(sa.Column("equipment", sa.JSON(), nullable=False, server_default="[]"))
    add(sa.Column("hours", sa.String(length=120), nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("hours", "equipment", "link", "online"):
        op.drop_column("halls_hall", name)


def add(column: sa.Column) -> None:
    op.add_column("halls_hall", column)
