"""The running order gets its versions; what is published is carried over as the first, and is the draft too."""

from itertools import groupby
from operator import attrgetter

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

version = sa.table(
    "agenda_version",
    *(sa.column(name) for name in ("roadshow_id", "number", "speech", "questions", "buffer", "what", "who")),
    sa.column("parts", sa.JSON),
    sa.column("said", sa.JSON),
    sa.column("made_at", sa.DateTime(timezone=True)),
    sa.column("published_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    op.create_table(
        "agenda_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("speech", sa.Integer(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("buffer", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("who_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "number > 0 AND before >= 0 AND before < number", name=op.f("ck_agenda_version_numbered_upwards")
        ),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name=op.f("fk_agenda_version_roadshow_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_version")),
        sa.UniqueConstraint("roadshow_id", "number", name=op.f("uq_agenda_version_roadshow_id_number")),
    )
    with op.batch_alter_table("agenda_slot") as slots:
        slots.add_column(sa.Column("speaker", sa.String(length=100), nullable=False, server_default=""))
    with op.batch_alter_table("agenda_slot") as slots:
        slots.alter_column("speaker", server_default=None)
    carry_over()


def carry_over() -> None:
    """Every order so far was laid out 8+7 without a pause between, so that its times stay as they are."""
    columns = "roadshow_id, kind, begins, minutes, questions, title, pitch_id"
    rows = op.get_bind().execute(sa.text(f"SELECT {columns} FROM agenda_slot ORDER BY roadshow_id, begins"))
    for roadshow_id, slots in groupby(rows.all(), attrgetter("roadshow_id")):
        kept = ("kind", "minutes", "questions", "title", "pitch_id")
        parts = [
            {name: getattr(slot, name) for name in kept} | {"speaker": "", "speaker_id": None, "key": key}
            for key, slot in enumerate(slots, 1001)
        ]
        op.execute(
            version.insert().values(
                roadshow_id=roadshow_id,
                number=1,
                speech=8,
                questions=7,
                buffer=0,
                parts=parts,
                what="agenda.carried",
                said={},
                who="command",
                made_at=sa.func.current_timestamp(),
                published_at=sa.func.current_timestamp(),
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("agenda_slot") as slots:
        slots.drop_column("speaker")
    op.drop_table("agenda_version")
