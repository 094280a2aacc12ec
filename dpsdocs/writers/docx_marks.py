"""Tracked changes and comments in WordprocessingML: what Word lets the reader accept or reject."""

from __future__ import annotations

from dataclasses import dataclass, field

from dpsdocs.document.word_diff import Mark

from .docx_xml import DECLARATION, ROOT, text_run
from .text import escaped

AUTHOR = "dpsdocs"
_TAGS = {"new": "ins", "gone": "del"}


@dataclass(slots=True)
class Marks:
    """Hands out numbers in order and keeps the comments; ``date`` (ISO) stands on every mark when it is known."""

    date: str = ""
    _number: int = 0
    _comments: list[str] = field(default_factory=list)

    def words(self, mark: Mark, runs: str) -> str:
        """Runs inside w:ins or w:del, or as they are."""
        if mark == "same" or not runs:
            return runs
        if mark == "gone":
            runs = runs.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        tag = _TAGS[mark]
        return f"<w:{tag} {self._told()}>{runs}</w:{tag}>"

    def paragraph(self, mark: Mark) -> str:
        """The last part of a w:pPr: the mark of the paragraph itself."""
        return "" if mark == "same" else f"<w:rPr>{self.row(mark)}</w:rPr>"

    def row(self, mark: Mark) -> str:
        """The last part of a w:trPr."""
        return "" if mark == "same" else f"<w:{_TAGS[mark]} {self._told()}/>"

    def commented(self, runs: str, words: str) -> str:
        """Runs with a comment on them."""
        number = len(self._comments)
        self._comments.append(words)
        reference = f'<w:r><w:commentReference w:id="{number}"/></w:r>'
        return f'<w:commentRangeStart w:id="{number}"/>{runs}<w:commentRangeEnd w:id="{number}"/>{reference}'

    def comments(self) -> bytes:
        """word/comments.xml, or nothing when there is no comment."""
        if not self._comments:
            return b""
        rows = "".join(
            f'<w:comment w:id="{number}" {self._author()} w:initials="d">'
            f"<w:p>{text_run(words)}</w:p></w:comment>"
            for number, words in enumerate(self._comments)
        )
        return f"{DECLARATION}<w:comments {ROOT}>{rows}</w:comments>".encode()

    def _told(self) -> str:
        self._number += 1
        return f'w:id="{self._number}" {self._author()}'

    def _author(self) -> str:
        date = f' w:date="{escaped(self.date)}T12:00:00Z"' if self.date else ""
        return f'w:author="{AUTHOR}"{date}'
