"""Who signs up gives an address alone; name, password and agreement come from whoever opens the letter."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

COLUMNS = {"name": 100, "password_hash": 200, "privacy_version": 20}


def upgrade() -> None:
    for name in COLUMNS:
        op.drop_column("accounts_sign_up", name)


def downgrade() -> None:
    """Links that nobody has used stand for no password."""
    op.execute("DELETE FROM accounts_sign_up")
    for name, length in COLUMNS.items():
        op.add_column(
            "accounts_sign_up", sa.Column(name, sa.String(length), nullable=False, server_default="")
        )
