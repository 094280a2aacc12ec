"""Writes the hash of every kind of file on standard output; run in a process of its own by the tests."""

from __future__ import annotations

import hashlib

from dpsdocs.writers.csv import write_csv
from dpsdocs.writers.docx import write_docx
from dpsdocs.writers.html import preview_html, print_html
from dpsdocs.writers.pdf import render_pdf
from dpsdocs.writers.theme import Theme
from dpsdocs.writers.xlsx import write_price_schedule
from dpsdocs.writers.xlsx_tables import write_table
from tests.writers import sample
from tests.writers.conftest import FONTS, THEME


def main() -> None:
    """One line per file."""
    theme = Theme.load(THEME, FONTS)
    document = sample.rich(draft=True)
    rows = [["a", 1], ["b", None]]
    files = {
        "docx": write_docx(document, theme, kind="locked"),
        "bidder": write_docx(document, theme, kind="bidder"),
        "pdf": render_pdf(print_html(document, theme), theme),
        "preview": preview_html(document, theme).encode(),
        "xlsx": write_price_schedule(sample.schedule()),
        "table": write_table("Register", ["x", "y"], rows),
        "csv": write_csv(["x", "y"], rows),
    }
    for name, data in files.items():
        print(name, hashlib.sha256(data).hexdigest())


if __name__ == "__main__":
    main()
