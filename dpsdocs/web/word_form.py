"""The pieces a Word file offers as fields of a page, and what was chosen there as the service reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from dpsdocs.domain.questions import Option
from dpsdocs.masters.table import cells_of
from dpsdocs.masters.word_items import Item
from dpsdocs.services import master_word
from dpsdocs.services.master_word import ItemInput, WordImport

from .clause_form import LOCKS
from .forms.shown import Shown

PAGE = 8
HOWS = (
    ("field", "Feltet"), ("uke", "UKE fyller ut"), ("bidder", "Leverandøren fyller ut"), ("text", "Vanlig tekst"),
)  # fmt: skip
_TEXT = re.compile(r"text\.(\d{1,3})")
_SLOT = re.compile(r"how\.(\d{1,3})")


@dataclass(frozen=True, slots=True)
class SlotField:
    """A place to fill in: the words in the file, and what becomes of it."""

    name: str
    words: str
    how: str
    label: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece as the page shows it. ``parts`` are fields and tables in order."""

    number: int
    item: Item
    parts: tuple[Shown | tuple[tuple[str, ...], ...], ...]
    slots: tuple[SlotField, ...]
    lock: Shown
    guidance: Shown

    @property
    def id(self) -> str:
        """The piece's place in the page."""
        return f"punkt-{self.number}"


def pages(found: WordImport) -> int:
    """How many pages the pieces fill."""
    return max(1, -(-len(found.offer.items) // PAGE))


def entries(found: WordImport, page: int) -> tuple[Entry, ...]:
    """The pieces of one page."""
    first = (page - 1) * PAGE
    return tuple(
        _entry(n, found.offer.items[n]) for n in range(first, min(first + PAGE, len(found.offer.items)))
    )


def page_of(number: int) -> int:
    """The page a piece stands on."""
    return number // PAGE + 1


def given(form: MultiDict[str, str], numbers: Iterable[int]) -> Mapping[int, ItemInput]:
    """What was chosen for these pieces."""
    return {n: _given(form, f"{n}.") for n in numbers if f"{n}.here" in form}


def _given(form: MultiDict[str, str], before: str) -> ItemInput:
    texts, slots = {}, {}
    for name, value in form.items():
        if not name.startswith(before):
            continue
        if found := _TEXT.fullmatch(name[len(before) :]):
            texts[int(found[1])] = value
        elif found := _SLOT.fullmatch(name[len(before) :]):
            slots[int(found[1])] = (value, form.get(f"{before}label.{found[1]}", ""))
    guidance = form.get(f"{before}guidance")
    return ItemInput(f"{before}take" in form, form.get(f"{before}lock", ""), guidance, texts, slots)


def _entry(number: int, item: Item) -> Entry:
    parts: list[Shown | tuple[tuple[str, ...], ...]] = []
    for n, (is_text, words) in enumerate(() if item.ready else master_word.pieces(item)):
        if is_text:
            label = "Overskrift" if item.kind == "heading" else "Tekst" if not n else f"Tekst, del {n + 1}"
            rows = max(2, min(16, len(words) // 80 + words.count("\n") + 1))
            kind = "line" if item.kind == "heading" else "text"
            parts.append(Shown(f"{number}.text.{n}", kind, label, words, rows=rows))
        else:
            parts.append(_table(words))
    slots = tuple(SlotField(f"{number}.how.{n}", s.words, s.how, s.label) for n, s in enumerate(item.slots))
    options = tuple(Option(option.value, option.label) for option in LOCKS)
    lock = Shown(f"{number}.lock", "select", "Hvem kan endre teksten?", item.lock, options=options, empty="")
    guidance = Shown(f"{number}.guidance", "text", "Veiledning", item.guidance, optional=True,
                     rows=max(2, len(item.guidance) // 80 + 1))  # fmt: skip
    return Entry(number, item, tuple(parts), slots, lock, guidance)


def _table(words: str) -> tuple[tuple[str, ...], ...]:
    rows = [line for line in words.split("\n") if line.startswith("|") and set(line) - set("|:- ")]
    return tuple(tuple(cells_of(row)) for row in rows)
