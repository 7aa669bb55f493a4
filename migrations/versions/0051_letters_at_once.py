"""A letter says itself whether it goes out in the quiet hours; a one-time link that no mail could carry asks nobody."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

URGENT = (
    *("account.sign_up", "account.known", "account.reset", "account.password_changed", "account.invited"),
    "account.guessed",
    *("attendance.offered", "attendance.register", "roadshow.cancelled", "roadshow.restored"),
)


def upgrade() -> None:
    op.add_column(
        "notices_letter", sa.Column("at_once", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    letters = sa.table(
        "notices_letter",
        *(sa.column(name) for name in ("kind", "state", "secret", "tries", "at_once")),
    )
    waiting = sa.update(letters).where(letters.c.state == "queued", letters.c.kind.in_(URGENT))
    op.execute(waiting.values(at_once=sa.true()))
    unmailed = sa.update(letters).where(
        letters.c.state == "failed", letters.c.secret == sa.true(), letters.c.tries == 0
    )
    op.execute(unmailed.values(state="kept"))


def downgrade() -> None:
    op.drop_column("notices_letter", "at_once")
