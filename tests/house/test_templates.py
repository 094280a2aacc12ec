"""Page templates stay small, and hold nothing that a strict content security policy refuses."""

import re
from pathlib import Path

import pytest

TEMPLATE_LINES = 120
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
IN_MARKUP = {
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "event handler": re.compile(r"""\son[a-z]+\s*=""", re.IGNORECASE),
    "hx-on or js: value": re.compile(r"""\shx-on|=\s*["']?(?:js|javascript):""", re.IGNORECASE),
    "style attribute": re.compile(r"""\sstyle\s*=|<style\b""", re.IGNORECASE),
}
IN_JINJA = re.compile(r"\|\s*safe\b|\bautoescape\s+false\b")


def templates(root: Path) -> dict[str, str]:
    """Name and source of each page template."""
    folder = root / "templates/pages"
    return {path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*.html"))}


def faults(source: str) -> list[str]:
    """What the template holds that it may not."""
    markup = JINJA.sub("x", source)
    found = [name for name, pattern in IN_MARKUP.items() if pattern.search(markup)]
    return found + (["unescaped output"] if IN_JINJA.search(source) else [])


def test_templates_are_short(root: Path) -> None:
    lengths = {name: len(source.splitlines()) for name, source in templates(root).items()}
    assert {name: n for name, n in lengths.items() if n > TEMPLATE_LINES} == {}


def test_templates_hold_nothing_inline(root: Path) -> None:
    found = {name: faults(source) for name, source in templates(root).items()}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "source",
    [
        "<script>1</script>",
        '<a onclick="x()">',
        '<p style="color:red">',
        "<style>p{}</style>",
        "{{ text | safe }}",
        "{{ text|safe }}",
        "{% autoescape false %}",
        '<p hx-on:click="x()">',
        "<p hx-vals='js:{a:1}'>",
    ],
)
def test_the_net_catches(source: str) -> None:
    assert faults(source)


@pytest.mark.parametrize(
    "source",
    [
        '<script src="/static/js/app.js" defer></script>',
        '{{ field(style="wide", onkey=1) }}',
        "{{ text | safely }} <p class='one=two'>",
    ],
)
def test_the_net_lets_through(source: str) -> None:
    assert faults(source) == []
