"""Paragraphs of the procurement regulation by regime: what Part III says has another number, or none, in Part II."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .case import Regime

# where the same matter stands in Part II; what is not here has no paragraph of its own there
_PART_II = {
    "14-1": "8-4", "14-2": "8-4", "17-1": "8-10", "18-1": "8-11", "19-1": "8-12", "24-1": "9-4", "24-8": "9-6",
    "25-1": "10-1", "25-2": "10-2", "25-4": "10-4", "28-1": "11-2", "28-2": "11-2",
}  # fmt: skip
_PRINCIPLE = "Anskaffelsesloven § 4"  # clear, foreseeable, verifiable: what is left where Part II is silent
_ONE = r"\d+-\d+(?: (?:[a-z]\b|\(\d+\)|og \(\d+\)))*"
_CITED = re.compile(rf"FOA §§? ({_ONE}(?:(?:, | og ){_ONE})*)")


def cited(source: str, regime: Regime) -> str:
    """The source with the paragraphs that hold under the regime: Parts I and III, or Parts I and II."""
    return _CITED.sub(lambda found: _shown(found[1], regime), source)


def _shown(listed: str, regime: Regime) -> str:
    every = re.findall(_ONE, listed)
    kept = list(dict.fromkeys(_in_part_two(every) if regime == "foa2" else _in_part_three(every)))
    if not kept:
        return _PRINCIPLE
    words = kept[0] if len(kept) == 1 else f"{', '.join(kept[:-1])} og {kept[-1]}"
    return f"FOA {'§' if len(kept) == 1 else '§§'} {words}"


def _in_part_two(paragraphs: list[str]) -> Iterator[str]:
    for paragraph in paragraphs:
        known = _PART_II.get(paragraph.split(" ")[0], "")
        if _chapter(paragraph) < 12:
            yield paragraph
        elif known and not any(other.startswith(known) for other in paragraphs):
            yield known


def _in_part_three(paragraphs: list[str]) -> list[str]:
    kept = [paragraph for paragraph in paragraphs if not 8 <= _chapter(paragraph) < 12]
    return kept or paragraphs


def _chapter(paragraph: str) -> int:
    return int(paragraph.split("-", maxsplit=1)[0])
