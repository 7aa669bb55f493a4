"""The days that the yearly notice names: off, or worked in their place."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rest_days_named_day",
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column(
            "kind", sa.Enum("off", "worked", name="daykind", native_enum=False, length=24), nullable=False
        ),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("name_en", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("on", name=op.f("pk_rest_days_named_day")),
    )


def downgrade() -> None:
    op.drop_table("rest_days_named_day")
