"""A Word file for a document of a draft."""

from __future__ import annotations

from flask_wtf.file import FileField

from dpsdocs.domain.questions import Option

from .base import Form, choice


class WordForm(Form):
    """The file, and where its text goes."""

    file = FileField(
        "Word-fil",
        description="Slutter på .docx, høyst 5 MB",
        render_kw={"kind": "file", "accept": ".docx"},
    )
    mode = choice(
        "Hvor skal teksten stå?",
        (Option("replace", "I stedet for teksten i dokumentet",
                "Punkter som ligner, beholder navn, vilkår, kilde og lås. Resten tas ut og står i historikken."),
         Option("append", "Etter teksten i dokumentet", "Alt som står der nå, blir stående.")),
        "Gjelder ikke filer som er lastet ned herfra. De blir sammenlignet med utkastet.",
    )  # fmt: skip
