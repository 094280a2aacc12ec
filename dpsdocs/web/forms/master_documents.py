"""A document of a draft: its head, a new one, and a new heading."""

from __future__ import annotations

from dpsdocs.domain.questions import Option
from dpsdocs.services.master_documents import KINDS, PACKAGES, WORD_KINDS, HeadInput

from .base import Form, choice, choices, line, tick


def _options(labels: dict[str, str]) -> tuple[Option, ...]:
    return tuple(Option(value, label) for value, label in labels.items())


class HeadForm(Form):
    """The head of a document."""

    title = line("Tittel", "Felt står i hakeparentes.", width="full")
    name = line("Navn i lister", "Bare når tittelen har felt", width="mid", optional=True)
    under = line("Undertittel", "Står under tittelen på forsiden", width="full", optional=True)
    cover = tick("Dokumentet har forside")
    toc = choice(
        "Innholdsfortegnelse",
        (Option("0", "Ingen"), Option("1", "Kapitler"), Option("2", "Kapitler og underoverskrifter")),
    )
    package = choice("Hvem er dokumentet for?", _options(PACKAGES))
    number = line("Nummer i pakken", "Begynnelsen av filnavnet, 0 til 99", width="short")
    annex = line("Bilagsnummer", "Tomt når dokumentet ikke er et bilag", width="short", optional=True)
    formats = choices("Formater", (Option("docx", "Word"), Option("pdf", "PDF")))
    word_kind = choice("Hva gjør leverandøren med Word-filen?", _options(WORD_KINDS))
    action = line(
        "Hva leverandøren gjør", "Slik det står i oversikten, for eksempel «Fyller ut og leverer»",
        width="mid", optional=True,
    )  # fmt: skip
    when = line(
        "Når er dokumentet med?",
        "Tomt betyr alltid. Skriv for eksempel: «Avtaleform» er «Rammeavtale».",
        "text", rows=2, optional=True,
    )  # fmt: skip

    def read(self) -> HeadInput:
        """What was typed."""
        return HeadInput(
            self.title.data, self.name.data, self.under.data, bool(self.cover.data), self.toc.data,
            self.package.data, self.number.data, self.annex.data, tuple(self.formats.data or ()),
            self.word_kind.data, self.action.data, self.when.data,
        )  # fmt: skip


class NewDocumentForm(Form):
    """What a new document is called, and who it is for."""

    title = line("Tittel", width="mid")
    kind = choice("Hva slags dokument?", _options(KINDS))
    package = choice("Hvem er dokumentet for?", _options(PACKAGES))


class NewHeadingForm(Form):
    """The words and the level of a new heading."""

    heading = line("Overskrift", "Felt står i hakeparentes.", width="mid")
    level = choice("Nivå", (Option("1", "Kapittel"), Option("2", "Underoverskrift i kapittelet")))
