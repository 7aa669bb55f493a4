"""Members of a company have a right, those of before all of them; they are invited by a link or ask to join."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STATES = ("asked", "confirmed", "refused")
OPEN = sa.text("state = 'asked'")


def right() -> sa.Enum:
    return sa.Enum("viewer", "editor", "owner", name="right", native_enum=False, length=24)


def upgrade() -> None:
    with op.batch_alter_table("projects_member") as members:
        members.add_column(sa.Column("right", right(), nullable=False, server_default="owner"))
    op.create_table(
        "projects_member_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("right", right(), nullable=False),
        sa.Column("invited_by", sa.String(length=100), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["projects_company.id"], name=op.f("fk_projects_member_invitation_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects_member_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_projects_member_invitation_token_hash")),
    )
    op.create_index(
        op.f("ix_projects_member_invitation_company_id"), "projects_member_invitation", ["company_id"]
    )
    op.create_table(
        "projects_join_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="joinstate", native_enum=False, length=24), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["projects_company.id"], name=op.f("fk_projects_join_request_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_projects_join_request_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects_join_request")),
    )
    op.create_index(op.f("ix_projects_join_request_person_id"), "projects_join_request", ["person_id"])
    op.create_index(
        "ux_projects_join_request_open",
        "projects_join_request",
        ["company_id", "person_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_table("projects_join_request")
    op.drop_table("projects_member_invitation")
    with op.batch_alter_table("projects_member") as members:
        members.drop_column("right")
