"""From a compiled master and a competition to a document: conditions decided, tables filled, numbers set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..document.model import (
    Block,
    Box,
    Clause,
    Document,
    Formula,
    Grade,
    Heading,
    ListBlock,
    Meta,
    PageBreak,
    Paragraph,
    Signature,
    SignatureParty,
    Table,
    Wide,
    plain,
)
from ..document.outline import outlined
from ..domain import formats
from ..domain.case import REGIMES
from ..domain.competition import Catalogue, Competition, Fact
from ..domain.conditions import Condition
from ..domain.pricing import MODEL_NAMES
from . import compose_table, fill
from .facts import LABELS
from .fill import Scope
from .nodes import (
    BoxNode,
    BreakNode,
    ClauseNode,
    FormulaNode,
    HeadingNode,
    Node,
    SignatureNode,
    TableNode,
    TextNode,
    WideNode,
)
from .release import DocumentSpec, Release

ExtraRows = Mapping[str, Sequence[Mapping[str, Any]]]


def compose(
    release: Release, competition: Competition, document_id: str, extra: ExtraRows | None = None
) -> Document:
    """One document of the release for this competition. ``extra`` adds rows (answers, findings, documents)."""
    spec = release.document(document_id)
    master = release.masters[document_id]
    composer = _Composer(release, competition, extra or {})
    blocks = tuple(_without_empty(composer.nodes(master.nodes)))
    facts, body = _split_facts(blocks)
    meta = composer.meta(spec)
    return outlined(Document(spec.id, meta, body, master.cover, facts, master.toc))


def document_meta(release: Release, competition: Competition, document_id: str) -> Meta:
    """What stands around the text of a document, also of one that has no text (the price schedule)."""
    return _Composer(release, competition, {}).meta(release.document(document_id))


class _Composer:
    def __init__(self, release: Release, competition: Competition, extra: ExtraRows) -> None:
        self.release = release
        self.scope = Scope(competition, release.annex_names(competition), facts=_facts(release, competition))
        own = {"documents": release.document_rows(competition), "files": release.file_rows(competition)}
        self.rows = {**competition.rows, **own, **release.added(competition), **extra}

    def nodes(self, nodes: Sequence[Node]) -> Iterator[Block]:
        for node in nodes:
            yield from self._node(node)

    def _node(self, node: Node) -> Iterator[Block]:
        match node:
            case HeadingNode():
                yield Heading(node.id, node.level, fill.line(node.text, self.scope))
            case TextNode():
                yield from fill.blocks(node.text, self.scope, node.id)
            case TableNode() if node.when.holds(self.scope.values):
                table = compose_table.composed(node, self.rows, self.scope)
                if table is not None:
                    yield table
            case ClauseNode() if node.when.holds(self.scope.values):
                yield from self._clause(node)
            case BoxNode() if node.when.holds(self.scope.values):
                self.scope.place = node.id
                title = plain(fill.line(node.title, self.scope))
                inside = tuple(self.nodes(node.nodes))
                yield Box(node.id, "uke" if node.kind == "uke" else "info", title, inside)
            case FormulaNode():
                before, top, bottom = (
                    fill.line(t, self.scope) for t in (node.before, node.numerator, node.denominator)
                )
                yield Formula(node.id, before, top, bottom, node.spoken)
            case SignatureNode():
                yield self._signature(node)
            case BreakNode():
                yield PageBreak(node.id)
            case WideNode() if node.when.holds(self.scope.values):
                inside = tuple(_without_empty(self.nodes(node.nodes)))
                if inside:
                    yield Wide(node.id, inside)

    def _clause(self, node: ClauseNode) -> Iterator[Block]:
        self.scope.place = node.id
        blocks = tuple(_leads(list(self.nodes(node.nodes))))
        if blocks and not (node.trim and not any(isinstance(b, Table) for b in blocks)):
            words = condition_words(node.when, self.release.catalogue, self.scope.facts)
            numbered = node.numbered and any(isinstance(b, Paragraph) for b in blocks)
            adapted = (node.file, node.id) in self.release.adapted
            yield Clause(node.id, node.lock, blocks, numbered, words, node.source, adapted)

    def _signature(self, node: SignatureNode) -> Signature:
        self.scope.place = node.id
        parties = (SignatureParty(heading, fill.line(name, self.scope)) for heading, name in node.parties)
        return Signature(node.id, tuple(parties))

    def meta(self, spec: DocumentSpec) -> Meta:
        """The identity rows, header and footer."""
        competition, self.scope.place = self.scope.competition, spec.id
        case, sent = competition.case, competition.day("change_date") or competition.day("sending_date")
        deadline = competition.moment("tender_deadline")
        master = self.release.masters[spec.id]
        grade, basis = _grade(spec, competition)
        return Meta(
            title=formats.capital(plain(fill.line(master.title, self.scope))),
            subject=str(competition.value("title") or "Uten navn"),
            owner="Oslo kommune",
            unit=case.agency.name,
            case_number=str(competition.value("case_number") or "uten saksnummer"),
            annex=f"Bilag {spec.annex}" if spec.annex else "",
            version=case.version,
            date=formats.day(sent) if sent else "uten dato",
            date_short=formats.short_day(sent) if sent else "uten dato",
            grade=grade,
            grade_basis=basis,
            under=plain(fill.line(master.under, self.scope)),
            deadline=formats.moment(deadline) if deadline else "",
            example=self.release.example_note if case.example or self.release.is_tryout else "",
            release=self.release.name,
            draft=case.draft,
        )


def _grade(spec: DocumentSpec, competition: Competition) -> tuple[Grade, str]:
    """Who may see a document and on what ground: what the set says, or what the agency has exempted."""
    if spec.package == "internal":
        return "internal", spec.grade_basis
    graded = next((row for row in competition.rows["grading"] if row["id"] == spec.id), None)
    if graded:
        return "exempt", str(graded["ground"])
    return ("exempt" if spec.package == "confidential" else "open"), spec.grade_basis


def _facts(release: Release, competition: Competition) -> dict[str, Fact]:
    """The competition's facts and those of the release itself."""
    own = (
        Fact("release_title", "Malsett", release.title),
        Fact("release_version", "Malversjon", release.version),
        Fact("release_approved", "Godkjent av UKE", release.approved),
        Fact("annexes_given", "Bilag fra UKE", tuple(file.annex for file in competition.case.annexes)),
        Fact("documents", "Dokumenter i pakken", tuple(spec.id for spec in release.chosen(competition))),
    )
    return {**{fact.key: fact for fact in own}, **competition.facts}


def values_of(release: Release, competition: Competition) -> dict[str, Any]:
    """The plain values conditions in documents are held against."""
    return {key: fact.value for key, fact in _facts(release, competition).items()}


def condition_words(when: Condition, catalogue: Catalogue, facts: Mapping[str, Fact]) -> str:
    """The condition of a clause or an annex in Norwegian; empty when it is always there."""

    def label(key: str) -> str:
        question, fact = catalogue.questions.get(key), facts.get(key)
        return question.name if question else fact.label if fact else LABELS.get(key, key)

    def option(key: str, value: str) -> str:
        question = catalogue.questions.get(key)
        names = {"True": "ja", "False": "nei", **REGIMES}
        if question and question.options_from == "requirements":
            names |= {r.id: r.number for r in catalogue.requirements}
        elif question and question.options_from == "services":
            names |= {s.id: s.label for s in catalogue.services}
        elif question:
            names |= {o.value: o.label for o in question.options}
        elif key == "pricing":
            names |= MODEL_NAMES
        elif key == "documents":
            names |= {o.value: o.label for o in catalogue.documents}
        return names.get(value, value)

    return when.words(label, option)


def _leads(blocks: list[Block]) -> Iterator[Block]:
    """A paragraph right before a list, table or formula leads in to it and stays with it."""
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if isinstance(block, Paragraph) and isinstance(following, ListBlock | Table | Formula):
            yield replace(block, style="lead")
        else:
            yield block


def _without_empty(blocks: Iterator[Block]) -> list[Block]:
    """Headings that hold nothing drop out, sections first, then chapters."""
    kept = list(blocks)
    for level in (2, 1):
        kept = [
            block
            for index, block in enumerate(kept)
            if not (isinstance(block, Heading) and block.level == level and _ends(kept, index, level))
        ]
    return kept


def _ends(blocks: list[Block], index: int, level: int) -> bool:
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if isinstance(following, Wide):
        following = following.blocks[0]
    return following is None or (isinstance(following, Heading) and following.level <= level)


def _split_facts(blocks: tuple[Block, ...]) -> tuple[tuple[Table, ...], tuple[Block, ...]]:
    """Fact tables before the first heading stand with the title; the rest is the body."""
    first = next(
        (i for i, b in enumerate(blocks) if not (isinstance(b, Table) and b.style == "facts")), len(blocks)
    )
    facts = tuple(b for b in blocks[:first] if isinstance(b, Table))
    return facts, blocks[first:]
