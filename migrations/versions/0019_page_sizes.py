"""How large each preview of a document's version is, so that its page keeps the room for it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("documents_version", sa.Column("sizes", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("documents_version", "sizes")
