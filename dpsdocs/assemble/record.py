"""Rows of the internal record: the answers, the findings and how dates, hours and value were reckoned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..document.model import Clause, Document, Field, Heading, Paragraph, inlines_of, plain, walk
from ..domain import formats
from ..domain.case import Regime
from ..domain.competition import Competition, column_options
from ..domain.paragraphs import cited
from ..domain.questions import Question
from ..domain.rules import SEVERITY_LABELS, Finding
from ..domain.shown import show, show_row
from .applied import rule_rows
from .reckoned import calculation, deadline_lines, limit_lines

Rows = tuple[Mapping[str, Any], ...]
_TOLD_MOST = 200
_LOCKS = {"locked": "Låst", "adaptable": "Kan tilpasses", "approval": "Krever godkjenning"}


def record_rows(competition: Competition, found: tuple[Finding, ...]) -> dict[str, Rows]:
    """The rows by name, as masters call them."""
    return {
        "answers": tuple(_answers(competition)),
        "findings": tuple(_findings(found)),
        **rule_rows(competition, found),
        "calculations": tuple(_calculations(competition)),
        "trials": tuple(_trials(competition)),
        "followed": tuple(_followed(competition)),
    }


def reason_rows(documents: Iterable[Document], regime: Regime) -> Rows:
    """Why the points stand there: each clause that came by a condition, holds answers or has a rule behind it."""
    return tuple(row for document in documents for row in _reasons(document, regime))


def clause_places(document: Document) -> dict[str, str]:
    """Where each heading and clause of a document stands: «2.1.3 (2.1 Behovet)», or the heading alone."""
    stands = clause_numbers(document)
    return {key: f"{number} ({heading})" if number else heading for key, (number, heading) in stands.items()}


def clause_numbers(document: Document) -> dict[str, tuple[str, str]]:
    """The number of each clause, empty for none, and the heading it stands under; a heading stands under itself."""
    found, heading = dict[str, tuple[str, str]](), ""
    for block in walk(document.blocks):
        if isinstance(block, Heading):
            heading = f"{block.number} {plain(block.inlines)}".strip()
            found[block.id] = ("", heading)
        elif isinstance(block, Clause):
            inside = (b for b in walk(block.blocks) if isinstance(b, Paragraph))
            found[block.id] = (next((b.number for b in inside if b.number), ""), heading)
    return found


def _reasons(document: Document, regime: Regime) -> Iterator[Mapping[str, Any]]:
    places = clause_places(document)
    for block in walk(document.blocks):
        if isinstance(block, Clause):
            fields = (i for b in walk(block.blocks) for i in inlines_of(b) if isinstance(i, Field))
            labels = dict.fromkeys(field.label.rstrip("?") for field in fields)
            if labels or block.condition or block.source:
                yield {
                    "id": f"{document.id}.{block.id}", "document": document.meta.title,
                    "clause": places[block.id], "lock": _LOCKS[block.lock],
                    "condition": formats.capital(block.condition) or "Alltid", "answers": ", ".join(labels),
                    "source": cited(block.source, regime),
                }  # fmt: skip


def _answers(competition: Competition) -> Iterator[Mapping[str, Any]]:
    sections = {s.id: s.title for s in competition.catalogue.questions.sections}
    for question in competition.asked:
        fact = competition.facts.get(question.key)
        shown = show(question, fact.value, fact.options) if fact else ""
        if question.confidential and shown:
            shown = "Står i det skjermede vedlegget"
        section = sections[question.section]
        yield {
            "id": question.key, "section": section, "question": question.name, "answer": shown or "Ikke besvart",
        }  # fmt: skip
        if question.kind == "table":
            yield from _rows(competition, question, section)


def _rows(competition: Competition, table: Question, section: str) -> Iterator[Mapping[str, Any]]:
    """Each row of a table; of very many only the number is told, the case file has them all."""
    rows = competition.tables[table.key]
    if len(rows) > _TOLD_MOST:
        return
    options = column_options(table, competition.case, competition.catalogue)
    for row in rows:
        yield {
            "id": f"{table.key}-{row.id}", "section": section,
            "question": f"{formats.capital(table.row_noun)} {row.number}: {row.name}",
            "answer": show_row(table, row, options) or "–",
        }  # fmt: skip


def _findings(found: tuple[Finding, ...]) -> Iterator[Mapping[str, Any]]:
    for number, finding in enumerate(found, 1):
        yield {
            "id": f"{number}", "severity": SEVERITY_LABELS[finding.severity], "message": finding.title,
            "todo": finding.mend, "source": finding.source, "judged": _judged(finding),
        }  # fmt: skip


_SAID = {"aside": "Satt til side av", "confirmed": "Bekreftet av", "override": "Fravik av"}


def _judged(finding: Finding) -> str:
    """What people have said of a finding: who, when and why, the evidence, and the second person."""
    said = finding.judged
    if said is None:
        return ""
    parts = [f"{_SAID[said.kind]} {said.by} {formats.short_moment(said.at)}.", said.reason]
    shown = ", ".join(filter(None, (said.evidence.strip().rstrip("."), said.file)))
    if shown:
        parts.append(f"Dokumentasjon: {shown}")
    if said.approved_by and said.approved_at:
        parts.append(f"Godkjent av {said.approved_by} {formats.short_moment(said.approved_at)}")
    elif said.kind == "override":
        parts.append("Ikke godkjent")
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts if part)


def _trials(competition: Competition) -> Iterator[Mapping[str, Any]]:
    """Every trial run of the evaluation, the invented tenders in the order they came."""
    for number, trial in enumerate(competition.case.trials, 1):
        basis = ". ".join(filter(None, (trial.lot, f"{trial.model}: {trial.weights}")))
        run = f"{number}. {trial.by} {formats.short_moment(trial.at)}. {basis}"
        for place, bid in enumerate(trial.bids, 1):
            yield {
                "id": f"{number}-{place}", "run": run, "name": bid.name, "price": formats.money(bid.price),
                "points": bid.points, "result": bid.result, "place": bid.place,
            }  # fmt: skip


def _followed(competition: Competition) -> Iterator[Mapping[str, Any]]:
    """Each time the draft went on with another release."""
    for number, one in enumerate(competition.case.followed, 1):
        yield {
            "id": f"{number}", "old": one.old, "new": one.new, "taken": one.taken or "–", "kept": one.kept or "–",
            "who": f"{one.by} {formats.short_moment(one.at)}",
        }  # fmt: skip


def _calculations(competition: Competition) -> Iterator[Mapping[str, Any]]:
    yield from deadline_lines(competition)
    yield from _hours(competition)
    yield from limit_lines(competition)


def _hours(competition: Competition) -> Iterator[Mapping[str, Any]]:
    total, rate = competition.amount("hours_total"), competition.amount("hourly_estimate")
    start, last = competition.day("start_date"), competition.day("last_date")
    if total is not None and start and last:
        yield from _posts(competition)
        words = competition.value("staffing_words") or f"{len(competition.rows['posts'])} faste poster"
        how = f"{formats.capital(words)}, fra {formats.day(start)} til og med {formats.day(last)}"
        yield calculation("hours", "Timer med alle forlengelser", how, f"{formats.number(total)} timer")
    if total is not None and rate is not None:
        how = f"{formats.number(total)} timer ganger {formats.money(rate)}"
        yield calculation("estimate", "Timene i kroner", how, formats.money(total * rate))
    yield from _quantities(competition)
    yield from _value(competition)


def _posts(competition: Competition) -> Iterator[Mapping[str, Any]]:
    """The hours of each post; of very many only the sum is told."""
    posts = competition.rows["posts"]
    for post in posts if len(posts) <= _TOLD_MOST else ():
        how = f"{post['guards']} på vakt, {formats.lower(post['days'])} {post['time']}, {formats.lower(post['period'])}"
        yield calculation(
            f"post-{post['id']}", f"{post['number']} {post['name']}", how, f"{post['total']} timer"
        )


def _quantities(competition: Competition) -> Iterator[Mapping[str, Any]]:
    """Yearly quantities over the whole contract; of very many none is told, the price schedule has them all."""
    term = competition.scope.term
    lines = [line for line in competition.scope.lines if line.source == "unit"]
    if term is None or len(lines) > _TOLD_MOST:
        return
    for line in lines:
        if line.per_year is not None:
            name = ", ".join(filter(None, (f"{line.number} {line.label}", line.lot.short)))
            years, yearly = formats.number(term.years), formats.number(line.per_year)
            how = f"{yearly} per år i {years} år, enhet: {line.unit}"
            yield calculation(f"line-{line.id}", name, how, formats.number(line.quantity))


def _value(competition: Competition) -> Iterator[Mapping[str, Any]]:
    estimate, value = competition.amount("estimate_total"), competition.amount("estimated_value")
    if estimate is not None and any(line.source != "hours" for line in competition.scope.lines):
        how = "Mengdene i prisskjemaet ganger oppdragsgiverens egne anslag for pris"
        yield calculation("lines", "Linjene med anslått pris", how, formats.money(estimate))
    lots = competition.amount("lots_value")
    if lots is not None:
        how = f"Summen av {formats.number(competition.value('lots_count') or 0)} delkontrakter"
        yield calculation("lots", "Delkontraktenes verdi", how, formats.money(lots))
    if value is not None:
        how = "Oppgitt av oppdragsgiveren, med alle forlengelser"
        yield calculation("value", "Anslått verdi", how, formats.money(value))
