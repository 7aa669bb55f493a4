"""A letter has a life: it is sent by mail, and read in the inbox. Whatever was queued before stays unsent.

The centre may word its letters itself, and a reader may do without some.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STATES = ("queued", "sending", "sent", "uncertain", "failed", "bounced", "kept")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("notices_letter") as table:
        table.add_column(sa.Column("values", sa.JSON(), nullable=True))
        table.add_column(sa.Column("secret", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("channel", sa.String(length=20), nullable=False, server_default="mail"))
        state = sa.Enum(*STATES, name="letterstate", native_enum=False, length=24)
        table.add_column(sa.Column("state", state, nullable=False, server_default="kept"))
        table.add_column(sa.Column("due_at", MOMENT, nullable=True))
        table.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("claim", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("leased_until", MOMENT, nullable=True))
        table.add_column(sa.Column("message_id", sa.String(length=100), nullable=True))
        table.add_column(sa.Column("sent_at", MOMENT, nullable=True))
        table.add_column(sa.Column("why", sa.JSON(), nullable=True))
        table.add_column(sa.Column("read_at", MOMENT, nullable=True))
        table.create_unique_constraint(op.f("uq_notices_letter_message_id"), ["message_id"])
        table.create_index(op.f("ix_notices_letter_state_due_at"), ["state", "due_at"])
        table.create_index(op.f("ix_notices_letter_to_id_read_at"), ["to_id", "read_at"])
        table.create_index(op.f("ix_notices_letter_kind"), ["kind"])
        table.create_index(op.f("ix_notices_letter_to_address"), ["to_address"])
    op.create_table(
        "notices_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_template")),
        sa.UniqueConstraint("kind", "language", name=op.f("uq_notices_template_kind_language")),
    )
    op.create_table(
        "notices_unwanted",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_unwanted")),
        sa.UniqueConstraint("address", "kind", name=op.f("uq_notices_unwanted_address_kind")),
    )


def downgrade() -> None:
    op.drop_table("notices_unwanted")
    op.drop_table("notices_template")
    with op.batch_alter_table("notices_letter") as table:
        for name in ("state_due_at", "to_id_read_at", "kind", "to_address"):
            table.drop_index(op.f(f"ix_notices_letter_{name}"))
        table.drop_constraint(op.f("uq_notices_letter_message_id"), type_="unique")
        for name in ("values", "secret", "channel", "state", "due_at", "tries", "claim", "leased_until"):
            table.drop_column(name)
        for name in ("message_id", "sent_at", "why", "read_at"):
            table.drop_column(name)
