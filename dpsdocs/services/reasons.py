"""«Hvorfor står dette her?»: what a point of a document comes from, and which points an answer is used in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice

from ..assemble.record import clause_numbers
from ..document.model import Clause, Document, Field, Lock, inlines_of, walk
from ..domain import formats
from ..domain.case import REGIMES
from ..domain.competition import Competition, Fact
from ..domain.origins import questions_behind
from ..domain.paragraphs import cited
from ..domain.pricing import MODEL_NAMES
from ..domain.questions import Question, Section
from ..domain.rules import deciding_day, rulebook_for
from ..domain.shown import show
from ..masters.nodes import ClauseNode
from ..masters.uses import clause_uses, clauses
from ..masters.values import FilterError, written
from . import requirement_page
from .closed import HIDDEN, counted, is_closed, only_counted
from .competitions import Opened
from .errors import NotFound
from .previews import documents

LOCKS = {
    "locked": "Låst av UKE. Teksten er lik i alle konkurranser som har punktet.",
    "adaptable": "Kan tilpasses.",
    "approval": "Kan endres når UKE har godkjent endringen.",
}
_LONGEST, _MOST_RULES = 240, 4
_CODES = {**REGIMES, **{str(key): name for key, name in MODEL_NAMES.items()}}  # facts kept as a code
_PARAGRAPH = re.compile(r"(?<![\d.-])(\d{1,2}-\d{1,2})\b((?:(?:\s|,|\bog\b)*\(\d+\))*)")
_SUBSECTION = re.compile(r"\(\d+\)")
_LAW = re.compile(r"\bFOA\b|anskaffelsesforskriften", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the page it is asked on."""

    question: Question
    section: Section


@dataclass(frozen=True, slots=True)
class Given:
    """An answer or what follows from answers: its name, what it is, and the questions to change it by."""

    label: str
    shown: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """What a rule asks for, in our words; ``rule`` is its id on the page of rules, empty when it has none there."""

    words: str
    source: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a document, and where it stands. ``number`` is empty for one that is not numbered."""

    document_id: str
    document: str
    id: str
    number: str
    heading: str

    @property
    def place(self) -> str:
        """«2.1.3 (2.1 Behovet)», or the heading alone."""
        return f"{self.number} ({self.heading})" if self.number else self.heading


@dataclass(frozen=True, slots=True)
class Use:
    """The points of one document that an answer is used in, heading by heading."""

    document: str
    parts: tuple[tuple[str, tuple[Point, ...]], ...]

    @property
    def count(self) -> int:
        """How many points there are."""
        return sum(len(points) for _, points in self.parts)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a point stands there. ``condition`` is empty for one that always does."""

    point: Point
    release: str
    kind: Lock
    lock: str
    adapted: bool
    condition: str
    because: tuple[Given, ...]
    answers: tuple[Given, ...]
    source: str
    duties: tuple[Duty, ...]
    guidance: str
    elsewhere: tuple[Point, ...]


def reason(opened: Opened, document_id: str, clause_id: str) -> Reason:
    """Why a point stands in a document; ``NotFound`` when it does not, or the document is not the viewer's to see."""
    point = next((p for p in _points(opened, document_id) if p.id == clause_id), None)
    node = clauses(opened.release, document_id).get(clause_id) if point else None
    if point is None or node is None:
        raise NotFound("Punktet står ikke i dette dokumentet.")
    block = next(b for b in _clauses(opened.checked.documents[document_id]) if b.id == clause_id)
    used = clause_uses(opened.release, document_id)[clause_id]
    inside = used.facts - node.when.names | _filled(block)
    return Reason(
        point,
        opened.release.name,
        node.lock,
        LOCKS[node.lock],
        block.adapted,
        formats.capital(block.condition),
        tuple(_given(opened, node.when.names)),
        tuple(_given(opened, inside, used.rows)),
        cited(node.source, opened.competition.case.dps.regime),
        tuple(_duties(opened, document_id, node)),
        node.guidance,
        tuple(_elsewhere(opened, document_id, node)),
    )


def used_in(opened: Opened) -> dict[str, tuple[Use, ...]]:
    """Where each question is used, by its key: the points whose text, tables or condition follow from it."""
    found: dict[str, list[Point]] = {}
    for spec, _ in documents(opened):
        if spec.id not in opened.checked.documents:
            continue
        uses = clause_uses(opened.release, spec.id)
        for point in _points(opened, spec.id):
            used = uses.get(point.id)
            for key in questions_behind(opened.competition, used.facts, used.rows) if used else ():
                found.setdefault(key, []).append(point)
    return {key: tuple(_grouped(points)) for key, points in found.items()}


def _grouped(points: Iterable[Point]) -> Iterator[Use]:
    for document, inside in groupby(points, lambda point: point.document):
        parts = groupby(inside, lambda point: point.heading)
        yield Use(document, tuple((heading, tuple(under)) for heading, under in parts))


def _points(opened: Opened, document_id: str) -> tuple[Point, ...]:
    """The points of a document the viewer may see, in reading order."""
    document = opened.checked.documents.get(document_id)
    if document is None or all(spec.id != document_id for spec, _ in documents(opened)):
        return ()
    stands, title = clause_numbers(document), document.meta.title
    return tuple(Point(document_id, title, b.id, *stands[b.id]) for b in _clauses(document))


def _clauses(document: Document) -> Iterator[Clause]:
    return (block for block in walk(document.blocks) if isinstance(block, Clause))


def _filled(block: Clause) -> set[str]:
    """The facts whose words stand in the point."""
    return {i.key for b in walk(block.blocks) for i in inlines_of(b) if isinstance(i, Field)}


def _given(opened: Opened, keys: Iterable[str], rows: Iterable[str] = ()) -> Iterator[Given]:
    """What facts are and follow from: asked ones in the order of the pages, then what follows, then tables' answers."""
    competition, told = opened.competition, set[str]()
    asked = {question.key: n for n, question in enumerate(competition.asked)}
    for key in sorted(keys, key=lambda key: (asked.get(key, len(asked)), key)):
        fact = competition.facts.get(key)
        if fact is None or fact.value is None:
            continue
        behind = questions_behind(competition, [key])
        told.update(behind if key in asked else ())
        yield Given(fact.label.rstrip("?"), _shown(opened, fact), tuple(_asked(opened, behind)))
    for key in questions_behind(competition, (), rows):
        if key not in told:
            fact = competition.facts[key]
            yield Given(fact.label.rstrip("?"), _shown(opened, fact), tuple(_asked(opened, [key])))


def _asked(opened: Opened, keys: Iterable[str]) -> Iterator[Asked]:
    questions = opened.release.catalogue.questions
    for key in keys:
        question = questions.get(key)
        section = questions.section(question.section) if question else None
        if question is not None and section is not None:
            yield Asked(question, section)


def _shown(opened: Opened, fact: Fact) -> str:
    """The value in words; what is confidential or internal only to those who may see it."""
    question = fact.question
    if is_closed(opened, fact):
        return HIDDEN
    if question is None:
        return _derived(fact)
    if fact.value is None:
        return "Ikke besvart"
    if question.options_from == "requirements":
        return requirement_page.tally(opened).words.partition("\n")[0]
    if only_counted(opened, question):
        return counted(len(fact.value))
    shown = formats.capital(show(question, fact.value, fact.options))
    return shown if len(shown) <= _LONGEST else shown[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _derived(fact: Fact) -> str:
    if isinstance(fact.value, bool):
        return "Ja" if fact.value else "Nei"
    if isinstance(fact.value, tuple | list):
        return f"{formats.number(len(fact.value))} i alt"
    if isinstance(fact.value, str) and fact.value in _CODES:
        return _CODES[fact.value]
    try:
        return formats.capital(written(fact, ()))
    except FilterError:
        return str(fact.value)


def _duties(opened: Opened, document_id: str, node: ClauseNode) -> Iterator[Duty]:
    """What the set's table of compliance says of the point, then the rules that rest on the same paragraphs."""
    competition, regime = opened.competition, opened.competition.case.dps.regime
    values = {**competition.values, "documents": tuple(spec.id for spec, _ in documents(opened))}
    for item in opened.release.coverage:
        if (item.document, item.clause) == (document_id, node.id) and item.when.holds(values):
            yield Duty(item.text, cited(item.ref, regime))
    yield from islice(_rules(competition, _paragraphs(cited(node.source, regime))), _MOST_RULES)


def _rules(competition: Competition, paragraphs: frozenset[str]) -> Iterator[Duty]:
    """The rows in force that rest on some of the paragraphs; one that says what another has said is left out."""
    case, told = competition.case, set[str]()
    for rule in rulebook_for(case.settings).rules:
        in_force = rule.state == "in_force" and rule.applies(deciding_day(competition, rule), case.dps.regime)
        words = f"{rule.why.split('. ')[0].rstrip('.')}."
        if in_force and words not in told and paragraphs & _paragraphs(rule.basis):
            told.add(words)
            yield Duty(words, rule.basis, rule.id)


def _paragraphs(source: str) -> frozenset[str]:
    """The paragraphs of the procurement regulation a source names, by subsection where it names some: «26-7 (3)»."""
    named = _PARAGRAPH.findall(source) if _LAW.search(source) else ()
    return frozenset(
        f"{number} {part}".strip() for number, parts in named for part in _SUBSECTION.findall(parts) or [""]
    )


def _elsewhere(opened: Opened, document_id: str, node: ClauseNode) -> Iterator[Point]:
    """Other documents that have the same point of the library."""
    if not node.file.startswith("clauses/"):
        return
    for spec, _ in documents(opened):
        other = clauses(opened.release, spec.id).get(node.id) if spec.id != document_id else None
        if other is not None and other.file == node.file:
            yield from (point for point in _points(opened, spec.id) if point.id == node.id)
