"""Until when a letter is of use: one that did not arrive is nobody's task after that."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notices_letter", sa.Column("useful_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("notices_letter", "useful_until")
