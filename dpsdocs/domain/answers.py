"""From what somebody typed to a value, one parser per answer kind; errors say how to mend them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from . import clocks, formats
from .identifiers import IdentifierError, cpv_code, organisation_number
from .questions import Option, Question

Raw = str | list[str] | dict[str, str]
Answers = Mapping[str, Raw]
UNREADABLE = "\ufffd"

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BLANKS = re.compile(r"[\s\u00a0\u202f]")
_DATE = re.compile(r"(\d{1,2})[.\-/ ](\d{1,2})[.\-/ ](\d{4})\.?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:]?(\d{2}))?(?::\d{2})?")
_EMAIL = re.compile(r"[^@\s<>,;\"']+@[^@\s<>,;\"'.]+(\.[^@\s<>,;\"'.]+)+")
_LIMIT = Decimal(10) ** 13


class AnswerError(ValueError):
    """An answer that cannot be used; the message says what is wrong and how to mend it."""


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """From one clock time to another; over midnight when the end is not after the start."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Contact:
    """A person to ask."""

    name: str
    title: str
    email: str


def cleaned(text: str) -> str:
    """The text with control characters replaced by a visible mark, so that nothing is lost in silence."""
    return _CONTROL.sub(UNREADABLE, text.replace("\r\n", "\n").replace("\r", "\n"))


def is_blank(raw: Raw | None) -> bool:
    """True when nothing was answered."""
    if raw is None:
        return True
    if isinstance(raw, str):
        return not raw.strip()
    values = raw.values() if isinstance(raw, dict) else raw
    return all(not str(v).strip() for v in values)


def parse(question: Question, raw: Raw | None, options: Sequence[Option] = ()) -> Any:
    """The value, None when unanswered, or ``AnswerError``."""
    if is_blank(raw):
        return None
    if question.kind in _COMPOSITE:
        return _COMPOSITE[question.kind](question, raw, options)
    if not isinstance(raw, str):
        raise AnswerError(f"«{question.label}» skal ha ett svar.")
    text = raw.strip()
    if UNREADABLE in text:
        raise AnswerError(
            f"Svaret har et tegn som ikke kan leses ({UNREADABLE}). Slett det og skriv på nytt."
        )
    return _SIMPLE[question.kind](question, text, options)


def text_value(question: Question, text: str, _options: Sequence[Option] = ()) -> str:
    """The text itself, within its length."""
    if len(text) > question.max_length:
        raise AnswerError(
            f"Svaret er på {formats.number(len(text))} tegn. "
            f"Det er plass til {formats.number(question.max_length)}. Kort det ned."
        )
    if question.kind == "line" and "\n" in text:
        raise AnswerError("Svaret skal stå på én linje. Fjern linjeskiftene.")
    if question.pattern and not re.fullmatch(question.pattern, text):
        raise AnswerError(question.pattern_error or "Svaret har feil form.")
    return text


def decimal_value(text: str) -> Decimal:
    """«17 000 000», «33,3», «kr 500,-» as a number, or ``AnswerError``."""
    body = _BLANKS.sub("", text).lower().removeprefix("kr").lstrip(".").removesuffix(",-").removesuffix("kr")
    body = body.removesuffix("%").replace("−", "-")
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", body):
        body = body.replace(".", "")
    body = body.replace(",", ".")
    if not re.fullmatch(r"-?\d+(\.\d+)?", body):
        raise AnswerError("Skriv et tall med siffer, for eksempel 850 000 eller 12,5.")
    value = Decimal(body)
    if abs(value) >= _LIMIT:
        raise AnswerError("Tallet er for stort. Se etter om det har for mange siffer.")
    return value


def _within(question: Question, value: Decimal) -> Decimal:
    if question.minimum and value < Decimal(question.minimum):
        raise AnswerError(f"Tallet må være minst {formats.number(Decimal(question.minimum))}.")
    if question.maximum and value > Decimal(question.maximum):
        raise AnswerError(f"Tallet kan høyst være {formats.number(Decimal(question.maximum))}.")
    return value


def _number(question: Question, text: str, _options: Sequence[Option]) -> Decimal:
    value = decimal_value(text)
    if value < 0 and not question.minimum:
        raise AnswerError("Tallet kan ikke være negativt.")
    if question.kind == "money" and value != value.quantize(Decimal("0.01")):
        raise AnswerError("Beløpet kan høyst ha to desimaler.")
    return _within(question, value)


def _whole(question: Question, text: str, options: Sequence[Option]) -> int:
    value = _number(question, text, options)
    if value != value.to_integral_value():
        raise AnswerError("Skriv et helt tall, uten desimaler.")
    return int(value)


def date_value(text: str) -> date:
    """«09.02.2027» or «2027-02-09», or ``AnswerError`` that says which part is wrong."""
    body = text.strip()
    norwegian, iso = _DATE.fullmatch(body), _ISO_DATE.fullmatch(body)
    if norwegian:
        day, month, year = (int(part) for part in norwegian.groups())
    elif iso:
        year, month, day = (int(part) for part in iso.groups())
    else:
        raise AnswerError("Skriv datoen som dag.måned.år, for eksempel 09.02.2027.")
    if not 1 <= month <= 12:
        raise AnswerError(f"Måneden {month} finnes ikke. Skriv datoen som dag.måned.år.")
    if not 1990 <= year <= 2100:
        raise AnswerError(f"Året {year} er ikke rimelig. Se etter om det er skrevet riktig.")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise AnswerError(
            f"Datoen finnes ikke: {formats.MONTHS[month - 1]} {year} har ikke {day} dager. Skriv en annen dato."
        ) from error


def time_value(text: str) -> time:
    """«12.00», «12:00» or «12», or ``AnswerError``."""
    found = _TIME.fullmatch(text.strip().lower())
    hour, minute = (int(found.group(1)), int(found.group(2) or 0)) if found else (99, 99)
    if (hour, minute) == (24, 0):
        hour = 0
    if hour > 23 or minute > 59:
        raise AnswerError("Skriv klokkeslettet som timer.minutter, for eksempel 12.00.")
    return time(hour, minute)


def moment_value(raw: Any) -> datetime:
    """A date and a clock time in Oslo, from two fields or from «2027-02-09T12:00»."""
    if isinstance(raw, str):
        day, _, clock = raw.strip().replace("T", " ").partition(" ")
        raw = {"date": day, "time": clock}
    if not isinstance(raw, dict) or not str(raw.get("date", "")).strip():
        raise AnswerError("Datoen mangler. Skriv den som dag.måned.år.")
    day_part = date_value(str(raw["date"]))
    if not str(raw.get("time", "")).strip():
        raise AnswerError("Klokkeslettet mangler. Skriv det som timer.minutter, for eksempel 12.00.")
    at = datetime.combine(day_part, time_value(str(raw["time"])))
    if trouble := clocks.trouble(at, str(raw["time"])):
        raise AnswerError(trouble)
    return at


def _moment(_question: Question, raw: Any, _options: Sequence[Option]) -> datetime:
    return moment_value(raw)


def _timespan(_question: Question, raw: Any, _options: Sequence[Option]) -> TimeSpan:
    if isinstance(raw, str):
        start, _, end = raw.replace("–", "-").partition("-")
        raw = {"from": start, "to": end}
    parts = {key: str(raw.get(key, "")).strip() for key in ("from", "to")} if isinstance(raw, dict) else {}
    if not parts.get("from") or not parts.get("to"):
        raise AnswerError("Skriv både når vakten begynner og når den slutter.")
    start_at, end_at = time_value(parts["from"]), time_value(parts["to"])
    return TimeSpan(start_at, end_at)


def _contact(question: Question, raw: Any, _options: Sequence[Option]) -> Contact:
    if not isinstance(raw, dict):
        raise AnswerError("Kontaktpersonen skal ha navn, stilling og e-postadresse.")
    parts = {key: str(raw.get(key, "")).strip() for key in ("name", "title", "email")}
    if any(UNREADABLE in value for value in parts.values()):
        raise AnswerError(f"Et av feltene har et tegn som ikke kan leses ({UNREADABLE}). Slett det.")
    if not parts["name"]:
        raise AnswerError("Navnet på kontaktpersonen mangler.")
    if not parts["email"]:
        raise AnswerError("E-postadressen til kontaktpersonen mangler.")
    for value in parts.values():
        text_value(question, value)
    return Contact(parts["name"], parts["title"], email_value(parts["email"]))


def email_value(text: str) -> str:
    """An e-mail address, or ``AnswerError``."""
    if not _EMAIL.fullmatch(text) or len(text) > 254:
        raise AnswerError("E-postadressen er ikke riktig. Skriv den som navn@virksomhet.no.")
    return text


def _choices(question: Question, raw: Any, options: Sequence[Option]) -> tuple[str, ...]:
    wanted = [raw] if isinstance(raw, str) else list(raw)
    known = {option.value for option in options}
    unknown = [value for value in wanted if value not in known]
    if unknown:
        raise AnswerError(f"Valget «{unknown[0][:60]}» finnes ikke lenger. Velg på nytt.")
    return tuple(option.value for option in options if option.value in wanted)


def _cpv(question: Question, raw: Any, options: Sequence[Option]) -> tuple[str, ...]:
    wanted = raw.split(",") if isinstance(raw, str) else list(raw)
    try:
        codes = [cpv_code(text) for text in wanted]
    except IdentifierError as error:
        raise AnswerError(str(error)) from error
    return _choices(question, codes, options)


def _choice(question: Question, text: str, options: Sequence[Option]) -> str:
    return _choices(question, text, options)[0]


def _yesno(_question: Question, text: str, _options: Sequence[Option]) -> bool:
    if text.lower() not in ("yes", "no", "true", "false"):
        raise AnswerError("Velg ja eller nei.")
    return text.lower() in ("yes", "true")


def _organisation(_question: Question, text: str, _options: Sequence[Option]) -> str:
    try:
        return organisation_number(text)
    except IdentifierError as error:
        raise AnswerError(str(error)) from error


def _weights(_question: Question, raw: Any, options: Sequence[Option]) -> dict[str, Decimal]:
    if not isinstance(raw, dict):
        raise AnswerError("Vektene skal oppgis for hvert kriterium.")
    names = {option.value: option.label for option in options}
    for key in raw:
        if key not in names:
            raise AnswerError(f"Kriteriet «{key[:60]}» er ikke kunngjort i innkjøpsordningen.")
    weights: dict[str, Decimal] = {}
    for key, name in names.items():
        text = str(raw.get(key, "")).strip()
        if not text:
            raise AnswerError(f"Vekten for {name} mangler.")
        try:
            weights[key] = decimal_value(text)
        except AnswerError as error:
            raise AnswerError(f"Vekten for {name}: {error}") from error
        if not 0 <= weights[key] <= 100:
            raise AnswerError(f"Vekten for {name} må være fra 0 til 100.")
    return weights


_Parser = Callable[[Question, Any, Sequence[Option]], Any]
_SIMPLE: dict[str, _Parser] = {
    "line": text_value,
    "text": text_value,
    "email": lambda q, text, o: email_value(text),
    "whole": _whole,
    "decimal": _number,
    "money": _number,
    "percent": _number,
    "date": lambda q, text, o: date_value(text),
    "time": lambda q, text, o: time_value(text),
    "yesno": _yesno,
    "choice": _choice,
    "organisation": _organisation,
}
_COMPOSITE: dict[str, _Parser] = {
    "moment": _moment,
    "timespan": _timespan,
    "contact": _contact,
    "choices": _choices,
    "cpv": _cpv,
    "weights": _weights,
}
