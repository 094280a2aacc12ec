"""Making any words safe to put into XML or HTML."""

from __future__ import annotations

import hashlib
import re
from html import escape

# what XML 1.0 cannot hold: control characters except tab and line break, lone surrogates, non-characters
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_MONTHS = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
_BEFORE_NUMBERS = ("§", r"\b[Kk]l\.", r"\b[Kk]r", *(rf"\b{month}" for month in _MONTHS.split("|")))
# begins with the space itself, which is found much faster than what may stand before it
_TIED = re.compile(
    rf" (?:(?=\d)(?:{'|'.join(f'(?<={words} )' for words in _BEFORE_NUMBERS)})"
    rf"|(?<=\d\. )(?=(?:{_MONTHS})\b)|(?<=\d )(?=(?:%|kr\b|\d{{3}}\b))"
    r"|(?<=\bjf\. )(?=§)|(?:(?<=\d-\d )|(?<=\d-\d\d ))(?=\(\d)|(?<=\bbokstav )(?=[a-z]\b))"
)
_NAME = re.compile(r"[^0-9A-Za-zÆØÅæøå_]")


def clean(text: str) -> str:
    """The text without the characters XML forbids; line ends become plain line feeds."""
    if text.isprintable():
        return text
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def tied(text: str) -> str:
    """The text with spaces that do not break in «jf. § 7-4 (2)», «kl. 12», dates and amounts, whoever typed them."""
    return _TIED.sub("\u00a0", text)


def escaped(text: str) -> str:
    """The text as it may stand in element content or a quoted attribute."""
    return escape(clean(text))


def name_of(prefix: str, identity: str, limit: int = 40) -> str:
    """A name of letters, digits and underscores made from an id; two ids never share a name."""
    body = _NAME.sub("_", identity)
    name = f"{prefix}_{body}"
    if body == identity and len(name) <= limit:
        return name
    mark = hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{name[: limit - 9]}_{mark}"
