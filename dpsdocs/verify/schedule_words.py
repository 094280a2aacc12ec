"""The reading of a returned price schedule in words, for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..domain import formats
from .schedule import Change, Price, ScheduleReport

_CENT = Decimal("0.01")


def schedule_lines(report: ScheduleReport) -> Iterator[str]:
    """What was compared, the prices, our sum, what is missing, what was changed, and the verdict last."""
    yield f"{report.file} er lest mot {report.document}."
    if report.bidder:
        yield f"Leverandøren har skrevet: {', '.join(' '.join(text.split())[:200] for text in report.bidder)}"
    for price in report.prices:
        if price.price is not None:
            yield (
                f"{_where(price)} {price.line} {price.label}: {formats.number(price.price, 2)} kr, "
                f"sum {formats.number(price.amount, 2)} kr"
            )
    for price in report.blank:
        yield f"Mangler pris: {_where(price)} {price.line} {price.label}"
    for price in report.problems:
        told = f"Kan ikke brukes: {_where(price)} {price.line} {price.label}. {price.problem}."
        yield told.replace("  ", " ")
    for part in report.parts:
        if part in report.unpriced:
            yield f"{part} er ikke priset."
        else:
            yield f"Vår sum for {part}: {formats.money(report.total_of(part))}"
    yield f"Vår sum av prisene over: {formats.money(report.total)}"
    told_total = report.told_total
    if told_total is not None and told_total.is_finite() and abs(told_total - report.total) >= _CENT:
        yield f"Filen viser en annen sum: {formats.number(told_total)} kr. Bruk vår sum."
    for change in report.changes:
        yield change_words(change)
    yield from report.notes
    yield verdict_words(report)


def _where(price: Price) -> str:
    return f"{price.part}!{price.cell}" if price.part else price.cell


def change_words(change: Change) -> str:
    """What differs outside the cells bidders fill in, in a line."""
    before, after = " ".join(change.before.split()), " ".join(change.after.split())
    match change.kind:
        case "changed":
            return f"Endret: {change.cell} fra «{before}» til «{after}»"
        case "row_added":
            return f"Lagt til: {change.cell}: {after}"
        case "row_deleted":
            return f"Slettet: {change.cell} i det utstedte skjemaet: {before}"
        case "hidden":
            return f"Skjult: {change.cell}"
        case "sheet":
            if not after:
                return f"Slettet: arket {before}"
            return f"Arket «{before}» heter nå «{after}»" if before else f"Lagt til: arket {after}"
        case "comment":
            return f"Kommentar: {change.cell}: {after[:200]}"
        case "drawing":
            return "Lagt til: tegning, bilde eller tekstboks"
    return f"Lagt til: {change.cell} {after}".rstrip()


def verdict_words(report: ScheduleReport) -> str:
    """Whether the schedule can be used as it is."""
    if report.changes:
        return "Skjemaet er endret utenfor feltene som skal fylles ut."
    if report.problems:
        return "Ingenting er endret utenfor feltene, men noen felt har ikke en gyldig pris."
    blank = len(report.blank)
    rest = f" {formats.capital(formats.word(blank))} felt mangler pris." if blank else " Alle felt har pris."
    return f"Ingenting er endret utenfor feltene som skal fylles ut.{rest}"
