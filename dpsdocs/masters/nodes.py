"""What a master document is once compiled: nodes with templates and conditions, ready to be filled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..document.model import Lock
from ..domain.conditions import Condition
from .template import Template


@dataclass(frozen=True, slots=True)
class HeadingNode:
    """A chapter or section."""

    id: str
    level: int
    text: Template
    line: int


@dataclass(frozen=True, slots=True)
class TextNode:
    """Paragraphs and lists."""

    id: str
    text: Template
    line: int


@dataclass(frozen=True, slots=True)
class RowNode:
    """A row of cells; ``pattern`` rows are repeated for each row of data. ``when`` may leave the row out."""

    cells: tuple[Template, ...]
    style: str
    pattern: bool
    when: Condition


@dataclass(frozen=True, slots=True)
class ColumnNode:
    """A column head with its share of the width and alignment. ``when`` may leave the column out."""

    label: Template
    width: float
    align: str
    when: Condition


@dataclass(frozen=True, slots=True)
class TableNode:
    """A table; ``rows_name`` names the data rows, ``group`` the field that makes group rows.

    ``only`` is a field and the value it must have for a data row to be shown; empty shows all.
    ``trim`` leaves out columns that have nothing in any row.
    """

    id: str
    caption: Template
    style: str
    columns: tuple[ColumnNode, ...]
    rows: tuple[RowNode, ...]
    rows_name: str
    group: str
    only: tuple[str, str]
    trim: bool
    when: Condition
    line: int


@dataclass(frozen=True, slots=True)
class BoxNode:
    """A tinted box."""

    id: str
    kind: str
    title: Template
    nodes: tuple[Node, ...]
    when: Condition
    line: int


@dataclass(frozen=True, slots=True)
class FormulaNode:
    """A formula with a fraction."""

    id: str
    before: Template
    numerator: Template
    denominator: Template
    spoken: str
    line: int


@dataclass(frozen=True, slots=True)
class SignatureNode:
    """Signature lines: heading and name per party."""

    id: str
    parties: tuple[tuple[str, Template], ...]
    line: int


@dataclass(frozen=True, slots=True)
class BreakNode:
    """A page break."""

    id: str
    line: int


@dataclass(frozen=True, slots=True)
class ClauseNode:
    """A clause of the master. ``trim`` leaves it out when none of its tables has a row.

    ``review_by`` is the day UKE should have read the clause again.
    """

    id: str
    lock: Lock
    numbered: bool
    when: Condition
    source: str
    guidance: str
    nodes: tuple[Node, ...]
    file: str
    line: int
    trim: bool = False
    review_by: date | None = None


@dataclass(frozen=True, slots=True)
class WideNode:
    """Landscape pages."""

    id: str
    nodes: tuple[Node, ...]
    when: Condition
    line: int


Node = (
    HeadingNode | TextNode | TableNode | BoxNode | FormulaNode | SignatureNode | BreakNode | ClauseNode
    | WideNode
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MasterDocument:
    """A compiled document file."""

    file: str
    title: Template
    under: Template
    cover: bool
    toc: int
    nodes: tuple[Node, ...]
