"""Two people's changes of one answer put together: parts only one of them touched go by themselves."""

from __future__ import annotations

from .answers import Raw, is_blank


def merge(base: Raw, mine: Raw, theirs: Raw) -> tuple[Raw, bool]:
    """Both changes made to ``base``, and whether they clash; where they do, mine is in the result."""
    if mine in (base, theirs):
        return theirs, False
    if theirs == base:
        return mine, False
    if _all(dict, base, mine, theirs):
        return _parts(_dict(base), _dict(mine), _dict(theirs))
    if _all(list, base, mine, theirs):
        return _choices(_list(base), _list(mine), _list(theirs)), False
    return mine, True


def same(one: Raw, other: Raw) -> bool:
    """Whether two answers say the same; an untouched answer is blank in more than one way."""
    return one == other or (is_blank(one) and is_blank(other))


def _all(kind: type, *raws: Raw) -> bool:
    return all(isinstance(raw, kind) or raw == "" for raw in raws)


def _dict(raw: Raw) -> dict[str, str]:
    return raw if isinstance(raw, dict) else {}


def _list(raw: Raw) -> list[str]:
    return raw if isinstance(raw, list) else []


def _parts(base: dict[str, str], mine: dict[str, str], theirs: dict[str, str]) -> tuple[Raw, bool]:
    found: dict[str, str] = {}
    clash = False
    for key in dict.fromkeys((*theirs, *mine, *base)):
        part, both = merge(base.get(key, ""), mine.get(key, ""), theirs.get(key, ""))
        found[key] = str(part)
        clash = clash or both
    return (found if any(found.values()) else ""), clash


def _choices(base: list[str], mine: list[str], theirs: list[str]) -> Raw:
    """What both chose, without what either took away."""
    kept = [value for value in theirs if value in mine or value not in base]
    return kept + [value for value in mine if value not in base and value not in theirs]
