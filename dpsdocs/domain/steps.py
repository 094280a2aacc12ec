"""The steps of a purchase, as the routine page has headings for them: from each page to the right one."""

from __future__ import annotations

# the id of the heading in the routine, and the words after «Slik gjør du det:»
STEPS: dict[str, str] = {
    "forberede": "forberede konkurransen",
    "kgv-tilgang": "få tilgang til KGV",
    "utkast": "lage utkastet",
    "behov": "beskrive behovet",
    "verdi": "beregne verdien",
    "kriterier": "velge kriterier og vekter",
    "krav": "velge krav",
    "frister": "sette frister",
    "kontroll": "kontrollere svarene",
    "godkjenning": "godkjenne",
    "utstede": "utstede dokumentpakken",
    "sende": "sende invitasjonen i KGV",
    "sporsmal": "svare på spørsmål",
    "apne": "åpne tilbudene",
    "evaluere": "evaluere tilbudene",
    "meddelelse": "gi meddelelse om valget",
    "signere": "signere avtalen",
    "kunngjore": "kunngjøre resultatet",
    "folge-opp": "følge opp avtalen",
    "kontakt": "hvem du kan spørre",
}

# the pages of questions in a master set; one that is not here leads to how a draft is made
SECTIONS: dict[str, str] = {
    "om": "utkast",
    "behov": "behov",
    "kjopere": "behov",
    "delkontrakter": "behov",
    "sted": "behov",
    "objekter": "behov",
    "vakter": "behov",
    "mengder": "behov",
    "utstyr": "behov",
    "skjerming": "behov",
    "avtale": "verdi",
    "verdi": "verdi",
    "varighet": "verdi",
    "arbeidsliv": "verdi",
    "kriterier": "kriterier",
    "miljo": "kriterier",
    "krav": "krav",
    "egne_krav": "krav",
    "befaring": "frister",
    "frister": "frister",
    "vilkar": "utkast",
    "endring": "sporsmal",
}

# what comes next in a competition, by its state
STATES: dict[str, str] = {
    "draft": "utkast",
    "submitted": "godkjenning",
    "approved": "utstede",
    "issued": "sende",
    "sent": "sporsmal",
    "awarded": "signere",
    "cancelled": "meddelelse",
}


def step_of_section(section_id: str) -> str:
    """The step a page of questions belongs to."""
    return SECTIONS.get(section_id, "utkast")
