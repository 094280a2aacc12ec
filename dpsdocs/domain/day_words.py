"""Weekdays as people write them: «man–fre», «hverdager», «lørdag og søndag», «alle dager, også helligdager»."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from . import formats
from .answers import AnswerError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOLIDAYS = "hol"
_GROUPS = {
    "hverdag": DAYS[:5], "hverdager": DAYS[:5], "virkedag": DAYS[:5], "virkedager": DAYS[:5],
    "ukedag": DAYS[:5], "ukedager": DAYS[:5], "helg": DAYS[5:], "helger": DAYS[5:], "helgen": DAYS[5:],
    "alle": DAYS, "alle dager": DAYS, "alle ukedager": DAYS, "hver dag": DAYS, "daglig": DAYS,
    "helligdag": (HOLIDAYS,), "helligdager": (HOLIDAYS,), "hellig": (HOLIDAYS,), "helligdagene": (HOLIDAYS,),
}  # fmt: skip
_DASH = re.compile(r"\s*(?:[-–—]|\btil(?: og med)?\b)\s*")
_BETWEEN = re.compile(r"\s*(?:[,;+&/\n]|\bog\b|\bsamt\b)\s*")
_NOT_HOLIDAYS = re.compile(r"(?:ikke|unntatt|bortsett fra|utenom)(?: på)? helligdag(?:er|ene)?\.?")
_NOISE = re.compile(r"\b(?:også|pluss|inkl\.?|inkludert|med|på)\b|[.()]")


def days_in(text: str) -> tuple[str, ...]:
    """The days of a cell in the order of the week, or ``AnswerError`` with the word that was not understood."""
    found: set[str] = set()
    for part in _BETWEEN.split(text.casefold().replace("\u00a0", " ")):
        words = " ".join(_NOISE.sub(" ", part).split())
        if words and not _NOT_HOLIDAYS.fullmatch(" ".join(part.split())):
            found.update(_days(words, part.strip()))
    return tuple(day for day in (*DAYS, HOLIDAYS) if day in found)


def _days(words: str, typed: str) -> Iterator[str]:
    if words in _GROUPS:
        yield from _GROUPS[words]
        return
    ends = [_day(end, typed) for end in _DASH.split(words, maxsplit=1)]
    first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
    # «lør–man» goes over the end of the week
    yield from (DAYS[n % 7] for n in range(first, last + 1 if last >= first else last + 8))


def _day(word: str, typed: str) -> str:
    for day, name in zip(DAYS, formats.WEEKDAYS, strict=True):
        if word in (name, name[:3], name[:2], f"{name}er", day):
            return day
    raise AnswerError(
        f"«{typed[:40]}» er ikke en dag. Skriv for eksempel «man–fre», «hverdager» eller «alle dager»."
    )


def days_text(days: Collection[str]) -> str:
    """The days in words that ``days_in`` reads back: «mandag–fredag», «alle dager og helligdager»."""
    numbers = [place for place, day in enumerate(DAYS) if day in days]
    names = [formats.WEEKDAYS[number] for number in numbers]
    run = len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1))
    words = ["alle dager"] if len(names) == 7 else [f"{names[0]}–{names[-1]}"] if run else names
    return formats.listing([*words, *(["helligdager"] if HOLIDAYS in days else [])])
