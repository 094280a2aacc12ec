"""The tamper report as a Word file: the issued document with what came back as tracked changes.

Who rejects all changes has the issued words, who accepts them those that came back. Fields that are filled in are
told in comments, and so is what was moved. The first page says what was compared and what was found.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from ..writers.docx_marks import Marks
from ..writers.docx_xml import DECLARATION, ROOT, paragraph, text_run
from . import tracked_paragraph as tracked
from .returned import LOCK_LABELS, STATE_LABELS, ClauseReport, Comparison
from .word_file import placed

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TIME = (2025, 1, 1, 0, 0, 0)
_TYPES, _LINKS = "[Content_Types].xml", "word/_rels/document.xml.rels"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_OWN_PARTS = re.compile(r"<(?:Override|Relationship)\b[^>]*customXml[^>]*/>")


def tracked_file(compared: Comparison) -> bytes:
    """The Word file; the same comparison gives the same bytes."""
    report, marks = compared.report, Marks()
    issued = placed(report.document, compared.issued)
    body = issued.root.find(f"{_W}body")
    _open(body)
    _mark(compared, list(issued.paragraphs), body, marks)
    _put_first(body, "".join(_summary(compared)))
    xml = DECLARATION.encode() + etree.tostring(issued.root)
    return _packed(compared.issued, xml, marks.comments())


def _open(body: Any) -> None:
    """No controls: in a locked one nothing can be accepted or rejected."""
    for control in list(body.iter(f"{_W}sdt")):
        content = control.find(f"{_W}sdtContent")
        for child in list(content) if content is not None else ():
            control.addprevious(child)
        control.getparent().remove(control)


def _mark(compared: Comparison, paragraphs: list[Any], body: Any, marks: Marks) -> None:
    aligned = compared.aligned
    news = dict.fromkeys(aligned.came, "")
    struck: list[Any] = []
    for i, place in enumerate(paragraphs):
        if place is None:
            continue
        if filled := aligned.filled.get(i):
            tracked.comment(place, f"Utfylt: {'; '.join(filled)}", marks)
        match aligned.states[i]:
            case "changed" if tracked.has_formula(place):
                tracked.comment(place, "Formelen er endret i filen som kom tilbake.", marks)
            case "changed":
                tracked.reword(place, aligned.now[i], marks)
            case "deleted" | "moved" as state:
                tracked.strike(place, marks)
                struck.append(place)
                if tracked.has_formula(place):
                    tracked.comment(place, "Formelen står ikke i filen som kom tilbake.", marks)
                if state == "moved":
                    tracked.comment(place, "Flyttet herfra.", marks)
                    news[aligned.at[i]] = "Flyttet hit."
    _strike_rows(struck, marks)
    _put_in(compared, paragraphs, body, news, marks)


def _strike_rows(struck: list[Any], marks: Marks) -> None:
    """A row of which every cell is taken out is taken out itself."""
    gone = {id(place) for place in struck}
    rows = {id(row): row for place in struck for row in place.iterancestors(f"{_W}tr")}
    for row in rows.values():
        held = [p for p in row.iter(f"{_W}p") if any(t.text for t in p.iter(f"{_W}t", f"{_W}delText"))]
        if all(id(p) in gone for p in held):
            tracked.strike_row(row, marks)


def _put_in(
    compared: Comparison, paragraphs: list[Any], body: Any, news: dict[int, str], marks: Marks
) -> None:
    """New lines, each after the line it follows in the file that came back."""
    aligned = compared.aligned
    stands = {
        at: paragraphs[i] for i, at in enumerate(aligned.at) if at >= 0 and aligned.states[i] != "moved"
    }
    last: Any = None
    like = next((p for p in paragraphs if p is not None), None)
    for j, words in enumerate(compared.returned):
        if j in news:
            made = tracked.added(words, last if last is not None else like, marks)
            if news[j]:
                tracked.comment(made, news[j], marks)
            if last is None:
                body.insert(0, made)
            else:
                last.addnext(made)
            last = made
        elif stands.get(j) is not None:
            last = stands[j]


def _summary(compared: Comparison) -> Iterator[str]:
    """The first page, in the styles every document has."""
    report, about = compared.report, compared.about
    yield paragraph("Innholdsoverskrift", text_run("Kontroll av en returnert fil"))
    yield _told(f"«{report.file}» er sammenlignet med {report.document}.")
    version, number = about.get("version", ""), about.get("case_number", "")
    yield _told(f"Dokumentet ble utstedt i versjon {version}, sak {number}.")
    verdict = (
        "Ingen låste punkter er endret." if report.is_intact else "Dokumentet er ikke slik det ble utstedt."
    )
    yield _told(verdict)
    counts = Counter(clause.state for clause in report.clauses)
    told = ", ".join(f"{STATE_LABELS[state].lower()}: {count}" for state, count in counts.items())
    yield _told(f"Overskrifter og punkter: {told}.")
    for clause in report.clauses:
        if clause.state in ("changed", "deleted", "moved"):
            yield _told(f"{STATE_LABELS[clause.state]}: {_name(clause)}")
    if report.added:
        yield _told(f"Lagt til: {len(report.added)} {'linje' if len(report.added) == 1 else 'linjer'}.")
    yield from map(_told, report.around)
    if report.tracked:
        yield _told("Filen hadde sporede endringer. De er lest som om de var godtatt.")
    yield _told(
        "På de neste sidene står det utstedte dokumentet. Strøket tekst er tatt ut av den som sendte filen, og "
        "understreket tekst er satt inn. Utfylte felt og flyttede punkter står i kommentarer."
    )


def _name(clause: ClauseReport) -> str:
    """A clause by its id, a heading by its words."""
    if clause.lock == "outside":
        return "tekst utenfor punktene"
    return f"{clause.before if clause.lock == 'heading' else clause.id} ({LOCK_LABELS[clause.lock]})"


def _told(words: str) -> str:
    return paragraph("Brodtekst", text_run(words))


def _put_first(body: Any, xml: str) -> None:
    """The summary as a section of its own, with the headers and footers of the document's last section."""
    first: list[Any] = list(etree.fromstring(f"<w:x {ROOT}>{xml}<w:p><w:pPr/></w:p></w:x>"))
    first[-1][0].append(deepcopy(body.findall(f"{_W}sectPr")[-1]))
    for at, element in enumerate(first):
        body.insert(at, element)


def _packed(issued: bytes, document: bytes, comments: bytes) -> bytes:
    """The issued package with another body, with comments and without the list of its own clauses."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(issued)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("customXml/"):
                continue
            if name == "word/document.xml":
                data = document
            elif name in (_TYPES, _LINKS):
                data = _linked(name, data.decode(), with_comments=bool(comments)).encode()
            target.writestr(_entry(name), data)
        if comments:
            target.writestr(_entry("word/comments.xml"), comments)
    return out.getvalue()


def _linked(name: str, xml: str, *, with_comments: bool) -> str:
    xml = _OWN_PARTS.sub("", xml)
    if not with_comments:
        return xml
    if name == _TYPES:
        return xml.replace(
            "</Types>", f'<Override PartName="/word/comments.xml" ContentType="{_COMMENTS}"/></Types>'
        )
    link = f'<Relationship Id="comments" Type="{_RELATION}" Target="comments.xml"/>'
    return xml.replace("</Relationships>", f"{link}</Relationships>")


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info
