"""What opens pages and columns: facts found in the answers before anything is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .case import Tables

LABELS = {
    "long": "Flere steder, delkontrakter eller virksomheter",
    "has_lots": "Delkontrakter",
    "joint": "Flere virksomheter kjøper sammen",
    "confidential": "Skjermede opplysninger",
    "has_cars": "Vekterne bruker bil",
    "calls": "Tjenester som kjøpes etter behov",
    "is_change": "Endring av det som er sendt",
    "environment_asked": "Klima og miljø må velges",
    "environment_reasoned": "Klima og miljø må begrunnes",
    "work_open": "Verdien når grensen i Oslomodellen",
    "work_changed": "Risikoen eller kravene i Oslomodellen er valgt",
    "zero_emission": "Verdien når grensen for utslippsfri transport",
    "tax_certificate": "Verdien er over grensen for skatteattest",
}
OPENERS = frozenset(LABELS)
# services bought by the call or the round, with no fixed post
CALLS = frozenset({"rounds", "patrol", "alarm", "opening", "event", "exam", "escort", "control_room"})
_DRIVES = frozenset({"patrol", "alarm"})


def openers(
    values: Mapping[str, Any], tables: Tables, *, secret_files: bool = False, is_change: bool = False
) -> dict[str, bool]:
    """Each opener as true or false. ``values`` are the parsed answers, ``tables`` the rows as typed.

    ``secret_files`` says that a file the agency adds is confidential, ``is_change`` that suppliers have a
    version already.
    """
    extras, services = values.get("extras") or (), values.get("services") or ()
    long = any(name in extras for name in ("places", "lots", "buyers"))
    secret_site = long and any(_is_secret(row.answers.get("secret")) for row in tables.get("sites", ()))
    return {
        "long": long,
        "has_lots": "lots" in extras,
        "joint": "buyers" in extras,
        "confidential": "secret" in extras or secret_site or secret_files,
        "has_cars": "cars" in extras or bool(_DRIVES & set(services)),
        "calls": bool(CALLS & set(services)),
        "is_change": is_change,
    }


def _is_secret(raw: Any) -> bool:
    return isinstance(raw, str) and raw.strip().lower() in ("yes", "true")
