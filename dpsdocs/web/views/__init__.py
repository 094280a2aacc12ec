"""All blueprints, one per noun; the application registers what stands in this list."""

from __future__ import annotations

from flask import Blueprint

from . import (
    approvals,
    check,
    competitions,
    master_blocks,
    master_clauses,
    master_documents,
    master_records,
    master_sets,
    master_tables,
    master_theme,
    master_word,
    packages,
    preview,
    register,
    row_files,
    rows,
    sections,
)
from .accounts import accounts
from .adaptations import adaptations
from .agencies import agencies
from .annexes import annexes
from .assistance import assistance
from .attachments import attachments
from .audit import audit
from .calculator import calculator
from .changes import changes
from .deviations import deviations
from .dps import dps
from .dps_documents import dps_documents
from .findings import findings
from .following import following
from .front import front
from .health import health
from .help import help_pages
from .master_moves import master_moves
from .master_weighing import master_weighing
from .masters import masters
from .people import people
from .recalls import recalls
from .returned import returned
from .routine import routine
from .rules import rules
from .settings import settings
from .suppliers import suppliers
from .trials import trials
from .tryouts import bp as tryouts_bp

BLUEPRINTS: tuple[Blueprint, ...] = (
    front, accounts, people, agencies, dps, dps_documents, suppliers, settings, routine, audit, help_pages,
    rules, calculator, health, annexes, attachments, masters, recalls, master_weighing, tryouts_bp, master_clauses.bp,
    master_records.bp, master_documents.bp, master_sets.bp, master_tables.bp, master_theme.bp, master_word.bp,
    competitions.bp, sections.bp, row_files.bp, rows.bp, check.bp, findings, trials, preview.bp, approvals.bp,
    master_moves, adaptations, deviations, following, packages.bp, changes, assistance, returned, register.bp,
    master_blocks.bp,
)  # fmt: skip
