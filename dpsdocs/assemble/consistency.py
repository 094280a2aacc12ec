"""The same fact reads the same wherever it stands: dates, sums, names and weights of all the documents together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from ..document.model import Document, Field, inlines_of, walk
from ..domain import formats
from ..domain.rules import Hit

_WEEKDAY = re.compile(rf"\b(?:{'|'.join(formats.WEEKDAYS)})\s+", re.IGNORECASE)
_LONG_DATE = re.compile(rf"\b(\d{{1,2}})\.\s*({'|'.join(formats.MONTHS)})\s+(\d{{4}})", re.IGNORECASE)
_SHORT_DATE = re.compile(r"\b(\d{2})\.(\d{2})\.(\d{4})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = re.compile(r"\bkl\.\s*(\d{2}[.:]\d{2})")
_DIGIT_SPACE = re.compile(r"(?<=\d)\s(?=\d{3}(?!\d))")
_MONEY_WORDS = re.compile(r"\bkr\b|\bekskl\.\s*mva\.|\bkroner\b")
_SPACE = re.compile(r"\s+")
_WORDS = {formats.word(count): str(count) for count in range(13)}
_SHOWN_MOST = 3


def differences(documents: Iterable[Document], prose: Collection[str] = ()) -> Iterator[Hit]:
    """One hit for each fact that is written as two different things, with the documents.

    ``prose`` are the keys of running text, which stands paragraph by paragraph.
    """
    told: dict[str, dict[str, tuple[str, set[str]]]] = defaultdict(dict)
    labels: dict[str, str] = {}
    for document in documents:
        for field in fields(document):
            if field.key in prose:
                continue
            labels[field.key] = field.label
            _, places = told[field.key].setdefault(canonical(field.text), (field.text, set()))
            places.add(document.meta.title)
    for key, forms in told.items():
        apart = _apart(forms)
        if apart:
            words = [f"«{text}» i {formats.listing(sorted(places))}" for text, places in apart[:_SHOWN_MOST]]
            mend = f"Det står {formats.listing(words)}. Rett svaret eller be UKE om å rette malen."
            yield Hit(f"«{labels[key]}» står ulikt i dokumentene", mend, (key,))


def fields(document: Document) -> Iterator[Field]:
    """Every filled-in fact of a document in reading order, those on the front page too."""
    for block in (*document.facts, *walk(document.blocks)):
        for inline in inlines_of(block):
            if isinstance(inline, Field):
                yield inline


def canonical(text: str) -> str:
    """What a written fact says, whichever form it is in: «tirsdag 9. februar 2027» and «09.02.2027» are the same."""
    found = _SPACE.sub(" ", text).strip().casefold()
    found = _WEEKDAY.sub("", found)
    found = _LONG_DATE.sub(lambda m: _iso(m[3], formats.MONTHS.index(m[2].lower()) + 1, int(m[1])), found)
    found = _SHORT_DATE.sub(lambda m: _iso(m[3], int(m[2]), int(m[1])), found)
    found = _CLOCK.sub(lambda m: m[1].replace(":", "."), found)
    found = _SPACE.sub(" ", _MONEY_WORDS.sub("", _DIGIT_SPACE.sub("", found))).strip()
    return _WORDS.get(found, found)


def _iso(year: str, month: int, day: int) -> str:
    return f"{year}-{month:02d}-{day:02d}"


def _apart(forms: dict[str, tuple[str, set[str]]]) -> list[tuple[str, set[str]]]:
    """The forms that say different things; a day alone agrees with the day and a time."""
    kept: dict[str, tuple[str, set[str]]] = {}
    for said, told in sorted(forms.items(), key=lambda item: -len(item[0])):
        if not any(_ISO.fullmatch(said) and longer.startswith(said) for longer in kept):
            kept[said] = told
    return list(kept.values()) if len(kept) > 1 else []
