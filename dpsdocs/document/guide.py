"""A page of guidance as text: headings with ids, paragraphs, lists, emphasis, links, and gaps somebody must fill.

What the subset does not know, HTML too, stays as it was typed. Nothing here is markup: writers of pages escape it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("zero", {"maxNesting": 8}).enable(["list", "emphasis", "escape", "newline", "link"])
_PARSER.validateLink = lambda url: True  # type: ignore[method-assign] # judged below, so that it can be told
_HEADING = re.compile(r"(#{1,6})[ \t](.*)")
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+){0,9}")
_ADDRESS = re.compile(r"https?://[^\s\x00-\x20<>\"]{1,2000}|mailto:[^\s@<>\"?&]{1,64}@[^\s@<>\"?&]{1,190}")
_BARE = re.compile(r"https?://[^\s<>()\"«»]*[^\s<>()\"«».,;:!?]|[\w.+-]{1,64}@(?:[\w-]+\.)+[^\W\d_]{2,}")
_GAP = re.compile(r"\[UKE fyller ut: ([^\[\]]{1,200})\]")
_LONGEST_ID = 40


@dataclass(frozen=True, slots=True)
class Run:
    """Some words. ``href`` when they are a link; ``gap`` when they say what somebody must fill in."""

    text: str
    strong: bool = False
    em: bool = False
    href: str = ""
    gap: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at level 2 (with an id and a number) or 3 (without)."""

    level: int
    text: str
    id: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item is one paragraph."""

    ordered: bool
    start: int
    items: tuple[Runs, ...]


Block = Heading | Prose | Items


@dataclass(frozen=True, slots=True)
class Guide:
    """The page. ``faults`` say in Norwegian what must be mended before it can be kept."""

    blocks: tuple[Block, ...]
    faults: tuple[str, ...]

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings that can be linked to, for a table of contents."""
        return tuple(b for b in self.blocks if isinstance(b, Heading) and b.level == 2)

    @property
    def gaps(self) -> tuple[tuple[str, str], ...]:
        """What must be filled in, each with the id of the heading it stands under."""
        found, place = [], ""
        for block in self.blocks:
            if isinstance(block, Heading):
                place = block.id or place
            found += [(place, run.text) for runs in _lines(block) for run in runs if run.gap]
        return tuple(found)


def parse(text: str) -> Guide:
    """The page some text describes, with every fault found."""
    reader = _Reader()
    return Guide(tuple(reader.blocks(text.replace("\u0000", "\ufffd"))), tuple(reader.faults))


def _lines(block: Block) -> tuple[Runs, ...]:
    match block:
        case Prose():
            return (block.runs,)
        case Items():
            return block.items
    return ()


class _Reader:
    def __init__(self) -> None:
        self.faults: list[str] = []
        self.ids: set[str] = set()
        self.numbers = 0

    def blocks(self, text: str) -> Iterator[Block]:
        """The blocks in order. A heading is a line of its own; the rest is Markdown."""
        waiting: list[str] = []
        for number, line in enumerate(text.split("\n"), 1):
            heading = _HEADING.fullmatch(line)
            if heading is None:
                waiting.append(line)
                continue
            yield from self._prose("\n".join(waiting))
            waiting = []
            yield self._heading(number, len(heading[1]), heading[2].strip())
        yield from self._prose("\n".join(waiting))

    def _heading(self, line: int, level: int, words: str) -> Heading:
        text, id = _named(words)
        if level not in (2, 3):
            self.faults.append(f"Linje {line}: Bruk ## foran en overskrift og ### foran en underoverskrift.")
        if not text:
            self.faults.append(f"Linje {line}: Overskriften har ingen tekst.")
        if level == 3 and not self.numbers:
            self.faults.append(f"Linje {line}: En underoverskrift (###) må stå under en overskrift (##).")
        if level != 2:
            return Heading(3, text)
        self.numbers += 1
        if not _ID.fullmatch(id) or len(id) > _LONGEST_ID:
            self.faults.append(
                f"Linje {line}: Overskriften «{text[:60]}» må slutte med et navn i krøllparentes, for eksempel "
                "{frister}. Bruk små bokstaver a–z, tall og bindestrek."
            )
            return Heading(2, text, "", self.numbers)
        if id in self.ids:
            self.faults.append(
                f"Linje {line}: Navnet {{{id}}} er brukt på en annen overskrift. Velg et annet."
            )
            return Heading(2, text, "", self.numbers)
        self.ids.add(id)
        return Heading(2, text, id, self.numbers)

    def _prose(self, text: str) -> Iterator[Prose | Items]:
        depth, ordered, start = 0, False, 1
        items: list[Runs] = []
        for token in _PARSER.parse(text):
            if token.type.endswith("_list_open"):
                depth += 1
                if depth == 1:
                    ordered, start, items = (
                        token.type.startswith("ordered"),
                        int(token.attrs.get("start", 1)),
                        [],
                    )
            elif token.type.endswith("_list_close"):
                depth -= 1
                if depth == 0:
                    yield Items(ordered, start, tuple(items))
            elif token.type == "inline":
                runs = tuple(self._runs(token.children or []))
                if depth:
                    items.append(runs)
                elif runs:
                    yield Prose(runs)

    def _runs(self, children: Sequence[Token]) -> Iterator[Run]:
        strong = em = 0
        href = ""
        for child in children:
            match child.type:
                case "strong_open":
                    strong += 1
                case "strong_close":
                    strong -= 1
                case "em_open":
                    em += 1
                case "em_close":
                    em -= 1
                case "link_open":
                    href = self._address(str(child.attrs.get("href", "")))
                case "link_close":
                    href = ""
                case "softbreak" | "hardbreak":
                    yield Run(" ", bool(strong), bool(em), href)
                case _ if href:
                    yield Run(child.content, bool(strong), bool(em), href)
                case _:
                    yield from _words(child.content, bool(strong), bool(em))

    def _address(self, address: str) -> str:
        if _ADDRESS.fullmatch(address):
            return address
        self.faults.append(
            f"Lenken «{address[:80]}» kan ikke brukes. En lenke må begynne med https://, http:// eller mailto:."
        )
        return ""


def _named(words: str) -> tuple[str, str]:
    """The text of a heading, and the name in braces at its end."""
    text, brace, name = words.removesuffix("}").rpartition("{")
    return (text.rstrip(), name) if brace and words.endswith("}") else (words, "")


def _words(content: str, strong: bool, em: bool) -> Iterator[Run]:
    """Plain words, with the gaps and the bare addresses in them."""
    for index, part in enumerate(_GAP.split(content)):
        if index % 2:
            yield Run(part, strong, em, gap=True)
            continue
        place = 0
        for found in _BARE.finditer(part):
            if found.start() > place:
                yield Run(part[place : found.start()], strong, em)
            address = found[0] if "://" in found[0] else f"mailto:{found[0]}"
            yield Run(found[0], strong, em, href=address)
            place = found.end()
        if part[place:]:
            yield Run(part[place:], strong, em)
