"""Word files on their way into a draft of masters

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "master_word",
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column("document_id", sa.String(length=60), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("file_name", sa.String(length=100), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=36), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["master_draft.id"], name=op.f("fk_master_word_draft_id_master_draft")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["app_user.id"], name=op.f("fk_master_word_made_by_app_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_master_word")),
    )
    with op.batch_alter_table("master_word", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_master_word_draft_id"), ["draft_id"], unique=False)


def downgrade() -> None:
    """There is no way back: restore the backup taken before the upgrade."""
    raise NotImplementedError
