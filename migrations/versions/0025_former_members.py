"""Who has left a company is remembered: they are none to judge it."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "projects_former_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["projects_company.id"], name=op.f("fk_projects_former_member_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_projects_former_member_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects_former_member")),
        sa.UniqueConstraint(
            "company_id", "person_id", name=op.f("uq_projects_former_member_company_id_person_id")
        ),
    )
    op.create_index(op.f("ix_projects_former_member_person_id"), "projects_former_member", ["person_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_projects_former_member_person_id"), "projects_former_member")
    op.drop_table("projects_former_member")
