"""Decks and evidence: their versions, who saw them, and what rests on them."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "documents_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thing", sa.String(length=30), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("level", sa.String(length=24), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'deck') = (level IS NOT NULL)", name=op.f("ck_documents_document_level_of_a_deck")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents_document")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_documents_document_thing", "documents_document", ["thing", "thing_id"])
    op.create_table(
        "documents_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("format", sa.String(length=24), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("flaw", sa.String(length=24), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("previews", sa.Integer(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_by", sa.String(length=100), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents_document.id"], name=op.f("fk_documents_version_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents_version")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_documents_version_document_id_number")),
        sa.UniqueConstraint("key", name=op.f("uq_documents_version_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "documents_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["documents_version.id"], name=op.f("fk_documents_view_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents_view")),
    )
    op.create_index("ix_documents_view_version_id_person_id", "documents_view", ["version_id", "person_id"])
    op.create_table(
        "documents_citation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("thing", sa.String(length=30), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["documents_version.id"], name=op.f("fk_documents_citation_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents_citation")),
        sa.UniqueConstraint(
            "version_id", "thing", "thing_id", name=op.f("uq_documents_citation_version_id_thing_thing_id")
        ),
    )


def downgrade() -> None:
    for name in ("citation", "view", "version", "document"):
        op.drop_table(f"documents_{name}")
