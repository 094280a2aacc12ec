"""Master text without code: fields, conditions and references in brackets, and back again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ..domain.case import REGIMES
from ..domain.competition import Catalogue
from ..domain.conditions import ConditionError
from ..domain.environment import all_routes
from ..domain.identity import Same
from ..domain.pricing import MODEL_NAMES
from ..domain.questions import Question
from .annexes import AnnexSpec
from .condition_words import Vocabulary, from_words, plain, to_words
from .fact_labels import FACT_LABELS, ROW_LABELS
from .facts import own_questions
from .release import Release
from .template import ROW_NAME

FILTERS: dict[str, str] = {
    "kr": "kroner", "prosent": "prosent", "tall": "tall", "dato": "dato", "dag": "ukedag", "frist": "frist",
    "tid": "klokkeslett", "kort_dato": "kort dato", "kort_frist": "kort frist", "orgnr": "organisasjonsnummer",
    "ord": "tallord", "stor": "stor forbokstav", "liten": "liten forbokstav",
}  # fmt: skip
WORDS: dict[str, str] = {
    "punkt": "punkt", "bilag": "bilag", "fyll": "skriv", "fyll_langt": "skriv langt", "kryss": "kryss av",
    "uke": "UKE fyller ut",
}  # fmt: skip
_AS, _IF, _END, _ROW = ", som ", "hvis ", "slutt", "rad: "
_TAG = re.compile(r"\{\{(?P<field>.*?)\}\}|\{%(?P<tag>.*?)%\}", re.DOTALL)
_ROW_TAG = re.compile(_TAG.pattern + r"|\{(?P<name>[a-z_][a-z0-9_]*)(?::(?P<filter>[a-z_]+))?\}", re.DOTALL)
_INNER = re.compile(r"‹([^‹›]+)›")  # a field of the row inside the words of a place to write
_BRACKET = re.compile(r"\[([^\[\]]{1,600})\]")
_LITERAL = re.compile(r'"([^"\[\]]{1,200})"')
_CODE = re.compile(r"\{\{|\}\}|\{%|%\}|^:::", re.MULTILINE)


class WordingError(ValueError):
    """Text that cannot be kept as it is written; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a vocabulary is made from, by the very same objects."""

    catalogue: Same[Catalogue]
    annexes: Same[tuple[AnnexSpec, ...]]
    release: Release = field(compare=False)


def vocabulary(release: Release) -> Vocabulary:
    """What the questions, facts and answers of a release are called."""
    return _vocabulary(_Known(Same(release.catalogue), Same(release.annexes), release))


@lru_cache(maxsize=16)
def _vocabulary(known: _Known) -> Vocabulary:
    return Vocabulary(_labels(known.release), _values(known.release))


class Wording:
    """The words of one release: labels of its questions, facts and answers."""

    def __init__(self, release: Release) -> None:
        self._bands = {f"hours_{band.id}" for band in release.catalogue.bands}
        self.vocabulary = vocabulary(release)
        self._keys = {label.casefold(): key for key, label in self.vocabulary.labels.items()}
        self.row_labels = _row_labels(release)
        self._rows = {plain(label).casefold(): key for key, label in self.row_labels.items()}

    def label(self, key: str) -> str:
        """What a field is called."""
        return self.vocabulary.label(key)

    def shown(self, text: str, *, row: bool = False) -> str:
        """The text with brackets in place of code; with ``row`` also the fields of a table's pattern row."""
        return _ROW_TAG.sub(self._shown_row, text) if row else _TAG.sub(self._shown_tag, text)

    def source(self, words: str, was: str = "", *, row: bool = False) -> str:
        """The text as it stands in the file. ``was`` is what stood there: its tags keep their spelling.

        A bracket that is no field stays as it is, for lint to name. ``WordingError`` for code.
        """
        known = dict(self._tags(was, row=row))
        for code in _CODE.finditer(words):
            example = f"[{self.label('title')}]"
            raise WordingError(
                f"«{code.group()}» kan ikke stå i teksten. Skriv felt i hakeparentes, for eksempel {example}."
            )
        return _BRACKET.sub(lambda found: known.get(found.group(), self._tag(found.group(1), row=row)), words)

    def condition(self, source: str) -> str:
        """A condition in words, or as it is written when words do not reach."""
        try:
            return to_words(source, self.vocabulary)
        except ConditionError:
            return source

    def condition_source(self, words: str, was: str = "") -> str:
        """The condition some words describe; ``ConditionError``. Words that are unchanged keep ``was``."""
        if words.strip() == self.condition(was):
            return was
        return from_words(words, self.vocabulary)

    def fields(self, text: str) -> tuple[str, ...]:
        """The labels of the fields a text uses, each once."""
        heads = [found["field"].split("|")[0].strip() for found in _TAG.finditer(text) if found["field"]]
        return tuple(dict.fromkeys(self.label(head) for head in heads if not head.startswith('"')))

    def _tags(self, text: str, *, row: bool) -> Iterator[tuple[str, str]]:
        pattern, shown = (_ROW_TAG, self._shown_row) if row else (_TAG, self._shown_tag)
        yield from ((shown(found), found.group()) for found in pattern.finditer(text))

    def _shown_tag(self, found: re.Match[str]) -> str:
        if found["field"] is None:
            tag = found["tag"].strip()
            return f"[{_END}]" if tag == "endif" else f"[{_IF}{self.condition(tag.removeprefix('if '))}]"
        head, *filters = (part.strip() for part in found["field"].split("|"))
        literal = _LITERAL.fullmatch(head)
        if literal and filters and filters[0] in WORDS:
            words = ROW_NAME.sub(lambda name: f"‹{self.row_labels.get(name[1], name[1])}›", literal.group(1))
            return f"[{WORDS[filters[0]]}: {words}]"
        if literal or not all(name in FILTERS for name in filters):
            return str(found.group())
        return f"[{self.label(head)}{_as(filters)}]"

    def _shown_row(self, found: re.Match[str]) -> str:
        if found["name"] is None:
            return self._shown_tag(found)
        label = self.row_labels.get(found["name"], found["name"])
        return f"[{_ROW}{plain(label)}{_as([found['filter']] if found['filter'] else [])}]"

    def _inner(self, label: str) -> str:
        name = self._rows.get(label.casefold())
        return f"{{{name}}}" if name else f"‹{label}›"

    def _tag(self, words: str, *, row: bool) -> str:
        """A bracket as code; the bracket itself when it is no field."""
        if words == _END:
            return "{% endif %}"
        if words.startswith(_IF):
            try:
                return f"{{% if {from_words(words.removeprefix(_IF), self.vocabulary)} %}}"
            except ConditionError as error:
                raise WordingError(str(error)) from error
        kind, colon, rest = words.partition(": ")
        for name, word in WORDS.items():
            if colon and kind.casefold() == word.casefold() and _LITERAL.fullmatch(f'"{rest}"'):
                literal = _INNER.sub(lambda label: self._inner(label[1]), rest)
                return f'{{{{ "{literal}" | {name} }}}}'
        label, _, as_words = words.partition(_AS)
        filters = _filters(as_words)
        if row and label.casefold().startswith(_ROW):
            field = self._rows.get(label[len(_ROW) :].casefold())
            return f"{{{':'.join([field, *filters])}}}" if field and len(filters) < 2 else f"[{words}]"
        key = self._keys.get(words.casefold())
        if key is not None:
            return f"{{{{ {key} }}}}"
        key = self._keys.get(label.casefold())
        return f"[{words}]" if key is None else f"{{{{ {' | '.join([key, *filters])} }}}}"


def _as(filters: list[str]) -> str:
    return f"{_AS}{', '.join(FILTERS[name] for name in filters)}" if filters else ""


def _filters(words: str) -> list[str]:
    names = {word: name for name, word in FILTERS.items()}
    found = [part.strip() for part in words.split(",") if part.strip()]
    for part in found:
        if part not in names:
            some = ", ".join(f"«{word}»" for word in FILTERS.values())
            raise WordingError(f"«som {part}» finnes ikke. Velg blant {some}.")
    return [names[part] for part in found]


def _labels(release: Release) -> dict[str, str]:
    """A label for each key, made unique by the question itself where two have the same."""
    found: dict[str, str] = {key: plain(label) for key, label in FACT_LABELS.items()}
    for band in release.catalogue.bands:
        found.setdefault(f"hours_{band.id}", plain(f"Timer i tidsbåndet {band.label}"))
    taken = {label.casefold() for label in found.values()}
    for question in release.catalogue.questions:
        if question.key in found:
            continue
        names = (plain(question.name), plain(question.label), f"{plain(question.name)} ({question.key})")
        found[question.key] = next(name for name in names if name.casefold() not in taken)
        taken.add(found[question.key].casefold())
    return found


def _row_labels(release: Release) -> dict[str, str]:
    """A label for each field of rows, those of UKE's own tables too; each means one thing."""
    found = dict(ROW_LABELS)
    taken = {label.casefold() for label in found.values()}
    for table in own_questions(release):
        for column in table.columns:
            if column.key not in found:
                label = plain(column.name)
                found[column.key] = label if label.casefold() not in taken else f"{label} ({column.key})"
                taken.add(found[column.key].casefold())
    return found


def _values(release: Release) -> dict[str, dict[str, str]]:
    """What the values of a key are called, for keys that have a closed list."""
    catalogue = release.catalogue
    routes = {"criterion": "Tildelingskriterium", **{route.id: route.label for route in all_routes()}}
    lists: dict[str, Mapping[str, str]] = {
        "services": {s.id: s.label for s in catalogue.services},
        "requirements": {r.id: r.number for r in catalogue.requirements},
        "documents": {o.value: o.label for o in catalogue.documents},
        "routes": routes,
    }
    found = {q.key: _options(q, lists) for q in catalogue.questions}
    found["regime"], found["pricing"] = dict(REGIMES), dict(MODEL_NAMES)
    found["documents"] = dict(lists["documents"])
    found["annexes_given"] = {annex.id: annex.title for annex in release.annexes}
    return {key: _unique(values) for key, values in found.items() if values}


def _options(question: Question, lists: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return dict(lists.get(question.options_from, {o.value: o.label for o in question.options}))


def _unique(values: Mapping[str, str]) -> dict[str, str]:
    labels = {value: plain(label) for value, label in values.items()}
    twice = [label.casefold() for label in labels.values()]
    return {
        v: label if twice.count(label.casefold()) == 1 else f"{label} ({v})" for v, label in labels.items()
    }
