"""From fences to nodes: what each fence may hold, with every fault named by file, line and clause."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from itertools import count

from ..document.model import Lock
from ..domain.conditions import Condition, ConditionError
from ..domain.conditions import parse as parse_condition
from .errors import Fault, MasterError
from .fences import Fence, HeadingLine, Lines, parse
from .nodes import (
    BoxNode,
    BreakNode,
    ClauseNode,
    FormulaNode,
    HeadingNode,
    Node,
    SignatureNode,
    TextNode,
    WideNode,
)
from .table import compile_table
from .template import Template, TemplateError, compile_line, compile_text

LOCKS: dict[str, Lock] = {"låst": "locked", "tilpasses": "adaptable", "godkjenning": "approval"}
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_OPTIONS = {
    "punkt": {"lås", "nummer", "når", "kilde", "tomt", "gjennomgås"},
    "tabell": {"rader", "bare", "stil", "bredder", "juster", "tittel", "gruppe", "tomme", "når"},
    "fakta": {"tittel", "når", "bredder"},
    "boks": {"slag", "tittel", "når"},
    "formel": {"lest"},
    "bred": {"når"},
}


class Compiler:
    """Compiles the files of one set; ``library`` gives the text of shared clauses by id."""

    def __init__(self, library: Mapping[str, str]) -> None:
        self.faults: list[Fault] = []
        self._library = library
        self._file = ""
        self._clause = ""
        self._numbers = count(1)

    def nodes(self, file: str, text: str, first_line: int = 1) -> tuple[Node, ...]:
        """The nodes of a document body; faults are collected, not raised."""
        self._file, self._clause, self._numbers = file, "", count(1)
        try:
            root = parse(file, text, first_line)
        except MasterError as error:
            self.faults += error.faults
            return ()
        return self._children(root, top=True)

    def line(self, file: str, line: int, text: str, *, row: bool = False) -> Template:
        """A one-line template; a fault gives an empty one."""
        try:
            return compile_line(text, row=row)
        except TemplateError as error:
            self.faults.append(Fault(file, line, str(error), self._clause))
            return compile_line("")

    def _fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(self._file, line, message, self._clause))

    def _children(self, fence: Fence, *, top: bool) -> tuple[Node, ...]:
        nodes: list[Node] = []
        for child in fence.children:
            match child:
                case HeadingLine():
                    text = self.line(self._file, child.line, child.text)
                    nodes.append(HeadingNode(child.id, child.level, text, child.line))
                case Lines():
                    nodes += self._text(child, top=top)
                case Fence():
                    nodes += self._fence(child)
        return tuple(nodes)

    def _text(self, lines: Lines, *, top: bool) -> list[Node]:
        body = "\n".join(lines.text).strip("\n")
        if not body.strip():
            return []
        if top:
            self._fault(lines.line, "Teksten står utenfor et punkt.")
        try:
            template = compile_text(body)
        except TemplateError as error:
            self._fault(lines.line, str(error))
            return []
        return [TextNode(f"{self._clause or 'tekst'}.{next(self._numbers)}", template, lines.line)]

    def _fence(self, fence: Fence) -> list[Node]:
        unknown = set(fence.options) - _OPTIONS.get(fence.name, set())
        if unknown:
            self._fault(fence.line, f"Ukjent valg: {', '.join(sorted(unknown))}.")
        if fence.name not in ("sideskift", "veiledning") and not _ID.fullmatch(fence.id):
            self._fault(fence.line, f"«::: {fence.name}» mangler id med små bokstaver, tall og bindestrek.")
        maker: dict[str, Callable[[Fence], list[Node]]] = {
            "punkt": self._punkt, "hent": self._hent, "tabell": self._table, "fakta": self._table,
            "boks": self._boks, "formel": self._formel, "signatur": self._signatur, "bred": self._bred,
            "sideskift": lambda f: [BreakNode(f"sideskift-{f.line}", f.line)],
            "veiledning": lambda _f: [],
        }  # fmt: skip
        return maker[fence.name](fence)

    def _when(self, fence: Fence) -> Condition:
        try:
            return parse_condition(fence.options.get("når", ""))
        except ConditionError as error:
            self._fault(fence.line, str(error))
            return parse_condition("")

    def _punkt(self, fence: Fence) -> list[Node]:
        self._clause, self._numbers = fence.id, count(1)
        lock = LOCKS.get(fence.options.get("lås", "låst"))
        if lock is None:
            self._fault(fence.line, f"Låsen «{fence.options['lås']}» finnes ikke.")
        guidance = "\n".join(
            text for c in fence.children if isinstance(c, Fence) and c.name == "veiledning"
            for _, text in c.plain()
        )  # fmt: skip
        nodes = self._children(fence, top=False)
        if not nodes:
            self._fault(fence.line, "Punktet er tomt.")
        node = ClauseNode(
            fence.id, lock or "locked", fence.options.get("nummer") != "nei", self._when(fence),
            fence.options.get("kilde", ""), guidance.strip(), nodes, self._file, fence.line,
            fence.options.get("tomt") == "bort", self._review_by(fence),
        )  # fmt: skip
        self._clause = ""
        return [node]

    def _review_by(self, fence: Fence) -> date | None:
        text = fence.options.get("gjennomgås", "")
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self._fault(fence.line, f"Datoen «{text}» skal skrives slik: 2027-01-31.")
            return None

    def _hent(self, fence: Fence) -> list[Node]:
        text = self._library.get(fence.id)
        if text is None:
            self._fault(fence.line, f"Punktet «{fence.id}» finnes ikke i biblioteket.")
            return []
        outer, self._file = self._file, f"clauses/{fence.id}.md"
        try:
            root = parse(self._file, text)
            nodes = list(self._children(root, top=True))
        except MasterError as error:
            self.faults += error.faults
            nodes = []
        self._file = outer
        return nodes

    def _table(self, fence: Fence) -> list[Node]:
        try:
            return [compile_table(fence, self._when(fence))]
        except TemplateError as error:
            self._fault(fence.line, str(error))
            return []

    def _boks(self, fence: Fence) -> list[Node]:
        kind = fence.options.get("slag", "info")
        if kind not in ("info", "uke"):
            self._fault(fence.line, "Boksen skal ha slag=info eller slag=uke.")
        title = self.line(self._file, fence.line, fence.options.get("tittel", ""))
        nodes = self._children(fence, top=False)
        return [BoxNode(fence.id, kind, title, nodes, self._when(fence), fence.line)]

    def _formel(self, fence: Fence) -> list[Node]:
        parts = {"før": "", "teller": "", "nevner": ""}
        for number, text in fence.plain():
            name, colon, rest = text.partition(":")
            if colon and name.strip() in parts:
                parts[name.strip()] = rest.strip()
            elif text.strip():
                self._fault(number, "En formel har linjene «før:», «teller:» og «nevner:».")
        made = [self.line(self._file, fence.line, parts[key]) for key in ("før", "teller", "nevner")]
        return [FormulaNode(fence.id, made[0], made[1], made[2], fence.options.get("lest", ""), fence.line)]

    def _signatur(self, fence: Fence) -> list[Node]:
        parties = []
        for number, text in fence.plain():
            heading, bar, name = text.partition("|")
            if bar:
                parties.append((heading.strip(), self.line(self._file, number, name.strip())))
        if not parties:
            self._fault(fence.line, "Signaturfeltet mangler parter: «overskrift | navn».")
        return [SignatureNode(fence.id, tuple(parties), fence.line)]

    def _bred(self, fence: Fence) -> list[Node]:
        return [WideNode(fence.id, self._children(fence, top=True), self._when(fence), fence.line)]
