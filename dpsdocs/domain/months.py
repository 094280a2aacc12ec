"""Months and years: adding them to a date, counting them, and the words for them."""

from __future__ import annotations

from datetime import date, timedelta

from . import formats


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of the month stays the last, 29 February included."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    if year > 2200:
        return date(2200, 12, 31)
    is_last = (day + timedelta(days=1)).day == 1
    length = ((date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).day
    return date(year, month, length if is_last else min(day.day, length))


def months_between(start: date, last: date) -> int:
    """Whole months from ``start`` to the day after ``last``, begun months counted."""
    after = last + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month
    return months + (after.day > start.day)


def words(months: int) -> str:
    """«ett år», «to år», «seks måneder»."""
    if months % 12 == 0:
        return "ett år" if months == 12 else f"{formats.word(months // 12)} år"
    return "én måned" if months == 1 else f"{formats.word(months)} måneder"
