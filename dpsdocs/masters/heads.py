"""Which documents a set has, as its own file says: laid over a release when that file is changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from .annexes import AnnexSpec
from .errors import Fault, MasterError
from .loader import heads_of
from .release import DocumentSpec
from .source import Source

SET_FILE = "set.toml"


@dataclass(frozen=True, slots=True)
class Heads:
    """The documents of a set with their files and titles, the annexes, and what is wrong with them."""

    title: str
    documents: tuple[DocumentSpec, ...]
    files: tuple[tuple[str, str], ...]
    titles: tuple[tuple[str, str], ...]
    annexes: tuple[AnnexSpec, ...]
    faults: tuple[Fault, ...] = ()

    def file_of(self, document: str) -> str:
        """Where a document's text stands."""
        return dict(self.files)[document]

    def title_of(self, document: str) -> str:
        """The title as it stands in the set's file."""
        return dict(self.titles)[document]


def heads(source: Source) -> Heads:
    """The documents of a set; ``MasterError`` when its file cannot be read at all."""
    return _read(source.text(SET_FILE))


@lru_cache(maxsize=32)
def _read(text: str) -> Heads:
    try:
        spec, documents, annexes, faults = heads_of(text)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MasterError([Fault(SET_FILE, 1, f"Dokumentlisten kan ikke leses: {error}.")]) from error
    rows = spec.get("documents", ())
    return Heads(
        str(spec.get("title", "")), documents,
        tuple((row["id"], row.get("file", f"documents/{row['id']}.md")) for row in rows),
        tuple((row["id"], row["title"]) for row in rows), annexes, faults,
    )  # fmt: skip
