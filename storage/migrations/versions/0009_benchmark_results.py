"""benchmark results"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "benchmark_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("base", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("sitter", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("benchmark", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("questions", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benchmark_result")),
        sa.UniqueConstraint(
            "base", "sitter", "benchmark", "questions", name=op.f("uq_benchmark_result_base_sitter_benchmark_questions")
        ),
    )
