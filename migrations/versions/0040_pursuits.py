"""Projects after their roadshow and deals are pursued by somebody, until a day; who introduced whom is noted."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ALONE = "thread_id IS NULL"
POINTS = {
    "outcomes_pursuit": {
        "thread_id": "outcomes_thread",
        "project_id": "projects_project",
        "owner_id": "accounts_person",
    },
    "outcomes_introduction": {
        "project_id": "projects_project",
        "company_id": "projects_company",
        "institution_id": "investors_institution",
        "by_institution_id": "investors_institution",
        "by_roadshow_id": "programme_roadshow",
    },
}


def upgrade() -> None:
    op.create_table(
        "outcomes_pursuit",
        *_columns("outcomes_pursuit"),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("next_what", sa.String(200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("remind_on", sa.Date(), nullable=True),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("ending", sa.String(24), nullable=True),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "thread_id IS NOT NULL OR project_id IS NOT NULL", name=op.f("ck_outcomes_pursuit_of_something")
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR thread_id IS NULL",
            name=op.f("ck_outcomes_pursuit_a_deal_ends_in_the_ledger"),
        ),
        sa.UniqueConstraint("thread_id", name=op.f("uq_outcomes_pursuit_thread_id")),
    )
    where = {"sqlite_where": sa.text(ALONE), "postgresql_where": sa.text(ALONE)}
    op.create_index(
        "uq_outcomes_pursuit_project_id", "outcomes_pursuit", ["project_id"], unique=True, **where
    )
    op.create_index("ix_outcomes_pursuit_owner_id", "outcomes_pursuit", ["owner_id", "next_on"])
    op.create_index("ix_outcomes_pursuit_remind_on", "outcomes_pursuit", ["remind_on"])
    op.create_table(
        "outcomes_introduction",
        *_columns("outcomes_introduction"),
        sa.Column("whom", sa.String(200), nullable=False),
        sa.Column("whom_key", sa.String(200), nullable=False),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("noted_by", sa.String(100), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(project_id IS NULL) <> (company_id IS NULL)", name=op.f("ck_outcomes_introduction_to_one")
        ),
        sa.UniqueConstraint(
            "project_id", "whom_key", name=op.f("uq_outcomes_introduction_project_id_whom_key")
        ),
        sa.UniqueConstraint(
            "company_id", "whom_key", name=op.f("uq_outcomes_introduction_company_id_whom_key")
        ),
    )
    for column in ("institution_id", "by_institution_id"):
        op.create_index(f"ix_outcomes_introduction_{column}", "outcomes_introduction", [column])
    op.create_index("ix_outcomes_row_thread_id", "outcomes_row", ["thread_id", "counted_on"])


def _columns(table: str) -> list[sa.Column[int] | sa.Constraint]:
    """Its own key and what it points at."""
    keys = [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in POINTS[table].items()
    ]
    columns = [sa.Column(column, sa.Integer(), nullable=True) for column in POINTS[table]]
    own = sa.Column("id", sa.Integer(), nullable=False)
    return [own, *columns, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")), *keys]


def downgrade() -> None:
    op.drop_index("ix_outcomes_row_thread_id", "outcomes_row")
    op.drop_table("outcomes_introduction")
    op.drop_table("outcomes_pursuit")
