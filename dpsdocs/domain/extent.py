"""Facts about the extent of the long path: lots, sites, buyers, visits, and words that fit both paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from . import formats
from .case import Case
from .line_rows import reach
from .openers import LABELS
from .places import LISTED_MOST, is_secret
from .rows import AnsweredRow
from .scope import Scope
from .staffing import staffing_words

Tables = Mapping[str, Sequence[AnsweredRow]]
Derived = dict[str, tuple[str, Any, str, bool]]
_LANGUAGES = {
    "": "norsk",
    "nordic": "norsk, svensk eller dansk",
    "english": "norsk, med vedlegg på norsk eller engelsk",
}


def extent(case: Case, values: Mapping[str, Any], tables: Tables, found: Scope) -> Derived:
    """Derived facts by key: label, value, how it is written, and whether it is internal."""
    out: Derived = {key: (LABELS[key], bool(values.get(key)), "", False) for key in LABELS}
    extras = values.get("extras") or ()
    for key, label, name in (
        ("has_visits", "Befaring", "visits"), ("has_equipment", "Utstyr eller teknisk service", "equipment"),
        ("has_personal_data", "Databehandling for oppdragsgiveren", "personal_data"),
    ):  # fmt: skip
        out[key] = (label, name in extras, "", False)
    own = (*tables.get("own_requirements", ()), *tables.get("adapted_requirements", ()))
    limited = any(reach(row, tables, found) for row in own)
    out["reach_limited"] = ("Krav som bare gjelder noen", limited, "", False)
    out["has_attachments"] = ("Egne vedlegg", bool(case.attachments), "", False)
    out["tender_language_words"] = (
        "Språk i tilbudet",
        _LANGUAGES[values.get("tender_language") or ""],
        "",
        False,
    )
    out |= _sites(tables, values) | _lots(values, found) | _buyers(case, tables, values)
    out |= _purchases(tables, found, values) | _words(values, tables, found)
    return {key: fact for key, fact in out.items() if fact[1] not in (None, "")}


def _sites(tables: Tables, values: Mapping[str, Any]) -> Derived:
    sites = tables.get("sites", ()) if values.get("long") else ()
    secret = sum(is_secret(site) for site in sites)
    opened = len(sites) - secret
    homes = sum((Decimal(site.value("homes") or 0) for site in sites), Decimal(0))
    return {
        "sites_count": ("Antall objekter", len(sites), "tall", False),
        "sites_open": ("Antall åpne objekter", opened, "tall", False),
        "sites_secret": ("Antall skjermede objekter", secret, "tall", False),
        "sites_listed": ("Objektlisten står i teksten", 0 < opened <= LISTED_MOST, "", False),
        "sites_file": ("Objektlisten er et regneark", opened > LISTED_MOST, "", False),
        "secret_listed": ("Skjermede objekter står i teksten", 0 < secret <= LISTED_MOST, "", False),
        "secret_file": ("Skjermede objekter er et regneark", secret > LISTED_MOST, "", False),
        "homes_total": ("Antall boliger", homes, "tall", False),
    }


def _lots(values: Mapping[str, Any], found: Scope) -> Derived:
    numbered = [lot for lot in found.lots if lot.number]
    total = sum((lot.value or Decimal(0) for lot in numbered), Decimal(0))
    words = f"{formats.word(len(numbered))} delkontrakter" if numbered else "ingen delkontrakter"
    most = values.get("lots_most") if values.get("has_lots") else None
    return {
        "lots_count": ("Antall delkontrakter", len(numbered), "tall", False),
        "lots_value": ("Delkontraktenes verdi til sammen", total if numbered else None, "kr", False),
        "lots_limited": ("Grense for delkontrakter per leverandør", bool(most), "", False),
        "lots_words": ("Delkontrakter", words, "", False),
        "own_weights": ("Egne vekter for en delkontrakt", any(lot.weights for lot in numbered), "", False),
    }  # fmt: skip


def _buyers(case: Case, tables: Tables, values: Mapping[str, Any]) -> Derived:
    others = [row.name for row in tables.get("buyers", ())] if values.get("joint") else []
    names = [case.agency.name, *others]
    return {
        "buyers_count": ("Antall virksomheter som kjøper", len(names), "tall", False),
        "buyers_text": ("Virksomheter som kjøper", formats.listing(names), "", False),
    }


def _purchases(tables: Tables, found: Scope, values: Mapping[str, Any]) -> Derived:
    return {
        "has_posts": ("Faste poster", bool(found.posts), "", False),
        "has_volumes": ("Kjøp etter behov", any(line.source == "unit" for line in found.lines), "", False),
        "has_extra": ("Ekstra vakter i prisskjemaet", any(line.band for line in found.lines), "", False),
        "has_hours": ("Vektertimer i prisskjemaet", any(line.source == "hours" for line in found.lines), "", False),
        "posts_count": ("Antall faste poster", len(found.posts) if values.get("long") else None, "tall", False),
        "visits_count": ("Antall befaringer", len(tables.get("visits", ())), "tall", False),
    }  # fmt: skip


def _words(values: Mapping[str, Any], tables: Tables, found: Scope) -> Derived:
    """Words that say where and how, whichever path the answers took."""
    out: Derived = {}
    if not values.get("long"):
        if found.posts:
            out["staffing_words"] = (
                "Bemanning",
                staffing_words(found.posts[0].post.pattern, found.term),
                "",
                False,
            )
            out["extent_words"] = out["staffing_words"]
        place = ", ".join(str(values[k]) for k in ("site_name", "site_address") if values.get(k))
        out["place_words"] = ("Sted", place, "", False)
        return out
    sites, posts = tables.get("sites", ()), len(found.posts)
    if sites:
        words = "ett objekt" if len(sites) == 1 else f"{formats.word(len(sites))} objekter"
        numbered = [lot for lot in found.lots if lot.number]
        words += f" i {formats.word(len(numbered))} delkontrakter" if numbered else ""
        out["place_words"] = ("Sted", formats.capital(words), "", False)
    parts = [f"{formats.word(posts)} faste poster" if posts > 1 else "én fast post"] if posts else []
    parts += ["oppdrag etter behov"] if any(line.source == "unit" for line in found.lines) else []
    parts += ["utstyr", "service"] if any(line.source == "equipment" for line in found.lines) else []
    out["extent_words"] = ("Omfang", formats.listing(parts), "", False)
    return out
