"""The reading of a returned price schedule in words, for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..domain import formats
from .schedule import Change, ScheduleReport

_CENT = Decimal("0.01")


def schedule_lines(report: ScheduleReport) -> Iterator[str]:
    """What was compared, the prices, our sum, what is missing, what was changed, and the verdict last."""
    yield f"{report.file} er lest mot {report.document}."
    if report.bidder:
        yield f"Leverandøren har skrevet: {', '.join(' '.join(text.split())[:200] for text in report.bidder)}"
    for price in report.prices:
        if price.price is not None:
            yield (
                f"{price.cell} {price.line} {price.label}: {formats.number(price.price, 2)} kr, "
                f"sum {formats.number(price.amount, 2)} kr"
            )
    for price in report.blank:
        yield f"Mangler pris: {price.cell} {price.line} {price.label}"
    for price in report.problems:
        yield f"Kan ikke brukes: {price.cell} {price.line} {price.label}. {price.problem}.".replace("  ", " ")
    yield f"Vår sum av prisene over: {formats.money(report.total)}"
    told = report.told_total
    if told is not None and told.is_finite() and abs(told - report.total) >= _CENT:
        yield f"Filen viser en annen sum: {formats.number(told)} kr. Bruk vår sum."
    for change in report.changes:
        yield _change(change)
    yield from report.notes
    yield _verdict(report)


def _change(change: Change) -> str:
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
            return f"Arket «{before}» heter nå «{after}»" if before else f"Lagt til: arket {after}"
        case "comment":
            return f"Kommentar: {change.cell}: {after[:200]}"
        case "drawing":
            return "Lagt til: tegning, bilde eller tekstboks"
    return f"Lagt til: {change.cell} {after}".rstrip()


def _verdict(report: ScheduleReport) -> str:
    if report.changes:
        return "Skjemaet er endret utenfor feltene som skal fylles ut."
    if report.problems:
        return "Ingenting er endret utenfor feltene, men noen felt har ikke en gyldig pris."
    blank = len(report.blank)
    rest = f" {formats.capital(formats.word(blank))} felt mangler pris." if blank else " Alle felt har pris."
    return f"Ingenting er endret utenfor feltene som skal fylles ut.{rest}"
