"""The form of a question that is gone: what was chosen as the service reads it, and the fields of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from dpsdocs.domain.questions import Option
from dpsdocs.services.master_moves import KINDS, Gone, MoveInput, Target

from .forms.shown import Shown

_PLACES = 3
_VALUE = re.compile(r"value\.(\d{1,3})\.(\d)")
_HINT = "Vises når et utkast går over til den nye versjonen"


@dataclass(frozen=True, slots=True)
class MoveForm:
    """The fields; ``chosen`` are the new questions, and ``values`` what each old answer becomes in them."""

    kind: Shown
    places: tuple[Shown, ...]
    words: Shown
    chosen: tuple[Target, ...]
    values: tuple[Shown, ...]


def given(found: Gone, form: MultiDict[str, str]) -> MoveInput:
    """What was chosen."""
    to = tuple(form.get(f"to.{n}", "")[:120] for n in range(_PLACES))
    values = {}
    for name, text in form.items():
        place = _VALUE.fullmatch(name)
        if place and int(place[1]) < len(found.options) and int(place[2]) < _PLACES:
            values[(found.options[int(place[1])].value, to[int(place[2])])] = text
    return MoveInput(form.get("kind", ""), to, form.get("words", ""), values)


def fields(
    found: Gone, known: tuple[Target, ...], form: MultiDict[str, str], problems: Mapping[str, str]
) -> MoveForm:
    """The form with what was typed, or with what the draft says."""
    move = found.move
    to = [form.get(f"to.{n}", move.to[n] if move and n < len(move.to) else "") for n in range(_PLACES)]
    by_key = {target.key: target for target in known}
    ways = [Option(value, label) for value, label in KINDS.items()]
    ways += [Option("none", "Ta bort det som er sagt her")] if move else []
    choices = (Option("", "Velg"), *(Option(target.key, target.label) for target in known))
    places = tuple(
        Shown(f"to.{n}", "select", f"Nytt spørsmål {n + 1}", name, error=problems.get(f"to.{n}", ""), options=choices,
              optional=n > 0)
        for n, name in enumerate(to)
    )  # fmt: skip
    kind = form.get("kind", move.kind if move else "")
    words = form.get("words", move.words if move else "")
    return MoveForm(
        Shown("kind", "choice", "Hva skjer med svarene?", kind, error=problems.get("kind", ""), options=tuple(ways)),
        places,
        Shown("words", "text", "Beskjed til dem som har svart", words, _HINT, problems.get("words", ""), optional=True,
              rows=2),
        tuple(by_key[name] for name in to if name in by_key),
        tuple(_values(found, [by_key.get(name) for name in to], form)),
    )  # fmt: skip


def _values(found: Gone, to: list[Target | None], form: MultiDict[str, str]) -> list[Shown]:
    made = []
    for n, option in enumerate(found.options):
        for place, target in enumerate(to):
            if target is None:
                continue
            said = found.move.values.get(option.value, {}).get(target.key, "") if found.move else ""
            value = form.get(f"value.{n}.{place}", said[0] if isinstance(said, list) else str(said))
            options = (Option("", "Ikke valgt"), *target.options) if target.options else ()
            label = f"«{option.label}» blir i «{target.label}»"
            name, kind = f"value.{n}.{place}", "select" if options else "line"
            made.append(Shown(name, kind, label, value, options=options, optional=True))
    return made
