"""Where the files of a set come from: a folder, and texts that are changed but not written anywhere yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath


@dataclass(frozen=True, slots=True)
class Source:
    """The files of a set by name. ``texts`` go before what lies in the folder."""

    folder: Path
    texts: Mapping[str, str] = field(default_factory=dict)

    def names(self) -> tuple[str, ...]:
        """Every file of the set but its samples, in the order of a folder walked by name."""
        found = {
            path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()
        }
        ours = (name for name in found | set(self.texts) if _belongs(name))
        return tuple(sorted(ours, key=lambda name: PurePosixPath(name).parts))

    def data(self, name: str) -> bytes:
        """The bytes of a file; ``FileNotFoundError`` when there is none."""
        if name in self.texts:
            return self.texts[name].encode()
        return (self.folder / name).read_bytes()

    def text(self, name: str) -> str:
        """A file as text; ``FileNotFoundError``, ``UnicodeDecodeError``."""
        if name in self.texts:
            return self.texts[name]
        return (self.folder / name).read_text(encoding="utf-8")

    def library(self) -> dict[str, str]:
        """The shared clauses by id."""
        found = {path.stem for path in (self.folder / "clauses").glob("*.md")}
        found |= {PurePosixPath(name).stem for name in self.texts if name.startswith("clauses/")}
        return {stem: self.text(f"clauses/{stem}.md") for stem in sorted(found)}


def _belongs(name: str) -> bool:
    return not name.startswith("samples/") and "/." not in f"/{name}"
