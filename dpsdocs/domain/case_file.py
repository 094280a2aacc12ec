"""The case file: a case as JSON, read strictly. Every unknown, missing or wrong key is named."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, asdict, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from .answers import AnswerError, Raw, cleaned, date_value, decimal_value
from .case import FORMAT, Case, TableRow, Tables
from .formats import OSLO
from .identifiers import IdentifierError, cpv_code, organisation_number

MAX_BYTES = 8_000_000
_LONGEST_NUMBER = 100
_ROW_ID = r"[A-Za-z0-9-]{1,36}"


class CaseFileError(ValueError):
    """A case file that cannot be used. ``problems`` names each place and what is wrong there."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read(data: bytes) -> Case:
    """The case in a JSON file, or ``CaseFileError`` with every problem found."""
    if len(data) > MAX_BYTES:
        raise CaseFileError([f"Filen er større enn {MAX_BYTES // 1_000_000} MB."])
    try:
        content = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_no_twins, parse_constant=_no_number, parse_int=_integer,
            parse_float=_number,
        )  # fmt: skip
    except UnicodeDecodeError as error:
        raise CaseFileError(["Filen er ikke lagret som UTF-8."]) from error
    except json.JSONDecodeError as error:
        where = f"linje {error.lineno}, tegn {error.colno}"
        raise CaseFileError([f"Filen er ikke gyldig JSON ({where})."]) from error
    except RecursionError as error:
        raise CaseFileError(["Filen har for mange nivåer inni hverandre."]) from error
    return from_json(content)


def from_json(content: Any) -> Case:
    """The case in parsed JSON, or ``CaseFileError``."""
    problems: list[str] = []
    if not isinstance(content, dict):
        raise CaseFileError(["Filen skal inneholde ett JSON-objekt."])
    content = dict(content)
    declared = content.pop("format", None)
    if declared != FORMAT:
        problems.append(f"format: skal være «{FORMAT}».")
    case = _object(Case, content, "", problems)
    if problems:
        raise CaseFileError(problems)
    assert isinstance(case, Case)
    return case


def to_json(case: Case) -> dict[str, Any]:
    """The case as JSON values; reading it back gives an equal case."""
    content: dict[str, Any] = _plain(asdict(case))
    for key, rows in content["tables"].items():
        content["tables"][key] = [{"id": row["id"], **row["answers"]} for row in rows]
    _without_unused(content, "replaces", "judgements", "trials", "adapted", "followed")
    _without_unused(content["settings"], "rules", "amounts", "rules_version")
    return {"format": FORMAT, **content}


def _without_unused(content: dict[str, Any], *keys: str) -> None:
    for key in keys:
        if not content[key]:
            del content[key]


def dump(case: Case) -> bytes:
    """The case file, the same bytes for equal cases."""
    text = json.dumps(to_json(case), ensure_ascii=False, indent=2, sort_keys=True)
    return (text + "\n").encode()


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in pairs:
        if key in out:
            raise CaseFileError([f"Nøkkelen «{cleaned(key)}» står to ganger i samme objekt."])
        out[key] = value
    return out


def _no_number(name: str) -> None:
    raise CaseFileError([f"{name} er ikke et tall. Skriv tallet med siffer."])


def _integer(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise CaseFileError([f"Filen har et tall som er for langt ({len(text)} siffer)."])
    return int(text)


def _number(text: str) -> float:
    found = float(text)
    if len(text) > _LONGEST_NUMBER or not isfinite(found):
        raise CaseFileError([f"Filen har et tall som er for langt eller for stort ({text[:20]})."])
    return found


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case Decimal():
            return str(value)
        case datetime() | date():
            return value.isoformat()
    return value


def _object(cls: type[Any], content: Any, path: str, problems: list[str]) -> Any:
    if not isinstance(content, dict):
        problems.append(f"{path or 'filen'}: skal være et objekt.")
        return None
    hints = get_type_hints(cls)
    known = {f.name: f for f in fields(cls)}
    for key in sorted(set(content) - set(known)):
        problems.append(f"{_join(path, cleaned(key))}: ukjent nøkkel.")
    before, values = len(problems), {}
    for name, spec in known.items():
        if name in content:
            values[name] = _value(hints[name], content[name], _join(path, name), problems)
        elif spec.default is MISSING and spec.default_factory is MISSING:
            problems.append(f"{_join(path, name)}: mangler.")
    return cls(**values) if len(problems) == before else None


def _join(path: str, key: object) -> str:
    return f"{path}.{key}" if path else str(key)


def _value(hint: Any, content: Any, path: str, problems: list[str]) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        if content is None and type(None) in get_args(hint):
            return None
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
        return _value(hint, content, path, problems)
    if hint == Mapping[str, Raw]:
        return _answers(content, path, problems)
    if hint == Tables:
        return _tables(content, path, problems)
    if origin is tuple:
        return _items(get_args(hint)[0], content, path, problems)
    if is_dataclass(hint):
        return _object(hint, content, path, problems)  # type: ignore[arg-type]
    if origin is Literal:
        if content in get_args(hint):
            return content
        problems.append(f"{path}: skal være en av {', '.join(map(str, get_args(hint)))}.")
        return None
    return _scalar(hint, content, path, problems)


def _items(hint: Any, content: Any, path: str, problems: list[str]) -> Any:
    if not isinstance(content, list):
        problems.append(f"{path}: skal være en liste.")
        return ()
    return tuple(_value(hint, item, f"{path}[{i + 1}]", problems) for i, item in enumerate(content))


def _scalar(hint: Any, content: Any, path: str, problems: list[str]) -> Any:
    if hint is bool:
        if not isinstance(content, bool):
            problems.append(f"{path}: skal være true eller false.")
        return content
    if not isinstance(content, str) and not (
        hint is Decimal and isinstance(content, int | float) and not isinstance(content, bool)
    ):
        problems.append(f"{path}: skal være tekst.")
        return None
    text = cleaned(str(content))
    try:
        return _READERS.get(hint, str)(_identifier(path, text))
    except (AnswerError, IdentifierError, ValueError, OverflowError) as error:
        words = str(error) if isinstance(error, AnswerError | IdentifierError) else "kan ikke leses."
        problems.append(f"{path}: {words}")
        return None


def _identifier(path: str, text: str) -> str:
    """Organisation numbers and CPV codes are checked wherever they stand."""
    if path.endswith("org_number"):
        return organisation_number(text)
    return cpv_code(text) if ".cpv" in path else text


_READERS: dict[Any, Callable[[str], Any]] = {
    date: date_value,
    datetime: lambda text: _in_oslo(datetime.fromisoformat(text)),
    Decimal: decimal_value,
    str: str,
}


def _in_oslo(moment: datetime) -> datetime:
    """As the clocks in Oslo show it; one without a zone is that already."""
    return moment.astimezone(OSLO).replace(tzinfo=None) if moment.tzinfo else moment


def _tables(content: Any, path: str, problems: list[str]) -> dict[str, tuple[TableRow, ...]]:
    """Rows by table; each row is an object with its id and its cells."""
    if not isinstance(content, dict) or not all(isinstance(rows, list) for rows in content.values()):
        problems.append(f"{path}: skal være et objekt med en liste av rader for hver tabell.")
        return {}
    return {
        cleaned(key): tuple(_rows(rows, _join(path, cleaned(key)), problems)) for key, rows in content.items()
    }


def _rows(content: list[Any], path: str, problems: list[str]) -> Iterator[TableRow]:
    seen: set[str] = set()
    for number, item in enumerate(content, 1):
        where = f"{path}[{number}]"
        row_id = item.get("id") if isinstance(item, dict) else None
        if not isinstance(row_id, str) or not re.fullmatch(_ROW_ID, row_id) or row_id in seen:
            problems.append(f"{where}.id: hver rad skal ha sin egen id med bokstaver, tall og bindestrek.")
            continue
        seen.add(row_id)
        yield TableRow(row_id, _answers({k: v for k, v in item.items() if k != "id"}, where, problems))


def _answers(content: Any, path: str, problems: list[str]) -> dict[str, Raw]:
    if not isinstance(content, dict):
        problems.append(f"{path}: skal være et objekt.")
        return {}
    return {cleaned(key): _raw(value, _join(path, cleaned(key)), problems) for key, value in content.items()}


def _raw(value: Any, path: str, problems: list[str]) -> Raw:
    match value:
        case bool():
            return "yes" if value else "no"
        case str() | int() | float():
            return cleaned(str(value))
        case None:
            return ""
        case list() if all(isinstance(item, str) for item in value):
            return [cleaned(item) for item in value]
        case dict() if all(isinstance(item, str | int | float) for item in value.values()):
            return {cleaned(key): cleaned(str(item)) for key, item in value.items()}
    problems.append(
        f"{path}: skal være tekst, tall, ja/nei, en liste med tekster eller et objekt med tekster."
    )
    return ""
