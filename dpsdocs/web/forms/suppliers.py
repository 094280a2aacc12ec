"""Admitted suppliers, one by one or from a file."""

from __future__ import annotations

from flask_wtf.file import FileField

from dpsdocs.domain import formats
from dpsdocs.services.suppliers import Admitted

from .base import Form, area, hidden, line


class AdmissionForm(Form):
    """A supplier's admission to a purchasing system."""

    org_number = line("Organisasjonsnummer", "Ni siffer", "organisation")
    name = line("Navn", "Slik det står i Enhetsregisteret nå. Tidligere navn blir tatt vare på.", width="mid")
    admitted_from = line("Tatt opp fra og med", "dd.mm.åååå", "date")
    admitted_until = line(
        "Tatt opp til og med", "Tomt så lenge leverandøren er med i ordningen", "date", optional=True
    )
    categories = area("Kategorier", "Én på hver linje", rows=3, optional=True)

    def fill(self, admitted: Admitted) -> None:
        """Show the admission as it stands."""
        supplier = admitted.supplier
        self.org_number.data, self.name.data = supplier.org_number, supplier.name
        self.admitted_from.data = formats.short_day(supplier.admitted_from)
        if supplier.admitted_until:
            self.admitted_until.data = formats.short_day(supplier.admitted_until)
        self.categories.data = "\n".join(supplier.categories)


class UploadForm(Form):
    """A list of suppliers as a file."""

    file = FileField(
        "Fil",
        description="CSV eller Excel (xlsx), høyst 5 MB",
        render_kw={"kind": "file", "accept": ".csv,.xlsx"},
    )


class ApplyForm(Form):
    """Yes, do what the plan says."""

    token = hidden()
