"""Of which roadshow a letter tells, from which plans it says that it was moved, and whether it is still true."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notices_letter", sa.Column("roadshow_id", sa.Integer(), nullable=True))
    op.add_column("notices_letter", sa.Column("before", sa.JSON(none_as_null=True), nullable=True))
    false = sa.false()
    op.add_column(
        "notices_letter", sa.Column("overtaken", sa.Boolean(), nullable=False, server_default=false)
    )
    with op.batch_alter_table("notices_letter") as table:
        table.alter_column("overtaken", server_default=None)
    op.create_index("ix_notices_letter_roadshow_id", "notices_letter", ["roadshow_id"])


def downgrade() -> None:
    op.drop_index("ix_notices_letter_roadshow_id", "notices_letter")
    with op.batch_alter_table("notices_letter") as table:
        table.drop_column("overtaken")
        table.drop_column("before")
        table.drop_column("roadshow_id")
