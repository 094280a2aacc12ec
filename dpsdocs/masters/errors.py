"""What can be wrong in a master set, and where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the file and line for the command line, the clause for the screen, the words for both."""

    file: str
    line: int
    message: str
    clause: str = ""

    def __str__(self) -> str:
        place = f", punkt «{self.clause}»" if self.clause else ""
        return f"{self.file}, linje {self.line}{place}: {self.message}"


class MasterError(ValueError):
    """A set that cannot be used; ``faults`` holds all that was found."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
