"""Blocks as HTML, the same for print and preview; the preview adds locks and reasons to each clause."""

from __future__ import annotations

from urllib.parse import quote

from dpsdocs.document.model import (
    Block,
    Box,
    Clause,
    Formula,
    Heading,
    ListBlock,
    PageBreak,
    Paragraph,
    Signature,
    Table,
    Wide,
)

from .html_inlines import Mode, anchor, inlines, words
from .html_tables import table
from .layout import SIGNATURE_LINES, closing, leads, may_split
from .text import escaped

ADAPTED = "Tilpasset i denne konkurransen"
LOCK_WORDS = {"locked": "Låst", "adaptable": "Kan tilpasses", "approval": "Krever godkjenning"}
WHY = "Hvorfor?"


def body(blocks: tuple[Block, ...], mode: Mode) -> str:
    """Blocks in reading order; a signature is kept on one page with the words before it."""
    out = [
        _block(block, blocks[index + 1] if index + 1 < len(blocks) else None, mode)
        for index, block in enumerate(blocks)
    ]
    for run in closing(blocks):
        if len(run) > 1:
            out[run[0]] = f'<div class="signblock">{out[run[0]]}'
            out[run[-1]] += "</div>"
    return "\n".join(out)


def _block(block: Block, following: Block | None, mode: Mode) -> str:
    match block:
        case Heading():
            return _heading(block, mode)
        case Paragraph():
            return _paragraph(block, following, mode)
        case ListBlock():
            return _list(block, mode)
        case Table():
            return table(block, mode)
        case Formula():
            return _formula(block, mode)
        case Signature():
            return _signature(block, mode)
        case PageBreak():
            return '<div class="page-break"></div>'
        case Box():
            return _box(block, mode)
        case Clause():
            return _clause(block, mode)
        case Wide():
            return f'<div class="wide">{body(block.blocks, mode)}</div>'


def _id(identity: str) -> str:
    return f' id="{escaped(anchor(identity))}"'


def _number(number: str) -> str:
    return f'<span class="n">{words(number)} </span>' if number else ""


def _heading(block: Heading, mode: Mode) -> str:
    tag = f"h{min(max(block.level, 1), 6)}"
    return f"<{tag}{_id(block.id)}>{_number(block.number)}{inlines(block.inlines, mode)}</{tag}>"


def _paragraph(block: Paragraph, following: Block | None, mode: Mode) -> str:
    kind = "c keep" if leads(block, following) else "c"
    if block.style == "note":
        kind += " small"
    if may_split(block.inlines):
        kind += " split"
    return f'<p class="{kind}"{_id(block.id)}>{_number(block.number)}{inlines(block.inlines, mode)}</p>'


def _list(block: ListBlock, mode: Mode) -> str:
    tag = "ol" if block.ordered else "ul"
    items = "".join(
        f"<li{' class={0}split{0}'.format(chr(34)) if may_split(item.inlines) else ''}{_id(item.id)}>"
        f'<span class="b">{words(item.marker or "–")} </span>'
        f"{inlines(item.inlines, mode)}</li>"
        for item in block.items
    )
    return f'<{tag} class="l"{_id(block.id)}>{items}</{tag}>'


def _formula(block: Formula, mode: Mode) -> str:
    fraction = (
        f'<span class="frac"><span>{inlines(block.numerator, mode)}</span>'
        f"<span>{inlines(block.denominator, mode)}</span></span>"
    )
    return (
        f'<div class="formula" role="math" aria-label="{escaped(block.spoken)}"{_id(block.id)}>'
        f"{inlines(block.before, mode)}{fraction}</div>"
    )


def _signature(block: Signature, mode: Mode) -> str:
    heads = "".join(
        f'<th scope="col"><strong>{words(party.heading)}</strong><br/>{inlines(party.name, mode)}</th>'
        for party in block.parties
    )
    rows = "".join(
        "<tr>" + f'<td><div class="ln"></div><p class="lb">{line}</p></td>' * len(block.parties) + "</tr>"
        for line in SIGNATURE_LINES
    )
    return (
        f'<div class="sign"{_id(block.id)}><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _box(block: Box, mode: Mode) -> str:
    kind = "uke" if block.kind == "uke" else "box"
    title = f'<p class="h">{words(block.title)}</p>' if block.title else ""
    return f'<div class="{kind}"{_id(block.id)}>{title}{body(block.blocks, mode)}</div>'


def _clause(block: Clause, mode: Mode) -> str:
    inner = body(block.blocks, mode)
    kept = " signblock" if any(isinstance(b, Signature) for b in block.blocks) else ""
    if not mode.preview:
        return f'<div class="clause{kept}"{_id(block.id)}>{inner}</div>'
    on = " on" if block.id == mode.chosen else ""
    lock = f'<span class="lock {block.lock}">{ADAPTED if block.adapted else LOCK_WORDS[block.lock]}</span>'
    return (
        f'<section class="clause {block.lock}{on}"{_id(block.id)}>{inner}'
        f'<p class="mark">{lock}{_why(block, mode)}</p></section>'
    )


def _why(block: Clause, mode: Mode) -> str:
    """The link to why a point stands there; its address works without a script."""
    if not mode.why:
        return ""
    paragraphs = (b for b in block.blocks if isinstance(b, Paragraph))
    number = next((b.number for b in paragraphs if b.number), block.id)
    address = f"{mode.why}?punkt={quote(block.id)}#hvorfor"
    current = ' aria-current="true"' if block.id == mode.chosen else ""
    return (
        f' <a class="why" data-why="" href="{escaped(address)}" target="_top"{current}>{WHY}'
        f'<span class="vh"> Punkt {words(number)}</span></a>'
    )
