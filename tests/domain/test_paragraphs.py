"""The regulation's paragraphs are cited by the regime a competition is under."""

from __future__ import annotations

import pytest

from dpsdocs.domain.case import Regime
from dpsdocs.domain.paragraphs import cited


@pytest.mark.parametrize(
    ("source", "regime", "shown"),
    [
        ("FOA § 14-1 (3), mengde", "foa3", "FOA § 14-1 (3), mengde"),
        ("FOA § 14-1 (3), mengde", "foa2", "FOA § 8-4, mengde"),
        ("FOA §§ 18-1 og 26-7 (4)", "foa2", "FOA § 8-11"),
        ("FOA § 23-2 (4), språk", "foa2", "Anskaffelsesloven § 4, språk"),
        ("FOA §§ 7-2, 8-10 (2) og 17-1 (5)", "foa2", "FOA §§ 7-2 og 8-10 (2)"),
        ("FOA §§ 7-2, 8-10 (2) og 17-1 (5)", "foa3", "FOA §§ 7-2 og 17-1 (5)"),
        ("FOA §§ 11-2, 28-1 og 28-2", "foa3", "FOA §§ 28-1 og 28-2"),
        ("FOA §§ 11-2, 28-1 og 28-2", "foa2", "FOA § 11-2"),
        ("FOA § 16-10 (1) og (2)", "foa3", "FOA § 16-10 (1) og (2)"),
        ("FOA § 10-2", "foa3", "FOA § 10-2"),
        ("FOA § 7-9", "foa2", "FOA § 7-9"),
        ("Bilagene: FOA § 19-2 (1) og (4)", "foa2", "Bilagene: Anskaffelsesloven § 4"),
        ("Instruks punkt 4.3 og FOA § 19-1", "foa2", "Instruks punkt 4.3 og FOA § 8-12"),
        ("Personvernforordningen artikkel 28", "foa2", "Personvernforordningen artikkel 28"),
    ],
)
def test_a_source_names_the_paragraphs_of_its_regime(source: str, regime: Regime, shown: str) -> None:
    assert cited(source, regime) == shown
