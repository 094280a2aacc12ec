"""Checks of what people write themselves: persons who should not be named, requirements said twice or two ways."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from . import formats
from .competition import Competition
from .questions import Question
from .reuse import remembered
from .rows import AnsweredRow
from .rules import Check, Hit

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_PHONE = re.compile(
    r"(?<!\d)(?<!\d[.,])(?<!kr\s)(?:\+47\s?)?(?:\d{2}\s\d{2}\s\d{2}\s\d{2}|\d{3}\s\d{2}\s\d{3}|[49]\d{7})(?!\d|[.,]\d)"
)
_BORN = re.compile(r"(?<!\d)(\d{6})\s?(\d{5})(?!\d)")
_PERSON = re.compile(
    r"\b(?:[Bb]eboer(?:en)?|[Pp]asient(?:en)?|[Ee]lev(?:en)?|[Ll]eietaker(?:en)?|[Bb]ruker(?:en)?)"
    r"\s+([A-ZÆØÅ][a-zæøå]+\s+[A-ZÆØÅ][a-zæøå]+)"
)
_ALIKE = 0.6
_STEM, _SHORTEST = 6, 3
_EMPTY_WORDS = frozenset(("leverandøren", "oppdragsgiveren", "skal", "ønsker", "som", "den", "det", "alle"))
_SCORED = re.compile(r"\b(?:poeng|uttelling|evaluere\w*|tildelingskriteri\w*)\b", re.IGNORECASE)


def personal_text(c: Competition) -> Iterator[Hit]:
    """Open text names no residents, and has no telephone numbers, addresses of persons or identity numbers."""
    for question in c.asked:
        if question.kind == "text" and not (question.confidential or question.internal):
            yield from _personal(question.name, str(c.value(question.key) or ""), question.key)
        if question.kind == "table":
            yield from _in_table(question, c.tables.get(question.key, ()))


@remembered(24)
def _in_table(table: Question, rows: Sequence[AnsweredRow]) -> tuple[Hit, ...]:
    read = [c for c in table.columns if c.kind in ("line", "text") and not (c.confidential or c.internal)]
    return tuple(
        hit
        for row in rows
        if not row.value("secret")
        for column in read
        for hit in _personal(
            f"{column.name}, {row.name}",
            str(row.value(column.key) or ""),
            f"{table.key}:{row.id}:{column.key}",
        )
    )


def _personal(name: str, text: str, place: str) -> Iterator[Hit]:
    found = _told(text) if text else ""
    if found:
        mend = f"Teksten har {found}. Leverandørene og andre kan lese dokumentet. Fjern det, eller skjerm teksten."
        yield Hit(f"«{name}» kan ha personopplysninger", mend, (place,))


@lru_cache(maxsize=16_384)
def _told(text: str) -> str:
    if any(character.isdigit() for character in text):
        if any(_is_identity(*parts) for parts in _BORN.findall(text)):
            return "noe som ligner et fødselsnummer"
        if _PHONE.search(text):
            return "noe som ligner et telefonnummer"
    if "@" in text and _EMAIL.search(text):
        return "en e-postadresse"
    person = _PERSON.search(text)
    return f"navnet på en person ({person.group(1)})" if person else ""


def _is_identity(born: str, rest: str) -> bool:
    digits = [int(digit) for digit in born + rest]
    first = sum(a * b for a, b in zip(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1), strict=False)) % 11
    second = sum(a * b for a, b in zip(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), strict=True)) % 11
    return first == 0 and second == 0


def graded_open(c: Competition) -> Iterator[Hit]:
    """What is exempt from disclosure does not lie open in a list of sites."""
    listed = {str(row.value("document")) for row in c.tables.get("grading", ())} & {
        "objektliste",
        "kravspesifikasjon",
    }
    opened = [row for row in c.tables.get("sites", ()) if not row.value("secret")]
    if listed and opened:
        row = next(r for r in c.tables["grading"] if str(r.value("document")) in listed)
        mend = (
            f"{row.name} er unntatt fra offentlighet, men {_sites(len(opened))} står åpent i dokumentene leverandørene "
            "får. Skjerm objektene som trenger det, eller fjern unntaket."
        )
        yield Hit("Objektene står åpent i et dokument som er unntatt", mend, (f"grading:{row.id}",))


def _sites(count: int) -> str:
    return "ett objekt" if count == 1 else f"{formats.word(count)} objekter"


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    words = (word for word in re.findall(r"\w+", text.casefold()) if len(word) >= _SHORTEST)
    return frozenset(word[:_STEM] for word in words if word not in _EMPTY_WORDS)


@remembered(3)
def _alike(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[Mapping[str, Any], Mapping[str, Any]], ...]:
    """Each of the agency's own requirements with the one before it that says nearly the same, if any."""
    return tuple(_pairs(rows))


def _pairs(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    holding: dict[str, list[int]] = defaultdict(list)
    ordered = sorted(rows, key=_is_own)
    for number, row in enumerate(ordered):
        stems = _stems(row["text"])
        if _is_own(row):
            shared = Counter(other for stem in stems for other in holding[stem])
            best = max(((_overlap(n, stems, ordered[i]), -i) for i, n in shared.items()), default=(0.0, 0))
            if best[0] >= _ALIKE:
                yield ordered[-best[1]], row
        for stem in stems:
            holding[stem].append(number)


def _overlap(count: int, stems: frozenset[str], other: Mapping[str, Any]) -> float:
    return count / len(stems | _stems(other["text"]))


def _is_own(row: Mapping[str, Any]) -> bool:
    return str(row["number"]).startswith("E-")


def requirement_twins(c: Competition) -> Iterator[Hit]:
    """The same is not required twice."""
    for one, other in _alike(c.rows["requirements"]):
        if one["kind"] == other["kind"]:
            mend = f"Krav {one['number']} sier nesten det samme. Fjern det ene."
            yield Hit(f"Krav {other['number']} står to ganger", mend, (_place(other),))


def requirement_scored(c: Competition) -> Iterator[Hit]:
    """What must be met gives no points, by its own words or under another number."""
    for row in c.rows["requirements"]:
        if row["kind"] == "A" and _SCORED.search(row["text"]):
            mend = "Et absolutt krav gir ikke poeng. Ta bort ordene om poeng, eller gjør kravet evaluert."
            yield Hit(f"Krav {row['number']} er absolutt, men sier at det gir poeng", mend, (_place(row),))
    for one, other in _alike(c.rows["requirements"]):
        if one["kind"] != other["kind"]:
            must, scored = (one, other) if one["kind"] == "A" else (other, one)
            mend = f"Krav {must['number']} skal være oppfylt. Krav {scored['number']} gir poeng for nesten det samme."
            yield Hit(f"Krav {must['number']} gir også poeng", mend, (_place(other),))


def _place(row: Mapping[str, Any]) -> str:
    return f"own_requirements:{row['id']}:text" if _is_own(row) else "requirements"


ALL: tuple[Check, ...] = (personal_text, graded_open, requirement_twins, requirement_scored)
