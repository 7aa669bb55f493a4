"""Companies are verified by staff, and claimed by whom their members turned away; what is there is not verified."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("state = 'asked'")
RULE = (
    "CONSTRAINT ck_projects_company_verified_was_checked"
    " CHECK (state <> 'verified' OR (checked_at IS NOT NULL AND checked_against IS NOT NULL))"
)


def upgrade() -> None:
    """SQLite takes a rule only beside a new column, the table being one that others point at."""
    words = {
        "state": (24, "unverified"),
        "refusal": (500, ""),
        "checked_by": (100, ""),
        "checked_note": (500, ""),
    }
    for name, (length, default) in words.items():
        column = sa.Column(name, sa.String(length), nullable=False, server_default=default)
        op.add_column("projects_company", column)
    op.add_column("projects_company", sa.Column("checked_at", MOMENT, nullable=True))
    op.execute(f"ALTER TABLE projects_company ADD COLUMN checked_against VARCHAR(24) {RULE}")
    op.create_table(
        "projects_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["projects_company.id"], name=op.f("fk_projects_claim_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_projects_claim_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects_claim")),
    )
    op.create_index(
        "ux_projects_claim_open",
        "projects_claim",
        ["company_id", "person_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(op.f("ix_projects_claim_person_id"), "projects_claim", ["person_id"])


def downgrade() -> None:
    op.drop_table("projects_claim")
    for name in ("checked_against", "checked_at", "checked_note", "checked_by", "refusal", "state"):
        op.drop_column("projects_company", name)
