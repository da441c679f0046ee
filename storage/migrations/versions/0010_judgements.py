"""judgements"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("riddle_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("judge", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("rubric", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["riddle_id"], ["riddle.id"], name=op.f("fk_judgement_riddle_id_riddle")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
        sa.UniqueConstraint(
            "riddle_id", "criterion", "judge", "rubric", name=op.f("uq_judgement_riddle_id_criterion_judge_rubric")
        ),
    )
    with op.batch_alter_table("judgement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_judgement_riddle_id"), ["riddle_id"], unique=False)

    op.create_table(
        "duel_judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("duel_id", sa.Integer(), nullable=False),
        sa.Column("judge", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("rubric", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("choice", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["duel_id"], ["duel.id"], name=op.f("fk_duel_judgement_duel_id_duel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duel_judgement")),
        sa.UniqueConstraint("duel_id", "judge", "rubric", name=op.f("uq_duel_judgement_duel_id_judge_rubric")),
    )
    with op.batch_alter_table("duel_judgement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duel_judgement_duel_id"), ["duel_id"], unique=False)
