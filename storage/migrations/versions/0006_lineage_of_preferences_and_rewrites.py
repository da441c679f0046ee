"""Lineage of preferences and rewrites: a row may prefer one riddle to another, or go back to a rewrite."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("example", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rejected_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("vote_ids", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("rewrite_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_example_rejected_id_riddle"), "riddle", ["rejected_id"], ["id"])
