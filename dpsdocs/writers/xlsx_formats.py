"""How the cells of our spreadsheets look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Formats:
    """Cell looks. Open for writing: ``price``, ``entry``, ``points_entry`` and ``reason``."""

    title: Any
    subject: Any
    label: Any
    entry: Any
    head: Any
    head_right: Any
    head_in: Any
    text: Any
    quantity: Any
    decimals: Any
    price: Any
    amount: Any
    total_label: Any
    total: Any
    count: Any
    note: Any
    guidance: Any
    mark: Any
    total_plain: Any
    count_plain: Any
    points: Any
    points_entry: Any
    reason: Any
    score: Any
    rank: Any
    message: Any
    group: Any
    group_message: Any


_ACCENT, _QUIET, _TINT, _OPEN, _LINE, _WARN = "#2A2859", "#55556B", "#F2F2F8", "#FFF6DF", "#C4C4D2", "#9A6200"
_TOP = {"valign": "top", "text_wrap": True, "bottom": 1, "bottom_color": _LINE}
_MONEY = {"num_format": "#,##0.00", "valign": "top", "bottom": 1, "bottom_color": _LINE}
_OPENED = {"locked": False, "bg_color": _OPEN, "border": 1, "border_color": _WARN, "valign": "top"}
_TOTAL = {"bold": True, "bg_color": _TINT, "top": 1, "top_color": _ACCENT}
_HEAD = {"bold": True, "font_color": _ACCENT, "text_wrap": True, "valign": "bottom", "top": 2, "bottom": 1,
         "top_color": _ACCENT, "bottom_color": _ACCENT}  # fmt: skip


def formats_for(book: Any) -> Formats:
    """The formats, made once for a workbook."""
    make = book.add_format
    return Formats(
        title=make({"bold": True, "font_size": 20, "font_color": _ACCENT}),
        subject=make({"font_size": 13}),
        label=make({"font_color": _QUIET}),
        entry=make({**_OPENED, "num_format": "@"}),
        head=make(_HEAD),
        head_right=make({**_HEAD, "align": "right"}),
        head_in=make({**_HEAD, "align": "left", "indent": 1}),
        text=make(_TOP),
        quantity=make({**_TOP, "num_format": "#,##0", "align": "right"}),
        decimals=make({**_TOP, "num_format": "#,##0.00", "align": "right"}),
        price=make({**_OPENED, "num_format": "#,##0.00"}),
        amount=make(_MONEY),
        total_label=make(_TOTAL),
        total=make({**_TOTAL, "num_format": "#,##0.00"}),
        count=make({**_TOTAL, "num_format": "0"}),
        note=make({**_TOP, "align": "left", "indent": 1}),
        guidance=make({"valign": "top", "text_wrap": True}),
        mark=make({"bold": True, "font_color": _WARN, "font_size": 12}),
        total_plain=make({**_TOTAL, "num_format": "General", "align": "right"}),
        count_plain=make({**_TOP, "num_format": "0", "align": "left"}),
        points=make({**_MONEY, "num_format": "0.00"}),
        points_entry=make({**_OPENED, "num_format": "0.00"}),
        reason=make({**_OPENED, "num_format": "@", "text_wrap": True, "align": "left", "indent": 1}),
        score=make({**_MONEY, "num_format": "0.0000", "bold": True}),
        rank=make({**_MONEY, "num_format": "0", "bold": True}),
        message=make({**_TOP, "font_color": _WARN, "align": "left", "indent": 1}),
        group=make({**_TOP, "bold": True, "bg_color": _TINT, "font_color": _ACCENT}),
        group_message=make({**_TOP, "bg_color": _TINT, "font_color": _WARN, "align": "left", "indent": 1}),
    )
