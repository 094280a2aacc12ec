"""Pictures of numbers, laid out on the server; the same numbers always stand in words beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from dpsdocs.domain import formats
from dpsdocs.domain.answers import AnswerError, Raw, decimal_value
from dpsdocs.domain.questions import Option
from dpsdocs.services.hour_tables import HourTable

WIDTH = 1136
_LEFT, _RIGHT = 24.0, 1112.0
_LETTER = 7.6  # a bold letter at 14 px, on the wide side
_MARKS = (
    ("sending_date", "Sendes"),
    ("question_deadline", "Spørsmålsfrist"),
    ("tender_deadline", "Tilbudsfrist"),
    ("award_date", "Meddelelse"),
    ("standstill_until", "Karens ute"),
    ("start_date", "Oppstart"),
    ("last_counted", "Siste telledag"),
)
_BANDS = (
    ("sending_date", "tender_deadline", "Tilbudstid", "dark"),
    ("tender_deadline", "award_date", "Evaluering", "light"),
    ("award_date", "standstill_until", "Karens", "beige"),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A date on the line. ``above`` says on which side the words stand, if there is room for them."""

    x: float
    anchor: str
    title: str
    short: str
    full: str
    above: bool
    labelled: bool


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the line with a name."""

    x: float
    width: float
    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The dates of a competition as a line; ``cut`` when the way to the last one is drawn shorter."""

    marks: tuple[Mark, ...]
    bands: tuple[Band, ...]
    cut: bool
    left: float = _LEFT
    right: float = _RIGHT
    width: int = WIDTH


def timeline(values: Mapping[str, object], today: date) -> Timeline | None:
    """The picture, or None when there are too few dates to draw."""
    found = {key: at for key, _ in _MARKS if (at := values.get(key)) and isinstance(at, date)}
    days = {key: _day(at) for key, at in found.items()}
    if "sending_date" not in days or "tender_deadline" not in days:
        return None
    placed = {**days, **({"today": today} if today < days["sending_date"] else {})}
    first, last = min(placed.values()), max(placed.values())
    inner = max((at for key, at in placed.items() if key != "start_date"), default=last)
    # a start many months ahead would press everything else together
    shown_last = min(last.toordinal(), inner.toordinal() + max(14, (inner - first).days // 2))
    span = max(1, shown_last - first.toordinal())

    def place(at: date) -> float:
        share = min(1.0, (at.toordinal() - first.toordinal()) / span)
        return round(_LEFT + share * (_RIGHT - _LEFT), 1)

    names = {"today": "I dag", **dict(_MARKS)}
    marks = _labelled([(place(at), names[key], at, found.get(key)) for key, at in placed.items()])
    bands = tuple(
        _band(place(days[a]), place(days[b]), label, (days[b] - days[a]).days, tone)
        for a, b, label, tone in _BANDS
        if a in days and b in days and days[b] > days[a]
    )
    return Timeline(marks, bands, shown_last < last.toordinal())


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _band(start: float, end: float, label: str, days: int, tone: str) -> Band:
    width = round(end - start, 1)
    long = f"{label}: {days} dager"
    text = next((t for t in (long, label) if len(t) * _LETTER + 12 <= width), "")
    return Band(start, width, text, tone)


def _labelled(rows: list[tuple[float, str, date, object]]) -> tuple[Mark, ...]:
    """Words above and below in turn, where they don't run into their neighbours."""
    ends = {True: 0.0, False: 0.0}
    marks = []
    for index, (x, title, day, at) in enumerate(sorted(rows, key=lambda row: (row[0], row[2]))):
        short = f"{formats.WEEKDAYS[day.weekday()][:3]} {day:%d.%m.}"
        if isinstance(at, datetime):
            short += f" {formats.clock(at)}"
        full = formats.moment(at) if isinstance(at, datetime) else formats.weekday(day)
        half = max(len(title), len(short)) * _LETTER / 2
        anchor = "start" if x - half < 0 else "end" if x + half > WIDTH else "middle"
        left = {"start": x, "end": x - 2 * half, "middle": x - half}[anchor]
        wanted = index % 2 == 1
        side = next((s for s in (wanted, not wanted) if left > ends[s]), None)
        if side is not None:
            ends[side] = left + 2 * half + 8
        marks.append(Mark(x, anchor, title, short, full, bool(side), side is not None))
    return tuple(marks)


@dataclass(frozen=True, slots=True)
class Bar:
    """One criterion as a part of the whole. ``name`` is empty when there is no room for it."""

    x: float
    width: float
    percent: str
    name: str
    tone: int


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights as bars, their sum, and what is missing or too much."""

    bars: tuple[Bar, ...]
    total: Decimal
    words: str
    full: float
    width: int = 720

    @property
    def right(self) -> bool:
        """Whether the sum is 100."""
        return self.total == 100


def weights(raw: Raw, options: Sequence[Option]) -> Weights:
    """The picture of what is typed; what is no number counts as nothing."""
    parts = raw if isinstance(raw, dict) else {}
    amounts = [(option, _amount(parts.get(option.value, ""))) for option in options]
    total = sum((amount for _, amount in amounts), Decimal(0))
    scale = 720 / float(max(total, Decimal(100)))
    bars, x = [], 0.0
    for tone, (option, amount) in enumerate(amounts):
        width = float(amount) * scale
        if amount:
            named = option.label if len(option.label) * 7.2 + 24 <= width else ""
            percent = formats.percent(amount) if width > 56 else ""
            bars.append(Bar(round(x, 1), round(max(1.0, width - 2), 1), percent, named, tone % 4 + 1))
        x += width
    return Weights(tuple(bars), total, _sum_words(total), round(100 * scale, 1))


def _amount(text: str) -> Decimal:
    try:
        return min(max(decimal_value(text), Decimal(0)), Decimal(1000))
    except AnswerError:
        return Decimal(0)


def _sum_words(total: Decimal) -> str:
    if total == 100:
        return "Vektene er til sammen 100 %."
    if total < 100:
        return f"Det mangler {formats.number(100 - total)} prosentpoeng."
    return f"Det er {formats.number(total - 100)} prosentpoeng for mye."


@dataclass(frozen=True, slots=True)
class Stretch:
    """The hours of one band within a line."""

    x: float
    width: float
    tone: str


@dataclass(frozen=True, slots=True)
class HourLine:
    """One post or site: its name cut to the room, stretches by band, and the hours in all where they end."""

    y: int
    name: str
    stretches: tuple[Stretch, ...]
    end: float
    total: str


@dataclass(frozen=True, slots=True)
class HourBars:
    """Hours as lines of stacked bars. ``legend`` is (x, tone, label); ``left_out`` how many are not drawn."""

    lines: tuple[HourLine, ...]
    legend: tuple[tuple[float, str, str], ...]
    height: int
    left_out: int
    left: int
    width: int = 760


_HOUR_TONES = ("band--light", "band--beige", "tone-1", "tone-2", "tone-3", "tone-4")
_DRAWN_MOST, _NAME_LETTERS = 12, 30


def hour_bars(table: HourTable) -> HourBars:
    """The picture of the lines with most hours, in the order of the table; names that are too long are cut."""
    drawn = sorted(table.rows, key=lambda row: -row.total)[:_DRAWN_MOST]
    rows = [row for row in table.rows if row in drawn]
    longest = max(min(len(row.name), _NAME_LETTERS) for row in rows)
    left, right = round(24 + longest * _LETTER), 690
    scale = (right - left) / float(max(row.total for row in rows) or 1)
    tones = {band.id: _HOUR_TONES[n % len(_HOUR_TONES)] for n, band in enumerate(table.bands)}
    lines = []
    for number, row in enumerate(rows):
        x, stretches = float(left), []
        for band in table.bands:
            width = float(row.hours[band.id]) * scale
            if width:
                stretches.append(Stretch(round(x, 1), round(max(1.0, width - 1.5), 1), tones[band.id]))
            x += width
        name = row.name if len(row.name) <= _NAME_LETTERS else f"{row.name[: _NAME_LETTERS - 1].rstrip()}…"
        lines.append(
            HourLine(
                4 + number * 42, name, tuple(stretches), round(x + 12, 1), formats.number(round(row.total))
            )
        )
    legend, x = [], float(left)
    for band in table.bands:
        legend.append((x, tones[band.id], band.label))
        x += 22 + len(band.label) * _LETTER + 22
    return HourBars(tuple(lines), tuple(legend), 42 * len(rows) + 42, len(table.rows) - len(rows), left)
