"""What the words of a set give away: text nobody has finished, empty headings, what has run out, differing terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from ..domain import formats
from ..domain.amounts import AmountRow
from ..domain.deadlines import MINIMUM_DAYS
from ..domain.derived import CONFIDENTIAL_EXTRA_DAYS
from ..domain.rules import Rulebook
from .errors import Fault
from .nodes import BreakNode, ClauseNode, HeadingNode, Node, WideNode
from .reading import Sentence, sentences
from .release import Release
from .remarks import Remark
from .uses import walked

SOON = timedelta(days=30)
_LEFT = re.compile(
    r"\bX{2,}\b|\bxx+\b|_{3,}|\?{3,}|<<|>>|\bTO.?DO\b|\bFIX.?ME\b|\bLorem ipsum\b|\b[Ss]ett inn\b|\b[Ff]yll inn her\b"
    r"|\bSkriv teksten her\b"
)
_KRONER = re.compile(r"\bkr (\d{1,3}(?: \d{3})+|\d+)\b|\b(\d{1,3}(?: \d{3})+|\d+) kroner\b")
_SHARE = re.compile(r"(?<![\d,])(\d+(?:,\d+)?) (?:%|prosent)")
_MONTHS = re.compile(r"(?<![\d,])(\d+) måneder\b")
_FEWEST = re.compile(r"\b[Tt]ilbudsfrist\w*\b[^.]*\bminst (\w+) dager\b(?! leng| mer)")
# a verb of the same form as a noun: only what stands where a noun does is the noun
_VERBS = frozenset({"kjøper"})
_BEFORE_NOUN = re.compile(
    r"(?:^|\b(?:en|av|til|fra|for|hos|mellom|eller|ved|med|hver|ingen|ny) )$", re.IGNORECASE
)
_LAW = re.compile(r"§§? ?(\d+-\d+)")
_WORDS_FOR = {"kr": _KRONER, "%": _SHARE, "måneder": _MONTHS}


def unfinished(release: Release, document: str) -> Iterator[Fault]:
    """Text that was to be filled in, headings with nothing below, and sections without a chapter."""
    for found in sentences(release, document):
        left = _LEFT.search(found.text.replace("\u00a0", " "))
        if left:
            message = f"«{left.group()}» ser ut til å vente på tekst: «{short(found.text)}»."
            yield Fault(found.file, found.line, message, found.clause)
    yield from _headings(release, document)


def _headings(release: Release, document: str) -> Iterator[Fault]:
    master = release.masters[document]
    flat = list(_flat(master.nodes))
    seen = False
    for number, node in enumerate(flat):
        if not isinstance(node, HeadingNode):
            continue
        words = short("".join(run.text for run in node.text.runs)) if node.text.is_fixed else node.id
        if node.level == 1:
            seen = True
        elif not seen:
            message = (
                f"Overskriften «{words}» er på nivå 2, men det står ingen overskrift på nivå 1 over den."
            )
            yield Fault(master.file, node.line, message)
        following = flat[number + 1] if number + 1 < len(flat) else None
        if following is None or (isinstance(following, HeadingNode) and following.level <= node.level):
            yield Fault(master.file, node.line, f"Overskriften «{words}» har ingen punkter under seg.")


def _flat(nodes: Sequence[Node]) -> Iterator[Node]:
    """Headings, clauses and blocks, those on landscape pages too."""
    for node in nodes:
        if isinstance(node, WideNode):
            yield from _flat(node.nodes)
        elif not isinstance(node, BreakNode):
            yield node


def differing_terms(release: Release, document: str) -> Iterator[Remark]:
    """Words for which the set has chosen another."""
    wanted = _terms(tuple((word, tuple(bad)) for word, bad in release.terms.items()))
    if wanted is None:
        return
    pattern, instead = wanted
    for found in sentences(release, document):
        for hit in pattern.finditer(found.text):
            if hit.group().casefold() in _VERBS and not _BEFORE_NOUN.search(found.text[: hit.start()]):
                continue
            message = (
                f"Skriv «{instead[hit.group().casefold()]}», ikke «{hit.group()}», som ellers i malsettet."
            )
            yield _remark(found, message)


@lru_cache(maxsize=8)
def _terms(terms: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[re.Pattern[str], dict[str, str]] | None:
    instead = {bad.casefold(): word for word, every in terms for bad in every}
    if not instead:
        return None
    listed = "|".join(re.escape(bad) for bad in sorted(instead, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{listed})(?![\w-])", re.IGNORECASE), instead


def run_out(
    release: Release, document: str, amounts: Sequence[AmountRow], book: Rulebook, today: date
) -> Iterator[Remark]:
    """Amounts, shares, deadlines and paragraphs that the dated rows of the rules say held before and not now."""
    old = _old_amounts(amounts, today)
    gone = _old_paragraphs(book, today)
    for found in sentences(release, document):
        text = found.text.replace("\u00a0", " ")
        for unit, value in _named(text):
            if row := old.get((unit, value)):
                message = (
                    f"{row.label} var {_shown(row)} til {formats.day(row.valid_to or today)}. Nå er den "
                    f"{_now(row, amounts, today)}. Se etter om teksten mener den gamle verdien."
                )
                yield _remark(found, message)
        yield from _deadline(found, text)
        for paragraph in _LAW.findall(text):
            if paragraph in gone:
                yield _remark(
                    found, f"§ {paragraph} står bare i regler som ikke gjelder lenger: {gone[paragraph]}."
                )
    yield from _sources(release, document, gone)


def _deadline(found: Sentence, text: str) -> Iterator[Remark]:
    known = {formats.word(n) for n in (MINIMUM_DAYS, MINIMUM_DAYS + CONFIDENTIAL_EXTRA_DAYS)}
    known |= {str(n) for n in (MINIMUM_DAYS, MINIMUM_DAYS + CONFIDENTIAL_EXTRA_DAYS)}
    for days in _FEWEST.findall(text):
        if days != "…" and days.casefold() not in known:
            message = (
                f"Reglene sier at tilbudsfristen er minst {formats.word(MINIMUM_DAYS)} dager, ikke {days}."
            )
            yield _remark(found, message)


def _sources(release: Release, document: str, gone: dict[str, str]) -> Iterator[Remark]:
    for node in walked(release.masters[document].nodes):
        for paragraph in _LAW.findall(node.source) if isinstance(node, ClauseNode) else ():
            if paragraph in gone and isinstance(node, ClauseNode):
                message = (
                    f"Kilden § {paragraph} står bare i regler som ikke gjelder lenger: {gone[paragraph]}."
                )
                yield Remark(document, node.id, node.file, message)


def to_review(release: Release, document: str, today: date) -> Iterator[Remark]:
    """Clauses UKE should have read again, or should within a month."""
    for node in walked(release.masters[document].nodes):
        if isinstance(node, ClauseNode) and node.review_by and node.review_by <= today + SOON:
            verb = "skulle vært lest" if node.review_by < today else "skal leses"
            message = (
                f"Punktet {verb} på nytt innen {formats.day(node.review_by)}. Les det, og sett en ny dato."
            )
            yield Remark(document, node.id, node.file, message)


def short(text: str, most: int = 90) -> str:
    """The beginning of a sentence."""
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"


def _remark(found: Sentence, message: str) -> Remark:
    return Remark(found.document, found.clause, found.file, message, short(found.text, 200))


def _named(text: str) -> Iterator[tuple[str, Decimal]]:
    for unit, pattern in _WORDS_FOR.items():
        for groups in pattern.finditer(text):
            number = next(group for group in groups.groups() if group)
            yield unit, Decimal(number.replace(" ", "").replace(",", "."))


def _old_amounts(rows: Sequence[AmountRow], today: date) -> dict[tuple[str, Decimal], AmountRow]:
    """Values that have run out and are the value of nothing that holds now."""
    valid = {(row.unit, row.amount) for row in rows if row.valid_to is None or row.valid_to >= today}
    return {
        (row.unit, row.amount): row
        for row in rows
        if row.valid_to and row.valid_to < today and (row.unit, row.amount) not in valid
    }


def _now(old: AmountRow, rows: Sequence[AmountRow], today: date) -> str:
    for row in rows:
        begun = row.valid_from is None or row.valid_from <= today
        if row.kind == old.kind and begun and (row.valid_to is None or row.valid_to >= today):
            return _shown(row)
    return "borte"


def _shown(row: AmountRow) -> str:
    number = formats.number(row.amount)
    return f"kr\u00a0{number}" if row.unit == "kr" else f"{number}\u00a0{row.unit}"


@lru_cache(maxsize=8)
def _old_paragraphs(book: Rulebook, today: date) -> dict[str, str]:
    """Paragraphs that only rules which have run out stand on, with what the rule said."""
    rows = [rule for rule in book.rules if rule.valid_to is None or rule.valid_to >= today]
    held = {paragraph for rule in rows for paragraph in _LAW.findall(f"{rule.source} {rule.law}")}
    return {
        paragraph: rule.headline.lower()
        for rule in book.rules
        if rule.valid_to and rule.valid_to < today
        for paragraph in _LAW.findall(f"{rule.source} {rule.law}")
        if paragraph not in held
    }
