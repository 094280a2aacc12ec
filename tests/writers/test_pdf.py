"""PDF files: what they say, that they are valid, that nothing gets in from outside and nothing hangs."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pypdf
import pytest

from dpsdocs.document.model import Document, Field, Text, inlines_of, walk
from dpsdocs.writers import pdf
from dpsdocs.writers.html import print_html
from dpsdocs.writers.pdf import closed_fetcher, render_pdf
from dpsdocs.writers.pdf_child import Limits, RenderFailed, render_many
from dpsdocs.writers.text import clean
from dpsdocs.writers.theme import Theme

from . import sample
from .conftest import ROOT

pytestmark = pytest.mark.skipif(pdf.available() is not None, reason="Pango mangler")
BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def made(theme: Theme, rich: Document) -> bytes:
    """The rich document as PDF."""
    return render_pdf(print_html(rich, theme), theme)


def _text(data: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_the_words_of_the_model_can_be_read_back(made: bytes, rich: Document) -> None:
    text = _text(made)
    for block in walk(rich.blocks):
        for item in inlines_of(block):
            if isinstance(item, Text | Field):
                assert "".join(item.text.split()) in text


def test_numbers_stand_before_their_words(made: bytes, rich: Document) -> None:
    text = _text(made)
    for entry in rich.toc:
        assert "".join(f"{entry.number}{entry.text}".split()) in text


def test_our_pages_are_xml_and_read_either_way_give_the_same_bytes(
    made: bytes, theme: Theme, rich: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    for document in (rich, sample.hostile()):
        ElementTree.fromstring(print_html(document, theme))  # noqa: S314  our own page

    def no_xml(_text: str) -> None:
        raise ElementTree.ParseError

    monkeypatch.setattr(pdf.ElementTree, "fromstring", no_xml)
    assert render_pdf(print_html(rich, theme), theme) == made


@pytest.mark.slow
@pytest.mark.parametrize("case", ["final", "graded"])
def test_validators_find_nothing(case: str, theme: Theme, tmp_path: Path) -> None:
    if case == "final":
        document = sample.rich()
    else:
        document = sample.rich(draft=True, cover=False, toc_depth=1, grade="exempt")
    file = tmp_path / "f.pdf"
    file.write_bytes(render_pdf(print_html(document, theme), theme))
    outloud = _run([BIN / "outloud", file])
    assert outloud.startswith("PASS"), outloud
    assert "0 error(s), 0 warning(s)" in outloud, outloud
    assert "errors=0 warnings=0" in _run([BIN / "pdfua", "check", file])
    assert "No syntax or stream encoding errors" in _run(["qpdf", "--check", file])


def _run(order: list[object]) -> str:
    done = subprocess.run(
        [str(part) for part in order], capture_output=True, text=True, timeout=120, check=False
    )
    return done.stdout + done.stderr


def test_both_standards_are_named_and_no_person(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as file, file.open_metadata() as packet:
        assert packet["pdfaid:part"] == "2"
        assert packet["pdfaid:conformance"] == "A"
        assert packet["pdfuaid:part"] == "1"
        assert packet["dc:creator"] == ["Oslo kommune, Etat for kommunale boliger"]
        assert str(file.Root.Lang) == "nb-NO"
        assert set(file.docinfo.keys()) <= {"/Title", "/Author", "/Subject", "/Producer"}


@pytest.mark.slow
def test_hostile_words_are_shown_as_typed(theme: Theme, tmp_path: Path) -> None:
    file = tmp_path / "f.pdf"
    file.write_bytes(render_pdf(print_html(sample.hostile(), theme), theme))
    # poppler, since pypdf loses the letters of fonts that stand in for emoji and Hebrew
    text = "".join(_run(["pdftotext", file, "-"]).split())
    for words in sample.HOSTILE[:2] + sample.HOSTILE[4:]:
        assert "".join(clean(words).split())[:60] in text


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/x.png",
        "https://example.org/x.css",
        "data:text/plain,x",
        "ftp://x",
    ],
)
@pytest.mark.parametrize(
    "html",
    ['<img src="{}" alt="x">', '<link rel="stylesheet" href="{}">', '<style>@import url("{}");</style>'],
)
def test_nothing_can_be_fetched(url: str, html: str, theme: Theme) -> None:
    from weasyprint.urls import FatalURLFetchingError

    page = f'<!DOCTYPE html><html lang="nb"><title>x</title><body>{html.format(url)}</body></html>'
    with pytest.raises(FatalURLFetchingError):
        render_pdf(page, theme)


def test_the_fetcher_knows_the_themes_own_files(theme: Theme) -> None:
    fetcher = closed_fetcher(theme)
    assert fetcher.fetch("theme:regular.ttf").read() == theme.fonts.regular.read_bytes()
    assert fetcher.fetch("theme:watermark.svg").read() == theme.watermark


@pytest.mark.slow
def test_children_give_the_same_bytes_in_order(made: bytes, theme: Theme, rich: Document) -> None:
    small = print_html(sample.rich(cover=False), theme)
    results = render_many([print_html(rich, theme), small, small], theme)
    assert results[0].data == made
    assert results[1] is not results[2]
    assert results[1].data == results[2].data != made
    # a child begins with all its parent holds, and in a long run of tests that is a lot
    held = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 1024
    assert all(30_000 < result.peak_kb < held + 250_000 for result in results)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(cpu_seconds=1), "tidsgrensen"),
        (Limits(wall_seconds=0.3), "tidsgrensen"),
        (Limits(memory_mb=70), "minnegrensen"),
    ],
)
def test_limits_stop_a_child(limits: Limits, words: str, theme: Theme) -> None:
    page = print_html(sample.long_document(150), theme)
    before = _children()
    with pytest.raises(RenderFailed, match=words):
        render_many([page], theme, limits=limits)
    assert _children() <= before


_SMALLER = """
import os, resource, sys
from dpsdocs.writers import pdf, pdf_child
from tests.writers.conftest import FONTS, THEME
from dpsdocs.writers.theme import Theme
theme = Theme.load(THEME, FONTS)
pdf.preload(theme)
most = (pdf_child.Limits().memory_mb << 20) - 1
resource.setrlimit(resource.RLIMIT_AS, (most, most))
if os.getuid() == 0:
    os.setuid(65534)
page = '<!DOCTYPE html><html lang="nb"><head><title>x</title></head><body><h1>x</h1></body></html>'
sys.stdout.buffer.write(pdf_child.render_many([page], theme)[0].data)
"""


@pytest.mark.slow
def test_a_process_that_was_given_less_than_a_childs_limit_makes_pdf_all_the_same() -> None:
    """Only root may go above an inherited limit; everybody else would get no PDF at all."""
    order = [sys.executable, "-W", "ignore", "-c", _SMALLER]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(order, env=environment, cwd=ROOT, capture_output=True, check=False)
    assert done.stdout.startswith(b"%PDF-"), done.stderr.decode()[-2000:]


def _children() -> set[str]:
    """The processes this one has started and not yet waited for."""
    tasks = Path("/proc/self/task").iterdir()
    return {pid for task in tasks for pid in (task / "children").read_text().split()}


def test_a_child_reports_what_went_wrong(theme: Theme) -> None:
    with pytest.raises(RenderFailed, match="kan ikke hentes"):
        render_many(
            ['<!DOCTYPE html><html lang="nb"><title>x</title><img src="file:///etc/passwd" alt="x">'], theme
        )


@pytest.mark.slow
def test_two_processes_write_the_same_bytes() -> None:
    outputs = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": f"UTC{seed}"}
        order = [sys.executable, "-W", "ignore", "-m", "tests.writers.same_bytes"]
        done = subprocess.run(order, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1]
    assert len(outputs[0].splitlines()) == 7


_TWO_CHILDREN = """
import os, sys
from dpsdocs.writers.pdf_child import render_many
from dpsdocs.writers.theme import Theme
from tests.writers.conftest import FONTS, THEME
page = '<!DOCTYPE html><html lang="nb"><head><title>x</title></head><body><h1>x</h1></body></html>'
before = sorted(os.listdir(os.environ["TMPDIR"]))
made = render_many([page, page], Theme.load(THEME, FONTS))
print(before, len(made))
"""


@pytest.mark.slow
def test_children_leave_nothing_on_the_disk(tmp_path: Path) -> None:
    """They end without cleaning up, so a font laid out by one of them would lie there for ever."""
    given = {**os.environ, "TMPDIR": str(tmp_path)}
    said = subprocess.run(
        [sys.executable, "-c", _TWO_CHILDREN], env=given, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "[] 2"
    assert list(tmp_path.iterdir()) == []
