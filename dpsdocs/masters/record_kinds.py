"""What a set holds besides documents, as forms: questions, pages, requirements, price lines and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..domain.questions import Option

FieldKind = Literal[
    "line", "text", "choice", "choices", "tick", "whole", "condition", "options", "lines", "given"
]


@dataclass(frozen=True, slots=True)
class RecordField:
    """One field of a form. ``listed`` names a list of the set that the choices come from.

    ``kinds`` are the kinds of answer it has a meaning for, all when empty; ``unsaid`` is the value that is not written.
    One that is ``given`` is set once by the program and only shown. ``sometimes`` is true of one that some records need
    and others must leave empty.
    """

    name: str
    kind: FieldKind
    label: str
    hint: str = ""
    longest: int = 300
    needed: bool = False
    options: tuple[Option, ...] = ()
    listed: str = ""
    kinds: tuple[str, ...] = ()
    unsaid: str | int | bool = ""
    sometimes: bool = False


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A list in a file of the set. ``array`` is its name there, ``key`` what each record is known by.

    ``pairs`` is true of a table of names and words. ``parent`` is the kind each record stands in, if any.
    ``closed`` says why none can be added or taken out. Without ``array`` it is what stands first in the file.
    """

    id: str
    file: str
    array: str
    key: str
    title: str
    noun: str
    new: str
    named: str
    fields: tuple[RecordField, ...]
    parent: str = ""
    pairs: bool = False
    grouped: str = ""
    why: str = ""
    closed: str = ""

    def field(self, name: str) -> RecordField:
        """The field with this name."""
        return next(field for field in self.fields if field.name == name)


ANSWERS: dict[str, str] = {
    "line": "Kort tekst", "text": "Lang tekst", "whole": "Helt tall", "decimal": "Tall med desimaler", "money": "Beløp",
    "percent": "Prosent", "date": "Dato", "time": "Klokkeslett", "moment": "Dato og klokkeslett",
    "timespan": "Tidsrom på døgnet", "yesno": "Ja eller nei", "choice": "Ett valg", "choices": "Flere valg",
    "organisation": "Organisasjonsnummer", "email": "E-postadresse", "contact": "Kontaktperson", "cpv": "CPV-koder",
    "weights": "Vekter i prosent", "table": "Tabell",
}  # fmt: skip
SOURCES: dict[str, str] = {
    "": "Valgene som står her", "services": "Tjenestene i malsettet", "requirements": "Kravene i kravbiblioteket",
    "chapters": "Kapitlene i kravtabellen", "units": "Mengdene i prisskjemaet", "documents": "Dokumentene i malsettet",
    "price_models": "Prismodellene i malsettet", "weekdays": "Ukedagene", "dps_cpv": "CPV-kodene i innkjøpsordningen",
    "dps_criteria": "Kriteriene i innkjøpsordningen", "dps_quality": "Kvalitetskriteriene i innkjøpsordningen",
    "routes": "Veiene for klima og miljø", "letters": "Kravene i Oslomodellen",
}  # fmt: skip
_CHOICES, _NUMBERS = ("choice", "choices", "weights", "cpv"), ("whole", "decimal", "money", "percent")
_TEXTS = ("line", "text", "contact")


def _options(words: dict[str, str]) -> tuple[Option, ...]:
    return tuple(Option(value, label) for value, label in words.items())


_ASKED = (
    RecordField("label", "line", "Spørsmålet", "Slik det står på siden, for eksempel «Hva heter stedet?»", needed=True),
    RecordField("kind", "choice", "Type svar", options=_options(ANSWERS), needed=True),
    RecordField("hint", "line", "Hjelpetekst", "Står under spørsmålet", 500),
    RecordField("why", "text", "Hvorfor spør vi?", "Kan åpnes ved siden av spørsmålet", 1000),
    RecordField("error", "line", "Melding når svaret mangler", "For eksempel «Skriv hva stedet heter.»"),
    RecordField("short", "line", "Kort navn", "I sammendrag, vilkår og felt, for eksempel «Sted»", 80),
    RecordField("optional", "tick", "Spørsmålet kan stå ubesvart", unsaid=False),
    RecordField("options_from", "choice", "Hva kan velges?", listed="sources", kinds=_CHOICES),
    RecordField("options", "options", "Valgene", kinds=("choice", "choices")),
    RecordField("max_length", "whole", "Største lengde i tegn", kinds=_TEXTS, unsaid=300),
    RecordField("minimum", "line", "Minste verdi", longest=20, kinds=_NUMBERS),
    RecordField("maximum", "line", "Største verdi", longest=20, kinds=_NUMBERS),
    RecordField("unit", "line", "Enhet", "Står etter feltet, for eksempel «minutter»", 30, kinds=_NUMBERS),
    RecordField("pattern_error", "line", "Melding når svaret har feil form", kinds=("line",)),
    RecordField("row_noun", "line", "Hva én rad heter", "For eksempel «objekt»", 40, kinds=("table",)),
    RecordField("most", "whole", "Flest rader", kinds=("table",), unsaid=2000),
    RecordField("visible", "condition", "Når blir spørsmålet stilt?"),
    RecordField("required", "condition", "Når må det besvares?"),
    RecordField("confidential", "tick", "Svaret er skjermet", "Står bare i skjermede dokumenter", unsaid=False),
    RecordField("internal", "tick", "Svaret er internt", "Står aldri i dokumenter til leverandørene", unsaid=False),
)  # fmt: skip
QUESTIONS = RecordKind(
    "sporsmal", "questions.toml", "section.question", "key", "Spørsmål", "spørsmålet", "Nytt spørsmål", "label",
    _ASKED, "sider",
)  # fmt: skip
SECTIONS = RecordKind(
    "sider", "questions.toml", "section", "id", "Sider", "siden", "Ny side", "title",
    (
        RecordField("title", "line", "Overskriften på siden", longest=120, needed=True),
        RecordField("group", "line", "Del av oppgavelisten", "For eksempel «Behovet»", 80, needed=True),
        RecordField("lead", "text", "Innledning", "Står øverst på siden", 1000),
        RecordField("visible", "condition", "Når er siden med?"),
    ),
)  # fmt: skip
COLUMNS = RecordKind(
    "kolonner", "questions.toml", "section.question.columns", "key", "Kolonner", "kolonnen", "Ny kolonne", "label",
    tuple(field for field in _ASKED if field.name not in ("row_noun", "most", "why")), "sporsmal",
)  # fmt: skip
REQUIREMENTS = RecordKind(
    "krav", "requirements.toml", "requirement", "id", "Krav", "kravet", "Nytt krav", "text",
    (
        RecordField("number", "given", "Nummer", longest=10),
        RecordField("kind", "choice", "Slags krav", needed=True, options=(
            Option("A", "Absolutt krav", "«Leverandøren skal …». Må være oppfylt, gir aldri poeng"),
            Option("B", "Evaluert krav", "«Oppdragsgiveren ønsker …». Gir poeng under et kriterium"))),
        RecordField("chapter", "choice", "Kapittel", listed="chapters", needed=True),
        RecordField("text", "text", "Kravet", "Ett krav, én egenskap", 1200, needed=True),
        RecordField("documentation", "line", "Dokumentasjon", "Hva leverandøren viser, og når", 400, needed=True),
        RecordField("reply", "line", "Svarform", "«Ja eller nei» eller «Beskrivelse»", 80, needed=True),
        RecordField("criterion", "choice", "Kriterium", kinds=("B",), options=(
            Option("", "Ingen"), Option("quality", "Kvalitet"), Option("environment", "Klima og miljø"))),
        RecordField("form", "choice", "Skjemaet leverandøren svarer i", kinds=("B",), listed="forms",
                    unsaid="svarskjema"),
        RecordField("services", "choices", "Tjenester", "Uten avkryssing gjelder kravet alle", listed="services"),
        RecordField("when", "condition", "Når kan kravet velges?"),
        RecordField("suggested", "tick", "Valgt på forhånd når tjenesten passer", unsaid=False),
        RecordField("fixed", "tick", "Alltid med", "Virksomheten kan ikke ta det bort", unsaid=False),
    ), grouped="chapter",
    why="Numrene er faste og brukes aldri om igjen.",
)  # fmt: skip
LINES = RecordKind(
    "prislinjer", "price.toml", "line", "id", "Prislinjer", "prislinjen", "Ny prislinje", "label",
    (
        RecordField("label", "line", "Linjen", longest=120, needed=True),
        RecordField("unit", "line", "Enhet", "For eksempel «time»", 40, needed=True),
        RecordField("band", "choice", "Tidsbånd", listed="bands", needed=True),
        RecordField("note", "line", "Merknad"),
        RecordField("when", "condition", "Når er linjen med?"),
    ), why="En linje er med i prisskjemaet når mengden er større enn null.",
)  # fmt: skip
UNITS = RecordKind(
    "mengder", "price.toml", "unit", "id", "Mengder", "mengden", "Ny mengde", "label",
    (
        RecordField("number", "given", "Linjenummer", longest=10),
        RecordField("label", "line", "Det som kjøpes", longest=120, needed=True),
        RecordField("unit", "line", "Enhet", "For eksempel «runde»", 40, needed=True),
        RecordField("period", "choice", "Mengden gjelder", unsaid="year", options=(
            Option("year", "Hvert år"), Option("once", "Hele avtaletiden"))),
        RecordField("note", "line", "Merknad"),
        RecordField("services", "choices", "Tjenester", "Uten avkryssing kan den velges for alle", listed="services"),
        RecordField("band", "choice", "Tidsbånd", listed="bands"),
    ), why="Det som kan kjøpes etter behov, stykkevis.",
)  # fmt: skip
SERVICES = RecordKind(
    "tjenester", "set.toml", "services", "id", "Tjenester", "tjenesten", "Ny tjeneste", "label",
    (
        RecordField("label", "line", "Tjenesten", longest=120, needed=True),
        RecordField("hint", "line", "Hjelpetekst"),
        RecordField("noun", "line", "Inne i en setning", "For eksempel «fast vakthold»", 120, needed=True),
        RecordField("content", "text", "Hva tjenesten omfatter", "Står i dokumentene", 1000, needed=True),
        RecordField("cpv", "lines", "CPV-koder", "Én på hver linje, åtte siffer", 400),
    ),
)  # fmt: skip
CHAPTERS = RecordKind(
    "kapitler", "set.toml", "chapters", "id", "Kapitler", "kapittelet", "Nytt kapittel", "title",
    (RecordField("title", "line", "Navnet på kapittelet", longest=120, needed=True),), pairs=True,
    why="Kapitlene i kravtabellen, i den rekkefølgen de står.",
)  # fmt: skip
TERMS = RecordKind(
    "ord", "set.toml", "terms", "word", "Ord", "ordet", "Nytt ord", "word",
    (RecordField("others", "lines", "Ord vi ikke bruker", "Ett på hver linje", 1000, needed=True),), pairs=True,
    why="Ett ord for én ting: ordet vi bruker, og ordene vi ikke bruker.",
)  # fmt: skip
BANDS = RecordKind(
    "tidsband", "price.toml", "band", "id", "Tidsbånd", "tidsbåndet", "", "label",
    (
        RecordField("label", "line", "Navn", longest=60, needed=True),
        RecordField("windows", "lines", "Tidene", "Ett tidsrom på hver linje: «mandag–fredag 06.00–17.00». "
                    "Del det som går over midnatt, i to.", 800, sometimes=True),
        RecordField("text", "line", "I dokumentene", "De samme tidene i ord", needed=True),
    ), why="Tidsbåndene dekker hver time i uken én gang.",
    closed="Prisene bygger på båndene. Tider og ord kan endres, men bånd kan ikke legges til eller tas ut.",
)  # fmt: skip
PRICES = RecordKind(
    "prisskjema", "price.toml", "", "", "Prisskjemaet", "prisskjemaet", "", "",
    (
        RecordField("model", "choice", "Prismodell", "Når ingen annen er valgt", listed="models", needed=True),
        RecordField("models", "choices", "Modeller konkurransen kan velge", listed="models"),
        RecordField("guidance", "lines", "Veiledning i prisskjemaet", "Én setning på hver linje", 2000),
        RecordField("evaluation_guidance", "lines", "Veiledning i evalueringsarket", "Én setning på hver linje", 2000),
    ), closed="Malsettet har ett prisskjema.",
)  # fmt: skip
COVERAGE = RecordKind(
    "samsvar", "coverage.toml", "item", "id", "Samsvar", "raden", "Ny rad", "ref",
    (
        RecordField("ref", "line", "Regel eller kilde", "For eksempel «FOA § 14-1 (3), behovet»", 200, needed=True),
        RecordField("text", "line", "Hva som skal være med", "Med våre egne ord", needed=True),
        RecordField("document", "choice", "Dokument", listed="all_documents", needed=True),
        RecordField("clause", "choice", "Punktet som svarer", listed="clauses"),
        RecordField("when", "condition", "Når er dette aktuelt?"),
    ), why="Radene i samsvarsskjemaet: hva regelverk og fag ber om, og punktet som svarer på det.",
)  # fmt: skip
ABOUT = RecordKind(
    "malsettet", "set.toml", "", "", "Om malsettet", "malsettet", "", "title",
    (
        RecordField("title", "line", "Navn på malsettet", longest=80, needed=True),
        RecordField("example_note", "text", "Merke på eksempler", "Står på dokumenter med oppdiktet innhold", 500),
    ), closed="Et malsett kan ikke tas ut.",
)  # fmt: skip
KINDS: dict[str, RecordKind] = {
    kind.id: kind
    for kind in (
        QUESTIONS, SECTIONS, COLUMNS, REQUIREMENTS, CHAPTERS, SERVICES, LINES, UNITS, BANDS, PRICES, TERMS, COVERAGE,
        ABOUT,
    )
}  # fmt: skip
