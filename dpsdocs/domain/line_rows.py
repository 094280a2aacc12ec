"""Rows about what is bought and when: price lines, quantities, bands, extensions, requirements of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from . import formats
from .case import Dps
from .library import REPLY_FORM, Requirement
from .lots import Lot, weights_of
from .months import add_months
from .questions import Option
from .rows import AnsweredRow
from .scope import Line, Scope
from .staffing import total

Rows = tuple[Mapping[str, Any], ...]


def price_rows(found: Scope) -> Rows:
    """Every line of the price schedules, lot by lot."""
    return tuple(_line(line) for line in found.lines)


def _line(line: Line) -> Mapping[str, Any]:
    return {
        "id": line.id, "number": line.number, "label": line.label, "unit": line.unit, "note": line.note,
        "quantity": line.quantity, "quantity_text": formats.number(line.quantity), "lot": line.lot.id,
        "lot_title": line.lot.title, "basis": line.basis, "source": line.source,
        "per_year": formats.number(line.per_year) if line.per_year is not None else "–",
    }  # fmt: skip


def band_rows(found: Scope, values: Mapping[str, Any]) -> Rows:
    """The time bands that have hours; all of them when hours can be ordered as needed."""
    counted = {band.id: values.get(f"hours_{band.id}") for band in found.bands}
    return tuple(
        {"id": band.id, "name": band.label, "text": band.text,
         "hours": formats.number(hours) if (hours := counted[band.id]) else "–"}
        for band in found.bands
        if counted[band.id] or values.get("has_extra")
    )  # fmt: skip


def lot_hours(found: Scope) -> Rows:
    """Hours per lot and band over the whole contract; none when the competition is not divided."""
    out = []
    for lot in found.lots:
        counted = found.hours_of(lot)["whole"]
        out += [
            {"id": f"{lot.number}-{band.id}", "lot_title": lot.title, "name": band.label,
             "hours": formats.number(counted[band.id])}
            for band in found.bands if lot.number and counted[band.id]
        ]  # fmt: skip
        if lot.number and total(counted):
            out.append({"id": f"{lot.number}-sum", "lot_title": lot.title, "name": "Sum",
                        "hours": formats.number(total(counted)), "style": "sum"})  # fmt: skip
    return tuple(out)


def lot_criteria(dps: Dps, found: Scope, weights: Mapping[str, Decimal]) -> Rows:
    """The weight of each criterion in each lot; none when no lot has weights of its own."""
    if not any(lot.weights for lot in found.lots):
        return ()
    return tuple(_weighed(dps, lot, weights) for lot in found.lots)


def _weighed(dps: Dps, lot: Lot, weights: Mapping[str, Decimal]) -> Mapping[str, Any]:
    counted = weights_of(lot, weights)
    parts = [f"{c.name.lower()} {formats.percent(counted[c.id])}" for c in dps.criteria if c.id in counted]
    return {"id": lot.id, "lot_title": lot.title, "weights": formats.capital(", ".join(parts))}


def extension_rows(values: Mapping[str, Any]) -> Rows:
    """Each extension with its first and last day and the last day for notice."""
    end, count, months = (
        values.get("end_date"),
        values.get("option_count") or 0,
        values.get("option_months") or 0,
    )
    if not isinstance(end, date) or not months:
        return ()
    notice = 3 if (values.get("term_months") or 0) > 12 else 1
    out = []
    for number in range(1, count + 1):
        before, last = add_months(end, months * (number - 1)), add_months(end, months * number)
        first = date.fromordinal(before.toordinal() + 1)
        out.append(
            {"id": str(number), "number": str(number), "from": formats.day(first), "to": formats.day(last),
             "notice": formats.day(add_months(before, -notice))}
        )  # fmt: skip
    return tuple(out)


def adapted(
    requirements: Sequence[Requirement], tables: Mapping[str, Sequence[AnsweredRow]]
) -> tuple[Requirement, ...]:
    """The library with the agency's own words where it has adapted a requirement; those fixed by law stay."""
    words = {str(row.value("requirement")): str(row.value("text")) for row in tables.get("adapted_requirements", ())
             if row.value("requirement") and row.value("text")}  # fmt: skip
    return tuple(r if r.fixed or r.id not in words else replace(r, text=words[r.id]) for r in requirements)


def reaches(tables: Mapping[str, Sequence[AnsweredRow]], found: Scope) -> dict[str, str]:
    """For whom a requirement of the library holds when not for all: «Delkontrakt 2», «O-03»."""
    out: dict[str, list[str]] = {}
    for row in tables.get("adapted_requirements", ()):
        place = reach(row, tables, found)
        if row.value("requirement") and place:
            out.setdefault(str(row.value("requirement")), []).append(place)
    return {key: formats.listing(list(dict.fromkeys(places))) for key, places in out.items()}


def reach(row: AnsweredRow, tables: Mapping[str, Sequence[AnsweredRow]], found: Scope) -> str:
    """The lot or site a row is limited to; empty when it holds for all."""
    wanted = row.value("site")
    site = next((s for s in tables.get("sites", ()) if s.id == wanted), None) if wanted else None
    if site is not None:
        return f"O-{site.number:02d}"
    return next((lot.short for lot in found.lots if lot.id and lot.id == row.value("lot")), "")


def lots_reached(row: AnsweredRow, tables: Mapping[str, Sequence[AnsweredRow]]) -> tuple[str, ...]:
    """The ids of the lots a row is limited to, by its own lot or its site's; empty when it holds for all."""
    wanted = row.value("site")
    site = next((s for s in tables.get("sites", ()) if s.id == wanted), None) if wanted else None
    lot = (site.value("lot") if site is not None else None) or row.value("lot")
    return (str(lot),) if lot else ()


def library_lots(tables: Mapping[str, Sequence[AnsweredRow]]) -> dict[str, tuple[str, ...]]:
    """The lots a requirement of the library is limited to; one that is not limited anywhere is left out."""
    out: dict[str, list[str]] = {}
    for row in tables.get("adapted_requirements", ()):
        found = lots_reached(row, tables)
        if row.value("requirement") and found:
            out.setdefault(str(row.value("requirement")), []).extend(found)
    return {key: tuple(dict.fromkeys(lots)) for key, lots in out.items()}


def own_requirements(
    tables: Mapping[str, Sequence[AnsweredRow]], found: Scope, chapters: Mapping[str, str]
) -> Rows:
    """The agency's own requirements as rows, numbered E-01 and on."""
    return tuple(
        {
            "id": row.id, "number": f"E-{row.number:02d}", "kind": row.value("kind"), "text": row.value("text"),
            "reply": "Ja eller nei" if row.value("kind") == "A" else "Beskrivelse",
            "documentation": row.value("documentation") or "", "criterion": row.value("criterion") or "",
            "chapter": row.value("chapter"), "reach": reach(row, tables, found) or "Alle",
            "chapter_title": chapters.get(str(row.value("chapter")), ""),
            "form": REPLY_FORM if row.value("kind") == "B" else "",
            "lots": lots_reached(row, tables),
        }
        for row in tables.get("own_requirements", ())
        if row.value("kind") and row.value("text") and row.value("chapter")
    )  # fmt: skip


def grading_rows(tables: Mapping[str, Sequence[AnsweredRow]], documents: Sequence[Option]) -> Rows:
    """The documents the agency exempts from public access, with the ground it gives."""
    names = {option.value: option.label for option in documents}
    return tuple(
        {"id": str(row.value("document")), "document": names.get(str(row.value("document")), ""),
         "grade": "Unntatt", "ground": row.value("ground")}
        for row in tables.get("grading", ())
        if row.value("document") and row.value("ground")
    )  # fmt: skip
