"""How much a request may carry, and what is done with one that carries more."""

from __future__ import annotations

import time

from flask import current_app, request

from dpsdocs.services.annexes import LIMIT as ANNEX
from dpsdocs.services.attachments import LIMIT as ATTACHMENT
from dpsdocs.services.dps_documents import LIMIT as DPS_DOCUMENT
from dpsdocs.services.judgements import LIMIT as EVIDENCE

# pages that take larger files than others: the largest file in bytes
LARGE: dict[str, int] = {
    "dps_documents.new": DPS_DOCUMENT,
    "attachments.new": ATTACHMENT,
    "annexes.put": ANNEX,
    "findings.evidence": EVIDENCE,
}
# those of them that read more than they take, so that what was typed comes back with the answer
PATIENT = frozenset({"attachments.new", "annexes.put"})
# an ordinary upload; what a page looks at again by itself
ORDINARY = 5_000_000
_BESIDE_THE_FILE, _PATIENCE = 200_000, 64_000_000
_MOST_READ, _SECONDS, _PIECE = 200_000_000, 60, 1 << 16


def limit_body() -> None:
    """Set the limit of this request, before anything of it is read."""
    if request.mimetype == "application/x-www-form-urlencoded":
        # Flask's own limit on form memory looks at uploads only
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]
    elif request.endpoint in LARGE:
        most = LARGE[request.endpoint] + _BESIDE_THE_FILE
        request.max_content_length = max(most, _PATIENCE) if request.endpoint in PATIENT else most


def largest_file() -> int:
    """The largest file the page takes, in bytes."""
    return LARGE.get(request.endpoint or "", ORDINARY)


def read_away() -> None:
    """Read on when too much is being sent: a browser that is still sending never sees the answer."""
    length, limit = request.content_length or 0, request.max_content_length
    if (
        limit is None or not limit < length <= _MOST_READ
    ):  # nothing of it is read only when it was refused by length
        return
    until, source = time.monotonic() + _SECONDS, request.environ["wsgi.input"]
    while length > 0 and time.monotonic() < until:
        piece = source.read(min(_PIECE, length))
        if not piece:
            return
        length -= len(piece)
