"""A set with nothing in it yet: what the first draft of a new set is held against."""

from __future__ import annotations

import json

START = "0"


def starter(set_id: str, title: str) -> dict[str, str]:
    """The files of an empty set, to be loaded like any other. It is never live."""
    said = json.dumps(title, ensure_ascii=False)
    head = f'id = "{set_id}"\ntitle = {said}\nlanguage = "nb-NO"\nversion = "{START}"\napproved = false\n'
    return {
        "set.toml": head,
        "questions.toml": "# Spørsmålene i settet\n",
        "requirements.toml": "# Kravene i settet\n",
        "price.toml": "# Prislinjene i settet\n",
        "coverage.toml": "# Det loven og rutinen spør etter\n",
    }
