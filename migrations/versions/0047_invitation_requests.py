"""A contact of a verified institution may ask to be invited to a roadshow."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declined_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name="fk_attendance_request_roadshow_id"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name="fk_attendance_request_person_id"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["investors_institution.id"], name="fk_attendance_request_institution_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attendance_request"),
        sa.UniqueConstraint("roadshow_id", "person_id", name="uq_attendance_request_roadshow_id_person_id"),
    )
    for column in ("person_id", "institution_id"):
        op.create_index(f"ix_attendance_request_{column}", "attendance_request", [column])


def downgrade() -> None:
    op.drop_table("attendance_request")
