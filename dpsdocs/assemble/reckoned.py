"""How the deadline was counted and which limits the value meets: rows of the internal record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ..domain import deadlines, formats
from ..domain.amounts import AmountRow, amount_on
from ..domain.competition import Competition
from ..domain.derived import CONFIDENTIAL_EXTRA_DAYS, extra_days
from ..domain.environment import day_of

Calculation = Mapping[str, Any]
_LIMITS = ("tax", "wages", "oslo_low", "oslo_high", "transport")


def calculation(key: str, what: str, how: str, result: str) -> Calculation:
    """One calculation: what, how, and what it came to."""
    return {"id": key, "what": what, "how": how, "result": result}


def deadline_lines(competition: Competition) -> Iterator[Calculation]:
    """The shortest deadline counted, the one that is chosen, and the dates that hang on it."""
    sent = competition.day("sending_date")
    if sent is None:
        return
    counted = deadlines.count(sent, extra_days(competition.values))
    secret = f", {formats.word(CONFIDENTIAL_EXTRA_DAYS)} av dem fordi deler er skjermet"
    how = f"{formats.number(counted.days)} dager fra dagen etter {formats.weekday(sent)}"
    how += secret if counted.days > deadlines.MINIMUM_DAYS else ""
    yield calculation("minimum", "Minste tilbudsfrist", how, formats.weekday(counted.calendar_end))
    moved = [_day_name(day) for day in counted.moved_over]
    how = f"Flyttet forbi {formats.listing(moved)}" if moved else "Dagen er en virkedag"
    yield calculation("last", "Siste telledag", how, formats.weekday(counted.last_counted))
    how = "Første virkedag etter siste telledag"
    yield calculation("earliest", "Tidligste frist kl.\u00a012", how, formats.moment(counted.earliest))
    if competition.tables.get("visits"):
        how = "Det er befaring, og da er minstefristen for kort"
        yield calculation(
            "visit", "Tidligste frist med befaring", how, formats.moment(deadlines.after_visit(counted))
        )
    yield from _chosen(competition, sent)


def _chosen(competition: Competition, sent: date) -> Iterator[Calculation]:
    deadline, asked = competition.moment("tender_deadline"), competition.moment("question_deadline")
    if deadline:
        days = (deadline.date() - sent).days
        how = f"Valgt i svarene, {formats.number(days)} dager etter utsendingen"
        yield calculation("chosen", "Tilbudsfristen", how, formats.moment(deadline))
        how = f"Minst {formats.word(deadlines.QUESTION_DAYS)} hele dager før fristen går ut, på en virkedag"
        yield calculation(
            "answers", "Siste svar på spørsmål", how, formats.moment(deadlines.answers_due(deadline))
        )
    if deadline and asked:
        proposed = asked == deadlines.question_deadline(deadline)
        how = "Foreslått av programmet: to virkedager før siste svar" if proposed else "Valgt i svarene"
        yield calculation("questions", "Spørsmålsfristen", how, formats.moment(asked))
    last = competition.day("last_sending_day")
    if last:
        how = "Den siste dagen som gir hele dager fram til fristen"
        yield calculation("sending", "Siste dag for utsending", how, formats.weekday(last))


def _day_name(day: date) -> str:
    name = deadlines.holiday_name(day)
    return f"{formats.weekday(day)} ({name.lower()})" if name else formats.weekday(day)


def limit_lines(competition: Competition) -> Iterator[Calculation]:
    """The value beside each limit that decides something, as the limit is on the deciding day."""
    case, value = competition.case, competition.amount("estimated_value")
    if value is None:
        return
    threshold = "special" if case.dps.regime == "foa2" else "eea"
    for kind in (*_LIMITS, threshold):
        row = amount_on(case.settings, kind, day_of(case))
        if row is not None:
            yield calculation(f"limit-{kind}", row.label, _limit(row), _beside(value, row.amount))


def _limit(row: AmountRow) -> str:
    begun = f", gjelder fra {formats.short_day(row.valid_from)}" if row.valid_from else ""
    unsure = "" if row.confirmed else ", ikke bekreftet av UKE"
    return f"{formats.number(row.amount)} kroner{begun}{unsure}. Kilde: {row.source}"


def _beside(value: Decimal, limit: Decimal) -> str:
    size = "høyere enn" if value > limit else "lavere enn" if value < limit else "lik"
    return f"Verdien er {size} grensen"
