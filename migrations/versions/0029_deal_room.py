"""Who was shown what a project handed in, what institutions would like with projects, and their own notes."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance_warned",
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_attendance_warned_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name=op.f("fk_attendance_warned_roadshow_id")
        ),
        sa.PrimaryKeyConstraint("roadshow_id", "person_id", name=op.f("pk_attendance_warned")),
    )
    op.create_table(
        "meetings_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(24), nullable=True),
        sa.Column("low_fen", sa.BigInteger(), nullable=True),
        sa.Column("high_fen", sa.BigInteger(), nullable=True),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(level IS NOT NULL AND level = 'invest') = (low_fen IS NOT NULL)",
            name=op.f("ck_meetings_interest_range_of_an_investment"),
        ),
        sa.CheckConstraint(
            "(low_fen IS NULL) = (high_fen IS NULL)", name=op.f("ck_meetings_interest_range_has_both_ends")
        ),
        sa.CheckConstraint(
            "low_fen > 0 AND low_fen <= high_fen", name=op.f("ck_meetings_interest_range_rises")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["investors_institution.id"], name=op.f("fk_meetings_interest_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_meetings_interest_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_meetings_interest_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name=op.f("fk_meetings_interest_roadshow_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_interest")),
        sa.UniqueConstraint(
            "institution_id", "project_id", name=op.f("uq_meetings_interest_institution_id_project_id")
        ),
    )
    op.create_index("ix_meetings_interest_project_id", "meetings_interest", ["project_id"])
    op.create_index(op.f("ix_meetings_interest_roadshow_id"), "meetings_interest", ["roadshow_id"])
    op.create_table(
        "meetings_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["investors_institution.id"], name=op.f("fk_meetings_note_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_meetings_note_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_meetings_note_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_note")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_meetings_note_institution_id_project_id", "meetings_note", ["institution_id", "project_id"]
    )
    op.create_table(
        "meetings_passed_on",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["investors_institution.id"],
            name=op.f("fk_meetings_passed_on_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_meetings_passed_on_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_meetings_passed_on_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_passed_on")),
    )
    op.create_index(op.f("ix_meetings_passed_on_institution_id"), "meetings_passed_on", ["institution_id"])
    op.create_index(op.f("ix_meetings_passed_on_project_id"), "meetings_passed_on", ["project_id"])
    op.create_table(
        "attendance_viewing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pitch_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["investors_institution.id"],
            name=op.f("fk_attendance_viewing_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_attendance_viewing_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["pitch_id"], ["pitches_pitch.id"], name=op.f("fk_attendance_viewing_pitch_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_attendance_viewing_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_viewing")),
    )
    op.create_index(op.f("ix_attendance_viewing_institution_id"), "attendance_viewing", ["institution_id"])
    op.create_index(
        "ix_attendance_viewing_project_id_person_id", "attendance_viewing", ["project_id", "person_id"]
    )
    op.create_table(
        "meetings_said",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interest_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(24), nullable=True),
        sa.Column("low_fen", sa.BigInteger(), nullable=True),
        sa.Column("high_fen", sa.BigInteger(), nullable=True),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(level IS NOT NULL AND level = 'invest') = (low_fen IS NOT NULL)",
            name=op.f("ck_meetings_said_range_of_an_investment"),
        ),
        sa.CheckConstraint(
            "(low_fen IS NULL) = (high_fen IS NULL)", name=op.f("ck_meetings_said_range_has_both_ends")
        ),
        sa.CheckConstraint("low_fen > 0 AND low_fen <= high_fen", name=op.f("ck_meetings_said_range_rises")),
        sa.ForeignKeyConstraint(
            ["interest_id"], ["meetings_interest.id"], name=op.f("fk_meetings_said_interest_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_meetings_said_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name=op.f("fk_meetings_said_roadshow_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings_said")),
    )
    op.create_index(op.f("ix_meetings_said_interest_id"), "meetings_said", ["interest_id"])
    op.create_index(op.f("ix_meetings_said_roadshow_id"), "meetings_said", ["roadshow_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_meetings_said_roadshow_id"), table_name="meetings_said")
    op.drop_index(op.f("ix_meetings_said_interest_id"), table_name="meetings_said")
    op.drop_table("meetings_said")
    op.drop_index("ix_attendance_viewing_project_id_person_id", table_name="attendance_viewing")
    op.drop_index(op.f("ix_attendance_viewing_institution_id"), table_name="attendance_viewing")
    op.drop_table("attendance_viewing")
    op.drop_index(op.f("ix_meetings_passed_on_project_id"), table_name="meetings_passed_on")
    op.drop_index(op.f("ix_meetings_passed_on_institution_id"), table_name="meetings_passed_on")
    op.drop_table("meetings_passed_on")
    op.drop_index("ix_meetings_note_institution_id_project_id", table_name="meetings_note")
    op.drop_table("meetings_note")
    op.drop_index(op.f("ix_meetings_interest_roadshow_id"), table_name="meetings_interest")
    op.drop_index("ix_meetings_interest_project_id", table_name="meetings_interest")
    op.drop_table("meetings_interest")
    op.drop_table("attendance_warned")
