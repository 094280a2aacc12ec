"""What a Word file offers is written into the draft, by the same code as what is typed in the browser."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from ..domain.conditions import ConditionError
from ..domain.roles import Actor
from ..masters import edit, word_items
from ..masters.edit import EditError
from ..masters.word_items import Item, Offer
from ..masters.wording import Wording, WordingError
from ..store import models
from . import audit, master_drafts, saving
from .errors import Invalid
from .master_drafts import Working
from .master_history import keep, note
from .master_texts import path_of, text_of
from .master_word import open_row
from .releases import Releases

_FRONT = re.compile(r"\A\+\+\+\n.*?^\+\+\+\n", re.DOTALL | re.MULTILINE)

_CHANGED = "Noen har endret punktet «{id}» etter at filen ble lest. Forkast filen, og last den opp på nytt."


def take_in(session: Session, releases: Releases, actor: Actor, draft_id: str, word_id: str) -> int:
    """Write what was accepted into the draft. Gives how many pieces; ``Invalid`` with what hinders it."""
    row = master_drafts.for_writer(session, actor, draft_id)
    working = master_drafts.opened(session, releases, actor, draft_id)
    word = open_row(session, draft_id, word_id)
    offer, wording = word_items.loaded(word.content), Wording(working.release)
    accepted = [word_items.checked(wording, item) for item in offer.items if item.take]
    for item in accepted:
        if item.problem:
            raise Invalid({"items": f"«{item.id}»: {item.problem}"})
    if not accepted:
        raise Invalid({"items": "Ingenting er valgt. Velg minst ett punkt, eller forkast filen."})
    path = path_of(working, word.document_id, "").path
    old = text_of(working, path)
    try:
        made = (
            _edited(wording, old, accepted)
            if word.mode == "back"
            else _written(wording, old, accepted, word.mode)
        )
    except (EditError, WordingError, ConditionError, KeyError) as error:
        raise Invalid({"items": str(error)}) from error
    moved = [item.id for item in accepted if item.state == "moved"]
    _keep(session, row, working, actor, path, old, made, moved)
    word.status = "done"
    word.content = word_items.dumped(Offer(offer.items, offer.unread))
    audit.record(session, actor.id, "master.word_taken", row.id, f"{word.document_id}: {word.file_name}")
    saving.commit(session)
    return len(accepted)


def _written(wording: Wording, old: str, accepted: list[Item], mode: str) -> str:
    """The file with the pieces after what stands, or in its place."""
    front = _FRONT.match(old)
    base = old if mode == "append" else front[0] if front else "+++\n+++\n"
    taken = {part.id for part in edit.parts(base)}
    blocks = []
    stands = edit.sources(old)
    for item in accepted:
        if item.old and stands.get(item.id) != item.old:
            raise EditError(_CHANGED.format(id=item.id))
        id = _free(item.id, taken)
        taken.add(id)
        blocks.append(_block(wording, item, id))
    return base.rstrip("\n") + "\n\n" + "\n".join(blocks)


def _block(wording: Wording, item: Item, id: str) -> str:
    if item.kind == "heading":
        return f"{'#' * item.level} {word_items.heading_source(wording, item)} {{{id}}}\n"
    if item.old:
        return edit.write(item.old, word_items.changed_clause(wording, item, item.old))
    return word_items.clause_block(wording, item, id)


def _edited(wording: Wording, text: str, accepted: list[Item]) -> str:
    """The file with each piece changed, taken out or added where it stands."""
    places: dict[str, str] = {}
    for item in accepted:
        known = {part.id for part in edit.parts(text)}
        if item.state == "new":
            after = item.after
            while after not in known and after in places:
                after = places[after]
            if item.join and item.above in edit.sources(text):
                places[item.id] = item.above
                text = edit.write(text, word_items.joined(wording, item, edit.read(text, item.above)))
                continue
            text = _added(wording, text, replace(item, id=_free(item.id, known)), after)
            continue
        if item.id not in known:
            raise EditError(f"Punktet «{item.id}» finnes ikke lenger i dokumentet. Ta det bort fra valgene.")
        if item.state == "moved":
            continue
        if item.kind == "heading":
            text = edit.write_heading(text, item.id, word_items.heading_source(wording, item))
        elif edit.source_of(text, item.id) != item.old:
            raise EditError(_CHANGED.format(id=item.id))
        elif item.state == "gone":
            places[item.id] = _before(text, item.id)
            text = edit.remove(text, item.id)
        else:
            text = edit.write(text, word_items.changed_clause(wording, item, item.old))
    return _reordered(text, [item for item in accepted if item.state == "moved"], places)


def _reordered(text: str, moved: list[Item], places: Mapping[str, str]) -> str:
    """The file with each moved clause after what it stands after in Word; what that is moved after goes first."""
    waiting = {item.id: item.after for item in moved}
    while waiting:
        id = next((id for id, after in waiting.items() if after not in waiting), next(iter(waiting)))
        after = waiting.pop(id)
        known = {part.id for part in edit.parts(text)}
        while after not in known and after in places:
            after = places[after]
        if id in known and after != id:
            text = edit.move(text, id, after)
    return text


def _added(wording: Wording, text: str, item: Item, after: str) -> str:
    place = next((part for part in edit.parts(text) if part.id == after), None)
    lines = text.splitlines(keepends=True)
    at = place.end if place else len(lines)
    return "".join([*lines[:at], "\n", _block(wording, item, item.id), *lines[at:]])


def _before(text: str, id: str) -> str:
    ids = [part.id for part in edit.parts(text)]
    at = ids.index(id)
    return ids[at - 1] if at else ""


def _free(id: str, taken: set[str]) -> str:
    number, made = 2, id
    while made in taken:
        made, number = f"{id}-{number}", number + 1
    return made


def _keep(
    session: Session, row: models.MasterDraft, working: Working, actor: Actor, path: str, old: str, made: str,
    moved: Sequence[str],
) -> None:  # fmt: skip
    """The file, and a line of history for each clause and heading that differs or stands elsewhere."""
    keep(session, row, working, path, made)
    was, now = edit.sources(old), edit.sources(made)
    changes = [
        (id, "text" if id in now else "gone", was[id], now.get(id, ""))
        for id in was
        if was[id] != now.get(id)
    ]
    changes += [(id, "new", "", now[id]) for id in now if id not in was]
    heads = [{p.id: p.text for p in edit.parts(text) if p.kind == "heading"} for text in (old, made)]
    changes += [
        (id, "heading", heads[0].get(id, ""), heads[1].get(id, ""))
        for id in dict.fromkeys([*heads[0], *heads[1]])
        if heads[0].get(id) != heads[1].get(id)
    ]
    changes += [(id, "moved", was.get(id, ""), now[id]) for id in moved if id in now]
    for n, (id, kind, before, after) in enumerate(changes):
        row.revision += 1 if n else 0
        note(session, row, actor, path, id, kind, before, after)
