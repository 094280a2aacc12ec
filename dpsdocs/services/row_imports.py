"""Rows from a spreadsheet in two steps: first a plan that names every faulty row, then just what was shown.

What was read is kept for a day under a token; nothing is in the table before somebody says yes.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy.orm import Session

from ..domain import formats
from ..domain.answers import Raw
from ..domain.case import TableRow
from ..domain.questions import Question
from ..domain.roles import Actor
from ..store.queries import settings as kept
from . import competitions, editing, row_columns, row_plans, row_sets, row_store
from .competitions import Opened
from .errors import Conflict, Invalid, NotFound
from .releases import Releases
from .row_columns import Columns
from .row_files import Sheet, SheetRow
from .row_plans import PlannedRow, Preview, Replaced

How = Literal["add", "replace"]
_PREFIX = "row-import:"
_OWNER, _LASTS = 12, 24 * 3600


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do. ``mark`` says what was shown: another mark is another plan.

    ``standing`` rows are there already, ``replaced`` is what replacing them would do, ``room`` how many fit.
    """

    token: str
    source: str
    columns: Columns
    good: Sequence[PlannedRow]
    faulty: Sequence[PlannedRow]
    notes: Sequence[str]
    standing: int
    room: int
    replaced: Replaced
    preview: Preview
    mark: str


def keep(session: Session, actor: Actor, competition_id: str, key: str, source: str, sheet: Sheet) -> str:
    """Keep what was read from a file until tomorrow; the token it is found by. Earlier ones are forgotten."""
    owner = _owner(actor, competition_id, key)
    now = int(time.time())
    old = [
        name for name in kept.keys_from(session, _PREFIX)
        if name.startswith(_PREFIX + owner) or now - _made(name) > _LASTS
    ]  # fmt: skip
    kept.drop(session, old)
    token = f"{owner}{now:08x}{secrets.token_hex(8)}"
    rows = [[row.number, list(row.cells), {str(k): v for k, v in row.problems.items()}] for row in sheet.rows]
    content = {
        "source": source[-200:],
        "notes": list(sheet.notes),
        "rows": rows,
        "head": True,
        "columns": None,
    }
    kept.put(session, _PREFIX + token, content)
    session.commit()
    return token


def _owner(actor: Actor, competition_id: str, key: str) -> str:
    return hashlib.sha256(f"{actor.id} {competition_id} {key}".encode()).hexdigest()[:_OWNER]


def _made(name: str) -> int:
    stamp = name.removeprefix(_PREFIX)[_OWNER : _OWNER + 8]
    return int(stamp, 16) if len(stamp) == 8 else 0


def _content(session: Session, actor: Actor, competition_id: str, key: str, token: str) -> dict[str, Any]:
    content = None
    if (
        token.startswith(_owner(actor, competition_id, key))
        and int(time.time()) - _made(_PREFIX + token) <= _LASTS
    ):
        content = kept.value_of(session, _PREFIX + token)
    if content is None:
        raise NotFound("Filen er for gammel, eller noen andre lastet den opp. Last den opp på nytt.")
    return dict(content)


def _waiting(session: Session, actor: Actor, competition_id: str, key: str, token: str) -> dict[str, Any]:
    """The same, as long as nobody has said yes."""
    content = _content(session, actor, competition_id, key, token)
    if "done" in content:
        raise NotFound("Radene fra filen er alt hentet inn.")
    return content


def choose(
    session: Session, actor: Actor, competition_id: str, key: str, token: str, chosen: Mapping[int, str],
    *, has_head: bool,
) -> None:  # fmt: skip
    """Say which column of the file is which, by place; the rest are left out. ``Invalid`` when two are the same."""
    content = _waiting(session, actor, competition_id, key, token)
    named = [column for column in chosen.values() if column]
    if not named:
        raise Invalid({"columns": "Velg hva minst én av kolonnene er."})
    if len(set(named)) < len(named):
        raise Invalid(
            {"columns": "Du har valgt den samme kolonnen to ganger. Velg en annen, eller «Ikke ta med»."}
        )
    content |= {"columns": {str(place): column for place, column in chosen.items()}, "head": has_head}
    kept.put(session, _PREFIX + token, content)
    session.commit()


def plan(session: Session, opened: Opened, actor: Actor, table: Question, token: str) -> Plan:
    """What the file would do as the table stands now."""
    content = _waiting(session, actor, opened.summary.id, table.key, token)
    rows = [
        SheetRow(n, tuple(cells), {int(k): v for k, v in odd.items()}) for n, cells, odd in content["rows"]
    ]
    chosen = content["columns"]
    by_place = None if chosen is None else {int(place): column for place, column in chosen.items()}
    columns = row_columns.matched(table, rows, by_place, bool(content["head"]))
    good, faulty, notes = row_plans.judged(
        opened, table, rows[1:] if columns.has_head else rows, columns.places
    )
    standing = opened.competition.tables[table.key]
    replaced = row_plans.replaced(opened, table, good, columns.places)
    changed = row_store.last_change(session, opened.summary.id, table.key)
    seen = json.dumps(
        [[r.number, r.raw] for r in good] + [[r.number for r in faulty], changed], sort_keys=True
    )
    return Plan(
        token, content["source"], columns, good, faulty, (*content["notes"], *notes), len(standing),
        table.most - len(standing), replaced, row_plans.preview(opened, table, good, columns.places),
        hashlib.sha256(seen.encode()).hexdigest(),
    )  # fmt: skip


def apply(
    session: Session, releases: Releases, actor: Actor, competition_id: str, key: str, token: str, how: How,
    mark: str,
) -> int:  # fmt: skip
    """Do what the plan showed, without its faulty rows; how many rows were taken in. A second click does no more.

    ``Conflict`` when the table or what it points to has changed since, so that something else would happen.
    """
    row = editing.held(session, actor, competition_id)
    content = _content(session, actor, competition_id, key, token)
    if "done" in content:
        session.commit()
        return int(content["done"])
    opened = competitions.open_answers(session, releases, actor, competition_id)
    table = row_store.table_of(session, releases, row, key)
    shown = plan(session, opened, actor, table, token)
    if shown.mark != mark:
        raise Conflict("Tabellen er endret etter at du så planen. Se gjennom planen på nytt.")
    wanted = shown.replaced.rows if how == "replace" else [*_standing(opened, key), *_fresh(shown.good)]
    if row_sets.put(session, row, table, wanted, actor):
        editing.finish(session, releases, actor, row)
    kept.put(session, _PREFIX + token, {**content, "rows": [], "done": len(shown.good)})
    session.commit()
    return len(shown.good)


def _standing(opened: Opened, key: str) -> list[TableRow]:
    return [TableRow(row.id, row.raw) for row in opened.competition.tables[key]]


def _fresh(rows: Sequence[PlannedRow]) -> list[TableRow]:
    return [TableRow(str(uuid.uuid4()), dict(row.raw)) for row in rows]


def told(count: int) -> str:
    """«1 980 rader er hentet inn.»"""
    return "Én rad er hentet inn." if count == 1 else f"{formats.number(count)} rader er hentet inn."


__all__ = ["How", "Plan", "Raw", "apply", "choose", "keep", "plan", "told"]
