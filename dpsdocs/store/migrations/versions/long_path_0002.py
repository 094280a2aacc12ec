"""long path

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "annex_file",
        sa.Column("set_id", sa.String(length=60), nullable=False),
        sa.Column("annex_id", sa.String(length=60), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("added_by", sa.String(length=36), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["app_user.id"], name=op.f("fk_annex_file_added_by_app_user")),
        sa.ForeignKeyConstraint(
            ["removed_by"], ["app_user.id"], name=op.f("fk_annex_file_removed_by_app_user")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_annex_file_sha256_blob")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annex_file")),
    )
    with op.batch_alter_table("annex_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_annex_file_set_id"), ["set_id"], unique=False)

    op.create_table(
        "dps_document",
        sa.Column("dps_id", sa.String(length=36), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.String(length=36), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by"], ["app_user.id"], name=op.f("fk_dps_document_added_by_app_user")
        ),
        sa.ForeignKeyConstraint(["dps_id"], ["dps.id"], name=op.f("fk_dps_document_dps_id_dps")),
        sa.ForeignKeyConstraint(
            ["removed_by"], ["app_user.id"], name=op.f("fk_dps_document_removed_by_app_user")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_dps_document_sha256_blob")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dps_document")),
    )
    with op.batch_alter_table("dps_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dps_document_dps_id"), ["dps_id"], unique=False)

    op.create_table(
        "routine_version",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("written_by", sa.String(length=36), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["written_by"], ["app_user.id"], name=op.f("fk_routine_version_written_by_app_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routine_version")),
        sa.UniqueConstraint("number", name=op.f("uq_routine_version_number")),
    )
    op.create_table(
        "answer_row",
        sa.Column("competition_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("row_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name=op.f("fk_answer_row_competition_id_competition")
        ),
        sa.PrimaryKeyConstraint("competition_id", "key", "row_id", name=op.f("pk_answer_row")),
    )
    op.create_table(
        "attachment",
        sa.Column("competition_id", sa.String(length=36), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.String(length=36), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["app_user.id"], name=op.f("fk_attachment_added_by_app_user")),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name=op.f("fk_attachment_competition_id_competition")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by"], ["app_user.id"], name=op.f("fk_attachment_removed_by_app_user")
        ),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_attachment_sha256_blob")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_competition_id"), ["competition_id"], unique=False)

    op.create_table(
        "help_request",
        sa.Column("competition_id", sa.String(length=36), nullable=False),
        sa.Column("asked_by", sa.String(length=36), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.String(length=36), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["app_user.id"], name=op.f("fk_help_request_asked_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["app_user.id"], name=op.f("fk_help_request_closed_by_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name=op.f("fk_help_request_competition_id_competition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_request")),
    )
    with op.batch_alter_table("help_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_request_competition_id"), ["competition_id"], unique=False)

    op.create_table(
        "row_change",
        sa.Column("competition_id", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("row_id", sa.String(length=36), nullable=False),
        sa.Column("old", sa.JSON(), nullable=True),
        sa.Column("new", sa.JSON(), nullable=True),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("tab", sa.String(length=36), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["competition_id"], ["competition.id"], name=op.f("fk_row_change_competition_id_competition")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_row_change_user_id_app_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_change")),
    )
    with op.batch_alter_table("row_change", schema=None) as batch_op:
        batch_op.create_index("ix_row_change_place", ["competition_id", "revision"], unique=False)

    op.create_table(
        "help_message",
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("author_id", sa.String(length=36), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("token", sa.String(length=36), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["app_user.id"], name=op.f("fk_help_message_author_id_app_user")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["help_request.id"], name=op.f("fk_help_message_request_id_help_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_message")),
        sa.UniqueConstraint("token", name=op.f("uq_help_message_token")),
    )
    with op.batch_alter_table("help_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_help_message_request_id"), ["request_id"], unique=False)


def downgrade() -> None:
    """There is no way back: restore the backup taken before the upgrade."""
    raise NotImplementedError
