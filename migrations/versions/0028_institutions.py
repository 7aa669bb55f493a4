"""An institution says more of itself and what it looks for; colleagues come by a link or ask; what it agrees to and
whom it avoids are rows; doubles are merged. A number that two had stays with the one that was there first."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ASKED, DECLARED = sa.text("state = 'asked'"), sa.text("kind = 'declaration'")
NUMBERS = ("uscc", "amac_number")
RULES = {  # new column → the rule that SQLite takes beside it, the table being one that others point at
    "checked_against VARCHAR(24)": "CONSTRAINT ck_investors_institution_verified_was_checked"
    " CHECK (state <> 'verified' OR checked_at IS NOT NULL)",
    "renewal_asked_at {moment}": "CONSTRAINT ck_investors_institution_lapsed_by_the_clock"
    " CHECK (state <> 'lapsed')",
}


def upgrade() -> None:
    _ask_more()
    _one_of_each_number()
    op.create_index(op.f("ix_investors_contact_institution_id"), "investors_contact", ["institution_id"])
    op.add_column(
        "investors_contact", sa.Column("mobile", sa.String(length=20), nullable=False, server_default="")
    )
    _make_facts()
    _make_ways_in()
    _make_rows()


def _ask_more() -> None:
    name = "investors_institution"
    op.add_column(name, sa.Column("aum_fen", sa.BigInteger(), nullable=True))
    op.add_column(name, sa.Column("cases", sa.Text(), nullable=False, server_default=""))
    op.add_column(name, sa.Column("checked_note", sa.String(length=500), nullable=False, server_default=""))
    sqlite = op.get_bind().dialect.name == "sqlite"
    moment = "DATETIME" if sqlite else "TIMESTAMP WITH TIME ZONE"
    for column, rule in RULES.items():
        adding = f"ALTER TABLE {name} ADD COLUMN {column.format(moment=moment)}"
        op.execute(f"{adding} {rule}" if sqlite else adding)
        if not sqlite:
            op.execute(f"ALTER TABLE {name} ADD {rule}")


def _one_of_each_number() -> None:
    """Whoever had the number second is asked for its own, and verified anew."""
    for number in NUMBERS:
        op.execute(
            f"UPDATE investors_institution SET checked_note = '与另一家机构的号码相同：' || {number},"  # noqa: S608  names of ours
            f" {number} = NULL, state = 'registered' WHERE EXISTS (SELECT 1 FROM investors_institution AS earlier"
            f" WHERE earlier.{number} = investors_institution.{number} AND earlier.id < investors_institution.id)"
        )
        op.create_index(f"uq_investors_institution_{number}", "investors_institution", [number], unique=True)


def _make_facts() -> None:
    op.create_table(
        "investors_fund",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        _of_institution("investors_fund"),
        sa.PrimaryKeyConstraint("institution_id", "position", name=op.f("pk_investors_fund")),
    )
    op.create_table(
        "investors_mandate",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("stages", sa.JSON(), nullable=False),
        sa.Column("ticket_from_fen", sa.BigInteger(), nullable=False),
        sa.Column("ticket_to_fen", sa.BigInteger(), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("reinvestment", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "ticket_from_fen <= ticket_to_fen", name=op.f("ck_investors_mandate_ticket_from_to")
        ),
        _of_institution("investors_mandate"),
        sa.PrimaryKeyConstraint("institution_id", name=op.f("pk_investors_mandate")),
    )


def _make_ways_in() -> None:
    op.create_table(
        "investors_contact_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("invited_by", sa.String(length=100), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        _of_institution("investors_contact_invitation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investors_contact_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_investors_contact_invitation_token_hash")),
    )
    op.create_index(
        op.f("ix_investors_contact_invitation_institution_id"),
        "investors_contact_invitation",
        ["institution_id"],
    )
    op.create_table(
        "investors_join_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        _of_institution("investors_join_request"),
        _of_person("investors_join_request"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investors_join_request")),
    )
    for column in ("institution_id", "person_id"):
        op.create_index(op.f(f"ix_investors_join_request_{column}"), "investors_join_request", [column])
    op.create_index(
        "ux_investors_join_request_open",
        "investors_join_request",
        ["person_id"],
        unique=True,
        sqlite_where=ASKED,
        postgresql_where=ASKED,
    )


def _make_rows() -> None:
    op.create_table(
        "investors_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        _of_institution("investors_agreement"),
        _of_person("investors_agreement"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investors_agreement")),
        sa.UniqueConstraint(
            "institution_id",
            "person_id",
            "kind",
            "version",
            name=op.f("uq_investors_agreement_institution_id_person_id_kind_version"),
        ),
    )
    op.create_index(op.f("ix_investors_agreement_person_id"), "investors_agreement", ["person_id"])
    op.create_index(
        "ux_investors_agreement_declared",
        "investors_agreement",
        ["institution_id", "version"],
        unique=True,
        sqlite_where=DECLARED,
        postgresql_where=DECLARED,
    )
    op.create_table(
        "investors_avoided",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", sa.String(length=100), nullable=False),
        _of_institution("investors_avoided"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investors_avoided")),
        sa.UniqueConstraint(
            "institution_id", "name_key", name=op.f("uq_investors_avoided_institution_id_name_key")
        ),
    )
    op.create_table(
        "investors_merger",
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.CheckConstraint("gone_id <> kept_id", name=op.f("ck_investors_merger_of_two")),
        _of_institution("investors_merger", "gone_id"),
        _of_institution("investors_merger", "kept_id"),
        sa.PrimaryKeyConstraint("gone_id", name=op.f("pk_investors_merger")),
    )
    op.create_index(op.f("ix_investors_merger_kept_id"), "investors_merger", ["kept_id"])


def _of_institution(table: str, column: str = "institution_id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["investors_institution.id"], name=op.f(f"fk_{table}_{column}"))


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["person_id"], ["accounts_person.id"], name=op.f(f"fk_{table}_person_id"))


def downgrade() -> None:
    for name in (
        "merger",
        "avoided",
        "agreement",
        "join_request",
        "contact_invitation",
        "mandate",
        "fund",
    ):
        op.drop_table(f"investors_{name}")
    op.drop_column("investors_contact", "mobile")
    op.drop_index(op.f("ix_investors_contact_institution_id"), "investors_contact")
    for number in NUMBERS:
        op.drop_index(f"uq_investors_institution_{number}", "investors_institution")
    op.execute("UPDATE investors_institution SET state = 'refused' WHERE state = 'merged'")
    if op.get_bind().dialect.name == "postgresql":
        for rule in ("verified_was_checked", "lapsed_by_the_clock"):
            op.drop_constraint(f"ck_investors_institution_{rule}", "investors_institution")
    for column in ("aum_fen", "cases", "checked_note", "checked_against", "renewal_asked_at"):
        op.drop_column("investors_institution", column)  # in SQLite its rule goes with it
