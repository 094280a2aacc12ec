"""What is wrong with a set beyond what refuses to load: names that do not exist, twins, long sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..document.markup import Items, Prose
from ..domain.conditions import Condition
from ..domain.questions import Question
from . import moves, solver
from .errors import Fault
from .facts import CONFIDENTIAL_ROWS, FACT_KEYS, INTERNAL_ROWS, own_questions, row_fields
from .lint_conditions import never
from .lint_text import unfinished
from .lists_lint import lint_lists, unknown_values
from .nodes import ClauseNode, HeadingNode, MasterDocument, Node, TableNode, WideNode
from .package_lint import package_faults
from .release import Release
from .solver import Wanted
from .template import MARK, ROW_NAME, Template
from .uses import conditions_of, templates_of, walked
from .wording import vocabulary

MAX_WORDS = 28
_STRAY = re.compile(r"\[[^\[\]]*\]")
_SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=[A-ZÆØÅ«])")


def lint(release: Release) -> list[Fault]:
    """Every fault found, document by document."""
    linter = _Linter(release)
    for document_id, master in release.masters.items():
        linter.document(document_id, master)
        linter.faults += _weighed(release, document_id)
    linter.coverage()
    linter.duties()
    linter.faults += package_faults(release)
    moved = moves.lint(release.moves, release.catalogue.questions)
    return [*linter.faults, *lint_lists(release), *moved]


def lint_document(release: Release, document_id: str) -> list[Fault]:
    """The faults of one document."""
    linter = _Linter(release)
    linter.document(document_id, release.masters[document_id])
    return linter.faults + _weighed(release, document_id)


def lint_coverage(release: Release) -> list[Fault]:
    """The rows of coverage that point at what is not there."""
    linter = _Linter(release)
    for id, master in release.masters.items():
        linter.ids[id] = {n.id for n in walked(master.nodes) if isinstance(n, HeadingNode | ClauseNode)}
    linter.coverage()
    return linter.faults


def _weighed(release: Release, document_id: str) -> list[Fault]:
    """What can never be read, what is not finished, and headings that lead to nothing."""
    return [*never(release, document_id), *unfinished(release, document_id)]


class _Linter:
    def __init__(self, release: Release) -> None:
        self.release = release
        self.faults: list[Fault] = []
        bands = {f"hours_{band.id}" for band in release.catalogue.bands}
        self.known = {q.key for q in release.catalogue.questions} | FACT_KEYS | bands
        self.bilag = {*release.masters, *(annex.id for annex in release.annexes)}
        self.ids: dict[str, set[str]] = {}
        self.rows, self.own = row_fields(release), {table.key: table for table in own_questions(release)}
        self.vocabulary = vocabulary(release)
        self._place = ("", 0, "")
        self._package = "internal"

    def document(self, document_id: str, master: MasterDocument) -> None:
        """Check one document; ids must be unique in it and references must hit them."""
        self._package = self.release.document(document_id).package
        self._place = (master.file, 1, "")
        nodes, loose = tuple(walked(master.nodes)), frozenset(_loose(master.nodes))
        ids = [node.id for node in nodes if isinstance(node, HeadingNode | ClauseNode)]
        self.ids[document_id] = set(ids)
        for node_id in sorted({i for i in ids if ids.count(i) > 1}):
            self.faults.append(Fault(master.file, 1, f"Id-en «{node_id}» står flere ganger i dokumentet."))
        for node in nodes:
            if isinstance(node, ClauseNode):
                self._place = (node.file, node.line, node.id)
            elif node.id in loose:
                self._place = (master.file, node.line, node.id)
            else:
                self._place = (self._place[0] or master.file, node.line, self._place[2])
            self._node(node, self.ids[document_id])

    def coverage(self) -> None:
        """Each rule item points at a clause that exists, or at a spreadsheet as a whole."""
        sheets = {spec.id for spec in self.release.documents if spec.kind != "text"}
        for item in self.release.coverage:
            for name in sorted(item.when.names - self.known):
                message = f"{item.ref}: vilkåret bruker «{name}», som ikke finnes."
                self.faults.append(Fault("coverage.toml", 1, message, item.id))
            if item.document in sheets and not item.clause:
                continue
            if item.clause not in self.ids.get(item.document, set()):
                message = f"{item.ref}: punktet «{item.clause}» finnes ikke i {item.document}."
                self.faults.append(Fault("coverage.toml", 1, message, item.id))

    def duties(self) -> None:
        """Each duty points at a clause that exists."""
        for name, places in self.release.duties.items():
            for place in places:
                if place.clause not in self.ids.get(place.document, set()):
                    message = f"{name}: punktet «{place.clause}» finnes ikke i {place.document}."
                    self.faults.append(Fault("set.toml", 1, message))

    def _fault(self, message: str) -> None:
        file, line, clause = self._place
        self.faults.append(Fault(file, line, message, clause))

    def _node(self, node: Node, ids: set[str]) -> None:
        self._values(conditions_of(node))
        for condition in conditions_of(node):
            for name in sorted(condition.names - self.known):
                self._fault(f"Vilkåret bruker «{name}», som ikke finnes.")
        row_fields = (
            self.rows.get(node.rows_name, frozenset()) if isinstance(node, TableNode) else frozenset()
        )
        if isinstance(node, TableNode) and node.rows_name and node.rows_name not in self.rows:
            self._fault(f"Tabellen bruker radene «{node.rows_name}», som ikke finnes.")
        if isinstance(node, TableNode) and node.rows_name in INTERNAL_ROWS and self._package != "internal":
            self._fault(f"Radene «{node.rows_name}» er interne og kan ikke stå i et dokument som går ut.")
        if isinstance(node, TableNode) and node.rows_name in CONFIDENTIAL_ROWS and self._package == "bidders":
            self._fault(f"Radene «{node.rows_name}» er skjermet og kan ikke stå i et åpent dokument.")
        if isinstance(node, TableNode) and node.rows_name in self.own:
            self._own_rows(node, self.own[node.rows_name])
        for template in templates_of(node):
            self._template(template, ids, row_fields)
            self._secrets(template)

    def _values(self, conditions: Iterable[Condition]) -> None:
        """Conditions compare with answers somebody can give; those that never hold at all are told as that."""
        can = [c for c in conditions if c.source and solver.way(self.release, (Wanted(c),)) is not None]
        for message in unknown_values(can, self.vocabulary):
            self._fault(message)

    def _secrets(self, template: Template) -> None:
        """Internal and confidential answers stand only in documents that may hold them."""
        for field in template.fields:
            question = None if field.row else self.release.catalogue.questions.get(field.name)
            if question is None or self._package == "internal":
                continue
            if question.internal or (question.confidential and self._package == "bidders"):
                self._fault(
                    f"Feltet «{field.name}» er ikke for leverandørene og kan ikke stå i dette dokumentet."
                )

    def _own_rows(self, node: TableNode, table: Question) -> None:
        """Internal and confidential columns of UKE's own tables stand only where they may."""
        shown = {field.name for template in templates_of(node) for field in template.fields if field.row}
        for question in (table, *(column for column in table.columns if column.key in shown)):
            if self._package != "internal" and (
                question.internal or (question.confidential and self._package == "bidders")
            ):
                self._fault(
                    f"«{question.name}» er ikke for leverandørene og kan ikke stå i dette dokumentet."
                )

    def _template(self, template: Template, ids: set[str], row_fields: frozenset[str]) -> None:
        self._values(template.conditions)
        for condition in template.conditions:
            for name in sorted(condition.names - self.known):
                self._fault(f"Vilkåret bruker «{name}», som ikke finnes.")
        for field in template.fields:
            if field.row and field.name not in row_fields:
                self._fault(f"Radfeltet «{field.name}» finnes ikke.")
            elif field.name and not field.row and field.name not in self.known:
                self._fault(f"Feltet «{field.name}» finnes ikke.")
            elif field.literal and field.filters[0] == "punkt" and field.literal not in ids:
                self._fault(f"Henvisningen til punktet «{field.literal}» treffer ikke.")
            elif field.literal and field.filters[0] == "bilag" and field.literal not in self.bilag:
                self._fault(f"Henvisningen til dokumentet «{field.literal}» treffer ikke.")
            for name in ROW_NAME.findall(field.literal):
                if name not in row_fields:
                    self._fault(f"Radfeltet «{name}» i «{field.literal}» finnes ikke.")
        for sentence in _sentences(template):
            for stray in _STRAY.findall(sentence):
                self._fault(
                    f"«{stray}» er ikke et felt. Velg et felt som finnes, eller ta bort hakeparentesene."
                )
            words = len(sentence.split())
            if words > MAX_WORDS:
                self._fault(f"Setningen har {words} ord (høyst {MAX_WORDS}): «{sentence[:70]}…».")


def _loose(nodes: Iterable[Node]) -> Iterator[str]:
    """Tables, boxes and the like that stand outside the clauses."""
    for node in nodes:
        if isinstance(node, WideNode):
            yield from _loose(node.nodes)
        elif not isinstance(node, HeadingNode | ClauseNode):
            yield node.id


def _sentences(template: Template) -> Iterator[str]:
    for block in template.blocks:
        for runs in (
            (block.runs,) if isinstance(block, Prose) else block.items if isinstance(block, Items) else ()
        ):
            text = MARK.sub("X", "".join(run.text for run in runs))
            yield from _SENTENCE.split(text)
