"""What a measured step is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """What a step says that measured something else than its time."""

    value: float
    unit: str


Step = Callable[[], object]
