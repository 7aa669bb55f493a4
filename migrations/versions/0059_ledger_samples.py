"""Keep what each sheet of an imported file says, and the samples by which sheets are accepted."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("accepted_at IS NULL AND wrong_count = 0")


def upgrade() -> None:
    op.create_table(
        "ledgers_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("first_row", sa.Integer(), nullable=True),
        sa.Column("last_row", sa.Integer(), nullable=True),
        sa.Column("sums", sa.JSON(), nullable=False),
        sa.Column("left", sa.JSON(), nullable=False),
        sa.Column("left_count", sa.Integer(), nullable=False),
        sa.Column("there_count", sa.Integer(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["ledgers_upload.id"], name=op.f("fk_ledgers_sheet_upload_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledgers_sheet")),
        sa.UniqueConstraint("upload_id", "place", name=op.f("uq_ledgers_sheet_upload_id_place")),
    )
    op.create_table(
        "ledgers_sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(16), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("among", sa.Integer(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("importer_id", sa.Integer(), nullable=True),
        sa.Column("drawn_at", MOMENT, nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=True),
        sa.Column("drawn_by", sa.String(100), nullable=False),
        sa.Column("wrong", sa.JSON(), nullable=False),
        sa.Column("wrong_count", sa.Integer(), nullable=False),
        sa.Column("compared_at", MOMENT, nullable=True),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_by", sa.String(100), nullable=False),
        sa.Column("accepted_count", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "drawn_by_id <> importer_id AND (accepted_by_id IS NULL OR accepted_by_id <> importer_id)",
            name=op.f("ck_ledgers_sample_not_by_the_importer"),
        ),
        sa.CheckConstraint(
            "accepted_at IS NULL OR wrong_count = 0", name=op.f("ck_ledgers_sample_accepted_without_wrong")
        ),
        sa.CheckConstraint(
            "(accepted_at IS NULL) = (accepted_count IS NULL)",
            name=op.f("ck_ledgers_sample_accepted_says_how_many"),
        ),
        sa.ForeignKeyConstraint(["sheet_id"], ["ledgers_sheet.id"], name=op.f("fk_ledgers_sample_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledgers_sample")),
        sa.UniqueConstraint("sheet_id", "number", name=op.f("uq_ledgers_sample_sheet_id_number")),
    )
    op.create_index(
        "uq_ledgers_sample_open",
        "ledgers_sample",
        ["sheet_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_table("ledgers_sample")
    op.drop_table("ledgers_sheet")
