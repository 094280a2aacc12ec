"""Where the files of a set come from: a folder, and texts that are changed but not written anywhere yet."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath


@dataclass(frozen=True, slots=True)
class Source:
    """The files of a set by name. ``texts`` go before what lies in the folder; an empty one says the file is gone.

    Binary files stand in ``texts`` as base64.
    """

    folder: Path
    texts: Mapping[str, str] = field(default_factory=dict)

    def names(self) -> tuple[str, ...]:
        """Every file of the set but its samples, in the order of a folder walked by name."""
        found = {
            path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()
        }
        found = {name for name in found | set(self.texts) if self.texts.get(name, "x")}
        ours = (name for name in found if _belongs(name))
        return tuple(sorted(ours, key=lambda name: PurePosixPath(name).parts))

    def data(self, name: str) -> bytes:
        """The bytes of a file; ``FileNotFoundError`` when there is none."""
        if name in self.texts:
            text = self._changed(name)
            return base64.b64decode(text) if is_binary(name) else text.encode()
        return (self.folder / name).read_bytes()

    def text(self, name: str) -> str:
        """A file as text; ``FileNotFoundError``, ``UnicodeDecodeError``."""
        if name in self.texts:
            return self._changed(name)
        return (self.folder / name).read_text(encoding="utf-8")

    def library(self) -> dict[str, str]:
        """The shared clauses by id."""
        found = {path.stem for path in (self.folder / "clauses").glob("*.md")}
        for name, text in self.texts.items():
            if name.startswith("clauses/"):
                (found.add if text else found.discard)(PurePosixPath(name).stem)
        return {stem: self.text(f"clauses/{stem}.md") for stem in sorted(found)}

    def _changed(self, name: str) -> str:
        if not self.texts[name]:
            raise FileNotFoundError(name)
        return self.texts[name]


def encoded(name: str, data: bytes) -> str:
    """The bytes of a file as they stand among changed texts."""
    return base64.b64encode(data).decode("ascii") if is_binary(name) else data.decode("utf-8")


def is_binary(name: str) -> bool:
    """Whether a file of the set is not text."""
    return PurePosixPath(name).suffix in (".docx", ".png", ".ttf")


def _belongs(name: str) -> bool:
    return not name.startswith("samples/") and "/." not in f"/{name}"
