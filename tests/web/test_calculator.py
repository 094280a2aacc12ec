"""The deadline calculator and the page of rules, as pages."""

from __future__ import annotations

from typing import Any

import pytest

from dpsdocs.domain.rules import rulebook


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("dato=23.11.2026", "fredag\u00a04.\u00a0desember\u00a02026 kl.\u00a012.00"),
        ("dato=2026-11-23&skjermet=yes", "onsdag\u00a09.\u00a0desember\u00a02026 kl.\u00a012.00"),
        ("dato=16.03.2027", "Langfredag"),
    ],
)
def test_the_count_is_shown(browser: Any, query: str, words: str) -> None:
    page = browser("reader").get(f"/fristkalkulator?{query}")
    assert page.status_code == 200
    assert words in page.text


@pytest.mark.parametrize("typed", ["", "31.11.2026", "i morgen", "<script>", "9" * 500])
def test_a_wrong_day_is_told_and_kept(browser: Any, typed: str) -> None:
    page = browser("reader").get("/fristkalkulator", query_string={"dato": typed})
    assert page.status_code == 422
    assert "Feil: " in page.text
    assert "<script>" not in page.text.split("</head>")[1]


def test_every_rule_stands_on_the_page(browser: Any) -> None:
    page = browser("reader").get("/regler").text
    assert all(rule.id in page for rule in rulebook().rules)
