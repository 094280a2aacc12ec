"""Uploaded files are looked at before any parser opens them; ``Invalid`` when one is refused."""

from __future__ import annotations

from dpsdocs.verify import guard as look
from dpsdocs.verify.guard import MAX_BYTES, Kind

from .errors import Invalid

__all__ = ["MAX_BYTES", "Kind", "guard"]


def guard(filename: str, data: bytes, kind: Kind) -> None:
    """Refuse what is too large, isn't what it says, would swell when unpacked, or carries active content."""
    try:
        look.guard(filename, data, kind)
    except look.Refused as error:
        raise Invalid({"file": str(error)}) from error
