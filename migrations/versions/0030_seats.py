"""A guest's link is signed, so that no token is kept of it; who has a seat may wait for one of the other mode; who
registers shows that the address is theirs. No page made guests before, so nobody is carried over."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WAITING = "ck_attendance_attendance_turn_while_waiting"


def upgrade() -> None:
    with op.batch_alter_table("attendance_attendance") as guests:
        guests.drop_constraint(op.f("uq_attendance_attendance_token_hash"), type_="unique")
        guests.drop_constraint(op.f(WAITING), type_="check")
        guests.drop_column("token_hash")
        guests.add_column(sa.Column("switching", sa.Boolean(), nullable=False, server_default=sa.false()))
        guests.add_column(sa.Column("agreed_to", sa.String(length=20), nullable=False, server_default=""))
        guests.create_check_constraint(
            op.f(WAITING), "(state = 'waitlisted' OR switching) = (turn IS NOT NULL)"
        )
    op.create_index(
        "uq_attendance_attendance_in_place_of_id", "attendance_attendance", ["in_place_of_id"], unique=True
    )
    op.add_column("attendance_seating", sa.Column("reminded_at", MOMENT, nullable=True))
    op.create_table(
        "attendance_registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("mode", sa.String(24), nullable=False),
        sa.Column("agreed_to", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name=op.f("fk_attendance_registration_roadshow_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_registration")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_attendance_registration_token_hash")),
    )
    op.create_index(
        op.f("ix_attendance_registration_roadshow_id"), "attendance_registration", ["roadshow_id"]
    )


def downgrade() -> None:
    op.drop_table("attendance_registration")
    op.drop_column("attendance_seating", "reminded_at")
    op.drop_index("uq_attendance_attendance_in_place_of_id", table_name="attendance_attendance")
    with op.batch_alter_table("attendance_attendance") as guests:
        guests.drop_constraint(op.f(WAITING), type_="check")
        guests.drop_column("agreed_to")
        guests.drop_column("switching")
        guests.add_column(sa.Column("token_hash", sa.String(length=64), nullable=True))
        guests.create_unique_constraint(op.f("uq_attendance_attendance_token_hash"), ["token_hash"])
        guests.create_check_constraint(op.f(WAITING), "(state = 'waitlisted') = (turn IS NOT NULL)")
