"""Inlines as runs: emphasis, marked fields and gaps, references as REF fields, places to fill in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dpsdocs.document.model import Field, FillIn, Gap, Inline, Inlines, Ref, Text

from .docx_xml import Ids, text_run
from .docx_xml import field as word_field
from .text import clean, escaped
from .theme import Theme

Pages = Mapping[str, int]  # the page each heading stands on, by block id
Kind = Literal["locked", "review", "bidder"]
FILL_TAG = "felt:"
CLAUSE_TAG = "punkt:"
PLACEHOLDER = "Skriv her: "
_TICK = '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/>'
_TICK_STATES = (
    '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
)
_LABEL_LIMIT = 60  # Word refuses titles and tags of more than 64 characters


@dataclass(slots=True)
class Pen:
    """What the whole document shares while it is written; ids and list numbers are handed out in order."""

    theme: Theme
    kind: Kind
    marks: bool
    targets: Mapping[str, str]
    ids: Ids = field(default_factory=Ids)
    lists: int = 0


def label(text: str) -> str:
    """Words short enough for the title or tag of a control, escaped."""
    return escaped(" ".join(clean(text).split())[:_LABEL_LIMIT])


def control_tag(prefix: str, identity: str) -> str:
    """The tag of a control, unescaped: the id behind its prefix, long ids cut and told apart by a hash."""
    tag = prefix + " ".join(clean(identity).split())
    if len(tag) <= _LABEL_LIMIT:
        return tag
    return f"{tag[: _LABEL_LIMIT - 9]}_{hashlib.sha256(identity.encode('utf-8', 'replace')).hexdigest()[:8]}"


def runs(items: Inlines, pen: Pen, properties: str = "") -> str:
    """Inlines in reading order; ``properties`` go into every run after its character style."""
    return "".join(_run(item, pen, properties) for item in items)


def _run(item: Inline, pen: Pen, properties: str) -> str:
    match item:
        case Text():
            return text_run(item.text, _text_properties(item, pen, properties))
        case Field():
            style = "Felt" if pen.marks else "Uthevet" if item.strong else ""
            return text_run(item.text, character(style, pen.theme) if style else properties)
        case Gap():
            return text_run(f"[{item.text}]", character("Feltmangler", pen.theme))
        case Ref():
            target = pen.targets.get(item.target)
            if target is None:
                return text_run(item.text, properties)
            return word_field(f"REF {target} \\n \\h", item.text, properties)
        case FillIn():
            return _check(item, pen, properties) if item.kind == "check" else _line(item, pen)


def _text_properties(item: Text, pen: Pen, properties: str) -> str:
    out = character("Uthevet", pen.theme) if item.strong else properties
    out += "<w:i/>" if item.em else ""  # the schema wants fonts before italics
    return out + ('<w:vertAlign w:val="subscript"/>' if item.sub else "")


def character(name: str, theme: Theme) -> str:
    """A character style, with its looks as direct formatting too.

    LibreOffice drops the style where a run fills its paragraph in a control or a table cell.
    """
    colours, semibold = theme.colours, theme.names.semibold
    fonts = f'<w:rFonts w:ascii="{semibold}" w:eastAsia="{semibold}" w:hAnsi="{semibold}" w:cs="{semibold}"/>'
    frame = f'<w:bdr w:val="single" w:sz="6" w:space="0" w:color="{colours.uke_frame}"/>'
    direct = {
        "Uthevet": fonts,
        "Felt": f'<w:u w:val="single" w:color="{colours.accent}"/>{_shade(colours.field_fill)}',
        "Feltmangler": f'{fonts}<w:color w:val="{colours.gap_text}"/>{frame}{_shade(colours.gap_fill)}',
        "Plassholder": f'<w:color w:val="{colours.quiet}"/>{_shade(colours.tint)}',
    }
    return f'<w:rStyle w:val="{name}"/>{direct[name]}'


def _shade(fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'


def _line(item: FillIn, pen: Pen) -> str:
    kind = '<w:text w:multiLine="1"/>' if item.kind == "long" else "<w:text/>"
    content = text_run(PLACEHOLDER + item.label, character("Plassholder", pen.theme))
    return _control(item, pen, f"<w:showingPlcHdr/>{kind}", content)


def _check(item: FillIn, pen: Pen, properties: str) -> str:
    """A tick box; its label stands after it, outside the control."""
    box = _control(item, pen, _TICK_STATES, f"<w:r><w:rPr>{_TICK}</w:rPr><w:t>☐</w:t></w:r>")
    return box + text_run(f"\u00a0{item.label}  ", properties)


def _control(item: FillIn, pen: Pen, kind: str, content: str) -> str:
    tag = control_tag(FILL_TAG, item.id)
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{label(item.label)}"/>'
        f'<w:tag w:val="{escaped(tag)}"/><w:id w:val="{pen.ids.of(tag)}"/>'
        f'<w:lock w:val="sdtLocked"/>{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
    )
