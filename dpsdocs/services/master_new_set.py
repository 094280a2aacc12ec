"""A new master set: from what every set begins with, or from a set that is there already."""

from __future__ import annotations

import json
import re

from sqlalchemy.orm import Session

from ..domain.roles import Actor
from ..masters.source import Source, encoded
from ..masters.starter import START
from ..package import slug
from ..store.engines import serialise
from ..store.queries import masters as queries
from . import audit, master_drafts, saving
from .errors import Invalid, NotFound
from .fields import Fields
from .master_exchange import begin_with
from .releases import Releases

LONGEST = 80


def begin(session: Session, releases: Releases, actor: Actor, title: str, copy_of: str) -> str:
    """A draft of a new set; ``copy_of`` is the set it begins as, or empty. Gives the draft's id."""
    master_drafts.check_writes(actor)
    serialise(session, "masters")
    fields = Fields()
    name = fields.line("title", title, "Navnet", LONGEST)
    titles = releases.titles(session)
    if copy_of and copy_of not in titles:
        fields.add("copy_of", "Velg et sett som finnes, eller «Et enkelt sett».")
    if name.casefold() in (known.casefold() for known in titles.values()):
        fields.add("title", f"Det finnes et malsett som heter «{name}». Velg et annet navn.")
    fields.raise_problems()
    set_id = _free_id(session, name)
    texts = _copied(session, releases, copy_of) if copy_of else _simple(session, releases)
    texts["set.toml"] = _named(texts["set.toml"], set_id, name)
    row = begin_with(session, releases, actor, set_id, name, texts)
    audit.record(session, actor.id, "master.new_set", row.id, name)
    saving.commit(session)
    return row.id


def _free_id(session: Session, title: str) -> str:
    """An id no set has had."""
    stem = slug(title, 40).lower().replace("_", "-").strip("-")
    if not re.fullmatch(r"[a-z][a-z0-9-]+", stem):
        raise Invalid(
            {"title": "Gi settet et navn som begynner med en bokstav, for eksempel «Renholdstjenester»."}
        )
    names = (stem, *(f"{stem}-{n}" for n in range(2, 99)))
    return next(name for name in names if not queries.has_set(session, name))


def _copied(session: Session, releases: Releases, set_id: str) -> dict[str, str]:
    return _texts(Source(releases.load(session, releases.live(session, set_id)).folder))


def _simple(session: Session, releases: Releases) -> dict[str, str]:
    """What every set begins with, with the looks and the routine of the first set."""
    first = releases.first(session)
    if first is None:
        raise NotFound("Det finnes ingen malversjon å begynne med.")
    routine = {"routine.md": text} if (text := _copied(session, releases, first).get("routine.md")) else {}
    return {**releases.looks(session), **routine, **_texts(Source(releases.starter))}


def _texts(source: Source) -> dict[str, str]:
    return {name: encoded(name, source.data(name)) for name in source.names()}


def _named(text: str, set_id: str, title: str) -> str:
    """The set's file with its own id and name; it has no version until it is released."""
    for key, value in (("id", set_id), ("title", title), ("version", START)):
        line = f"{key} = {json.dumps(value, ensure_ascii=False)}"
        text = re.sub(rf"(?m)^{key}\s*=.*$", lambda _, line=line: line, text, count=1)  # type: ignore[misc]
    return re.sub(r"(?m)^approved\s*=.*$", "approved = false", text, count=1)
