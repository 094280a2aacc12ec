"""trial renders of drafts of masters, and groups that try them

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "master_trial",
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=200), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=True),
        sa.Column("requested_by", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["master_draft.id"], name=op.f("fk_master_trial_draft_id_master_draft")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["app_user.id"], name=op.f("fk_master_trial_requested_by_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_master_trial")),
    )
    with op.batch_alter_table("master_trial", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_master_trial_draft_id"), ["draft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_master_trial_state"), ["state"], unique=False)
    op.create_table(
        "master_tryout",
        sa.Column("draft_id", sa.String(length=36), nullable=False),
        sa.Column("release_id", sa.String(length=36), nullable=False),
        sa.Column("opened_by", sa.String(length=36), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.String(length=36), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["master_draft.id"], name=op.f("fk_master_tryout_draft_id_master_draft")
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_master_tryout_release_id_release")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["app_user.id"], name=op.f("fk_master_tryout_opened_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["app_user.id"], name=op.f("fk_master_tryout_closed_by_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_master_tryout")),
    )
    with op.batch_alter_table("master_tryout", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_master_tryout_draft_id"), ["draft_id"], unique=False)
    op.create_table(
        "master_tester",
        sa.Column("tryout_id", sa.String(length=36), nullable=False),
        sa.Column("agency_id", sa.String(length=36), nullable=True),
        sa.Column("user_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["tryout_id"], ["master_tryout.id"], name=op.f("fk_master_tester_tryout_id_master_tryout")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_master_tester_agency_id_agency")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_master_tester_user_id_app_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_master_tester")),
    )
    with op.batch_alter_table("master_tester", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_master_tester_tryout_id"), ["tryout_id"], unique=False)


def downgrade() -> None:
    """There is no way back: restore the backup taken before the upgrade."""
    raise NotImplementedError
