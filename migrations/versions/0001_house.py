"""The house: people, trail, outbox, occupancy, programme, projects, institutions, applications, agenda, ledger.

What Alembic cannot carry stands at the end, by hand and once for each dialect: no two occupancies of one hall or person
may overlap.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts_failed_sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email_hash", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_failed_sign_in")),
    )
    op.create_index(
        op.f("ix_accounts_failed_sign_in_address"), "accounts_failed_sign_in", ["address"], unique=False
    )
    op.create_index(
        "ix_accounts_failed_sign_in_email_hash", "accounts_failed_sign_in", ["email_hash", "at"], unique=False
    )
    op.create_table(
        "accounts_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("roles", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_accounts_invitation_token_hash")),
    )
    op.create_table(
        "accounts_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_person")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_person_email")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("thing", sa.String(length=30), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"], unique=False)
    op.create_index("ix_audit_entry_thing", "audit_entry", ["thing", "thing_id"], unique=False)
    op.create_table(
        "investors_institution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "manager",
                "corporate",
                "guidance",
                "bank",
                "angel",
                name="institutionkind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("amac_number", sa.String(length=8), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "registered", "verified", "refused", name="institutionstate", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column("refusal", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investors_institution")),
        sa.UniqueConstraint("name_key", name=op.f("uq_investors_institution_name_key")),
    )
    op.create_table(
        "notices_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("to_name", sa.String(length=100), nullable=False),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_letter")),
    )
    op.create_index(op.f("ix_notices_letter_queued_at"), "notices_letter", ["queued_at"], unique=False)
    op.create_table(
        "occupancy_occupancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("what_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=20), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_occupancy_occupancy_ends_after_start")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupancy_occupancy")),
    )
    op.create_index(
        op.f("ix_occupancy_occupancy_roadshow_id"), "occupancy_occupancy", ["roadshow_id"], unique=False
    )
    op.create_index(
        "ix_occupancy_occupancy_what", "occupancy_occupancy", ["what", "what_id", "starts_at"], unique=False
    )
    op.create_table(
        "programme_hall",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("setup_minutes", sa.Integer(), nullable=False),
        sa.Column("teardown_minutes", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_programme_hall_capacity_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_hall")),
        sa.UniqueConstraint("name", name=op.f("uq_programme_hall_name")),
    )
    op.create_table(
        "programme_season",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.CheckConstraint("target > 0", name=op.f("ck_programme_season_target_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_season")),
        sa.UniqueConstraint("year", name=op.f("uq_programme_season_year")),
    )
    op.create_table(
        "projects_company",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects_company")),
        sa.UniqueConstraint("uscc", name=op.f("uq_projects_company_uscc")),
    )
    op.create_index(op.f("ix_projects_company_name_key"), "projects_company", ["name_key"], unique=False)
    op.create_table(
        "accounts_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "organiser",
                "recorder",
                "leader",
                "admin",
                "startup",
                "investor",
                "judge",
                name="role",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_accounts_grant_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_grant")),
        sa.UniqueConstraint("person_id", "role", name=op.f("uq_accounts_grant_person_id_role")),
    )
    op.create_table(
        "accounts_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_accounts_session_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_accounts_session_token_hash")),
    )
    op.create_index(op.f("ix_accounts_session_person_id"), "accounts_session", ["person_id"], unique=False)
    op.create_table(
        "investors_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["investors_institution.id"], name=op.f("fk_investors_contact_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_investors_contact_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investors_contact")),
        sa.UniqueConstraint("person_id", name=op.f("uq_investors_contact_person_id")),
    )
    op.create_table(
        "programme_roadshow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("season_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_key", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("sector", sa.String(length=20), nullable=True),
        sa.Column("mode", sa.String(length=20), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "calling",
                "selecting",
                "published",
                "live",
                "held",
                "closed",
                "cancelled",
                name="roadshowstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hall_id", sa.Integer(), nullable=True),
        sa.Column("venue", sa.String(length=200), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("call_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved_from_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(length=500), nullable=False),
        sa.Column("public_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("told_projects", sa.Integer(), nullable=True),
        sa.Column("told_institutions", sa.Integer(), nullable=True),
        sa.Column("told_visitors", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_programme_roadshow_ends_after_start")),
        sa.CheckConstraint("places > 0", name=op.f("ck_programme_roadshow_places_positive")),
        sa.CheckConstraint(
            'starts_at IS NULL OR "on" IS NOT NULL', name=op.f("ck_programme_roadshow_hours_have_a_day")
        ),
        sa.ForeignKeyConstraint(
            ["hall_id"], ["programme_hall.id"], name=op.f("fk_programme_roadshow_hall_id")
        ),
        sa.ForeignKeyConstraint(
            ["season_id"], ["programme_season.id"], name=op.f("fk_programme_roadshow_season_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_roadshow")),
        sa.UniqueConstraint("uid", name=op.f("uq_programme_roadshow_uid")),
    )
    op.create_index(op.f("ix_programme_roadshow_hall_id"), "programme_roadshow", ["hall_id"], unique=False)
    op.create_index(op.f("ix_programme_roadshow_on"), "programme_roadshow", ["on"], unique=False)
    op.create_index(
        op.f("ix_programme_roadshow_season_id"), "programme_roadshow", ["season_id"], unique=False
    )
    op.create_index(op.f("ix_programme_roadshow_state"), "programme_roadshow", ["state"], unique=False)
    op.create_index(
        op.f("ix_programme_roadshow_title_key"), "programme_roadshow", ["title_key"], unique=False
    )
    op.create_table(
        "projects_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["projects_company.id"], name=op.f("fk_projects_member_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_projects_member_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects_member")),
        sa.UniqueConstraint("company_id", "person_id", name=op.f("uq_projects_member_company_id_person_id")),
    )
    op.create_index(op.f("ix_projects_member_person_id"), "projects_member", ["person_id"], unique=False)
    op.create_table(
        "projects_project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("one_line", sa.String(length=100), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("sector", sa.String(length=20), nullable=True),
        sa.Column("stage", sa.String(length=20), nullable=True),
        sa.Column("stub", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["projects_company.id"], name=op.f("fk_projects_project_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects_project")),
    )
    op.create_index(op.f("ix_projects_project_company_id"), "projects_project", ["company_id"], unique=False)
    op.create_index(op.f("ix_projects_project_name_key"), "projects_project", ["name_key"], unique=False)
    op.create_table(
        "outcomes_deal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "landing",
                "investment",
                "loan",
                "hire",
                "incubator",
                "rating",
                "policy_payment",
                name="kind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("counterpart", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("round", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["projects_company.id"], name=op.f("fk_outcomes_deal_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_outcomes_deal_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes_deal")),
        sa.UniqueConstraint("key", name=op.f("uq_outcomes_deal_key")),
    )
    op.create_index(op.f("ix_outcomes_deal_company_id"), "outcomes_deal", ["company_id"], unique=False)
    op.create_index(op.f("ix_outcomes_deal_project_id"), "outcomes_deal", ["project_id"], unique=False)
    op.create_table(
        "pitches_pitch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "screened",
                "accepted",
                "waitlisted",
                "declined",
                "scheduled",
                "presented",
                "absent",
                "withdrawn",
                name="pitchstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_pitches_pitch_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name=op.f("fk_pitches_pitch_roadshow_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pitches_pitch")),
        sa.UniqueConstraint(
            "roadshow_id", "project_id", name=op.f("uq_pitches_pitch_roadshow_id_project_id")
        ),
    )
    op.create_index(op.f("ix_pitches_pitch_project_id"), "pitches_pitch", ["project_id"], unique=False)
    op.create_table(
        "agenda_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roadshow_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("opening", "pitch", "break", "talks", name="slotkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("pitch_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("begins >= 0 AND minutes > 0", name=op.f("ck_agenda_slot_minutes_positive")),
        sa.ForeignKeyConstraint(["pitch_id"], ["pitches_pitch.id"], name=op.f("fk_agenda_slot_pitch_id")),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name=op.f("fk_agenda_slot_roadshow_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_slot")),
        sa.UniqueConstraint("pitch_id", name=op.f("uq_agenda_slot_pitch_id")),
        sa.UniqueConstraint("roadshow_id", "begins", name=op.f("uq_agenda_slot_roadshow_id_begins")),
    )
    op.create_table(
        "outcomes_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "landing",
                "investment",
                "loan",
                "hire",
                "incubator",
                "rating",
                "policy_payment",
                name="kind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column(
            "step",
            sa.Enum(
                "intent",
                "signed",
                "paid",
                "pooled",
                "credited",
                "lent",
                name="dealstep",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("roadshow_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("plan", sa.String(length=60), nullable=False),
        sa.Column("industrialised", sa.Boolean(), nullable=True),
        sa.Column("running", sa.Boolean(), nullable=True),
        sa.Column("area_m2", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column(
            "state",
            sa.Enum("logged", "verified", "refused", name="rowstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("logged_by_id", sa.Integer(), nullable=True),
        sa.Column("logged_by", sa.String(length=100), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("verified_by", sa.String(length=100), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=500), nullable=False),
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
        sa.ForeignKeyConstraint(["deal_id"], ["outcomes_deal.id"], name=op.f("fk_outcomes_row_deal_id")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects_project.id"], name=op.f("fk_outcomes_row_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["roadshow_id"], ["programme_roadshow.id"], name=op.f("fk_outcomes_row_roadshow_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes_row")),
    )
    op.create_index(op.f("ix_outcomes_row_company_id"), "outcomes_row", ["company_id"], unique=False)
    op.create_index(op.f("ix_outcomes_row_fingerprint"), "outcomes_row", ["fingerprint"], unique=False)
    op.create_index(op.f("ix_outcomes_row_roadshow_id"), "outcomes_row", ["roadshow_id"], unique=False)
    op.create_index("ix_outcomes_row_year_kind", "outcomes_row", ["year", "kind"], unique=False)
    op.create_index(
        "uq_outcomes_row_corrects_id",
        "outcomes_row",
        ["corrects_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'refused'"),
        postgresql_where=sa.text("state <> 'refused'"),
    )
    op.create_index(
        "uq_outcomes_row_deal_id_step_number",
        "outcomes_row",
        ["deal_id", "step", "number"],
        unique=True,
        sqlite_where=sa.text("corrects_id IS NULL"),
        postgresql_where=sa.text("corrects_id IS NULL"),
    )
    op.create_index(
        "uq_outcomes_row_project_id",
        "outcomes_row",
        ["project_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'landing' AND corrects_id IS NULL AND state <> 'refused'"),
        postgresql_where=sa.text("kind = 'landing' AND corrects_id IS NULL AND state <> 'refused'"),
    )
    if op.get_bind().dialect.name == "postgresql":
        refuse_overlap_in_postgresql()
    else:
        refuse_overlap_in_sqlite()


def refuse_overlap_in_postgresql() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.execute(
        "ALTER TABLE occupancy_occupancy ADD CONSTRAINT occupancy_no_overlap "
        "EXCLUDE USING gist (what WITH =, what_id WITH =, tstzrange(starts_at, ends_at) WITH &&)"
    )


def refuse_overlap_in_sqlite() -> None:
    for when in ("INSERT", "UPDATE"):
        op.execute(
            f"CREATE TRIGGER occupancy_no_overlap_{when.lower()} BEFORE {when} ON occupancy_occupancy BEGIN "
            "SELECT RAISE(ABORT, 'occupancy_no_overlap') FROM occupancy_occupancy WHERE what = NEW.what "
            "AND what_id = NEW.what_id AND id IS NOT NEW.id AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at; END"
        )


def downgrade() -> None:
    op.drop_index(
        "uq_outcomes_row_project_id",
        table_name="outcomes_row",
        sqlite_where=sa.text("kind = 'landing' AND corrects_id IS NULL AND state <> 'refused'"),
        postgresql_where=sa.text("kind = 'landing' AND corrects_id IS NULL AND state <> 'refused'"),
    )
    op.drop_index(
        "uq_outcomes_row_deal_id_step_number",
        table_name="outcomes_row",
        sqlite_where=sa.text("corrects_id IS NULL"),
        postgresql_where=sa.text("corrects_id IS NULL"),
    )
    op.drop_index(
        "uq_outcomes_row_corrects_id",
        table_name="outcomes_row",
        sqlite_where=sa.text("state <> 'refused'"),
        postgresql_where=sa.text("state <> 'refused'"),
    )
    op.drop_index("ix_outcomes_row_year_kind", table_name="outcomes_row")
    op.drop_index(op.f("ix_outcomes_row_roadshow_id"), table_name="outcomes_row")
    op.drop_index(op.f("ix_outcomes_row_fingerprint"), table_name="outcomes_row")
    op.drop_index(op.f("ix_outcomes_row_company_id"), table_name="outcomes_row")
    op.drop_table("outcomes_row")
    op.drop_table("agenda_slot")
    op.drop_index(op.f("ix_pitches_pitch_project_id"), table_name="pitches_pitch")
    op.drop_table("pitches_pitch")
    op.drop_index(op.f("ix_outcomes_deal_project_id"), table_name="outcomes_deal")
    op.drop_index(op.f("ix_outcomes_deal_company_id"), table_name="outcomes_deal")
    op.drop_table("outcomes_deal")
    op.drop_index(op.f("ix_projects_project_name_key"), table_name="projects_project")
    op.drop_index(op.f("ix_projects_project_company_id"), table_name="projects_project")
    op.drop_table("projects_project")
    op.drop_index(op.f("ix_projects_member_person_id"), table_name="projects_member")
    op.drop_table("projects_member")
    op.drop_index(op.f("ix_programme_roadshow_title_key"), table_name="programme_roadshow")
    op.drop_index(op.f("ix_programme_roadshow_state"), table_name="programme_roadshow")
    op.drop_index(op.f("ix_programme_roadshow_season_id"), table_name="programme_roadshow")
    op.drop_index(op.f("ix_programme_roadshow_on"), table_name="programme_roadshow")
    op.drop_index(op.f("ix_programme_roadshow_hall_id"), table_name="programme_roadshow")
    op.drop_table("programme_roadshow")
    op.drop_table("investors_contact")
    op.drop_index(op.f("ix_accounts_session_person_id"), table_name="accounts_session")
    op.drop_table("accounts_session")
    op.drop_table("accounts_grant")
    op.drop_index(op.f("ix_projects_company_name_key"), table_name="projects_company")
    op.drop_table("projects_company")
    op.drop_table("programme_season")
    op.drop_table("programme_hall")
    op.drop_index("ix_occupancy_occupancy_what", table_name="occupancy_occupancy")
    op.drop_index(op.f("ix_occupancy_occupancy_roadshow_id"), table_name="occupancy_occupancy")
    op.drop_table("occupancy_occupancy")
    op.drop_index(op.f("ix_notices_letter_queued_at"), table_name="notices_letter")
    op.drop_table("notices_letter")
    op.drop_table("investors_institution")
    op.drop_index("ix_audit_entry_thing", table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_at"), table_name="audit_entry")
    op.drop_table("audit_entry")
    op.drop_table("accounts_person")
    op.drop_table("accounts_invitation")
    op.drop_index("ix_accounts_failed_sign_in_email_hash", table_name="accounts_failed_sign_in")
    op.drop_index(op.f("ix_accounts_failed_sign_in_address"), table_name="accounts_failed_sign_in")
    op.drop_table("accounts_failed_sign_in")
