"""What the planner was asked for a season, and the days that it proposes."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "programme_planned",
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("many", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("gap", sa.Integer(), nullable=False),
        sa.Column("short", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["season_id"], ["programme_season.id"], name=op.f("fk_programme_planned_season_id")
        ),
        sa.PrimaryKeyConstraint("season_id", name=op.f("pk_programme_planned")),
    )
    op.create_table(
        "programme_proposed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("hall_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("off", sa.Integer(), nullable=False),
        sa.Column("near", sa.Boolean(), nullable=False),
        sa.Column("disliked", sa.Boolean(), nullable=False),
        sa.Column("elsewhere", sa.Boolean(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_programme_proposed_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name=op.f("fk_programme_proposed_roadshow_id")
        ),
        sa.ForeignKeyConstraint(["hall_id"], ["halls_hall.id"], name=op.f("fk_programme_proposed_hall_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_proposed")),
        sa.UniqueConstraint("roadshow_id", name=op.f("uq_programme_proposed_roadshow_id")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("programme_proposed")
    op.drop_table("programme_planned")
