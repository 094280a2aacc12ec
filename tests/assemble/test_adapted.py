"""A clause with a text of this competition's own: in the documents, the record, the change sheet, and made again."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import datetime

import pytest

from dpsdocs.assemble import assemble, check
from dpsdocs.assemble.remade import make_again
from dpsdocs.domain import case_file
from dpsdocs.domain.case import Adapted, Case
from dpsdocs.masters.adapted import applied, faults_with
from dpsdocs.masters.overlay import overlaid
from dpsdocs.masters.release import Release
from dpsdocs.masters.source import Source
from dpsdocs.verify import verify_package
from dpsdocs.writers.outline_text import outline_text
from tests.assemble.changing import STANDS, changed
from tests.assemble.samples import sample

AT = datetime(2026, 11, 2, 9, 30)
MEETING = "Partene møtes hver uke. Saken er {{ case_number }}."
OWN = Adapted("kravspesifikasjon", "moter", MEETING, "Bygget pusses opp.", "Dina Drafter", AT)
SIGNED = Adapted(
    "konkurransegrunnlag", "levering-signatur", "Leverandøren skal signere for hånd.", "Kravet følger av instruksen.",
    "Dina Drafter", AT, "approved", "", "Nora Uke", AT, "Greit her.",
)  # fmt: skip
SHARED = Adapted("bibliotek", "ett-ledd", "Leverandøren kan ikke bruke underleverandører.", "Sikkerhet.", "D", AT,
                 "approved", "", "N", AT)  # fmt: skip


@pytest.fixture(scope="module")
def case() -> Case:
    """Case A."""
    return sample("reception")


def text(release: Release, case: Case, document: str) -> str:
    shown = outline_text(check(case, release).documents[document])
    return shown.replace("‹", "").replace("›", "").replace("\u00a0", " ")


def rules(release: Release, case: Case) -> set[str]:
    return {stop.rule for stop in check(case, release).stops}


def test_the_text_stands_in_the_document_and_nowhere_else(release: Release, case: Case) -> None:
    own = replace(case, adapted=(OWN,))
    assert "Partene møtes hver uke. Saken er 26/05120." in text(release, own, "kravspesifikasjon")
    assert "punkt moter (adaptable, tilpasset)" in text(release, own, "kravspesifikasjon")
    assert "Partene holder oppstartsmøte" in text(release, case, "kravspesifikasjon")
    assert text(release, own, "kontrakt") == text(release, case, "kontrakt")
    assert rules(release, own) == rules(release, case)


def test_a_shared_clause_is_adapted_wherever_it_stands(release: Release, case: Case) -> None:
    own = replace(case, adapted=(SHARED,))
    for document in ("konkurransegrunnlag", "kontrakt"):
        assert "kan ikke bruke underleverandører" in text(release, own, document)


def test_what_waits_for_uke_stops_and_leaves_the_masters_text(release: Release, case: Case) -> None:
    asked = replace(case, adapted=(replace(SIGNED, state="asked", decided_by="", decided_at=None),))
    assert rules(release, asked) == {*rules(release, case), "clause.proposal"}
    assert "signere for hånd eller elektronisk" in text(release, asked, "konkurransegrunnlag")
    assert "Venter på svar fra UKE" in text(release, asked, "intern")


@pytest.mark.parametrize(
    ("adapted", "why"),
    [
        (replace(OWN, clause="finnes-ikke"), "finnes ikke"),
        (replace(OWN, document="finnes-ikke"), "finnes ikke"),
        (replace(OWN, document="konkurransegrunnlag", clause="hvem"), "låst av UKE"),
        (replace(SIGNED, state="used"), "ikke godkjent"),
        (replace(OWN, body="{{ change_deadline_reason }}"), "ikke for leverandørene"),
        (replace(OWN, body="{{ finnes_ikke }}"), "finnes ikke"),
        (replace(OWN, body="{% for x in sites %}{{ x }}{% endfor %}"), ""),
        (replace(OWN, body="{{ title.__class__ }}"), ""),
        (replace(OWN, body="Ut.\n:::\n\n::: punkt nytt lås=låst\nInn."), ""),
        (replace(OWN, body=""), "tomt"),
        (replace(OWN, body=" ".join(["ord"] * 40) + "."), "40 ord"),
    ],
)
def test_a_text_that_cannot_stand_there_is_a_stop_and_the_masters_text_stands(
    release: Release, case: Case, adapted: Adapted, why: str
) -> None:
    own = replace(case, adapted=(adapted, SIGNED if adapted.clause != SIGNED.clause else OWN))
    (told,) = (stop for stop in check(own, release).stops if stop.rule == "clause.refused")
    assert why in told.mend
    assert len(applied(release, own.adapted).release.adapted) == 1
    assert text(release, replace(case, adapted=(adapted,)), "kravspesifikasjon") == text(
        release, case, "kravspesifikasjon"
    )


def test_the_record_says_both_texts_why_and_who(release: Release, case: Case) -> None:
    record = text(release, replace(case, adapted=(OWN, SIGNED)), "intern")
    for words in (
        "Fravik fra malene", "Partene møtes hver uke. Saken er 26/05120.", "Partene holder oppstartsmøte senest",
        "Bygget pusses opp.", "Dina Drafter 02.11.2026 kl. 09.30", "Godkjent av Nora Uke", "Greit her.",
    ):  # fmt: skip
        assert words in record, words
    assert "Fravik fra malene" not in text(release, case, "intern")


def test_nothing_of_why_goes_out(release: Release, case: Case) -> None:
    archive = assemble(replace(case, adapted=(OWN,)), release, without=("pdf",)).archives["bidders"]
    for file in archive.files:
        if file.name.endswith((".docx", ".xlsx")):
            with zipfile.ZipFile(io.BytesIO(file.data)) as source:
                whole = b"".join(source.read(name) for name in source.namelist())
            assert b"pusses opp" not in whole and b"Drafter" not in whole, file.name
            if "kravspesifikasjon" in file.name:
                assert b'id="moter" lock="adaptable" adapted="yes"' in whole


def test_the_change_sheet_tells_of_a_clause_adapted_after_it_was_sent(release: Release, case: Case) -> None:
    sent = replace(case, adapted=(SIGNED,))
    now = replace(changed(sent, **STANDS), adapted=(SIGNED, OWN))  # type: ignore[arg-type]
    checked = check(now, release, sent)
    told = [(row["place"], row["after"]) for row in checked.difference.rows]
    assert [after.replace("\u00a0", " ") for place, after in told if "hver uke" in after] == [
        "Partene møtes hver uke. Saken er 26/05120."
    ]
    assert not any("signere" in after for _, after in told)
    assert "change.nothing" not in {stop.rule for stop in checked.stops}
    assert "change.nothing" in {stop.rule for stop in check(changed(sent, **STANDS), release, sent).stops}  # type: ignore[arg-type]


def test_the_case_file_carries_it_and_the_package_is_made_again(release: Release, case: Case) -> None:
    own = replace(case, adapted=(OWN, SIGNED, replace(SHARED, kept="2026.1")))
    assert case_file.read(case_file.dump(own)) == own
    assert "adapted" not in case_file.to_json(case)
    made = assemble(own, release, without=("pdf",))
    about = verify_package(made.archives["bidders"].data).about
    assert about["release"]["sha256"] == release.digest
    issued = {file.name: file.data for file in made.archives["internal"].files}
    case_bytes = next(data for name, data in issued.items() if name.endswith("_saksfil.json"))
    again = assemble(case_file.read(case_bytes), release, without=("pdf",))
    assert {part: a.data for part, a in again.archives.items()} == {
        p: a.data for p, a in made.archives.items()
    }


@pytest.mark.nightly
def test_a_process_of_its_own_makes_it_again_too(release: Release, case: Case) -> None:
    own = replace(case, adapted=(OWN,))
    made = make_again(case_file.dump(own), release.folder, {})
    assert {part: a.data for part, a in assemble(own, release).archives.items()} == dict(made)


def test_a_fault_of_ukes_own_is_not_the_agencys_to_mend(release: Release, case: Case) -> None:
    name = "documents/kravspesifikasjon.md"
    long = " ".join(["Ord", *["ord"] * 39]) + "."
    text = (
        Source(release.folder)
        .text(name)
        .replace("De holder møte hver måned", f"{long} De holder møte hver måned")
    )
    faulty = overlaid(release, {name: text}).release
    kept = replace(OWN, body=f"{long} Partene møtes.")
    assert faults_with(faulty, kept) == () != faults_with(release, kept)
