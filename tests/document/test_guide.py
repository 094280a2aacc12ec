"""A page of guidance: what the subset knows, what it refuses in words, and that nothing typed becomes markup."""

from __future__ import annotations

import time
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpsdocs.document.guide import Guide, Heading, Items, Prose, Run, parse

TEXT = """Innledning over
to linjer.

## Sette frister {frister}

1. Først **dette**.
2. Så *dette*, se [reglene](https://lovdata.no/x?a=1&b=2).

- Ett
  - Inni

### Nærmere

Spør dps@uke.example.no. Adressen er [UKE fyller ut: adressen til KGV].
"""


def test_headings_lists_emphasis_links_and_gaps() -> None:
    page = parse(TEXT)
    assert page.faults == ()
    assert page.headings == (Heading(2, "Sette frister", "frister", 1),)
    assert page.gaps == (("frister", "adressen til KGV"),)
    intro, _, ordered, bullets, below, last = page.blocks
    assert intro == Prose((Run("Innledning over"), Run(" "), Run("to linjer.")))
    assert isinstance(ordered, Items) and ordered.ordered and ordered.start == 1
    assert ordered.items[0] == (Run("Først "), Run("dette", strong=True), Run("."))
    assert Run("reglene", href="https://lovdata.no/x?a=1&b=2") in ordered.items[1]
    assert bullets == Items(False, 1, ((Run("Ett"),), (Run("Inni"),)))
    assert below == Heading(3, "Nærmere")
    assert isinstance(last, Prose)
    assert Run("dps@uke.example.no", href="mailto:dps@uke.example.no") in last.runs
    assert Run("adressen til KGV", gap=True) in last.runs


def test_a_list_goes_on_where_the_writer_says() -> None:
    (found,) = parse("3. Tre\n4. Fire").blocks
    assert isinstance(found, Items) and found.start == 3


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#115;cript:alert(1)", "java&#10;script:alert(1)",
        "&#x6A;avascript:alert(1)", "vbscript:x", "data:text/html;base64,PHNjcmlwdD4=", "file:///etc/passwd",
        "//evil.example", "/rutine", "ftp://x.example", "mailto:", "mailto:a@b?body=x", "https://", "",
        "blob:https://x.example/1", "tel:99999999",
    ],
)  # fmt: skip
def test_a_link_that_leads_elsewhere_is_told_and_is_no_link(address: str) -> None:
    page = parse(f"Se [her]({address}).")
    assert "kan ikke brukes" in "".join(page.faults) or "[her]" in _text(page)
    assert [run for run in _runs(page) if run.href] in (
        [],
        [Run("https://x.example", href="https://x.example")],
    )


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "<b>fet</b>", "<!-- x -->", "&lt;b&gt;", "![x](y)"]
)
def test_html_stays_the_letters_it_is(text: str) -> None:
    page = parse(text)
    assert _text(page) in (text, "!x")  # of a picture the words are left, as of a link that is refused


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# Tittel {a}", "Linje 1: Bruk ##"),
        ("## Tittel {a}\n\n#### Under", "Linje 3: Bruk ##"),
        ("## Tittel", "Linje 1: Overskriften «Tittel» må slutte med et navn i krøllparentes"),
        ("## Tittel {Stor Å}", "Bruk små bokstaver"),
        ("## Tittel {" + "a" * 41 + "}", "Bruk små bokstaver"),
        ('## Tittel {a" onclick="x}', "Bruk små bokstaver"),
        ("## {a}", "Overskriften har ingen tekst"),
        ("## A {a}\n## B {a}", "Linje 2: Navnet {a} er brukt"),
        ("### Under", "Linje 1: En underoverskrift (###) må stå under"),
    ],
)
def test_headings_that_cannot_be_linked_to_are_told(text: str, words: str) -> None:
    assert words in " ".join(parse(text).faults)


def test_only_ids_that_can_stand_in_a_page_come_out() -> None:
    page = parse('## A {a}\n## B {a}\n## C {x" y="z}\n## D')
    assert [heading.id for heading in page.headings] == ["a", "", "", ""]
    assert [heading.number for heading in page.headings] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "[a](",
        "*",
        "*a ",
        "- ",
        "[UKE fyller ut: ",
        "a@",
        "http://",
        "## a {b-",
        "## a {b} ",
        "[![](x)]",
        "**a *",
    ],
)
def test_odd_text_takes_no_time(piece: str) -> None:
    begin = time.process_time()
    parse((piece * 60_000)[:60_000])
    parse("## " + (piece * 60_000)[:60_000] + "{")
    assert time.process_time() - begin < 10


@given(st.text(alphabet=st.sampled_from("abæ #*_-[](){}<>:/@.1\n\t\\&;\x00"), max_size=200))
def test_any_text_gives_a_page_whose_links_are_ours_to_follow(text: str) -> None:
    page = parse(text)
    for run in _runs(page):
        assert run.href.startswith(("https://", "http://", "mailto:", "")) and "\x00" not in run.text
        assert not run.href or run.href.split(":")[0] in ("https", "http", "mailto")
    assert all(isinstance(part, str) for heading in page.headings for part in astuple(heading)[1:3])


def _runs(page: Guide) -> list[Run]:
    found: list[Run] = []
    for block in page.blocks:
        if isinstance(block, Prose):
            found += block.runs
        elif isinstance(block, Items):
            found += [run for item in block.items for run in item]
    return found


def _text(page: Guide) -> str:
    return "".join(run.text for run in _runs(page))
