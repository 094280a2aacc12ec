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


def formats_for(book: Any) -> Formats:
    """The formats, made once for a workbook."""
    accent, quiet, tint, open_fill, line = "#2A2859", "#55556B", "#F2F2F8", "#FFF6DF", "#C4C4D2"
    warn = "#9A6200"
    top = {"valign": "top", "text_wrap": True, "bottom": 1, "bottom_color": line}
    money = {"num_format": "#,##0.00", "valign": "top", "bottom": 1, "bottom_color": line}
    opened = {"locked": False, "bg_color": open_fill, "border": 1, "border_color": warn, "valign": "top"}
    total = {"bold": True, "bg_color": tint, "top": 1, "top_color": accent}
    head = {"bold": True, "font_color": accent, "text_wrap": True, "valign": "bottom", "top": 2, "bottom": 1}
    head |= {"top_color": accent, "bottom_color": accent}
    make = book.add_format
    return Formats(
        title=make({"bold": True, "font_size": 20, "font_color": accent}),
        subject=make({"font_size": 13}),
        label=make({"font_color": quiet}),
        entry=make({**opened, "num_format": "@"}),
        head=make(head),
        head_right=make({**head, "align": "right"}),
        head_in=make({**head, "indent": 1}),
        text=make(top),
        quantity=make({**top, "num_format": "#,##0", "align": "right"}),
        decimals=make({**top, "num_format": "#,##0.00", "align": "right"}),
        price=make({**opened, "num_format": "#,##0.00"}),
        amount=make(money),
        total_label=make(total),
        total=make({**total, "num_format": "#,##0.00"}),
        count=make({**total, "num_format": "0"}),
        note=make({**top, "indent": 1}),
        guidance=make({"valign": "top", "text_wrap": True}),
        mark=make({"bold": True, "font_color": warn, "font_size": 12}),
        total_plain=make({**total, "num_format": "General", "align": "right"}),
        count_plain=make({**top, "num_format": "0", "align": "left"}),
        points=make({**money, "num_format": "0.00"}),
        points_entry=make({**opened, "num_format": "0.00"}),
        reason=make({**opened, "num_format": "@", "text_wrap": True}),
        score=make({**money, "num_format": "0.0000", "bold": True}),
        rank=make({**money, "num_format": "0", "bold": True}),
        message=make({**top, "font_color": warn, "indent": 1}),
        group=make({**top, "bold": True, "bg_color": tint, "font_color": accent}),
        group_message=make({**top, "bg_color": tint, "font_color": warn, "indent": 1}),
    )
