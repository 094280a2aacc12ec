"""Reading a set from its folder: every file parsed, every fault collected before anything is refused."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..domain.bands import BANDS, Band, BandError, checked, window
from ..domain.competition import Catalogue
from ..domain.conditions import Condition, ConditionError
from ..domain.conditions import parse as parse_condition
from ..domain.evaluation import PRICE_MODELS, PriceModel
from ..domain.library import REPLY_FORM, PriceLinePattern, Requirement, Service, Unit
from ..domain.questions import OPTION_SOURCES, ROWS, Option, Question, Questionnaire, Section
from . import coverage_list, moves
from .annexes import AnnexSpec
from .compiler import Compiler
from .errors import Fault, MasterError
from .nodes import MasterDocument
from .release import DocumentSpec, Duty, Release, digest_of
from .source import Source
from .template import compile_line

Specs = tuple[DocumentSpec, ...]
_EXAMPLE = "EKSEMPEL. Virksomhet, navn, mengder, frister og beløp er oppdiktet."


def load(folder: Path, texts: Mapping[str, str] | None = None) -> Release:
    """The release in a folder, with ``texts`` in place of files of these names, or ``MasterError`` with every fault."""
    loader = _Loader(Source(folder, texts or {}))
    try:
        return loader.release()
    except MasterError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MasterError([*loader.faults, _misshapen(error)]) from error


def _misshapen(error: Exception) -> Fault:
    """A list that cannot be read as what it is for."""
    if isinstance(error, KeyError):
        return Fault("set.toml", 1, f"Opplysningen «{error.args[0]}» mangler i en av listene i settet.")
    return Fault(
        "set.toml", 1, "En av listene i settet har en verdi av feil slag, som tekst der det skal stå et tall."
    )


@dataclass(frozen=True, slots=True)
class Lists:
    """What a set asks and offers, without its documents."""

    title: str
    example_note: str
    catalogue: Catalogue
    terms: Mapping[str, tuple[str, ...]]
    price_guidance: tuple[str, ...]
    evaluation_guidance: tuple[str, ...]
    faults: tuple[Fault, ...]


def lists(source: Source) -> Lists:
    """The lists of a set; ``MasterError`` when they cannot be read at all."""
    loader = _Loader(source)
    try:
        spec, price = loader.toml("set.toml"), loader.toml("price.toml")
        return Lists(
            str(spec["title"]), spec.get("example_note", _EXAMPLE), loader.catalogue(spec), _terms(spec),
            tuple(price.get("guidance", ())), tuple(price.get("evaluation_guidance", ())),
            tuple(loader.faults),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MasterError([*loader.faults, _misshapen(error)]) from error


@lru_cache(maxsize=32)
def _parsed(text: str) -> dict[str, Any]:
    """The values of a file, which are only read."""
    return tomllib.loads(text)


class _Loader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.faults: list[Fault] = []

    def release(self) -> Release:
        spec = self.toml("set.toml")
        catalogue = self.catalogue(spec)
        documents = tuple(self.document(d) for d in spec.get("documents", ()))
        masters = self._masters(spec)
        price = self.toml("price.toml")
        moved, wrong = moves.read(self.toml(moves.FILE) if moves.FILE in self.source.names() else {})
        self.faults += wrong
        coverage = coverage_list.items(self.toml(coverage_list.FILE).get("item", ()), self.faults)
        if self.faults:
            raise MasterError(self.faults)
        return Release(
            spec["id"], spec["title"], spec["version"], bool(spec.get("approved")), digest_of(self.source),
            self.source.folder, catalogue, documents, masters, coverage,
            _terms(spec),
            tuple(price.get("guidance", ())), spec.get("example_note", _EXAMPLE),
            tuple(price.get("evaluation_guidance", ())),
            tuple(self.annex(row) for row in spec.get("annexes", ())), _duties(spec), moved,
        )  # fmt: skip

    def toml(self, name: str) -> dict[str, Any]:
        """The values of a file; what is wrong with it is a fault."""
        try:
            return _parsed(self.source.text(name))
        except FileNotFoundError:
            self.faults.append(Fault(name, 1, "Filen mangler."))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.faults.append(Fault(name, 1, f"Filen kan ikke leses: {error}."))
        return {}

    def _when(self, file: str, source: str, place: str) -> Condition:
        try:
            return parse_condition(source)
        except ConditionError as error:
            self.faults.append(Fault(file, 1, f"{place}: {error}"))
            return parse_condition("")

    def catalogue(self, spec: Mapping[str, Any]) -> Catalogue:
        """What the set asks and offers."""
        services = tuple(
            Service(s["id"], s["label"], s.get("hint", ""), s["noun"], s["content"], tuple(s.get("cpv", ())))
            for s in spec.get("services", ())
        )
        requirements = tuple(
            self._requirement(r) for r in self.toml("requirements.toml").get("requirement", ())
        )
        lines = tuple(self._price_line(p) for p in self.toml("price.toml").get("line", ()))
        price = self.toml("price.toml")
        units = tuple(
            Unit(u["id"], u["number"], u["label"], u["unit"], u.get("period", "year"), u.get("note", ""),
                 tuple(u.get("services", ())), u.get("band", ""))
            for u in price.get("unit", ())
        )  # fmt: skip
        documents = tuple(
            Option(d["id"], d.get("name", d["title"]))
            for d in spec.get("documents", ())
            if d["package"] != "internal"
        )
        return Catalogue(
            self._questions(), services, requirements, lines, dict(spec.get("chapters", {})), units,
            self._bands(price), documents, self._models(price),
        )  # fmt: skip

    def _models(self, price: Mapping[str, Any]) -> tuple[PriceModel, ...]:
        """The price model the set uses, and then those a competition may choose instead."""
        named = [price.get("model", "linear_floor"), *price.get("models", ())]
        for model in named:
            if model not in PRICE_MODELS:
                self.faults.append(Fault("price.toml", 1, f"Prismodellen «{model}» finnes ikke."))
        return tuple(dict.fromkeys(model for name in named for model in PRICE_MODELS if model == name))

    def _bands(self, price: Mapping[str, Any]) -> tuple[Band, ...]:
        try:
            found = [
                Band(b["id"], b["label"], b["text"], tuple(window(w) for w in b.get("windows", ())),
                     bool(b.get("holidays")))
                for b in price.get("band", ())
            ]  # fmt: skip
            return checked(found) if found else BANDS
        except BandError as error:
            first = str(price["band"][0]["id"])
            self.faults.append(Fault("price.toml", 1, str(error), first))
            return BANDS

    def _requirement(self, row: Mapping[str, Any]) -> Requirement:
        return Requirement(
            row["id"], row["number"], row["kind"], row["chapter"], row["text"], row["documentation"],
            row.get("reply", ""), row.get("criterion", ""), bool(row.get("fixed")), bool(row.get("suggested")),
            tuple(row.get("services", ())), self._when("requirements.toml", row.get("when", ""), row["id"]),
            row.get("form", REPLY_FORM) if row["kind"] == "B" else "",
        )  # fmt: skip

    def _price_line(self, row: Mapping[str, Any]) -> PriceLinePattern:
        when = self._when("price.toml", row.get("when", ""), row["id"])
        return PriceLinePattern(row["id"], row["label"], row["unit"], row["band"], row.get("note", ""), when)

    def _questions(self) -> Questionnaire:
        sections = []
        for row in self.toml("questions.toml").get("section", ()):
            asked = tuple(self._question(q, row["id"]) for q in row.get("question", ()))
            visible = self._when("questions.toml", row.get("visible", ""), row["id"])
            sections.append(
                Section(row["id"], row["title"], row["group"], row.get("lead", ""), visible, asked)
            )
        try:
            return Questionnaire(tuple(sections))
        except ValueError as error:
            self.faults.append(Fault("questions.toml", 1, str(error)))
            return Questionnaire(())

    def _question(self, row: Mapping[str, Any], section: str) -> Question:
        plain = {
            key: row[key]
            for key in ("key", "kind", "label", "hint", "why", "error", "optional", "options_from", "minimum",
                        "maximum", "max_length", "unit", "confidential", "internal", "short", "pattern",
                        "pattern_error", "row_noun", "most")
            if key in row
        }  # fmt: skip
        known = {*plain, "visible", "required", "options", "columns"}
        for key in sorted(set(row) - known):
            self.faults.append(Fault("questions.toml", 1, f"{row.get('key')}: ukjent nøkkel «{key}»."))
        options = tuple(Option(o["value"], o["label"], o.get("hint", "")) for o in row.get("options", ()))
        source = str(row.get("options_from", ""))
        if source not in OPTION_SOURCES and not source.startswith(ROWS):
            self.faults.append(Fault("questions.toml", 1, f"{row['key']}: valgene «{source}» finnes ikke."))
        return Question(
            section=section, options=options,
            columns=tuple(self._question(c, section) for c in row.get("columns", ())),
            visible=self._when("questions.toml", row.get("visible", ""), row["key"]),
            required=self._when("questions.toml", row.get("required", ""), row["key"]), **plain,
        )  # fmt: skip

    def document(self, row: Mapping[str, Any]) -> DocumentSpec:
        """A document of the list."""
        return DocumentSpec(
            row["id"], int(row["number"]), int(row.get("annex", 0)), row["filename"], tuple(row["formats"]),
            row["package"], row.get("action", ""), row.get("kind", "text"), row.get("word_kind", "locked"),
            self._when("set.toml", row.get("when", ""), row["id"]), row.get("grade_basis", ""),
        )  # fmt: skip

    def annex(self, row: Mapping[str, Any]) -> AnnexSpec:
        """A place for a file of UKE's."""
        return AnnexSpec(
            row["id"], row["title"], int(row["number"]), int(row["annex"]), row["filename"], row["missing"],
            row.get("note", ""), self._when("set.toml", row.get("when", ""), row["id"]),
        )  # fmt: skip

    def _masters(self, spec: Mapping[str, Any]) -> dict[str, MasterDocument]:
        compiler = Compiler(self.source.library())
        masters = {}
        for row in spec.get("documents", ()):
            if row.get("kind", "text") != "text":
                title = compiler.line("set.toml", 1, row["title"])
                masters[row["id"]] = MasterDocument("price.toml", title, compile_line(""), False, 0, ())
            else:
                masters[row["id"]] = self._master(compiler, row)
        self.faults += compiler.faults
        return masters

    def _master(self, compiler: Compiler, row: Mapping[str, Any]) -> MasterDocument:
        file = row.get("file", f"documents/{row['id']}.md")
        try:
            text = self.source.text(file)
        except (FileNotFoundError, UnicodeDecodeError):
            self.faults.append(Fault(file, 1, "Filen mangler eller er ikke UTF-8."))
            text = "+++\n+++\n"
        return compiled(compiler, self.faults, file, text, row["title"])


def compiled(compiler: Compiler, faults: list[Fault], file: str, text: str, title: str) -> MasterDocument:
    """The document in the text of a file; what is wrong goes to ``faults`` and the compiler's own."""
    _, _, rest = text.partition("+++\n")
    front, _, body = rest.partition("\n+++\n") if not rest.startswith("+++\n") else ("", "", rest[4:])
    try:
        head = tomllib.loads(front)
    except tomllib.TOMLDecodeError as error:
        faults.append(Fault(file, 1, f"Hodet mellom «+++» kan ikke leses: {error}."))
        head = {}
    first = front.count("\n") + 4
    return MasterDocument(
        file, compiler.line(file, 1, head.get("title", title)),
        compiler.line(file, 1, head.get("under", "")),
        bool(head.get("cover")), int(head.get("toc", 0)), compiler.nodes(file, body, first),
    )  # fmt: skip


def heads_of(text: str) -> tuple[dict[str, Any], Specs, tuple[AnnexSpec, ...], tuple[Fault, ...]]:
    """The set's file with the documents and annexes it lists, and what is wrong with them."""
    loader = _Loader(Source(Path(), {"set.toml": text}))
    spec = loader.toml("set.toml")
    documents = tuple(loader.document(row) for row in spec.get("documents", ()))
    return spec, documents, tuple(loader.annex(row) for row in spec.get("annexes", ())), tuple(loader.faults)


def _terms(spec: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {word: tuple(bad) for word, bad in spec.get("terms", {}).items()}


def _duties(spec: Mapping[str, Any]) -> dict[str, tuple[Duty, ...]]:
    """The clauses that answer for each duty the rules ask for."""
    found: dict[str, tuple[Duty, ...]] = {}
    for row in spec.get("duties", ()):
        duty = Duty(row["document"], row["clause"], row.get("words", ""))
        found[row["id"]] = (*found.get(row["id"], ()), duty)
    return found
