"""Dynamic purchasing systems, their criteria, and UKE's settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from wtforms import FieldList, FormField
from wtforms import Form as Part

from dpsdocs.domain import formats
from dpsdocs.domain.case import REGIMES
from dpsdocs.domain.identifiers import show_cpv
from dpsdocs.domain.questions import Option
from dpsdocs.services.dps import CriterionInput, DpsInput, DpsView

from .base import Form, area, choice, hidden, line, tick

CRITERIA = 8
KINDS = {"price": "Pris", "quality": "Kvalitet", "environment": "Klima og miljø"}


class CriterionRow(Part):
    """One announced criterion and the range its weight may lie in."""

    name = line("Navn", "Slik det står i kunngjøringen", width="mid")
    kind = choice(
        "Type", tuple(Option(k, v) for k, v in KINDS.items()), kind="select", empty="Velg", width="org"
    )
    minimum = line("Laveste vekt", kind="percent")
    maximum = line("Høyeste vekt", kind="percent")
    assessed = area("Hva vurderes?", rows=3)
    documentation = area("Hva skal leverandøren levere?", rows=2)
    id = hidden()


class DpsForm(Form):
    """A purchasing system as UKE has announced it."""

    parts: ClassVar = {"criteria": "kriterier"}
    reference = line("Saksnummer", "Nummeret i sak- og arkivsystemet, for eksempel 24/1307", width="org")
    title = line("Navn", width="mid")
    owner = line("Eier", "Virksomheten som har opprettet ordningen", width="mid")
    announced = line("Kunngjort", "dd.mm.åååå", "date", optional=True)
    notice_id = line("Kunngjøringsnummer", "Nummeret i Doffin eller TED", width="mid", optional=True)
    valid_from = line("Gjelder fra og med", "dd.mm.åååå", "date")
    valid_to = line("Gjelder til og med", "dd.mm.åååå", "date")
    regime = choice(
        "Hvilket regelverk er ordningen kunngjort etter?", tuple(Option(k, v) for k, v in REGIMES.items())
    )
    set_id = choice("Malsett", hint="Malene nye konkurranser i ordningen får", kind="select")
    cpv_main = line("CPV-hovedkode", "Åtte siffer, gjerne med kontrollsiffer: 79710000-4", width="org")
    cpv = area("Andre CPV-koder", "Én kode på hver linje", rows=4, optional=True)
    categories = area(
        "Kategorier", "Én på hver linje. Tomt når ordningen ikke er delt opp.", rows=3, optional=True
    )
    criteria = FieldList(FormField(CriterionRow), min_entries=CRITERIA, max_entries=CRITERIA)
    penalty_terms = area(
        "Dagbot", "Vilkårene slik de er kunngjort. Programmet foreslår aldri en sats.", rows=3, optional=True
    )
    contact_name = line("Kontaktperson", width="mid")
    contact_email = line("E-postadressen til kontaktpersonen", kind="email")
    version = hidden("0")

    def offer(self, sets: Mapping[str, str]) -> None:
        """Let one choose among the sets that have a live release; the first when none is chosen."""
        options = tuple(Option(name, title) for name, title in sets.items())
        self.set_id.render_kw = {**self.set_id.render_kw, "options": options}

    def fill(self, view: DpsView) -> None:
        """Show the record as it stands."""
        record = view.record
        self.set_id.data = view.set_id
        for name in ("reference", "title", "owner", "notice_id", "regime", "penalty_terms"):
            self[name].data = getattr(record, name)
        self.contact_name.data, self.contact_email.data = record.contact_name, record.contact_email
        self.announced.data = formats.short_day(record.announced) if record.announced else ""
        self.valid_from.data = formats.short_day(record.valid_from)
        self.valid_to.data = formats.short_day(record.valid_to)
        self.cpv_main.data = show_cpv(record.cpv_main)
        self.cpv.data = "\n".join(show_cpv(code) for code in record.cpv)
        self.categories.data = "\n".join(record.categories)
        self.version.data = str(view.version)
        for row, criterion in zip(self.criteria, record.criteria, strict=False):
            for name in ("id", "name", "kind", "assessed", "documentation"):
                row[name].data = getattr(criterion, name)
            row["minimum"].data = formats.number(criterion.minimum)
            row["maximum"].data = formats.number(criterion.maximum)

    def read(self) -> DpsInput:
        """What was typed, as the service wants it. Criteria that were left empty are left out."""
        plain = {
            name: self[name].data
            for name in (
                "reference", "title", "owner", "valid_from", "valid_to", "regime", "cpv_main", "announced",
                "notice_id", "penalty_terms", "contact_name", "contact_email", "set_id",
            )
        }  # fmt: skip
        criteria = [CriterionInput(**self.criteria[place].data) for place in self._filled()]
        return DpsInput(
            **plain, cpv=lines(self.cpv.data), categories=lines(self.categories.data), criteria=criteria
        )

    def object(self, problems: dict[str, str]) -> None:
        """The service counts only the criteria that were filled in; put its words at the right rows."""
        filled = self._filled()

        def row(found: re.Match[str]) -> str:
            return f"criteria-{filled[int(found[1])]}-"

        super().object({re.sub(r"^criteria-(\d+)-", row, key): words for key, words in problems.items()})

    def _filled(self) -> list[int]:
        return [
            place
            for place, row in enumerate(self.criteria)
            if any(value for name, value in row.data.items() if name != "id")
        ]


def lines(text: str | None) -> tuple[str, ...]:
    """What stands on each line, or between commas."""
    return tuple(part.strip() for part in (text or "").replace(",", "\n").split("\n") if part.strip())


class SettingsForm(Form):
    """UKE's choices that change how rules bite."""

    strict_deadline = tick(
        "Regn tilbudsfristen etter den strenge lesningen",
        "Fristen skal ha minst ti hele dager, og tidligst gå ut dagen etter. Uten haken gir en frist på selve "
        "den siste dagen en advarsel i stedet for et stopp.",
    )
