"""Which numbers Word will count by itself, and where a number must be typed because Word would not."""

from __future__ import annotations

from dataclasses import dataclass

OUTLINE, BULLETS, LETTERS = 1, 2, 3  # numbering ids; lettered lists get their own from FIRST_LIST on
SILENT = 4  # shows nothing: for paragraphs of a counted style whose number is typed
FIRST_LIST = 10
LETTERED = 26  # Word goes on with «aa, bb», the model with «aa, ab»


@dataclass(slots=True)
class Counter:
    """Counts as Word does with four outline levels: chapter, section, clause of either."""

    chapter: int = 0
    section: int = 0
    of_chapter: int = 0
    of_section: int = 0

    def heading(self, level: int, number: str) -> bool:
        """True when Word's number for this heading will be ``number``; counts it if so."""
        if level == 1:
            if number != f"{self.chapter + 1}":
                return False
            self.chapter, self.section = self.chapter + 1, 0
        elif level == 2:
            if not self.chapter or number != f"{self.chapter}.{self.section + 1}":
                return False
            self.section += 1
        else:
            return False
        self.of_chapter = self.of_section = 0
        return True

    def clause(self, number: str) -> str:
        """The style whose number will be ``number``, or nothing when it must be typed."""
        if self.chapter and number == f"{self.chapter}.{self.of_chapter + 1}":
            self.of_chapter, self.of_section = self.of_chapter + 1, 0
            return "Punkt2"
        if self.section and number == f"{self.chapter}.{self.section}.{self.of_section + 1}":
            self.of_section += 1
            return "Punkt3"
        return ""
