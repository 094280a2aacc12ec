"""Putting two people's changes together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dpsdocs.domain.answers import Raw
from dpsdocs.domain.merging import merge, same

TEXT = st.sampled_from(["", "a", "b", "c"])
LISTS = st.lists(st.sampled_from("abcd"), unique=True, max_size=4)
PARTS = st.dictionaries(st.sampled_from(["x", "y", "z"]), TEXT, max_size=3)
RAW = TEXT | LISTS | PARTS


@given(base=RAW, mine=RAW)
def test_alone_one_gets_what_one_typed(base: Raw, mine: Raw) -> None:
    assert merge(base, mine, base) == (mine, False)
    assert merge(base, base, mine) == (mine, False)


@given(base=RAW, mine=RAW, theirs=RAW)
def test_nothing_comes_from_nowhere(base: Raw, mine: Raw, theirs: Raw) -> None:
    """Each part of the result is mine or theirs, and it doesn't matter who was first unless they clash."""
    made, clash = merge(base, mine, theirs)
    again, clashed = merge(base, theirs, mine)
    assert clash == clashed
    if isinstance(made, dict):
        for key, value in made.items():
            assert value in [side.get(key, "") for side in (mine, theirs) if isinstance(side, dict)] + [""]
    if not clash and isinstance(made, list):
        assert isinstance(again, list)
        assert sorted(made) == sorted(again)
    elif not clash:
        assert same(made, again)


@given(base=LISTS, mine=LISTS, theirs=LISTS)
def test_what_one_took_away_stays_away(base: list[str], mine: list[str], theirs: list[str]) -> None:
    made, clash = merge(base, mine, theirs)
    assert not clash
    taken = {value for value in base if value not in mine or value not in theirs}
    assert not taken & set(made)
    assert (set(mine) | set(theirs)) - set(base) <= set(made)


def test_clearing_a_group_meets_a_change_in_it() -> None:
    base = {"name": "Kari", "email": "k@x.no"}
    made, clash = merge(base, "", {"name": "Kari", "email": "ny@x.no"})
    assert clash
    assert made == {"name": "", "email": ""} or made == ""


def test_blank_is_blank_however_it_is_written() -> None:
    assert same("", []) and same("", {"a": " "}) and same([], "  ")
    assert not same("", "a")
