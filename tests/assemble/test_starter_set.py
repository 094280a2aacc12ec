"""What a new set begins with makes a package that can be issued, for something else than guard services."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from dpsdocs.assemble import assemble, check
from dpsdocs.domain import case_file
from dpsdocs.domain.case import Case
from dpsdocs.masters.loader import load
from dpsdocs.masters.release import Release


@pytest.fixture(scope="module")
def starter(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("sett") / "renhold"
    shutil.copytree(root / "templates/starter", folder)
    shutil.copytree(root / "templates/masters/vektertjenester/theme", folder / "theme")
    return load(folder)


@pytest.fixture(scope="module")
def cleaning(root: Path) -> Case:
    case = json.loads((root / "templates/masters/vektertjenester/samples/reception.json").read_text("utf-8"))
    for key in ("site_name", "site_address", "weekdays", "hours", "guards", "hourly_estimate"):
        del case["answers"][key]
    price, quality, _ = case["dps"]["criteria"]
    quality["maximum"] = "70"
    case["dps"] |= {
        "criteria": [price, quality], "cpv_main": "90910000", "cpv": ["90910000", "90911200"],
        "title": "Innkjøpsordning for renhold",
    }  # fmt: skip
    case["answers"] |= {
        "title": "Renhold i Akersgata", "need": "Etaten trenger renhold av kontorer.", "services": ["tjenesten"],
        "requirements": ["ansvarlig", "opplegg"], "weights": {"price": "40", "quality": "60"},
        "undivided_reason": "Oppdraget gjelder ett bygg.",
    }  # fmt: skip
    row = {"id": "m1", "unit": "time", "quantity": "1200", "basis": "Areal og frekvens", "estimate": "450"}
    case |= {"release": "nytt-sett", "tables": {"volumes": [row]}}
    return case_file.read(json.dumps(case).encode())


def test_nothing_stops_it_and_nothing_speaks_of_guards(starter: Release, cleaning: Case) -> None:
    checked = check(cleaning, starter)
    assert checked.stops == ()
    assert [finding.rule for finding in checked.findings] == ["work.proposal"]
    made = assemble(cleaning, starter, without=("pdf",))
    names = [file.name for file in made.archives["bidders"].files]
    assert [name.split("_", 1)[1] for name in names] == [
        "01_konkurransegrunnlag.docx", "02_kravspesifikasjon.docx", "03_svarskjema.docx", "04_prisskjema.xlsx",
        "05_avtale.docx",
    ]  # fmt: skip
    said = " ".join(str(document) for document in checked.documents.values()).lower()
    assert not re.search(r"vektere|vekteren|vakt", said)
