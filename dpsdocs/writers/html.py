"""Document to HTML: a page for the PDF engine and a page for the preview frame, with one body builder."""

from __future__ import annotations

from collections.abc import Mapping

from dpsdocs.document.model import Document, Meta, Table, TocEntry

from .html_blocks import body
from .html_inlines import Mode, anchor, words
from .html_tables import table
from .layout import contents_stand_alone, text_opens_a_page
from .running import (
    document_title,
    footer_left,
    grade_mark,
    header_left,
    header_right,
    identity_facts,
    identity_rows,
    identity_shares,
    logo_alt,
    owner,
)
from .text import clean, escaped
from .theme import Theme

WATERMARK_URL, LOGO_URL = "theme:watermark.svg", "theme:logo.png"
PREVIEW_CSS = "/static/css/preview.css"


def print_html(document: Document, theme: Theme) -> str:
    """The page the PDF is made from. The style sheet itself is given to the engine, not linked."""
    meta = document.meta
    mode = Mode(marks=meta.draft)
    head = f"<style>{_running_css(meta)}</style>"
    return _page(
        document, head, "preview" if meta.draft else "final", _content(document, mode, _logo(meta, theme))
    )


def heading_pages(document: Document, pages: Mapping[str, int]) -> dict[str, int]:
    """The pages of the contents list's headings by block id, from the pages of a rendered page's anchors."""
    named = {entry.target: pages.get(anchor(entry.target), 0) for entry in document.toc}
    return {target: page for target, page in named.items() if page}


def preview_html(
    document: Document, theme: Theme, answer_urls: Mapping[str, str] | None = None, *, why: str = "", chosen: str = "",
    sheet: str = "", logo: str = "",
) -> str:  # fmt: skip
    """The page for the preview frame: no inline styles or scripts, answers link to where they are changed.

    ``why`` is the address that tells why a point stands there, ``chosen`` the point it tells of now.
    ``sheet`` is the address of a style sheet with other colours, ``logo`` of a picture for the cover.
    """
    meta = document.meta
    mode = Mode(preview=True, marks=True, urls=answer_urls or {}, why=why, chosen=chosen)
    head = (
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        f'<link rel="stylesheet" href="{PREVIEW_CSS}"/>'
    ) + (f'<link rel="stylesheet" href="{escaped(sheet)}"/>' if sheet else "")
    image = f'<img class="logo" src="{escaped(logo)}" alt="{escaped(logo_alt(meta))}"/>' if logo else ""
    running = f'<div class="run"><p>{words(header_left(meta))}</p><p>{words(header_right(meta))}</p></div>'
    footer = f'<p class="foot">{words(footer_left(meta))}</p>'
    return _page(document, head, "preview", running + _content(document, mode, image) + footer)


def _page(document: Document, head: str, kind: str, content: str) -> str:
    meta = document.meta
    return (
        '<!DOCTYPE html>\n<html lang="nb-NO"><head><meta charset="utf-8"/>'
        f"<title>{escaped(document_title(meta))}</title>"
        f'<meta name="author" content="{escaped(owner(meta))}"/>'
        f'<meta name="description" content="{escaped(meta.subject)}"/>'
        f'{head}</head>\n<body class="{kind}">\n{content}\n</body></html>\n'
    )


def _logo(meta: Meta, theme: Theme) -> str:
    """The logo of the cover, sized here: a style sheet may be older than it."""
    if theme.logo is None:
        return ""
    size = f"display:block;width:{theme.logo.width}mm;height:{theme.logo.height}mm"
    return f'<img src="{LOGO_URL}" alt="{escaped(logo_alt(meta))}" style="{size}"/>'


def _content(document: Document, mode: Mode, logo: str = "") -> str:
    opening = _cover(document.meta, logo) if document.cover else _title_block(document.meta)
    facts = "".join(
        _major(fact, mode, top=document.cover and index == 0) for index, fact in enumerate(document.facts)
    )
    start = "newpage" if text_opens_a_page(document) else "follows"
    return (
        f"{opening}\n{_running_grade(document.meta, mode)}{facts}\n{_contents(document, mode)}\n"
        f'<main class="{start}">\n{body(document.blocks, mode)}\n</main>'
    )


def _major(fact: Table, mode: Mode, *, top: bool) -> str:
    return f'<section class="opening{" first" if top else ""}">{table(fact, mode, major=True)}</section>'


def _cover(meta: Meta, logo: str) -> str:
    rows = "".join(
        f'<tr class="{"hot" if row.hot else ""}"><th scope="row">{row.label}</th>'
        f"<td>{words(row.value)}</td></tr>"
        for row in identity_rows(meta)
    )
    return (
        f'<section class="cover">{_graded(meta)}<div class="slot">{logo}</div>'
        f'<p class="owner"><strong>{words(meta.owner)}</strong><br/>{words(meta.unit)}</p>'
        f'<p class="kind">{words(meta.title)}</p><p class="subject">{words(meta.subject)}</p>'
        f'{_line("under", meta.under)}<div class="ids"><table><tbody>{rows}</tbody></table></div>'
        f"{_line('ex', meta.example)}</section>"
    )


def _title_block(meta: Meta) -> str:
    facts = identity_facts(meta)
    columns = "".join(f'<col class="w{share}"/>' for share in identity_shares(facts))
    heads = "".join(f'<th scope="col">{row.label}</th>' for row in facts)
    cells = "".join(f"<td>{words(row.value)}</td>" for row in facts)
    unit = f", {words(meta.unit)}" if meta.unit else ""
    return (
        f'<section class="head">{_graded(meta)}<p class="owner">'
        f"<strong>{words(meta.owner)}</strong>{unit}</p>"
        f'<p class="kind">{words(meta.title)}</p><p class="subject">{words(meta.subject)}</p>'
        f'<div class="ids4"><table><colgroup>{columns}</colgroup><thead><tr>{heads}</tr></thead>'
        f"<tbody><tr>{cells}</tr></tbody></table></div>"
        f"{_line('under', meta.under)}{_line('ex', meta.example)}</section>"
    )


def _line(kind: str, text: str) -> str:
    return f'<p class="{kind}">{words(text)}</p>' if text else ""


def _contents(document: Document, mode: Mode) -> str:
    if not document.toc:
        return ""
    kind = "roomy" if document.cover else "tight"
    if document.toc_depth > 1:
        kind += " long"
    if contents_stand_alone(document):
        kind += " own"
    entries = "".join(_entry(entry, mode) for entry in document.toc)
    return (
        f'<div class="contents {kind}"><nav aria-label="Innhold"><p class="toc-h">Innhold</p>'
        f'<ul class="toc">{entries}</ul></nav></div>'
    )


def _entry(entry: TocEntry, mode: Mode) -> str:
    """One line; the page number stands outside the link, since a link may hold nothing but words."""
    target = escaped(anchor(entry.target))
    text = words(" ".join(entry.text.split()))  # a line break would split the link in two
    page = "" if mode.preview else f'<span class="pg" data-to="#{target}"></span>'
    return (
        f'<li class="{"k" if entry.level == 1 else "s"}"><span class="n">{words(entry.number)} </span>'
        f'<span class="x"><a href="#{target}">{text}</a></span>{page}</li>'
    )


def _graded(meta: Meta) -> str:
    mark = _grade(meta)
    return f'<p class="graded">{mark}</p>' if mark else ""


def _grade(meta: Meta) -> str:
    mark = grade_mark(meta)
    basis = f"<br/>{words(meta.grade_basis)}" if mark and meta.grade_basis else ""
    return f'<span class="grade">{mark}{basis}</span>' if mark else ""


def _running_grade(meta: Meta, mode: Mode) -> str:
    """What stands in the right header of a graded document after page one."""
    if mode.preview or not grade_mark(meta):
        return ""
    return f'<div class="running">{_grade(meta)}<br/>{words(header_right(meta))}</div>'


def _running_css(meta: Meta) -> str:
    """Running texts as margin boxes; a graded document has its mark above the right one."""
    left, right, foot = (
        _css_string(text) for text in (header_left(meta), header_right(meta), footer_left(meta))
    )
    rules = f"@top-left{{content:{left}}}@top-right{{content:{right}}}@bottom-left{{content:{foot}}}"
    background = f"background:url('{WATERMARK_URL}') 50% 50% no-repeat;" if meta.draft else ""
    out = f"@page{{{background}{rules}}}"
    if grade_mark(meta):
        out += "@page{@top-right{content:element(graded)}}"
    bare = "@top-left{content:none}@top-right{content:none}"
    return f"{out}@page first{{{bare}}}@page cover{{{bare}@bottom-left{{content:none}}}}"


def _css_string(text: str) -> str:
    """A CSS string that cannot end early, whatever it holds; line feeds are kept as CSS escapes."""
    out = "".join(c if c.isalnum() or c in " ·.,:/()–-§" else f"\\{ord(c):x} " for c in clean(text))
    return f'"{out}"'
