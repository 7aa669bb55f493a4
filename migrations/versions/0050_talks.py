"""Let a project answer an interest: who asks, with which words, and the talk that both sides agree on."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("state IN ('proposed', 'agreed')")
RULES = {
    "agreed_has_a_time": "state <> 'agreed' OR starts_at IS NOT NULL",
    "proposed_waits_for_a_side": "state <> 'proposed' OR waits_for IS NOT NULL",
    "ended_waits_for_nobody": "waits_for IS NULL OR state IN ('proposed', 'agreed')",
    "declined_has_a_reason": "(state = 'declined') = (reason IS NOT NULL)",
    "has_both_ends": "(starts_at IS NULL) = (ends_at IS NULL)",
    "agreed_has_a_venue": "(starts_at IS NULL) = (venue IS NULL)",
    "ends_after_start": "ends_at > starts_at",
}


def upgrade() -> None:
    for table in ("meetings_interest", "meetings_said"):
        for name, length in (("job_title", 50), ("message", 500)):
            op.add_column(table, sa.Column(name, sa.String(length), nullable=False, server_default=""))
        op.add_column(table, sa.Column("shares", sa.String(24), nullable=True))
    op.create_table(
        "meetings_talk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("interest_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("waits_for", sa.String(24), nullable=True),
        sa.Column("offered_venue", sa.String(24), nullable=True),
        sa.Column("offered_place", sa.String(300), nullable=False),
        sa.Column("offered_minutes", sa.Integer(), nullable=True),
        sa.Column("venue", sa.String(24), nullable=True),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=True),
        sa.Column("ends_at", MOMENT, nullable=True),
        sa.Column("reason", sa.String(24), nullable=True),
        sa.Column("message", sa.String(500), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_meetings_talk_{name}")) for name, rule in RULES.items()),
        sa.ForeignKeyConstraint(
            ["interest_id"], ["meetings_interest.id"], name=op.f("fk_meetings_talk_interest_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["accounts_person.id"], name=op.f("fk_meetings_talk_owner_id")),
        sa.ForeignKeyConstraint(["asker_id"], ["accounts_person.id"], name=op.f("fk_meetings_talk_asker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_talk")),
        sa.UniqueConstraint("uid", name=op.f("uq_meetings_talk_uid")),
    )
    op.create_index(
        "ux_meetings_talk_open",
        "meetings_talk",
        ["interest_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_meetings_talk_interest_id", "meetings_talk", ["interest_id"])
    op.create_index(op.f("ix_meetings_talk_owner_id"), "meetings_talk", ["owner_id"])
    op.create_index(op.f("ix_meetings_talk_asker_id"), "meetings_talk", ["asker_id"])
    op.create_table(
        "meetings_talk_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 3", name=op.f("ck_meetings_talk_time_one_of_three")),
        sa.ForeignKeyConstraint(
            ["talk_id"], ["meetings_talk.id"], name=op.f("fk_meetings_talk_time_talk_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_talk_time")),
        sa.UniqueConstraint("talk_id", "number", name=op.f("uq_meetings_talk_time_talk_id_number")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("meetings_talk_time")
    op.drop_table("meetings_talk")
    for table in ("meetings_interest", "meetings_said"):
        for name in ("shares", "message", "job_title"):
            op.drop_column(table, name)
