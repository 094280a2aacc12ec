"""What of the answers is closed to a viewer: the confidential and internal ones, and the rows of tables."""

from __future__ import annotations

from ..domain import formats
from ..domain.competition import Fact
from ..domain.questions import Question
from .competitions import Opened

HIDDEN = "Skjermet"


def is_closed(opened: Opened, what: Fact | Question) -> bool:
    """Whether a viewer may only know that there is an answer."""
    return (what.confidential or what.internal) and not opened.sees_secrets


def only_counted(opened: Opened, question: Question) -> bool:
    """Whether a table is told by its number of rows: a row may be confidential by itself."""
    return question.kind == "table" and not opened.sees_secrets


def counted(rows: int) -> str:
    """«3 rader»."""
    return "Én rad" if rows == 1 else f"{formats.number(rows)} rader"
