"""Questions as data: what is asked, when, and in which order. No form library and no storage here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .conditions import Condition, parse

Kind = Literal[
    "line", "text", "whole", "decimal", "money", "percent", "date", "time", "moment", "timespan",
    "yesno", "choice", "choices", "organisation", "email", "contact", "cpv", "weights", "table",
]  # fmt: skip
# where the options of a question come from; «rows:lots» are the rows of the table «lots»
OPTION_SOURCES = frozenset(
    {
        "",
        "services",
        "requirements",
        "dps_cpv",
        "dps_criteria",
        "dps_quality",
        "price_models",
        "weekdays",
        "chapters",
        "units",
        "documents",
        "routes",
        "letters",
    }
)
ROWS = "rows:"
ALWAYS = parse("")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: stored value, label, an optional line of help, and a short name for summaries."""

    value: str
    label: str
    hint: str = ""
    group: str = ""
    fixed: bool = False
    short: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``error`` is shown when a required answer is missing; ``why`` says why we ask.

    A table has ``columns``, each a question of its own asked once per row; the first one names the row,
    ``row_noun`` is what one row is called, and there can be ``most`` rows.
    """

    key: str
    kind: Kind
    label: str
    hint: str = ""
    why: str = ""
    error: str = ""
    section: str = ""
    required: Condition = ALWAYS
    optional: bool = False
    visible: Condition = ALWAYS
    options: tuple[Option, ...] = ()
    options_from: str = ""
    minimum: str = ""
    maximum: str = ""
    max_length: int = 300
    unit: str = ""
    confidential: bool = False
    internal: bool = False
    short: str = ""
    pattern: str = ""
    pattern_error: str = ""
    columns: tuple[Question, ...] = ()
    row_noun: str = ""
    most: int = 2000

    @property
    def rows_of(self) -> str:
        """The table whose rows are the options, if any."""
        return self.options_from.removeprefix(ROWS) if self.options_from.startswith(ROWS) else ""

    def column(self, key: str) -> Question | None:
        """The column of a table with this key, if any."""
        return next((c for c in self.columns if c.key == key), None)

    @property
    def name(self) -> str:
        """A short name for summaries and messages."""
        return self.short or self.label.rstrip("?")


@dataclass(frozen=True, slots=True)
class Section:
    """One page of questions. ``group`` is the heading it stands under on the task list."""

    id: str
    title: str
    group: str
    lead: str = ""
    visible: Condition = ALWAYS
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """All questions of a master set, in order."""

    sections: tuple[Section, ...]
    _by_key: dict[str, Question] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        for question in self:
            if question.key in self._by_key:
                raise ValueError(f"Spørsmålet {question.key} står to ganger.")
            self._by_key[question.key] = question

    def __iter__(self) -> Iterator[Question]:
        for section in self.sections:
            yield from section.questions

    def get(self, key: str) -> Question | None:
        """The question with this key, if any."""
        return self._by_key.get(key)

    @property
    def tables(self) -> tuple[Question, ...]:
        """The questions that are answered by rows."""
        return tuple(q for q in self if q.kind == "table")

    def section(self, section_id: str) -> Section | None:
        """The section with this id, if any."""
        return next((s for s in self.sections if s.id == section_id), None)

    def visible_sections(self, values: Mapping[str, Any]) -> tuple[Section, ...]:
        """The pages that are open with these parsed values."""
        return tuple(s for s in self.sections if s.visible.holds(values))

    def visible_questions(self, values: Mapping[str, Any]) -> tuple[Question, ...]:
        """The questions asked with these parsed values, in order."""
        return tuple(q for s in self.visible_sections(values) for q in s.questions if q.visible.holds(values))
