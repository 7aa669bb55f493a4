"""The language of letters, chosen apart from that of the pages."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts_person", sa.Column("letter_language", sa.String(5), nullable=True))


def downgrade() -> None:
    op.drop_column("accounts_person", "letter_language")
