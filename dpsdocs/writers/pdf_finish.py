"""What WeasyPrint leaves undone for one file to be both PDF/A-2a and PDF/UA-1.

Running headers become pagination artifacts (WeasyPrint tags them outside the tree), table head cells get
a scope, and one XMP packet names both standards with the extension schema PDF/A asks for.
"""

from __future__ import annotations

from html import escape
from typing import Any

import pydyf

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdf:Producer>{producer}</pdf:Producer></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{description}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA standard</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""

Objects = dict[bytes, Any]


def finish(document: Any, pdf: Any, part: str = "2") -> None:
    """WeasyPrint's ``finisher``: changes the PDF objects in place before they are written."""
    objects: Objects = {item.reference: item for item in pdf.objects if item.number is not None}
    root = objects[pdf.catalog["StructTreeRoot"]]
    _prune(objects, root["K"][0])
    reached = _reached(objects, root["K"][0])
    _margins_to_artifacts(objects, root, pdf.page_references, reached)
    for item in pdf.objects:
        if not isinstance(item, pydyf.Dictionary):
            continue
        if item.get("Type") == "/StructElem" and item.reference not in reached:
            item.clear()
        elif item.get("S") == "/TR":
            _scope_heads(objects, item)
    objects[pdf.catalog["Metadata"]].stream = [_packet(document.metadata, pdf, part).encode()]
    pdf.objects[:] = [item if item.free == "f" else _Written(item) for item in pdf.objects]


class _Written(pydyf.Object):  # type: ignore[misc, unused-ignore]
    """An object with its bytes made: pydyf asks twice, for the file and for its identifier."""

    data, compressible = b"", False

    def __init__(self, source: Any) -> None:
        super().__init__()
        self.number, self.generation = source.number, source.generation
        self.data, self.compressible = source.data, source.compressible


def _reached(objects: Objects, top: bytes) -> set[bytes]:
    """The structure elements that hang in the tree; the others belong to margin boxes."""
    reached = {top}
    waiting = [objects[top]]
    while waiting:
        for kid in waiting.pop()["K"]:
            element = objects.get(kid) if isinstance(kid, bytes) else None
            if element is not None and "S" in element:
                reached.add(kid)
                waiting.append(element)
    return reached


def _prune(objects: Objects, reference: bytes) -> bool:
    """Drop empty spans and divisions (drawn boxes, page breaks); True when the element itself is empty."""
    element = objects[reference]
    element["K"][:] = [
        kid
        for kid in element["K"]
        if not (isinstance(kid, bytes) and "S" in objects.get(kid, ()) and _prune(objects, kid))
    ]
    return not element["K"] and element["S"] in ("/Span", "/Div", "/NonStruct", "/Sect")


def _margins_to_artifacts(objects: Objects, root: Any, pages: Any, reached: set[bytes]) -> None:
    numbers = objects[root["ParentTree"]]["Nums"]
    for page, owners in zip(pages, numbers[1::2], strict=False):
        if not isinstance(owners, pydyf.Array):
            break
        loose = {mark for mark, owner in enumerate(owners) if owner not in reached}
        if not loose:
            continue
        stream = objects[objects[page]["Contents"]].stream
        for index, token in enumerate(stream):
            if isinstance(token, pydyf.Dictionary) and token.get("MCID") in loose:
                stream[index - 1] = "/Artifact"
                stream[index] = pydyf.Dictionary({"Type": "/Pagination"})
        for mark in loose:
            owners[mark] = "null"


def _scope_heads(objects: Objects, row: Any) -> None:
    """A head cell beside data cells heads its row, in a row of head cells only its column."""
    cells = [objects[kid] for kid in row["K"] if isinstance(kid, bytes) and kid in objects]
    scope = "/Row" if any(cell.get("S") == "/TD" for cell in cells) or len(cells) == 1 else "/Column"
    for cell in cells:
        if cell.get("S") == "/TH":
            cell.setdefault("A", pydyf.Dictionary({"O": "/Table"}))["Scope"] = scope


def _packet(metadata: Any, pdf: Any, part: str) -> str:
    return _PACKET.format(
        part=part,
        producer=escape(pdf.info["Producer"].string),
        title=escape(metadata.title or ""),
        creator=escape(", ".join(metadata.authors)),
        description=escape(metadata.description or ""),
        lang=escape(metadata.lang or "nb-NO"),
    )
