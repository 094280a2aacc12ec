"""The theme and the words around the text."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from dpsdocs.writers.running import footer_left, header_left, header_right
from dpsdocs.writers.text import clean, name_of
from dpsdocs.writers.theme import Theme, ThemeError

from . import sample
from .conftest import FONTS, THEME


def test_digest_changes_with_the_style_sheet(theme: Theme, tmp_path: Path) -> None:
    copy = tmp_path / "theme"
    shutil.copytree(THEME, copy)
    assert Theme.load(copy, FONTS).digest == theme.digest
    (copy / "print.css").write_text(theme.css + "\np { color: red }")
    assert Theme.load(copy, FONTS).digest != theme.digest


def test_a_missing_font_is_named(tmp_path: Path) -> None:
    with pytest.raises(ThemeError, match=r"SourceSansPro-Regular\.ttf"):
        Theme.load(THEME, tmp_path)


def test_long_subjects_never_meet_the_case_number() -> None:
    meta = replace(sample.META, subject="Vektertjenester " + "Boligene" * 40)
    assert len(header_left(meta)) + len(header_right(meta)) <= 104
    assert header_left(meta).endswith("…")
    assert footer_left(meta).endswith("Versjon 1.0, 11.01.2027")


def test_a_running_head_never_reads_as_a_sentence() -> None:
    long = replace(sample.META, subject="Vektertjenester for svært mange boliger i alle bydeler")
    assert header_left(long) == long.title
    short = replace(sample.META, subject="Vektertjenester for boliger")
    assert header_left(short) == f"{short.title}  ·  Vektertjenester for boliger"


def test_names_are_short_and_never_shared() -> None:
    ids = ("a-b", "a_b", "a b", "x" * 80, "x" * 81, "æøå", "")
    names = {name_of("punkt", identity) for identity in ids}
    assert len(names) == len(ids)
    assert all(len(name) <= 40 for name in names)


def test_clean_keeps_what_people_type() -> None:
    kept = "emoji 🚨 \u202ertl\u202c \u00a0 æøå\ttab\nlinje"
    assert clean(kept) == kept
    assert clean("a\x00b\x1bc\r\nd\re\ud800") == "abc\nd\ne"
