"""Applications are read by reviewers, ranked, decided, and the decisions sent together."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "screening_setup",
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("readers", sa.Integer(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("readers > 0", name=op.f("ck_screening_setup_readers_positive")),
        sa.CheckConstraint("notice_days >= 0", name=op.f("ck_screening_setup_notice_not_negative")),
        _key("screening_setup", "roadshow_id", "programme_roadshow"),
        sa.PrimaryKeyConstraint("roadshow_id", name=op.f("pk_screening_setup")),
    )
    op.create_table(
        "screening_criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "weight BETWEEN 1 AND 100", name=op.f("ck_screening_criterion_weight_of_a_hundred")
        ),
        sa.ForeignKeyConstraint(
            ["roadshow_id"],
            ["screening_setup.roadshow_id"],
            name=op.f("fk_screening_criterion_roadshow_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_criterion")),
        _unique("screening_criterion", "roadshow_id", "version", "position"),
    )
    op.create_table(
        "screening_expert",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        _key("screening_expert", "person_id", "accounts_person"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_screening_expert")),
    )
    op.create_table(
        "screening_reviewer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _key("screening_reviewer", "roadshow_id", "programme_roadshow"),
        _key("screening_reviewer", "person_id", "accounts_person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_reviewer")),
        _unique("screening_reviewer", "roadshow_id", "person_id"),
    )
    op.create_index(op.f("ix_screening_reviewer_person_id"), "screening_reviewer", ["person_id"])
    _sheets()
    _decisions()


def _sheets() -> None:
    op.create_table(
        "screening_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pitch_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        _key("screening_sheet", "pitch_id", "pitches_pitch"),
        _key("screening_sheet", "person_id", "accounts_person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_sheet")),
        _unique("screening_sheet", "pitch_id", "person_id"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_screening_sheet_person_id"), "screening_sheet", ["person_id"])
    op.create_table(
        "screening_recusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pitch_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key("screening_recusal", "pitch_id", "pitches_pitch"),
        _key("screening_recusal", "person_id", "accounts_person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_recusal")),
        _unique("screening_recusal", "pitch_id", "person_id"),
    )


def _decisions() -> None:
    op.create_table(
        "screening_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pitch_id", sa.Integer(), nullable=False),
        sa.Column("to", sa.String(length=24), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("act", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shown_until", sa.DateTime(timezone=True), nullable=True),
        _key("screening_decision", "pitch_id", "pitches_pitch"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_decision")),
    )
    op.create_index(op.f("ix_screening_decision_pitch_id"), "screening_decision", ["pitch_id"])
    open_ones = sa.text("sent_at IS NULL")
    op.create_index(
        "uq_screening_decision_pitch_id",
        "screening_decision",
        ["pitch_id"],
        unique=True,
        sqlite_where=open_ones,
        postgresql_where=open_ones,
    )


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def downgrade() -> None:
    for table in ("decision", "recusal", "sheet", "reviewer", "expert", "criterion", "setup"):
        op.drop_table(f"screening_{table}")
