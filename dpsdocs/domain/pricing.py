"""The price model and the sub-criteria of a competition: options, facts and rows for the documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from . import formats
from .case import Dps
from .evaluation import PriceModel
from .questions import Option
from .rows import AnsweredRow

Tables = Mapping[str, Sequence[AnsweredRow]]
MODEL_NAMES: dict[str, str] = {
    "linear": "Lineær",
    "linear_floor": "Lineær, aldri under 0",
    "proportional": "Forholdsmessig",
    "priced": "Kvalitet i kroner",
}
_HINTS: dict[str, str] = {
    "linear": "Laveste pris får 10 poeng. Er prisen mer enn dobbelt så høy, blir det minuspoeng.",
    "linear_floor": "Laveste pris får 10 poeng. Er prisen dobbelt så høy eller høyere, blir det 0 poeng.",
    "proportional": "Laveste pris får 10 poeng. Er prisen dobbelt så høy, blir det 5 poeng.",
    "priced": "Det tilbudet mangler i kvalitet, blir lagt til prisen. Laveste sum vinner.",
}
_EXAMPLE_LACKS = Decimal(2)


def model_options(models: Sequence[PriceModel]) -> tuple[Option, ...]:
    """The price models the set lets one choose from."""
    return tuple(Option(model, MODEL_NAMES[model], _HINTS[model]) for model in models)


def quality_options(dps: Dps) -> tuple[Option, ...]:
    """The announced criteria that are not price."""
    return tuple(Option(c.id, c.name) for c in dps.criteria if c.kind != "price")


def facts(
    models: Sequence[PriceModel], values: Mapping[str, Any], tables: Tables
) -> dict[str, tuple[str, Any, str, bool]]:
    """The model that counts, what a quality point is worth in the example, and what sub-criteria there are."""
    model: PriceModel = values.get("price_model") or models[0]
    rows = tables.get("subcriteria", ())
    out: dict[str, tuple[str, Any, str, bool]] = {
        "pricing": ("Prismodell", model, "", False),
        "pricing_words": ("Prismodell", MODEL_NAMES[model], "", False),
        "has_subcriteria": ("Underkriterier", bool(rows), "", False),
        "has_scales": (
            "Egen skala for et underkriterium",
            any(row.value("scale") for row in rows),
            "",
            False,
        ),
    }
    worth = values.get("point_value")
    if isinstance(worth, Decimal):
        out["point_value_example"] = ("Kvalitetspoeng i kroner", worth * _EXAMPLE_LACKS, "kr", False)
    return out


def subcriterion_rows(dps: Dps, tables: Tables) -> tuple[Mapping[str, Any], ...]:
    """The sub-criteria, criterion by criterion as they are announced."""
    return tuple(
        {
            "id": row.id, "criterion": criterion.name, "name": row.name,
            "documentation": row.value("documentation") or "",
            "weight": formats.percent(row.value("weight")) if row.value("weight") is not None else "",
            "assessed": row.value("assessed") or "", "scale": row.value("scale") or "",
        }
        for criterion in dps.criteria
        for row in tables.get("subcriteria", ())
        if row.value("criterion") == criterion.id
    )  # fmt: skip
