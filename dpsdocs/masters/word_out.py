"""A document of a draft as a Word file to be edited: clauses with their names as bookmarks, fields in brackets."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ..document.model import Lock
from . import segments, word_chunks, word_ids, word_parts
from .edit import ClauseText, Part, parts, read_source, source_of
from .segments import Segment
from .word_file import Run
from .word_ids import bookmark
from .wording import Wording

LOCKS: dict[Lock, str] = {"locked": "Låst", "adaptable": "Kan tilpasses", "approval": "Krever godkjenning"}
HELP = (
    "Skriv i teksten under de grå linjene. La de grå linjene stå: de forteller hvilket punkt teksten hører til.",
    "Felt står i hakeparentes og byttes ut med svaret. Skriv for eksempel [Tilbudsfrist, som frist].",
    "Et nytt avsnitt etter et punkt blir foreslått som et nytt punkt. Slett også den grå linjen for å ta ut et punkt.",
    "Lås, vilkår og kilde endres i nettleseren. Last filen opp igjen på dokumentets side, så ser du endringene.",
)
_WHEN = (1980, 1, 1, 0, 0, 0)


@dataclass(slots=True)
class _Pen:
    """Counts bookmarks and ordered lists."""

    marks: int = 0
    lists: int = 1


def document(wording: Wording, id: str, title: str, text: str) -> bytes:
    """The Word file; the same text gives the same bytes."""
    pen = _Pen()
    body = [_info(pen, f"Mal: {title}", bookmark("document", id)), *(_info(pen, words) for words in HELP)]
    for part in parts(text):
        body += _part(pen, wording, text, part)
    return _packed("".join(body), pen.lists)


def _part(pen: _Pen, wording: Wording, text: str, part: Part) -> Iterator[str]:
    if part.kind == "heading":
        words = _runs(word_chunks.runs(wording.shown(part.text)))
        yield _paragraph(f"Overskrift{part.level}", _marked(pen, words, bookmark("heading", part.id)))
    elif part.kind == "clause":
        yield from _clause(pen, wording, source_of(text, part.id))
    else:
        what = "Felles punkt" if part.kind == "shared" else "Tabell eller boks"
        yield _info(pen, f"{what} «{part.id}» står her. Endres i nettleseren.", bookmark("kept", part.id))


def _clause(pen: _Pen, wording: Wording, source: str) -> Iterator[str]:
    clause = read_source(source)
    yield _info(pen, _about(wording, clause), bookmark("clause", clause.id, source))
    blocks: list[tuple[str, str]] = []
    for piece in segments.split(clause.body):
        blocks += _piece(pen, wording, piece)
    blocks += [("Veiledning", _runs((Run(row),))) for row in clause.guidance.split("\n") if row.strip()]
    end = bookmark("end", clause.id)
    closes = bool(blocks) and blocks[-1][0] not in ("", "OmPunktet")
    for n, (style, content) in enumerate(blocks):
        last = closes and n == len(blocks) - 1
        if not style and n and not blocks[n - 1][0]:  # other programs make one table of two that touch
            yield _info(pen, "Neste tabell", bookmark("between", f"{clause.id} {n}"))
        yield _paragraph(style, _marked(pen, content, end) if last else content) if style else content
    if not closes:
        yield _info(pen, f"Slutt på punktet «{clause.id}»", end)


def _about(wording: Wording, clause: ClauseText) -> str:
    words = f"Punkt «{clause.id}» · {LOCKS[clause.lock]}"
    if clause.when:
        words += f" · Med når {wording.condition(clause.when)}"
    return f"{words} · Kilde: {clause.source}" if clause.source else words


def _piece(pen: _Pen, wording: Wording, piece: Segment) -> Iterator[tuple[str, str]]:
    """Style and content of each paragraph; a table has no style."""
    if piece.kind == "fixed":
        yield "OmPunktet", _runs((Run(word_parts.fixed_words(piece)),))
    elif piece.kind == "table":
        yield "", _table(wording, piece)
    else:
        before = ""
        for chunk in word_chunks.split(piece.text, by_line=piece.name in word_chunks.LINE_BY_LINE):
            pen.lists += chunk.kind == "ordered" and before != "ordered"
            before = chunk.kind
            style = {"bullet": "Punktliste", "ordered": f"Bokstavliste:{pen.lists}"}.get(chunk.kind, "Normal")
            yield style, _runs(word_chunks.runs(wording.shown(chunk.bare)))


def _table(wording: Wording, piece: Segment) -> str:
    rows = piece.rows
    width = max((len(row) for row in rows), default=1)
    grid = f'<w:gridCol w:w="{9600 // width}"/>' * width
    made = "".join(_row(wording, row, width) for row in rows)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Rutenett"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"
    )


def _row(wording: Wording, row: Sequence[str], width: int) -> str:
    cells = (_runs(word_chunks.runs(segments.cell_words(wording, cell))) for cell in row)
    made = "".join(f"<w:tc><w:tcPr/>{_paragraph('Normal', cell)}</w:tc>" for cell in cells)
    return f"<w:tr>{made}{'<w:tc><w:tcPr/><w:p/></w:tc>' * (width - len(row))}</w:tr>"


def _info(pen: _Pen, words: str, name: str = "") -> str:
    content = _runs((Run(words),))
    return _paragraph("OmPunktet", _marked(pen, content, name) if name else content)


def _paragraph(style: str, content: str) -> str:
    name, _, number = style.partition(":")
    numbering = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{name}"/>{numbering}</w:pPr>{content}</w:p>'


def _marked(pen: _Pen, content: str, name: str) -> str:
    pen.marks += 1
    start = f'<w:bookmarkStart w:id="{pen.marks}" w:name="{name}"/>'
    return f'{start}{content}<w:bookmarkEnd w:id="{pen.marks}"/>'


def _runs(found: Sequence[Run]) -> str:
    return "".join(_run(run) for run in found if run.text)


def _run(run: Run) -> str:
    looks = f"{'<w:b/>' if run.bold else ''}{'<w:i/>' if run.italic else ''}"
    looks += '<w:vertAlign w:val="subscript"/>' if run.sub else ""
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(run.text)}</w:t></w:r>'


def _packed(body: str, lists: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in word_parts.package(body, lists, word_ids.INFO, word_ids.GUIDE):
            archive.writestr(zipfile.ZipInfo(name, _WHEN), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
