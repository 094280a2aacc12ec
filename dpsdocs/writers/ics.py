"""Dates as a calendar file (RFC 5545): moments as UTC, whole days as dates, lines folded at 75 octets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MEDIA_TYPE = "text/calendar; charset=utf-8"
_LONGEST = 75
_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


@dataclass(frozen=True, slots=True)
class Event:
    """One date. ``at`` is a moment with its zone, or a whole day; ``uid`` stays the same when the date is moved."""

    uid: str
    at: datetime | date
    title: str
    text: str = ""


def write_ics(events: Sequence[Event], stamp: datetime, sequence: int = 0) -> bytes:
    """The calendar. ``stamp`` says when its dates were set; a higher ``sequence`` replaces what was read before."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//dpsdocs//dpsdocs//NB",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    for event in events:
        lines += ["BEGIN:VEVENT", f"UID:{_text(event.uid)}", f"DTSTAMP:{_utc(stamp)}", f"SEQUENCE:{sequence}"]
        lines += [*_time(event.at), f"SUMMARY:{_text(event.title)}"]
        if event.text:
            lines.append(f"DESCRIPTION:{_text(event.text)}")
        lines += ["TRANSP:TRANSPARENT", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _time(at: datetime | date) -> list[str]:
    if isinstance(at, datetime):
        return [f"DTSTART:{_utc(at)}"]
    return [f"DTSTART;VALUE=DATE:{at:%Y%m%d}", f"DTEND;VALUE=DATE:{at + timedelta(days=1):%Y%m%d}"]


def _utc(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("a moment in a calendar needs its zone")
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """What may stand in a value: separators escaped, other control characters gone."""
    plain = "\n".join(text.splitlines())
    return "".join(_ESCAPED.get(c, c) for c in plain if c in "\n\t" or c.isprintable() or c == "\u00a0")


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets, never in the middle of a letter."""
    pieces, piece = [], b""
    for letter in line:
        octets = letter.encode("utf-8", "replace")
        if len(piece) + len(octets) > _LONGEST:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
