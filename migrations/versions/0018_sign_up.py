"""Startups make their own accounts, and whoever forgot a password gets a link; consents; letters asked for, counted."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def link_columns() -> list[sa.Column]:
    return [
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
    ]


def upgrade() -> None:
    op.create_table(
        "accounts_sign_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("privacy_version", sa.String(length=20), nullable=False),
        *link_columns(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_sign_up")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_accounts_sign_up_token_hash")),
    )
    op.create_index(op.f("ix_accounts_sign_up_email"), "accounts_sign_up", ["email"])
    op.create_table(
        "accounts_reset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        *link_columns(),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_accounts_reset_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_reset")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_accounts_reset_token_hash")),
    )
    op.create_index(op.f("ix_accounts_reset_person_id"), "accounts_reset", ["person_id"])
    op.create_table(
        "accounts_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_accounts_consent_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_consent")),
        sa.UniqueConstraint(
            "person_id", "purpose", "version", name=op.f("uq_accounts_consent_person_id_purpose_version")
        ),
    )
    op.create_table(
        "accounts_letter_asked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email_hash", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_letter_asked")),
    )
    op.create_index(op.f("ix_accounts_letter_asked_email_hash"), "accounts_letter_asked", ["email_hash"])
    op.create_index(op.f("ix_accounts_letter_asked_address"), "accounts_letter_asked", ["address"])


def downgrade() -> None:
    for table in ("letter_asked", "consent", "reset", "sign_up"):
        op.drop_table(f"accounts_{table}")
