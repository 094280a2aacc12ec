"""drafts of masters

Revision ID: 0010
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "master_draft",
        sa.Column("set_id", sa.String(length=60), nullable=False),
        sa.Column("base_id", sa.String(length=36), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=36), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.String(length=36), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("release_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["release.id"], name=op.f("fk_master_draft_base_id_release")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["app_user.id"], name=op.f("fk_master_draft_decided_by_app_user")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["app_user.id"], name=op.f("fk_master_draft_made_by_app_user")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_master_draft_release_id_release")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["app_user.id"], name=op.f("fk_master_draft_submitted_by_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_master_draft")),
    )
    with op.batch_alter_table("master_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_master_draft_status"), ["status"], unique=False)
    op.create_table(
        "master_text",
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column("path", sa.String(length=160), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["master_draft.id"], name=op.f("fk_master_text_draft_id_master_draft")
        ),
        sa.PrimaryKeyConstraint("draft_id", "path", name=op.f("pk_master_text")),
    )
    op.create_table(
        "master_change",
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=160), nullable=False),
        sa.Column("clause", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("tab", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["master_draft.id"], name=op.f("fk_master_change_draft_id_master_draft")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_master_change_user_id_app_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_master_change")),
    )
    with op.batch_alter_table("master_change", schema=None) as batch_op:
        batch_op.create_index("ix_master_change_number", ["draft_id", "number"], unique=True)


def downgrade() -> None:
    """There is no way back: restore the backup taken before the upgrade."""
    raise NotImplementedError
