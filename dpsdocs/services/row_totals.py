"""What a table's page adds to the rows as typed: hours by band, quantities over the contract, sums of money."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ..domain import formats
from ..domain.places import SITE_KINDS, site_number
from ..domain.staffing import total
from . import hour_tables
from .competitions import Opened
from .hour_tables import HourTable, figure


@dataclass(frozen=True, slots=True)
class Counted:
    """A column of figures beside what was typed: its head, the figure of each row, and the sum below."""

    label: str
    cells: Mapping[str, str]
    total: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """What stands beside the rows. ``small`` is a line under the name, ``hides`` columns told by it.

    ``hours`` is the table and picture of hours, ``words`` what the rows come to.
    """

    small: Mapping[str, str] = field(default_factory=dict)
    hides: frozenset[str] = frozenset()
    columns: tuple[Counted, ...] = ()
    hours: HourTable | None = None
    words: tuple[str, ...] = ()


def overview(opened: Opened, key: str) -> Overview:
    """What the rows of a table come to; nothing for tables that are only lists."""
    look = _OVERVIEWS.get(key)
    return look(opened) if look else Overview()


def _sites(opened: Opened) -> Overview:
    sites = opened.competition.tables.get("sites", ())
    small = {
        s.id: " · ".join(filter(None, (site_number(s), SITE_KINDS.get(str(s.value("kind")), ""))))
        for s in sites
    }
    return Overview(small, frozenset({"kind"}), hours=hour_tables.by_site(opened))


def _shifts(opened: Opened) -> Overview:
    found = hour_tables.by_post(opened)
    if found is None:
        words = "Timene regnes ut når dere har svart på når avtalen begynner og slutter."
        return Overview(words=(words,) if opened.competition.tables.get("shifts") else ())
    columns = [Counted("Vakter", {row.id: row.when for row in found.rows})]
    columns += [
        Counted(
            band.label,
            {row.id: figure(row.hours[band.id]) for row in found.rows},
            figure(found.sums[band.id]),
        )
        for band in found.bands
    ]
    columns.append(
        Counted("Timer per år", {row.id: figure(row.total) for row in found.rows}, figure(found.total))
    )
    return Overview(
        {row.id: row.small for row in found.rows},
        frozenset({"site", "lot", "weekdays", "hours", "guards", "first", "last"}), tuple(columns), found,
        _whole(opened),
    )  # fmt: skip


def _whole(opened: Opened) -> tuple[str, ...]:
    counted = opened.competition.scope.hours_of()
    return (
        f"I hele avtaletiden: {figure(total(counted['whole']))} timer med alle forlengelser, "
        f"{figure(total(counted['firm']))} timer uten.",
    )


def _volumes(opened: Opened) -> Overview:
    units = {unit.id: unit for unit in opened.release.catalogue.units}
    rows = opened.competition.tables.get("volumes", ())
    known = {row.id: units[row.value("unit")] for row in rows if row.value("unit") in units}
    columns = (
        Counted("Enhet", {row_id: unit.measure for row_id, unit in known.items()}),
        Counted("I hele avtaletiden", _quantities(opened)),
    )
    return Overview(columns=columns, words=_money(opened, "unit", "Mengdene"))


def _quantities(opened: Opened) -> dict[str, str]:
    """The quantity of each row over the contract, as the price schedule has it."""
    found = opened.competition.scope
    units = {unit.id for unit in opened.release.catalogue.units}
    rows = [
        row for row in opened.competition.tables.get("volumes", ())
        if row.value("unit") in units and row.value("quantity")
    ]  # fmt: skip
    counted: dict[str, str] = {}
    for lot in found.lots:
        lines = [line for line in found.lines_of(lot) if line.source == "unit"]
        mine = [row for row in rows if row.value("lot") == lot.id or len(found.lots) == 1]
        if len(lines) == len(mine):
            counted |= {row.id: figure(line.quantity) for row, line in zip(mine, lines, strict=True)}
    return counted


def _equipment(opened: Opened) -> Overview:
    return Overview(words=_money(opened, "equipment", "Utstyret og servicen"))


def _money(opened: Opened, source: str, what: str) -> tuple[str, ...]:
    """What the lines of one kind come to at the agency's own prices."""
    lines = [line for line in opened.competition.scope.lines if line.source == source]
    priced = [line for line in lines if line.estimate is not None]
    if not priced:
        return ()
    amount = sum((line.quantity * (line.estimate or Decimal(0)) for line in priced), Decimal(0))
    left = len(lines) - len(priced)
    rest = f" {formats.capital(formats.word(left))} {'linje har' if left == 1 else 'linjer har'} ingen anslått pris."
    return (f"{what} gir {formats.money(amount)} med prisene dere har anslått.{rest if left else ''}",)


def _lots(opened: Opened) -> Overview:
    worth, stated = opened.competition.amount("lots_value"), opened.competition.amount("estimated_value")
    if not worth:
        return Overview()
    words = f"Delkontraktene er til sammen anslått til {formats.money(worth)}"  # it ends with a full stop of its own
    if stated is not None:
        same = worth == stated
        words += (
            " Det er det samme som den anslåtte verdien." if same
            else f" Den anslåtte verdien er {formats.money(stated)}"
        )  # fmt: skip
    return Overview(words=(words,))


_OVERVIEWS: Mapping[str, Callable[[Opened], Overview]] = {
    "sites": _sites,
    "shifts": _shifts,
    "volumes": _volumes,
    "equipment": _equipment,
    "lots": _lots,
}
