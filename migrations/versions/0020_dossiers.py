"""A project's whole form, and what of an application is frozen when its call closes."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "projects_dossier",
        sa.Column("project_id", sa.Integer(), nullable=False),
        _text("contact_name", 100),
        _text("contact_mobile", 20),
        _text("contact_email", 254),
        _text("region", 6),
        _text("address", 200),
        *(sa.Column(name, sa.String(length=20)) for name in ("kind", "source", "wish", "level")),
        *(sa.Column(name, sa.Date()) for name in ("registered_on", "wanted_on")),
        *(sa.Column(name, sa.BigInteger()) for name in ("capital_fen", "ask_fen", "loan_fen")),
        *(
            sa.Column(name, sa.Integer())
            for name in ("staff", "research_staff", "readiness", "equity_bp", "area_m2")
        ),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in (
                "product",
                "certificates",
                "awards",
                "market",
                "competitors",
                "model",
                "use_of_funds",
            )
        ),
        sa.CheckConstraint(
            "equity_bp BETWEEN 1 AND 10000", name=op.f("ck_projects_dossier_equity_of_the_whole")
        ),
        sa.CheckConstraint("readiness BETWEEN 1 AND 9", name=op.f("ck_projects_dossier_readiness_of_nine")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_projects_dossier_project_id")
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_projects_dossier")),
    )
    _rows(
        "year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.BigInteger()) for name in ("revenue_fen", "profit_fen", "research_fen")),
    )
    _rows(
        "round",
        _position(),
        sa.Column("stage", sa.String(length=20)),
        sa.Column("on", sa.Date()),
        _text("investors", 200),
        sa.Column("amount_fen", sa.BigInteger()),
    )
    _rows(
        "teammate",
        _position(),
        _text("name", 100),
        _text("role", 100),
        sa.Column("background", sa.Text(), nullable=False),
    )
    _rows(
        "right",
        _position(),
        sa.Column("kind", sa.String(length=20)),
        _text("title", 200),
        _text("number", 60),
    )
    _rows(
        "declared",
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _text("by", 100),
    )
    op.add_column("pitches_pitch", sa.Column("frozen", sa.JSON()))
    op.add_column("pitches_pitch", sa.Column("frozen_at", sa.DateTime(timezone=True)))


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def _position() -> sa.Column[int]:
    return sa.Column("position", sa.Integer(), autoincrement=False, nullable=False)


def _rows(name: str, key: sa.Column[int] | sa.Column[str], *columns: sa.Column[object]) -> None:
    """What a dossier has several of."""
    table = f"projects_{name}"
    op.create_table(
        table,
        sa.Column("project_id", sa.Integer(), nullable=False),
        key,
        *columns,
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_dossier.project_id"], name=op.f(f"fk_{table}_project_id")
        ),
        sa.PrimaryKeyConstraint("project_id", key.name, name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    for column in ("frozen", "frozen_at"):
        op.drop_column("pitches_pitch", column)
    for table in ("declared", "right", "teammate", "round", "year", "dossier"):
        op.drop_table(f"projects_{table}")
