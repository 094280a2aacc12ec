"""Inlines as HTML, and the choices that tell the preview from print."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from dpsdocs.document.model import Field, FillIn, Gap, Inline, Inlines, Ref, Text

from .text import clean, escaped, name_of, tied

# escaped already: no address holds «<» or a quotation mark
_ADDRESS = re.compile(
    r"https?://[^\s<\"]+|\bwww\.[a-z0-9-]+\.[a-z]{2,}[^\s<\"]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE
)
_PLAIN_ID = re.compile(r"[A-Za-zÆØÅæøå][\w.:-]*")


@dataclass(frozen=True, slots=True)
class Mode:
    """``preview`` adds locks, ``marks`` shows which words are answers, ``urls`` their pages.

    ``why`` is the address that tells why a point stands there, ``chosen`` the id of the point it tells of.
    """

    preview: bool = False
    marks: bool = False
    urls: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    chosen: str = ""


def anchor(identity: str) -> str:
    """The id attribute of a block: its own id unless that holds awkward characters."""
    return identity if _PLAIN_ID.fullmatch(identity) else name_of("b", identity)


def words(text: str) -> str:
    """Escaped words; a line feed becomes a line break."""
    return escaped(tied(text)).replace("\n", "<br/>")


def _linked(shown: str, mode: Mode) -> str:
    """Escaped words with their addresses as links; in the preview the answers are links already."""
    return shown if mode.preview else _ADDRESS.sub(_link, shown)


def _link(found: re.Match[str]) -> str:
    address = found[0].rstrip(".,:)»")  # a semicolon may end an escaped character
    rest = found[0][len(address) :]
    kind = "" if address.startswith("http") else "mailto:" if "@" in address else "https://"
    return f'<a href="{kind}{address}">{address}</a>{rest}'


def inlines(items: Inlines, mode: Mode) -> str:
    """Inlines in reading order; a word tied to a reference stands on the reference's line."""
    out = [_inline(item, mode) for item in items]
    for index in range(1, len(out)):
        before, space, word = out[index - 1].rpartition(" ")
        if isinstance(items[index], Ref) and word.endswith("\u00a0"):
            # the engine breaks a line too early where a tie ends one box and the next begins
            out[index - 1], out[index] = f"{before}{space}", f'<span class="nw">{word}{out[index]}</span>'
    return "".join(out)


def _inline(item: Inline, mode: Mode) -> str:
    match item:
        case Text():
            return _linked(_text(item), mode)
        case Field():
            return _field(item, mode)
        case Gap():
            return f'<span class="gap">[{words(item.text)}]</span>'
        case Ref():
            return f'<a href="#{escaped(anchor(item.target))}">{words(item.text)}</a>'
        case FillIn():
            return _fill_in(item)


def _text(item: Text) -> str:
    out = words(item.text)
    for wanted, tag in ((item.sub, "sub"), (item.em, "em"), (item.strong, "strong")):
        if wanted:
            out = f"<{tag}>{out}</{tag}>"
    return out


def _field(item: Field, mode: Mode) -> str:
    out = _linked(f"<strong>{words(item.text)}</strong>" if item.strong else words(item.text), mode)
    if not mode.marks:
        return out
    label = escaped(clean(item.label))
    url = mode.urls.get(item.key) if mode.preview else None
    if url is None:
        return f'<span class="f">{out}</span>'
    return f'<a class="f" href="{escaped(url)}" target="_top" title="Endre: {label}">{out}</a>'


def _fill_in(item: FillIn) -> str:
    label = words(item.label)
    if item.kind == "check":
        return f'<span class="rp"><span class="tick"></span>{label}</span>'
    return f'<span class="fill {item.kind}"><span class="fl">{label}</span></span>'
