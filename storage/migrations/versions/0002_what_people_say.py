"""what people say"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forgotten",
        sa.Column("pseudonym", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("pseudonym", name=op.f("pk_forgotten")),
    )
    op.create_table(
        "pause",
        sa.Column("channel", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_pause_by_person")),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_pause")),
    )
    op.create_table(
        "duel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_duel_article_id_article")),
        sa.ForeignKeyConstraint(["first_id"], ["riddle.id"], name=op.f("fk_duel_first_id_riddle")),
        sa.ForeignKeyConstraint(["second_id"], ["riddle.id"], name=op.f("fk_duel_second_id_riddle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duel")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_duel_first_id_second_id")),
    )
    with op.batch_alter_table("duel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duel_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duel_first_id"), ["first_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duel_second_id"), ["second_id"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("riddle_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("resolved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("resolved_by", sa.Integer(), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_person_id_person")),
        sa.ForeignKeyConstraint(["resolved_by"], ["person.id"], name=op.f("fk_report_resolved_by_person")),
        sa.ForeignKeyConstraint(["riddle_id"], ["riddle.id"], name=op.f("fk_report_riddle_id_riddle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("riddle_id", "person_id", name=op.f("uq_report_riddle_id_person_id")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_riddle_id"), ["riddle_id"], unique=False)

    op.create_table(
        "rewrite",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("riddle_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("screened_out", sa.JSON(), nullable=False),
        sa.Column("credited", sa.Boolean(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rewrite_person_id_person")),
        sa.ForeignKeyConstraint(["riddle_id"], ["riddle.id"], name=op.f("fk_rewrite_riddle_id_riddle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rewrite")),
        sa.UniqueConstraint("riddle_id", "person_id", name=op.f("uq_rewrite_riddle_id_person_id")),
    )
    with op.batch_alter_table("rewrite", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rewrite_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rewrite_riddle_id"), ["riddle_id"], unique=False)

    op.create_table(
        "thumb",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("riddle_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("up", sa.Boolean(), nullable=True),
        sa.Column("action_ts", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_thumb_person_id_person")),
        sa.ForeignKeyConstraint(["riddle_id"], ["riddle.id"], name=op.f("fk_thumb_riddle_id_riddle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thumb")),
        sa.UniqueConstraint("riddle_id", "person_id", name=op.f("uq_thumb_riddle_id_person_id")),
    )
    with op.batch_alter_table("thumb", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thumb_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_thumb_riddle_id"), ["riddle_id"], unique=False)

    op.create_table(
        "duel_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("duel_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("choice", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("swapped", sa.Boolean(), nullable=False),
        sa.Column("action_ts", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["duel_id"], ["duel.id"], name=op.f("fk_duel_vote_duel_id_duel")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_duel_vote_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duel_vote")),
        sa.UniqueConstraint("duel_id", "person_id", name=op.f("uq_duel_vote_duel_id_person_id")),
    )
    with op.batch_alter_table("duel_vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duel_vote_duel_id"), ["duel_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duel_vote_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("adapter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stale_since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))

    with op.batch_alter_table("dataset", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stale_since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("leaderboard", sa.Boolean(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("reminders", sa.Boolean(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("snoozed_until", sa.Date(), nullable=True))
