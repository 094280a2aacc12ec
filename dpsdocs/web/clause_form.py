"""The form of a clause: what was typed as the service reads it, and the fields as the page shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from dpsdocs.domain.questions import Option
from dpsdocs.masters import condition_rows, segments
from dpsdocs.masters.condition_rows import ConditionRow, ConditionRows
from dpsdocs.masters.wording import Wording
from dpsdocs.services.master_drafts import Working
from dpsdocs.services.master_texts import ClauseInput, Opened, Read

from .forms.shown import Shown

_TEXT = re.compile(r"text\.(\d{1,3})")
_CELL = re.compile(r"cell\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})")
_MOST_ROWS = 20
LOCKS = (
    Option("locked", "Ingen. Punktet er låst", "Virksomheten ser teksten, men kan ikke endre den."),
    Option(
        "adaptable", "Virksomheten kan tilpasse", "Endringen vises som fravik fra malen, med begrunnelse."
    ),
    Option(
        "approval", "Virksomheten kan tilpasse når UKE godkjenner", "Pakken kan ikke lages før UKE har svart."
    ),
)


@dataclass(frozen=True, slots=True)
class CellField:
    """A cell of a table in the form."""

    name: str
    label: str
    value: str

    @property
    def id(self) -> str:
        """The cell's id in the page."""
        return place(self.name)


@dataclass(frozen=True, slots=True)
class Piece:
    """A text field or a table of the form."""

    text: Shown | None
    title: str
    rows: tuple[tuple[CellField, ...], ...] = ()
    repeats: bool = False
    number: int = 0


def place(name: str) -> str:
    """The id of the field a problem is about; the page itself when it is about the whole clause."""
    return "innhold" if name == "body" else f"f-{name.replace('.', '-')}"


def given(form: MultiDict[str, str]) -> ClauseInput:
    """What was typed."""
    texts, cells = {}, {}
    for name, value in form.items():
        if found := _TEXT.fullmatch(name):
            texts[int(found[1])] = value
        elif found := _CELL.fullmatch(name):
            cells[(int(found[1]), int(found[2]), int(found[3]))] = value
    return ClauseInput(
        form.get("lock", ""), _condition(form), form.get("source", ""), form.get("numbered") == "yes",
        form.get("guidance", ""), form.get("review_by", ""), texts, cells,
    )  # fmt: skip


def _condition(form: MultiDict[str, str]) -> str:
    if form.get("mode") != "rows":
        return form.get("when", "")
    rows = [
        ConditionRow(form.get(f"question.{n}", ""), form.get(f"verb.{n}", "er"), form.get(f"answer.{n}", ""))
        for n in range(_MOST_ROWS)
    ]
    return condition_rows.words(rows, form.get("joint", "og"))


def wording(working: Working) -> Wording:
    """The words of the draft's set."""
    return Wording(working.release)


def rows(found: Opened) -> ConditionRows | None:
    """The condition as rows; None when it has to be written in words."""
    known = condition_rows.rows(found.clause.when, found.wording.vocabulary)
    return known if known and len(known.rows) < _MOST_ROWS else None


def pieces(found: Read, typed: ClauseInput | None, problems: Mapping[str, str]) -> tuple[Piece, ...]:
    """The texts and tables of the clause with what was typed in them."""
    made: list[Piece] = []
    texts = 0
    for n, piece in enumerate(found.pieces):
        if not segments.is_shown(piece):
            continue
        if piece.kind == "table":
            cells = tuple(_row(found, n, r, row, typed) for r, row in enumerate(piece.rows))
            made.append(Piece(None, piece.name, cells, piece.repeats, n))
            continue
        texts += 1
        value = typed.texts.get(n, "") if typed else found.wording.shown(piece.text)
        label = piece.name or ("Tekst" if texts == 1 else f"Tekst, del {texts}")
        size = max(4, min(24, len(value) // 70 + value.count("\n") + 2))
        name = f"text.{n}"
        made.append(Piece(Shown(name, "text", label, value, error=problems.get(name, ""), rows=size), label))
    return tuple(made)


def _row(
    found: Read, n: int, r: int, row: tuple[str, ...], typed: ClauseInput | None
) -> tuple[CellField, ...]:
    return tuple(
        CellField(
            f"cell.{n}.{r}.{c}", f"Rad {r + 1}, kolonne {c + 1}",
            typed.cells.get((n, r, c), "") if typed else segments.cell_words(found.wording, cell),
        )
        for c, cell in enumerate(row)
    )  # fmt: skip


def fields(found: Opened, typed: ClauseInput | None, problems: Mapping[str, str]) -> dict[str, Shown]:
    """The other fields of the clause."""
    c = found.clause
    review_by = date.fromisoformat(c.review_by).strftime("%d.%m.%Y") if c.review_by else ""
    when = typed.when if typed else found.wording.condition(c.when)
    return {
        "when": Shown("when", "text", "Vilkåret", when, error=problems.get("when", ""), rows=3),
        "lock": Shown("lock", "choice", "Hvem kan endre teksten?", typed.lock if typed else c.lock,
                      error=problems.get("lock", ""), options=LOCKS),
        "guidance": Shown("guidance", "text", "Veiledning til den som fyller ut",
                          typed.guidance if typed else c.guidance, "Står ved siden av punktet, ikke i dokumentet",
                          problems.get("guidance", ""), optional=True, rows=3),
        "source": Shown("source", "line", "Kilde", typed.source if typed else c.source,
                        "Paragrafen eller avtalen punktet bygger på", problems.get("source", ""), optional=True),
        "review_by": Shown("review_by", "date", "Leses på nytt innen", typed.review_by if typed else review_by,
                           error=problems.get("review_by", ""), optional=True),
        "numbered": Shown("numbered", "tick", "Punktet har nummer", "yes" if (typed or c).numbered else ""),
    }  # fmt: skip
