"""clauses a competition has its own text of, and its way between releases

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "adapted_clause",
        sa.Column("competition_id", sa.String(length=36), nullable=False),
        sa.Column("document", sa.String(length=80), nullable=False),
        sa.Column("clause", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("kept", sa.String(length=40), nullable=False),
        sa.Column("made_by", sa.String(length=36), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("ended_by", sa.String(length=36), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name=op.f("fk_adapted_clause_competition_id_competition")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["app_user.id"], name=op.f("fk_adapted_clause_decided_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["app_user.id"], name=op.f("fk_adapted_clause_ended_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["app_user.id"], name=op.f("fk_adapted_clause_made_by_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adapted_clause")),
    )
    with op.batch_alter_table("adapted_clause", schema=None) as batch_op:
        batch_op.create_index("ix_adapted_clause_place", ["competition_id", "made_at"], unique=False)

    op.create_table(
        "answer_aside",
        sa.Column("competition_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("put_by", sa.String(length=36), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name=op.f("fk_answer_aside_competition_id_competition")
        ),
        sa.ForeignKeyConstraint(["put_by"], ["app_user.id"], name=op.f("fk_answer_aside_put_by_app_user")),
        sa.PrimaryKeyConstraint("competition_id", "key", name=op.f("pk_answer_aside")),
    )
    op.create_table(
        "release_move",
        sa.Column("competition_id", sa.String(length=36), nullable=False),
        sa.Column("old_id", sa.String(length=36), nullable=False),
        sa.Column("new_id", sa.String(length=36), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("moved_by", sa.String(length=36), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name=op.f("fk_release_move_competition_id_competition")
        ),
        sa.ForeignKeyConstraint(
            ["moved_by"], ["app_user.id"], name=op.f("fk_release_move_moved_by_app_user")
        ),
        sa.ForeignKeyConstraint(["new_id"], ["release.id"], name=op.f("fk_release_move_new_id_release")),
        sa.ForeignKeyConstraint(["old_id"], ["release.id"], name=op.f("fk_release_move_old_id_release")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_move")),
    )
    with op.batch_alter_table("release_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_release_move_competition_id"), ["competition_id"], unique=False)


def downgrade() -> None:
    """There is no way back: restore the backup taken before the upgrade."""
    raise NotImplementedError
