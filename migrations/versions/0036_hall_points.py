"""A hall may say where it is on the map."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

RULE = (
    "CONSTRAINT ck_halls_hall_point_on_earth CHECK ((latitude IS NULL) = (longitude IS NULL)"
    " AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)"
)


def upgrade() -> None:
    """SQLite takes a rule only beside a new column, the table being one that others point at."""
    op.add_column("halls_hall", sa.Column("latitude", sa.Double(), nullable=True))
    double = sa.Double().compile(op.get_bind().dialect)
    op.execute(f"ALTER TABLE halls_hall ADD COLUMN longitude {double} {RULE}")


def downgrade() -> None:
    op.drop_column("halls_hall", "longitude")
    op.drop_column("halls_hall", "latitude")
