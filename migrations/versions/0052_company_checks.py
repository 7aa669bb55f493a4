"""Companies are verified by staff, and claimed by whom their members turned away; what is there is not verified."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("state = 'asked'")
CHECKED = "ck_projects_company_verified_was_checked"


def upgrade() -> None:
    with op.batch_alter_table("projects_company") as companies:
        companies.add_column(sa.Column("state", sa.String(24), nullable=False, server_default="unverified"))
        companies.add_column(sa.Column("refusal", sa.String(500), nullable=False, server_default=""))
        companies.add_column(sa.Column("checked_at", MOMENT, nullable=True))
        companies.add_column(sa.Column("checked_by", sa.String(100), nullable=False, server_default=""))
        companies.add_column(sa.Column("checked_against", sa.String(24), nullable=True))
        companies.add_column(sa.Column("checked_note", sa.String(500), nullable=False, server_default=""))
        companies.create_check_constraint(
            op.f(CHECKED), "state <> 'verified' OR (checked_at IS NOT NULL AND checked_against IS NOT NULL)"
        )
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
    with op.batch_alter_table("projects_company") as companies:
        companies.drop_constraint(op.f(CHECKED), type_="check")
        for name in ("checked_note", "checked_against", "checked_by", "checked_at", "refusal", "state"):
            companies.drop_column(name)
