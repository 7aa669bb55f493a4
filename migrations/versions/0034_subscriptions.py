"""Calendars of a person's own, each under an address that is kept only as a hash."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "feeds_subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("hall_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("remind_minutes", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("fetched_at", MOMENT, nullable=True),
        sa.Column("fetched_by", sa.String(24), nullable=True),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'hall') = (hall_id IS NOT NULL)", name=op.f("ck_feeds_subscription_hall_of_a_hall")
        ),
        sa.CheckConstraint("remind_minutes > 0", name=op.f("ck_feeds_subscription_remind_before")),
        sa.CheckConstraint(
            "(fetched_at IS NULL) = (fetched_by IS NULL)",
            name=op.f("ck_feeds_subscription_fetched_by_something"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_feeds_subscription_person_id")
        ),
        sa.ForeignKeyConstraint(["hall_id"], ["halls_hall.id"], name=op.f("fk_feeds_subscription_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds_subscription")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feeds_subscription_token_hash")),
    )
    op.create_index(op.f("ix_feeds_subscription_person_id"), "feeds_subscription", ["person_id"])


def downgrade() -> None:
    op.drop_table("feeds_subscription")
