"""Roadshows and halls may say their words in English too."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, name, kind in (
        ("programme_roadshow", "title_en", sa.String(length=200)),
        ("programme_roadshow", "summary_en", sa.Text()),
        ("halls_hall", "name_en", sa.String(length=100)),
        ("halls_hall", "address_en", sa.String(length=200)),
    ):
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=""))


def downgrade() -> None:
    for table, names in (
        ("halls_hall", ("name_en", "address_en")),
        ("programme_roadshow", ("title_en", "summary_en")),
    ):
        for name in names:
            op.drop_column(table, name)
