"""The custom part that says which release, document and clauses a Word file holds.

Hashes are of a clause's words with single spaces, without what bidders fill in. Whoever can edit the file
can edit these hashes too: what counts as unchanged is decided against the issued package.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from typing import Any

from dpsdocs.document.model import Clause, Document, walk

from .docx_body import clause_bookmark
from .docx_inlines import CLAUSE_TAG, FILL_TAG, Kind, control_tag
from .docx_xml import DECLARATION, M, W
from .text import escaped

NAMESPACE = "urn:dpsdocs:manifest:1"
_WORDS = {f"{{{W}}}t", f"{{{M}}}t"}
_GAPS = {f"{{{W}}}tab", f"{{{W}}}br", f"{{{W}}}p", f"{{{W}}}tc"}
_HYPHEN = f"{{{W}}}noBreakHyphen"
_ADAPTED = ' adapted="yes"'
_TELLING = (*_WORDS, *_GAPS, _HYPHEN)
_SDT, _TAG, _VAL = f"{{{W}}}sdt", f"{{{W}}}tag", f"{{{W}}}val"


def clause_words(element: Any) -> str:
    """The words of a clause's control (an lxml element), as they are hashed."""
    return " ".join("".join(_pieces(element)).split())


def words_hash(words: str) -> str:
    """SHA-256 of such words."""
    return hashlib.sha256(words.encode()).hexdigest()


def manifest_xml(document: Document, kind: Kind, body: Any) -> bytes:
    """customXml/item1.xml; ``body`` is the parsed document the words are read from."""
    words = {_tag_of(control): clause_words(control) for control in body.iter(_SDT)}
    entries = "".join(
        f'<clause id="{escaped(block.id)}" lock="{block.lock}"{_ADAPTED if block.adapted else ""}'
        f' bookmark="{clause_bookmark(block.id)}"'
        f' sha256="{words_hash(words.get(control_tag(CLAUSE_TAG, block.id), ""))}"/>'
        for block in walk(document.blocks)
        if isinstance(block, Clause)
    )
    return (
        f'{DECLARATION}<manifest xmlns="{NAMESPACE}" document="{escaped(document.id)}" kind="{kind}"'
        f' release="{escaped(document.meta.release)}">{entries}</manifest>'
    ).encode()


def item_properties_xml() -> bytes:
    """customXml/itemProps1.xml."""
    identity = str(uuid.uuid5(uuid.NAMESPACE_URL, NAMESPACE)).upper()
    return (
        f'{DECLARATION}<ds:datastoreItem ds:itemID="{{{identity}}}"'
        ' xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()


def _tag_of(control: Any) -> str:
    tag = control.find(f"{{{W}}}sdtPr/{_TAG}")
    return "" if tag is None else str(tag.get(_VAL))


def _pieces(element: Any) -> Iterator[str]:
    controls = element.iter(_SDT)
    if any(_tag_of(control).startswith(FILL_TAG) for control in controls if control is not element):
        return _outside_fields(element)
    return (_piece(child) for child in element.iter(*_TELLING))


def _outside_fields(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == _SDT and _tag_of(child).startswith(FILL_TAG):
            continue
        if child.tag in _TELLING:
            yield _piece(child)
        yield from _outside_fields(child)


def _piece(element: Any) -> str:
    if element.tag in _WORDS:
        return element.text or ""
    return "-" if element.tag == _HYPHEN else " "
