"""A call opens at a set moment, asks its own questions, and lets in who comes late with a code."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ENTERED = {"contact_name": 100, "contact_phone": 20, "contact_email": 254, "entered_by": 100}
KINDS = ("text", "long", "choice")


def upgrade() -> None:
    op.create_table(
        "pitches_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="questionkind", native_enum=False, length=24), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("words_en", sa.String(length=200), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("needed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name=op.f("fk_pitches_question_roadshow_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pitches_question")),
        sa.UniqueConstraint("roadshow_id", "position", name=op.f("uq_pitches_question_roadshow_id_position")),
    )
    op.create_table(
        "pitches_late_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("for_whom", sa.String(length=100), nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name=op.f("fk_pitches_late_code_roadshow_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pitches_late_code")),
        sa.UniqueConstraint("code", name=op.f("uq_pitches_late_code_code")),
    )
    op.create_index(op.f("ix_pitches_late_code_roadshow_id"), "pitches_late_code", ["roadshow_id"])
    op.add_column("programme_roadshow", sa.Column("call_opens_at", MOMENT, nullable=True))
    op.add_column("pitches_pitch", sa.Column("answers", sa.JSON(), nullable=True))
    op.add_column("pitches_pitch", sa.Column("late_code_id", sa.Integer(), nullable=True))
    for name, length in ENTERED.items():
        column = sa.Column(name, sa.String(length=length), nullable=False, server_default="")
        op.add_column("pitches_pitch", column)
    op.create_index(op.f("uq_pitches_pitch_late_code_id"), "pitches_pitch", ["late_code_id"], unique=True)


def downgrade() -> None:
    op.drop_index(op.f("uq_pitches_pitch_late_code_id"), "pitches_pitch")
    for name in ENTERED:
        op.drop_column("pitches_pitch", name)
    op.drop_column("pitches_pitch", "late_code_id")
    op.drop_column("pitches_pitch", "answers")
    op.drop_column("programme_roadshow", "call_opens_at")
    op.drop_table("pitches_late_code")
    op.drop_table("pitches_question")
