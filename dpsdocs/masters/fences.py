"""From the text of a master file to a tree of headings and fences; knows lines, not meanings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .errors import Fault, MasterError

_OPEN = re.compile(r"^:::+\s*(?P<name>[a-zæøå]+)(?P<rest>.*)$")
_CLOSE = re.compile(r"^:::+\s*$")
_HEADING = re.compile(r"^(?P<marks>#{1,2})\s+(?P<text>.+?)\s*\{(?P<id>[a-z0-9-]+)\}\s*$")
# a quoted value ends at the quote before the next option or the end, so a condition may hold quoted words
_OPTION = re.compile(r"([a-zæøå]+)=(?:\"(.*?)\"(?=\s+[a-zæøå]+=|\s*$)|'([^']*)'|(\S+))")
_SINGLE = {"hent", "sideskift"}
_DEEPEST = 8
_KNOWN = {"punkt", "hent", "tabell", "boks", "formel", "signatur", "bred", "sideskift", "veiledning", "fakta"}


@dataclass(slots=True)
class Lines:
    """Some plain lines of text, from line ``line`` on."""

    line: int
    text: list[str] = field(default_factory=list)


@dataclass(slots=True)
class HeadingLine:
    """A heading with its id."""

    line: int
    level: int
    id: str
    text: str


@dataclass(slots=True)
class Fence:
    """A fence with its id, options and what stands inside."""

    line: int
    name: str
    id: str
    options: dict[str, str]
    children: list[Fence | Lines | HeadingLine] = field(default_factory=list)

    def plain(self) -> list[tuple[int, str]]:
        """The plain lines directly inside, with line numbers."""
        return [
            (child.line + i, text)
            for child in self.children
            if isinstance(child, Lines)
            for i, text in enumerate(child.text)
        ]


def parse(file: str, text: str, first_line: int = 1) -> Fence:
    """A root fence that holds the file's content, or ``MasterError``."""
    root = Fence(first_line, "dokument", "", {})
    stack, faults = [root], list[Fault]()
    for number, line in enumerate(text.splitlines(), first_line):
        opened = _OPEN.match(line)
        if opened:
            _open(file, number, opened, stack, faults)
        elif _CLOSE.match(line):
            if len(stack) == 1:
                faults.append(Fault(file, number, "«:::» lukker noe som ikke er åpnet."))
            else:
                stack.pop()
        else:
            _plain(file, number, line, stack[-1], faults)
    if len(stack) > 1:
        last = stack[-1]
        faults.append(Fault(file, last.line, f"«::: {last.name}» er ikke lukket med «:::».", last.id))
    if faults:
        raise MasterError(faults)
    return root


def _open(file: str, number: int, opened: re.Match[str], stack: list[Fence], faults: list[Fault]) -> None:
    name, rest = opened["name"], opened["rest"].strip()
    if name not in _KNOWN:
        faults.append(Fault(file, number, f"«::: {name}» finnes ikke."))
    options = {key: double or single or bare for key, double, single, bare in _OPTION.findall(rest)}
    left = _OPTION.sub("", rest).split()
    if len(left) > 1:
        faults.append(Fault(file, number, f"Forstår ikke «{' '.join(left[1:])}»."))
    fence = Fence(number, name, left[0] if left else "", options)
    stack[-1].children.append(fence)
    if name not in _SINGLE:
        stack.append(fence)
        if len(stack) > _DEEPEST:
            raise MasterError([*faults, Fault(file, number, "Gjerdene står for dypt i hverandre.", fence.id)])


def _plain(file: str, number: int, line: str, parent: Fence, faults: list[Fault]) -> None:
    heading = _HEADING.match(line)
    if line.startswith("#") and not heading:
        faults.append(Fault(file, number, "Overskriften mangler id til slutt, for eksempel «{om}»."))
    elif heading and parent.name in ("dokument", "bred"):
        level = len(heading["marks"])
        parent.children.append(HeadingLine(number, level, heading["id"], heading["text"]))
    else:
        last = parent.children[-1] if parent.children else None
        if not isinstance(last, Lines):
            last = Lines(number)
            parent.children.append(last)
        last.text.append(line)
