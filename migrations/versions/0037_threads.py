"""The ledger: what all kinds have in common stands in one table, what one kind has alone in its own; hires go step by
step; a row knows whether and on which day it counts."""

import re
import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

COMMON = (
    'id, kind, year, "on", fingerprint, step, number, amount_fen, project_id, company_id, roadshow_id, name, category, '
    "note, source, state, logged_at, logged_by_id, logged_by, verified_at, verified_by_id, verified_by, corrects_id, why"
)
IN_FORCE = (
    "(k.state <> 'refused' AND (k.corrects_id IS NULL OR k.state = 'verified') AND NOT EXISTS (SELECT 1 FROM kept_rows n "
    "WHERE n.corrects_id = k.id AND n.state = 'verified'))"
)
THREAD = "id, kind, key, project_id, company_id, counterpart, code, round"
OWN = {
    "landing": (
        sa.Column("place", sa.String(100), nullable=False),
        sa.Column("plan", sa.String(60), nullable=False),
        sa.Column("industrialised", sa.Boolean(), nullable=True),
    ),
    "hire": (sa.Column("place", sa.String(100), nullable=False),),
    "incubator": (
        sa.Column("place", sa.String(100), nullable=False),
        sa.Column("area_m2", sa.Numeric(14, 2), nullable=False),
        sa.Column("running", sa.Boolean(), nullable=False),
        sa.Column("running_since", sa.Date(), nullable=True),
        sa.Column("off_site", sa.Boolean(), nullable=False),
    ),
    "evaluation": (sa.Column("score", sa.Numeric(5, 2), nullable=False),),
    "residency": (sa.Column("area_m2", sa.Numeric(14, 2), nullable=True),),
    "recognition": (
        sa.Column("level", sa.String(20), nullable=False),
        sa.Column("certificate", sa.String(60), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
    ),
    "foreign": (
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("hundredths", sa.BigInteger(), nullable=False),
        sa.Column("rate", sa.Numeric(14, 6), nullable=False),
        sa.Column("rate_source", sa.String(100), nullable=False),
        sa.CheckConstraint("hundredths > 0", name="hundredths_positive"),
        sa.CheckConstraint("rate > 0", name="rate_positive"),
    ),
}


def upgrade() -> None:
    _set_aside("deal")
    _make_threads("thread", 60)
    op.execute(f"INSERT INTO outcomes_thread ({THREAD}) SELECT {THREAD} FROM kept_threads")
    _make_rows("thread", with_own=False)
    for name, columns in OWN.items():
        key = sa.ForeignKeyConstraint(
            ["row_id"], ["outcomes_row.id"], name=op.f(f"fk_outcomes_{name}_row_id")
        )
        row_id = sa.Column("row_id", sa.Integer(), nullable=False)
        primary = sa.PrimaryKeyConstraint("row_id", name=op.f(f"pk_outcomes_{name}"))
        op.create_table(f"outcomes_{name}", row_id, *columns, key, primary)
    last_day = "CAST(k.year || '-12-31' AS DATE)" if _postgresql() else "k.year || '-12-31'"
    op.execute(
        f"INSERT INTO outcomes_row ({COMMON}, thread_id, counted_on, counts, affirmed) SELECT {COMMON}, deal_id, "
        f"COALESCE(\"on\", {last_day}), {IN_FORCE}, '' FROM kept_rows k"
    )
    op.execute(
        "INSERT INTO outcomes_landing SELECT id, place, plan, industrialised FROM kept_rows WHERE kind = 'landing'"
    )
    op.execute("INSERT INTO outcomes_hire SELECT id, place FROM kept_rows WHERE kind = 'hire'")
    op.execute(
        "INSERT INTO outcomes_incubator SELECT id, place, area_m2, running, NULL, true FROM kept_rows"
        " WHERE kind = 'incubator'"
    )
    op.execute("UPDATE outcomes_row SET step = 'selected' WHERE kind = 'hire'")
    _count_on()
    _begin_hires()
    _drop_kept()


def downgrade() -> None:
    _set_aside("thread")
    op.execute("DELETE FROM kept_rows WHERE kind IN ('evaluation', 'residency', 'recognition')")
    _make_threads("deal", 30)
    op.execute(
        f"INSERT INTO outcomes_deal ({THREAD}) SELECT {THREAD} FROM kept_threads WHERE kind IN ('investment', 'loan')"
    )
    _make_rows("deal", with_own=True)
    old = "COALESCE(l.place, h.place, i.place, ''), COALESCE(l.plan, ''), l.industrialised, i.running, i.area_m2"
    common = ", ".join(f"k.{name}" for name in COMMON.split(", "))
    op.execute(
        f"INSERT INTO outcomes_row ({COMMON}, deal_id, place, plan, industrialised, running, area_m2) SELECT {common}, "
        f"CASE WHEN k.kind = 'hire' THEN NULL ELSE k.thread_id END, {old} FROM kept_rows k "
        "LEFT JOIN outcomes_landing l ON l.row_id = k.id LEFT JOIN outcomes_hire h ON h.row_id = k.id "
        "LEFT JOIN outcomes_incubator i ON i.row_id = k.id"
    )
    op.execute("UPDATE outcomes_row SET step = NULL, number = NULL WHERE kind = 'hire'")
    for name in OWN:
        op.drop_table(f"outcomes_{name}")
    _count_on("deal")
    _drop_kept()


def _set_aside(thread: str) -> None:
    for name, table in (("kept_rows", "outcomes_row"), ("kept_threads", f"outcomes_{thread}")):
        op.execute(f"CREATE TABLE {name} AS SELECT * FROM {table}")
    if thread == "thread":  # the details name the rows that go
        for name in OWN:
            op.execute(f"CREATE TABLE kept_{name} AS SELECT * FROM outcomes_{name}")
            op.drop_table(f"outcomes_{name}")
            op.rename_table(f"kept_{name}", f"outcomes_{name}")
    op.drop_table("outcomes_row")
    op.drop_table(f"outcomes_{thread}")


def _drop_kept() -> None:
    op.drop_table("kept_rows")
    op.drop_table("kept_threads")


def _make_threads(name: str, longest_round: int) -> None:
    table = f"outcomes_{name}"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("counterpart", sa.String(200), nullable=False),
        sa.Column("code", sa.String(30), nullable=False),
        sa.Column("round", sa.String(longest_round), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["projects_company.id"], name=op.f(f"fk_{table}_company_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects_project.id"], name=op.f(f"fk_{table}_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("key", name=op.f(f"uq_{table}_key")),
    )
    op.create_index(f"ix_{table}_company_id", table, ["company_id"])
    op.create_index(f"ix_{table}_project_id", table, ["project_id"])


def _make_rows(thread: str, *, with_own: bool) -> None:
    own = [
        sa.Column("place", sa.String(100), nullable=False),
        sa.Column("plan", sa.String(60), nullable=False),
        sa.Column("industrialised", sa.Boolean(), nullable=True),
        sa.Column("running", sa.Boolean(), nullable=True),
        sa.Column("area_m2", sa.Numeric(14, 2), nullable=True),
    ]
    counting = [
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("affirmed", sa.String(40), nullable=False),
        sa.CheckConstraint(
            "counts = false OR (state <> 'refused' AND (corrects_id IS NULL OR state = 'verified'))",
            name=op.f("ck_outcomes_row_counts_in_force"),
        ),
    ]
    op.create_table(
        "outcomes_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column(f"{thread}_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.String(24), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("roadshow_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("category", sa.String(60), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(120), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("logged_by_id", sa.Integer(), nullable=True),
        sa.Column("logged_by", sa.String(100), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("verified_by", sa.String(100), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(500), nullable=False),
        *(own if with_own else counting),
        sa.CheckConstraint(
            "(corrects_id IS NULL) = (why = '')", name=op.f("ck_outcomes_row_correction_says_why")
        ),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_outcomes_row_amount_positive")),
        sa.CheckConstraint(
            "verified_by_id <> logged_by_id", name=op.f("ck_outcomes_row_not_by_the_same_person")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["projects_company.id"], name=op.f("fk_outcomes_row_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["outcomes_row.id"], name=op.f("fk_outcomes_row_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            [f"{thread}_id"], [f"outcomes_{thread}.id"], name=op.f(f"fk_outcomes_row_{thread}_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_outcomes_row_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name=op.f("fk_outcomes_row_roadshow_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes_row")),
    )
    for names in (["company_id"], ["fingerprint"], ["roadshow_id"], ["year", "kind"]):
        op.create_index(f"ix_outcomes_row_{'_'.join(names)}", "outcomes_row", names)
    standing = "kind = 'landing' AND corrects_id IS NULL AND state <> 'refused'"
    for names, where in (
        (["corrects_id"], "state <> 'refused'"),
        ([f"{thread}_id", "step", "number"], "corrects_id IS NULL"),
        (["project_id"], standing),
    ):
        op.create_index(
            f"uq_outcomes_row_{'_'.join(names)}",
            "outcomes_row",
            names,
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )


def _begin_hires() -> None:
    """Of each hire with a number a thread of its own, by which its next steps are known."""
    connection = op.get_bind()
    hires = sa.text(
        "SELECT id, corrects_id, company_id, name, category FROM outcomes_row"
        " WHERE kind = 'hire' AND name <> '' ORDER BY id"
    )
    threads: dict[str, int] = {}
    made = sa.text(
        "INSERT INTO outcomes_thread (kind, key, company_id, counterpart, code, round)"
        " VALUES ('hire', :key, :company_id, :name, '', :category) RETURNING id"
    )
    for row_id, corrects_id, company_id, name, category in connection.execute(hires).all():
        key = f"hire|0|{_name_key(name)[:200]}|{_name_key(category)[:60]}"
        said: dict[str, Any] = {"key": key, "company_id": company_id, "name": name, "category": category}
        known = key in threads
        if not known:
            threads[key] = connection.execute(made, said).scalar_one()
        if known and corrects_id is None:
            continue  # two of one number: the second, refused or not, stays alone
        connection.execute(
            sa.text("UPDATE outcomes_row SET thread_id = :thread, number = 1 WHERE id = :row"),
            {"thread": threads[key], "row": row_id},
        )


def _name_key(text: str) -> str:
    """As names are compared; frozen here."""
    plain = re.sub(r"[\u2010-\u2015\u2212_]", "-", unicodedata.normalize("NFKC", text).casefold())
    return re.sub(r"[\s()\[\]{}<>【】「」《》“”\"'\u200b-\u200f\u2060\ufeff]", "", plain)


def _count_on(thread: str = "thread") -> None:
    """PostgreSQL's own numbers go on after the last."""
    if not _postgresql():
        return
    for table in ("outcomes_row", f"outcomes_{thread}"):
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table} HAVING max(id) IS NOT NULL"
        )


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
