"""The print page and the preview page."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from dpsdocs.document.model import Clause, Document, Paragraph, Table, Text, inlines_of, plain, walk
from dpsdocs.writers.html import preview_html, print_html
from dpsdocs.writers.text import clean
from dpsdocs.writers.theme import Theme

from . import sample


class _Page(HTMLParser):
    """Collects tags, attributes and words, and checks that tags are closed in order."""

    VOID = frozenset({"meta", "link", "br", "col", "img", "hr", "input"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "br":
            self.words.append(" ")
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.VOID
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def test_preview_has_nothing_a_strict_policy_forbids(rich: Document, theme: Theme) -> None:
    page = _Page(preview_html(rich, theme))
    assert not {tag for tag, _ in page.tags} & {"style", "script", "iframe", "object"}
    assert not [attrs for _, attrs in page.tags for name in attrs if name == "style" or name.startswith("on")]
    assert ("link", {"rel": "stylesheet", "href": "/static/css/preview.css"}) in page.tags


def test_answers_link_to_where_they_are_changed(rich: Document, theme: Theme) -> None:
    page = _Page(preview_html(rich, theme, {"varighet": "/sak/1?felt=a&b=2"}))
    links = [attrs for tag, attrs in page.tags if tag == "a" and attrs.get("class") == "f"]
    assert links == [
        {"class": "f", "href": "/sak/1?felt=a&b=2", "target": "_top", "title": "Endre: Varighet"}
    ]
    assert "span" in [
        tag for tag, attrs in _Page(preview_html(rich, theme)).tags if attrs.get("class") == "f"
    ]


def test_every_clause_shows_its_lock_and_leads_to_its_reason(rich: Document, theme: Theme) -> None:
    page = _Page(preview_html(rich, theme, why="/sak/1/doc", chosen="rammeavtale"))
    for words in ("Låst", "Kan tilpasses", "Krever godkjenning"):
        assert words in page.text
    ids = [block.id for block in walk(rich.blocks) if isinstance(block, Clause)]
    links = [attrs for tag, attrs in page.tags if tag == "a" and "data-why" in attrs]
    assert [attrs["href"] for attrs in links] == [f"/sak/1/doc?punkt={key}#hvorfor" for key in ids]
    assert page.text.count("Hvorfor? Punkt ") == len(ids)
    assert not [1 for tag, attrs in _Page(preview_html(rich, theme)).tags if "data-why" in attrs]


def test_the_chosen_clause_is_marked(rich: Document, theme: Theme) -> None:
    chosen = next(block.id for block in walk(rich.blocks) if isinstance(block, Clause))
    tags = _Page(preview_html(rich, theme, why="/sak/1/doc", chosen=chosen)).tags
    assert [
        attrs["id"] for tag, attrs in tags if tag == "section" and str(attrs.get("class")).endswith(" on")
    ] == [chosen]
    assert len([1 for _, attrs in tags if attrs.get("aria-current") == "true"]) == 1


def test_print_shows_final_answers_as_plain_text(rich: Document, theme: Theme) -> None:
    assert 'class="f"' not in print_html(rich, theme)
    assert 'class="f"' in print_html(sample.rich(draft=True), theme)


def test_addresses_are_links_in_print_and_words_in_the_preview(theme: Theme) -> None:
    said = "Skriv til kari.lunde+dps@example.org. Se https://example.org/a?b=1&c=2, eller www.example.org."
    document = replace(sample.rich(), blocks=(Paragraph("adresser", (Text(said),)),), toc=())
    links = [attrs["href"] for tag, attrs in _Page(print_html(document, theme)).tags if tag == "a"]
    assert links == [
        "mailto:kari.lunde+dps@example.org", "https://example.org/a?b=1&c=2", "https://www.example.org",
    ]  # fmt: skip
    assert not [1 for tag, _ in _Page(preview_html(document, theme)).tags if tag == "a"]


def test_row_heads_are_heads_where_columns_have_none_and_in_the_preview(rich: Document, theme: Theme) -> None:
    def scopes(page: _Page) -> list[str | None]:
        return [attrs.get("scope") for tag, attrs in page.tags if tag == "th"]

    assert scopes(_Page(print_html(rich, theme))).count("row") < scopes(
        _Page(preview_html(rich, theme))
    ).count("row")
    assert "rh" in [attrs.get("class") for tag, attrs in _Page(print_html(rich, theme)).tags if tag == "td"]


def test_all_references_have_a_target(rich: Document, theme: Theme) -> None:
    for html in (print_html(rich, theme), preview_html(rich, theme)):
        tags = _Page(html).tags
        ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
        hrefs = [attrs["href"] for tag, attrs in tags if tag == "a" and str(attrs["href"]).startswith("#")]
        assert {str(href)[1:] for href in hrefs} <= set(map(str, ids))
        assert len(ids) == len(set(ids))


def test_tables_have_captions_and_scopes(rich: Document, theme: Theme) -> None:
    tags = _Page(print_html(rich, theme)).tags
    assert all(attrs.get("scope") in ("col", "row") for tag, attrs in tags if tag == "th")
    captions = [b.caption for b in walk(rich.blocks) if isinstance(b, Table) and b.caption]
    assert [tag for tag, _ in tags].count("caption") == len(captions) + len(rich.facts)


@pytest.mark.parametrize("writer", [print_html, preview_html])
def test_hostile_words_are_shown_as_typed(writer: object, theme: Theme) -> None:
    document = sample.hostile()
    html = writer(document, theme)  # type: ignore[operator]
    page = _Page(html)
    assert "<script" not in html
    for words in sample.HOSTILE:
        assert " ".join(clean(words).split()) in page.text


def test_a_style_string_cannot_end_early(theme: Theme) -> None:
    html = print_html(sample.hostile(), theme)
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    assert "<" not in style[1]
    assert style[1].count("{") == style[1].count("}")


def test_words_of_the_model_stand_in_order(rich: Document, theme: Theme) -> None:
    text = _Page(print_html(rich, theme)).text
    place = text.index("Etter sideskift")  # the last line of the contents list
    for block in walk(rich.blocks):
        for item in inlines_of(block):
            words = " ".join(plain((item,)).strip("[] ").split())
            place = text.index(words, max(place - 400, 0)) if words else place
