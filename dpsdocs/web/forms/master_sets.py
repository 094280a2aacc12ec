"""Taking a master set in from a file, and beginning a new one."""

from __future__ import annotations

from collections.abc import Mapping

from flask_wtf.file import FileField

from dpsdocs.domain.questions import Option

from .base import Form, choice, line


class SetFileForm(Form):
    """A ZIP with the files of a set."""

    file = FileField(
        "ZIP-fil",
        description="Et malsett som er lastet ned herfra, høyst 5 MB",
        render_kw={"kind": "file", "accept": ".zip"},
    )


class NewSetForm(Form):
    """What a new set is called, and what it begins as."""

    title = line("Navn på settet", "For eksempel «Renholdstjenester»", width="mid")
    copy_of = choice("Hva skal settet begynne som?")

    def offer(self, sets: Mapping[str, str]) -> None:
        """Let one choose a simple set, or one that is there already."""
        hint = "Vanlige spørsmål, frister, kriterier og enkle dokumenter"
        copies = (
            Option(name, f"En kopi av «{title}»", "Alt innhold følger med") for name, title in sets.items()
        )
        options = (Option("", "Et enkelt sett", hint), *copies)
        self.copy_of.render_kw = {**self.copy_of.render_kw, "options": options}
