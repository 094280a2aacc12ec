"""Pages that are made from the code are current."""

from __future__ import annotations

from pathlib import Path

from dpsdocs.commands import rules_table


def test_the_table_of_rules_is_current(root: Path) -> None:
    """Made by ``dpsdocs rules > docs/rules.md``."""
    assert (root / "docs" / "rules.md").read_text(encoding="utf-8") == rules_table()
