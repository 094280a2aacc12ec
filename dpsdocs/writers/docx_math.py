"""A formula as Office math, set in the document's own font."""

from __future__ import annotations

from dpsdocs.document.model import Formula, Inline, Inlines, Text, plain

from .docx_inlines import Pen
from .docx_xml import paragraph
from .text import escaped


def formula(block: Formula, pen: Pen) -> str:
    """A centred, tinted paragraph with the words before the fraction and the fraction."""
    above, below = _math(block.numerator, pen), _math(block.denominator, pen)
    fraction = f"<m:f><m:num>{above}</m:num><m:den>{below}</m:den></m:f>"
    return paragraph("Formel", f"<m:oMath>{_math(block.before, pen)}{fraction}</m:oMath>")


def _math(items: Inlines, pen: Pen) -> str:
    """Runs; a subscript takes the run before it as its base."""
    out: list[str] = []
    for item in items:
        if isinstance(item, Text) and item.sub and out:
            out.append(f"<m:sSub><m:e>{out.pop()}</m:e><m:sub>{_run(item, pen)}</m:sub></m:sSub>")
        else:
            out.append(_run(item, pen))
    return "".join(out)


def _run(item: Inline, pen: Pen) -> str:
    name = pen.theme.names.family
    italic = "<w:i/>" if isinstance(item, Text) and item.em else ""
    fonts = f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}"/>'
    words = escaped(" ".join(plain((item,)).split("\n")))
    return (
        f"<m:r><m:rPr><m:nor/></m:rPr><w:rPr>{fonts}{italic}</w:rPr>"
        f'<m:t xml:space="preserve">{words}</m:t></m:r>'
    )
