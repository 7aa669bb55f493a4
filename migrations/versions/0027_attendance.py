"""Who is invited to a roadshow, the places there and online, and who came: devices at the door, and their scans."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_pinyin", sa.String(length=400), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("via", sa.String(24), nullable=False),
        sa.Column("mode", sa.String(24), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("confirm_by_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_place_of_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'waitlisted') = (turn IS NOT NULL)",
            name=op.f("ck_attendance_attendance_turn_while_waiting"),
        ),
        sa.ForeignKeyConstraint(
            ["in_place_of_id"],
            ["attendance_attendance.id"],
            name=op.f("fk_attendance_attendance_in_place_of_id"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["investors_institution.id"],
            name=op.f("fk_attendance_attendance_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_attendance_attendance_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name=op.f("fk_attendance_attendance_roadshow_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_attendance")),
        sa.UniqueConstraint("roadshow_id", "email", name=op.f("uq_attendance_attendance_roadshow_id_email")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_attendance_attendance_token_hash")),
    )
    op.create_index(
        op.f("ix_attendance_attendance_confirm_by_at"), "attendance_attendance", ["confirm_by_at"]
    )
    op.create_index(
        op.f("ix_attendance_attendance_institution_id"), "attendance_attendance", ["institution_id"]
    )
    op.create_index(op.f("ix_attendance_attendance_person_id"), "attendance_attendance", ["person_id"])
    op.create_index(
        "ix_attendance_attendance_roadshow_id_state", "attendance_attendance", ["roadshow_id", "state"]
    )
    op.create_table(
        "attendance_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name=op.f("fk_attendance_device_roadshow_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_device")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_attendance_device_token_hash")),
    )
    op.create_index(op.f("ix_attendance_device_roadshow_id"), "attendance_device", ["roadshow_id"])
    op.create_table(
        "attendance_seating",
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("open_to_public", sa.Boolean(), nullable=False),
        sa.Column("answer_by_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offer_hours", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("offer_hours > 0", name=op.f("ck_attendance_seating_offer_hours_positive")),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name=op.f("fk_attendance_seating_roadshow_id")
        ),
        sa.PrimaryKeyConstraint("roadshow_id", name=op.f("pk_attendance_seating")),
    )
    op.create_table(
        "attendance_scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("attendance_id", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(24), nullable=False),
        sa.Column("verdict", sa.String(24), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "verdict <> 'admitted' OR attendance_id IS NOT NULL",
            name=op.f("ck_attendance_scan_admitted_is_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["attendance_id"], ["attendance_attendance.id"], name=op.f("fk_attendance_scan_attendance_id")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["attendance_device.id"], name=op.f("fk_attendance_scan_device_id")
        ),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name=op.f("fk_attendance_scan_roadshow_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_scan")),
        sa.UniqueConstraint("uid", name=op.f("uq_attendance_scan_uid")),
    )
    op.create_index(op.f("ix_attendance_scan_roadshow_id"), "attendance_scan", ["roadshow_id"])
    op.create_index(
        "uq_attendance_scan_attendance_id",
        "attendance_scan",
        ["attendance_id"],
        unique=True,
        sqlite_where=sa.text("verdict = 'admitted'"),
        postgresql_where=sa.text("verdict = 'admitted'"),
    )
    op.create_table(
        "attendance_seat",
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(24), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("attendance_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attendance_id"], ["attendance_attendance.id"], name=op.f("fk_attendance_seat_attendance_id")
        ),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name=op.f("fk_attendance_seat_roadshow_id")
        ),
        sa.PrimaryKeyConstraint("roadshow_id", "mode", "number", name=op.f("pk_attendance_seat")),
        sa.UniqueConstraint("attendance_id", name=op.f("uq_attendance_seat_attendance_id")),
    )


def downgrade() -> None:
    op.drop_table("attendance_seat")
    op.drop_index(
        "uq_attendance_scan_attendance_id",
        table_name="attendance_scan",
        sqlite_where=sa.text("verdict = 'admitted'"),
        postgresql_where=sa.text("verdict = 'admitted'"),
    )
    op.drop_index(op.f("ix_attendance_scan_roadshow_id"), table_name="attendance_scan")
    op.drop_table("attendance_scan")
    op.drop_table("attendance_seating")
    op.drop_index(op.f("ix_attendance_device_roadshow_id"), table_name="attendance_device")
    op.drop_table("attendance_device")
    op.drop_index("ix_attendance_attendance_roadshow_id_state", table_name="attendance_attendance")
    op.drop_index(op.f("ix_attendance_attendance_person_id"), table_name="attendance_attendance")
    op.drop_index(op.f("ix_attendance_attendance_institution_id"), table_name="attendance_attendance")
    op.drop_index(op.f("ix_attendance_attendance_confirm_by_at"), table_name="attendance_attendance")
    op.drop_table("attendance_attendance")
