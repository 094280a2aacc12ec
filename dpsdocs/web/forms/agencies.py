"""Agencies."""

from __future__ import annotations

from .base import Form, hidden, line, tick


class AgencyForm(Form):
    """A contracting authority as documents name it."""

    name = line("Navn", "Slik det skal stå i dokumentene, for eksempel «Boligetaten»", width="mid")
    short = line("Kortnavn", "Brukes i lister der det er trangt", width="org", optional=True)
    org_number = line("Organisasjonsnummer", "Ni siffer", "organisation")
    address = line("Besøksadresse", width="mid")
    postal = line("Postnummer og poststed", "For eksempel 0180 Oslo", width="mid")
    active = tick("I bruk", "Virksomheter som ikke er i bruk, kan ikke velges for nye konkurranser.")
    version = hidden("0")
