"""A sample that is sent and then changed: what the tests of a change begin with."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Any

from dpsdocs.domain import case_file
from dpsdocs.domain.answers import Raw
from dpsdocs.domain.case import Case, Replaces

AT = datetime(2027, 1, 18, 9, 0)
ABOUT: dict[str, Raw] = {
    "change_date": "19.01.2027",
    "change_words": "Vakten begynner et kvarter senere, fordi åpningstiden er endret.",
    "change_deadline": "moved",
    "change_deadline_reason": "Leverandørene må regne ut prisen på nytt.",
}
MOVED: dict[str, Raw] = {"tender_deadline": {"date": "02.02.2027", "time": "12.00"}}
STANDS: dict[str, Raw] = {"change_deadline": "stands"}
OTHER_HOURS: dict[str, Raw] = {"hours": {"from": "08.15", "to": "16.00"}}


def changed(sent: Case, rows: dict[str, Any] | None = None, **answers: Raw) -> Case:
    """The case as a change of itself, written on 18 January 2027: the day before the change is sent."""
    data = case_file.dump(sent)
    return replace(
        sent,
        answers={**sent.answers, **ABOUT, **answers},
        tables={**sent.tables, **(rows or {})},
        suppliers_at=AT,
        version="2.0",
        replaces=Replaces("1.0", hashlib.sha256(data).hexdigest(), sent=datetime(2027, 1, 11, 10, 0)),
    )
