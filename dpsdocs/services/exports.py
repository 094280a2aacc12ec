"""Tables taken out of the register, as XLSX or CSV; no cell can become a formula."""

from __future__ import annotations

from collections.abc import Sequence

from ..domain.workflow import STATUS_LABELS
from ..writers.csv import write_csv
from ..writers.xlsx_tables import write_table
from .packages import TYPES
from .register import Entry

_COLUMNS = (
    "Konkurranse", "Saksnummer", "Virksomhet", "Innkjøpsordning", "Tilstand", "Sendt", "Tilbudsfrist", "Oppstart",
    "Slutt", "Anslått verdi", "Antall tilbud", "Valgt leverandør", "Avtalt verdi", "Avlyst fordi", "Eksempel",
)  # fmt: skip


def register_table(entries: Sequence[Entry], extension: str) -> tuple[bytes, str]:
    """The entries as a file, with its media type."""
    rows = [
        (
            e.title, e.case_number, e.agency, e.dps, STATUS_LABELS[e.status], e.sending_date, e.deadline,
            e.start_date, e.last_date, e.value, e.bids, e.winner, e.awarded_value, e.cancelled_reason,
            "EKSEMPEL" if e.example else "",
        )
        for e in entries
    ]  # fmt: skip
    if extension == "csv":
        return write_csv(_COLUMNS, rows), "text/csv; charset=utf-8"
    return write_table("Register", _COLUMNS, rows), TYPES["xlsx"]
