"""Rows from spreadsheets: a plan that names every faulty row, and then just what was shown."""

from __future__ import annotations

import time
from collections.abc import Sequence
from io import BytesIO

import openpyxl
import pytest
import time_machine

from dpsdocs.services import row_exports, row_files, row_imports, row_pages, row_sets, rows
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.services.row_imports import Plan
from tests.services import long_path
from tests.services.journey import Journey
from tests.services.long_path import NEW, ids, opened, stored

HEAD = "Navn på objektet;Adresse;Type;Delkontrakt;Risikoklasse;Skjermet"
FAULTY = [
    (";Gata 1;Bolig;Nord;1;Nei", "Navn på objektet"), ("A;;Bolig;Nord;1;Nei", "Adresse"),
    ("A;Gata 1;;Nord;1;Nei", "Type"), ("A;Gata 1;Bolig;;1;Nei", "Delkontrakt"),
    ("A;Gata 1;Bolig;Nord;;Nei", "Risikoklasse"), ("A;Gata 1;Bolig;Nord;1;", "Skjermet"),
    ("A;Gata 1;Slott;Nord;1;Nei", "Type"), ("A;Gata 1;Bolig;Vest;1;Nei", "Delkontrakt"),
    ("A;Gata 1;Bolig;3;1;Nei", "Delkontrakt"), ("A;Gata 1;Bolig;Nord;4;Nei", "Risikoklasse"),
    ("A;Gata 1;Bolig;Nord;høy;Nei", "Risikoklasse"), ("A;Gata 1;Bolig;Nord;1;kanskje", "Skjermet"),
    (f"{'x' * 121};Gata 1;Bolig;Nord;1;Nei", "Navn på objektet"), (f"A;{'x' * 161};Bolig;Nord;1;Nei", "Adresse"),
    ("A\x01;Gata 1;Bolig;Nord;1;Nei", "Navn på objektet"), ("A;Gata\x00 1;Bolig;Nord;1;Nei", "Adresse"),
    ("\"A\nB\";Gata 1;Bolig;Nord;1;Nei", "Navn på objektet"), ("A;\"Gata\n1\";Bolig;Nord;1;Nei", "Adresse"),
    ("A;Gata 1;Delkontrakt 1;Nord;1;Nei", "Type"), ("A;Gata 1", "Type"),
]  # fmt: skip


def plan(journey: Journey, made: str, text: str, key: str = "sites") -> Plan:
    """What pasted rows would do."""
    sheet = row_files.read_pasted(text)
    token = row_imports.keep(journey.session, journey.drafter, made, key, "Limt inn", sheet)
    return again(journey, made, token, key)


def again(journey: Journey, made: str, token: str, key: str = "sites") -> Plan:
    """The plan as it stands now."""
    case = opened(journey, made)
    table = case.release.catalogue.questions.get(key)
    assert table is not None
    return row_imports.plan(journey.session, case, journey.drafter, table, token)


def take_in(journey: Journey, made: str, shown: Plan, how: str = "add", key: str = "sites") -> int:
    """Say yes."""
    return row_imports.apply(
        journey.session, journey.releases, journey.drafter, made, key, shown.token, how, shown.mark  # type: ignore[arg-type]
    )  # fmt: skip


def sites(numbers: Sequence[int]) -> str:
    """Good rows."""
    return "\n".join([HEAD, *(f"Hus {n};Gata {n};Bolig;{n % 2 + 1};{n % 3 + 1};Nei" for n in numbers)])


def test_a_plan_changes_nothing_and_is_done_as_shown(journey: Journey) -> None:
    made = long_path.draft(journey)
    before, revision = stored(journey, made, "sites"), journey.row(made).revision
    shown = plan(journey, made, sites([1, 2]))
    assert (len(shown.good), shown.faulty, shown.standing) == (2, [], 3)
    assert stored(journey, made, "sites") == before and journey.row(made).revision == revision
    assert take_in(journey, made, shown) == 2
    after = stored(journey, made, "sites")
    lots = ids(journey, made, "lots")
    assert list(after)[:3] == list(before)
    assert list(after.values())[3] == {
        "name": "Hus 1", "address": "Gata 1", "kind": "housing", "lot": lots[1], "risk": "2", "secret": "no",
    }  # fmt: skip
    assert journey.row(made).revision == revision + 1
    assert take_in(journey, made, shown) == 2
    assert len(stored(journey, made, "sites")) == 5
    with pytest.raises(NotFound, match="alt hentet inn"):
        again(journey, made, shown.token)


def test_the_plan_shows_what_must_be_filled_in_before_the_rest(journey: Journey) -> None:
    made = long_path.draft(journey)
    head, row = HEAD.replace("Risikoklasse", "Antall boliger;Risikoklasse"), "Hus;Gata 1;Bolig;Nord;12;1;Ja"
    shown = plan(journey, made, f"{head};Merknad\n{row};Stille").preview
    assert [column.name for column in shown.columns] == [
        "Navn på objektet", "Adresse", "Type", "Delkontrakt", "Risikoklasse", "Skjermet",
    ]  # fmt: skip
    assert shown.rows == ((2, ("Hus", "Gata 1", "Bolig", "Nord", "1", "Ja")),)


def test_twenty_faulty_rows_are_named_by_row_and_column_and_the_good_ones_kept(journey: Journey) -> None:
    made = long_path.draft(journey)
    good = sites([1]).split("\n")
    text = "\n".join([*good, *(row for row, _ in FAULTY), "Hus 2;Gata 2;Bolig;Sør;2;Ja"])
    shown = plan(journey, made, text)
    assert [row.name for row in shown.good] == ["Hus 1", "Hus 2"]
    lines = text.split("\n")
    assert len(shown.faulty) == 20
    assert [row.problems[0][0] for row in shown.faulty] == [column for _, column in FAULTY]
    for row, (typed, _) in zip(shown.faulty, FAULTY, strict=True):
        assert lines[row.number - 1] == typed.split("\n")[0]
        assert all(reason.endswith((".", "?")) for _, reason in row.problems)
    assert take_in(journey, made, shown) == 2


def test_two_thousand_rows(journey: Journey) -> None:
    made = long_path.draft(journey)
    bad = {n: f"Hus {n};Gata {n};Slott;1;1;Nei" for n in range(50, 2050, 100)}
    lines = [bad.get(n, f"Hus {n};Gata {n};Bolig;{n % 2 + 1};2;Nei") for n in range(1, 2001)]
    shown = plan(journey, made, "\n".join([HEAD, *lines]))
    assert [row.number for row in shown.faulty] == [n + 1 for n in bad]
    assert take_in(journey, made, shown) == 1980
    listing = long_path.listing(journey, made, "objekter", "sites", number=40)
    assert (listing.total, listing.pages, len(listing.rows)) == (1983, 40, 33)


def test_replacing_keeps_rows_of_the_same_name_and_what_points_to_them(journey: Journey) -> None:
    made = long_path.draft(journey)
    one, two, three = ids(journey, made, "sites")
    rows.save(
        journey.session, journey.releases, journey.drafter, made, "sites", two, {"note": "Blir"}, base=99
    )
    rest = "Bygg 1;Gata 1, 0350 Oslo;Kontor og publikumsbygg;Nord;2;Nei\nBYGG 2;Ny gate;Bolig;Sør;1;Nei"
    shown = plan(journey, made, f"{HEAD}\nHus;Gata;Bolig;1;1;Nei\n{rest}")
    assert (shown.replaced.new, shown.replaced.changed, shown.replaced.same, shown.replaced.gone) == (
        1,
        1,
        1,
        1,
    )
    take_in(journey, made, shown, "replace")
    after = stored(journey, made, "sites")
    assert list(after)[1:] == [one, two] and three not in after
    assert (after[two]["address"], after[two]["note"]) == ("Ny gate", "Blir")
    assert [row.errors for row in opened(journey, made).competition.tables["shifts"]] == [{}, {}]
    assert rows.restore(journey.session, journey.releases, journey.drafter, made, "sites", three, 1)


def test_a_plan_is_for_the_table_as_it_stood(journey: Journey) -> None:
    made = long_path.draft(journey)
    shown = plan(journey, made, sites([1]))
    long_path.save(journey, made, "sites", NEW, {"name": "Kom imellom"}, by=journey.second)
    with pytest.raises(Conflict, match="endret etter at du så planen"):
        take_in(journey, made, shown, "replace")
    journey.session.rollback()
    fresh = again(journey, made, shown.token)
    lot = ids(journey, made, "lots")[1]
    rows.remove(journey.session, journey.releases, journey.second, made, "lots", lot)
    with pytest.raises(Conflict):
        take_in(journey, made, fresh)
    journey.session.rollback()
    assert again(journey, made, shown.token).faulty[0].problems[0][0] == "Delkontrakt"


def test_a_plan_is_ones_own_and_lasts_a_day(journey: Journey) -> None:
    made = long_path.draft(journey)
    shown = plan(journey, made, sites([1]))
    case = opened(journey, made)
    table = case.release.catalogue.questions.get("sites")
    assert table is not None
    with pytest.raises(NotFound):
        row_imports.plan(journey.session, case, journey.second, table, shown.token)
    with pytest.raises(NotFound):
        again(journey, made, shown.token, "lots")
    with time_machine.travel(time.time() + 24 * 3600 + 5, tick=False), pytest.raises(NotFound):
        again(journey, made, shown.token)
    newer = plan(journey, made, sites([2]))
    with pytest.raises(NotFound):
        again(journey, made, shown.token)
    assert again(journey, made, newer.token).good


def test_only_those_who_draft_take_rows_in_and_only_into_a_draft(journey: Journey) -> None:
    made = long_path.draft(journey)
    shown = plan(journey, made, sites([1]))
    place = (made, "sites", shown.token, "add", shown.mark)
    with pytest.raises(Forbidden):
        row_imports.apply(journey.session, journey.releases, journey.reader, *place)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        row_imports.apply(journey.session, journey.releases, journey.outsider, *place)  # type: ignore[arg-type]
    row = journey.row(made)
    row.status = "approved"
    journey.session.commit()
    with pytest.raises(Conflict):
        take_in(journey, made, shown)


def test_more_rows_than_there_is_room_for_are_refused(journey: Journey) -> None:
    made = long_path.draft(journey)
    text = "Navn;Innhold;Anslått verdi uten mva.\n" + "\n".join(f"Del {n};Alt;1" for n in range(29))
    shown = plan(journey, made, text, "lots")
    assert shown.room == 28
    with pytest.raises(Invalid, match="plass til 30 rader"):
        take_in(journey, made, shown, key="lots")
    journey.session.rollback()
    assert take_in(journey, made, again(journey, made, shown.token, "lots"), "replace", "lots") == 29


def test_columns_nobody_knows_are_asked_for(journey: Journey) -> None:
    made = long_path.draft(journey)
    shown = plan(journey, made, "Hus;ADRESSE?;kind;Ekstra\nA;Gata 1;Bolig;x")
    assert shown.columns.needs_choice
    assert [(c.head, c.key, c.is_known) for c in shown.columns.columns] == [
        ("Hus", "", False), ("ADRESSE?", "address", True), ("kind", "kind", True), ("Ekstra", "", False),
    ]  # fmt: skip
    place = (journey.session, journey.drafter, made, "sites", shown.token)
    for wrong in ({0: "name", 3: "name"}, {0: "", 3: ""}):
        with pytest.raises(Invalid):
            row_imports.choose(*place, wrong, has_head=True)
    row_imports.choose(*place, {0: "name", 1: "address", 2: "kind", 3: ""}, has_head=True)
    chosen = again(journey, made, shown.token)
    assert not chosen.columns.needs_choice
    assert [row.raw for row in chosen.good] == [{"name": "A", "address": "Gata 1", "kind": "housing"}]
    assert list(chosen.notes) == [
        "Filen har ikke «Delkontrakt», «Risikoklasse» og «Skjermet». Det må fylles ut etterpå."
    ]


def test_rows_without_a_heading(journey: Journey) -> None:
    made = long_path.draft(journey)
    shown = plan(journey, made, "Hus A\tGata 1\nHus B\tGata 2")
    place = (journey.session, journey.drafter, made, "sites", shown.token)
    row_imports.choose(*place, {0: "name", 1: "address"}, has_head=False)
    assert [row.name for row in again(journey, made, shown.token).good] == ["Hus A", "Hus B"]


def test_days_and_clocks_in_words(journey: Journey) -> None:
    made = long_path.draft(journey)
    text = (
        "Post;Objekt;Dager;Klokkeslett;Vektere;Fra dato\nA;O-02;man–fre;19.00–07.00;2;01.08.2027\n"
        "B;Bygg 1;alle dager;kl. 8 – 16;1;\nC;;alle dager og helligdager;08:00-16:00;1;"
    )
    shown = plan(journey, made, text, "shifts")
    assert [row.problems for row in shown.faulty] == []
    assert shown.good[0].raw["site"] == ids(journey, made, "sites")[1]
    assert shown.good[0].raw["hours"] == {"from": "19.00", "to": "07.00"}
    assert shown.notes[0].startswith("«Alle dager» er lest uten helligdager.")
    take_in(journey, made, shown, key="shifts")
    assert all(row.is_complete for row in opened(journey, made).competition.tables["shifts"])


@pytest.mark.parametrize("extension", ["xlsx", "csv"])
def test_what_is_taken_out_can_be_taken_in_again(journey: Journey, extension: str) -> None:
    made = long_path.draft(journey)
    odd = {"name": "=HYPERLINK(1)", "address": "-Gata; 1", "kind": "office", "risk": "1", "secret": "no"}
    long_path.save(journey, made, "sites", NEW, {**odd, "lot": ids(journey, made, "lots")[0]})
    for key in ("lots", "sites", "shifts", "volumes"):
        case = opened(journey, made)
        table = case.release.catalogue.questions.get(key)
        assert table is not None
        data, _ = row_exports.export(case, table, extension)
        sheet = row_files.read_file(f"t.{extension}", data)
        token = row_imports.keep(journey.session, journey.drafter, made, key, "t", sheet)
        shown = again(journey, made, token, key)
        assert (shown.faulty, shown.columns.needs_choice) == ([], False)
        said = [row.values for row in case.competition.tables[key]]
        assert take_in(journey, made, shown, "replace", key) == len(said)
        after = opened(journey, made).competition.tables[key]
        assert [row.values for row in after] == said
        assert [row.id for row in after] == [row.id for row in case.competition.tables[key]]


def test_no_cell_taken_out_is_a_formula(journey: Journey) -> None:
    made = journey.draft(extras=["places"])
    for n, text in enumerate(("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1")):
        long_path.save(journey, made, "sites", f"{n}{NEW[1:]}", {"name": text, "note": text})
    case = opened(journey, made)
    table = case.release.catalogue.questions.get("sites")
    assert table is not None
    data, _ = row_exports.export(case, table, "xlsx")
    sheet = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    text, _ = row_exports.export(case, table, "csv")
    assert not [line for line in text.decode("utf-8-sig").splitlines()[1:] if line[0] in "=+-@\t"]


def test_the_empty_spreadsheet_has_headings_and_lists(journey: Journey) -> None:
    made = long_path.draft(journey)
    case = opened(journey, made)
    _, table = row_pages.table_of(case, "objekter", "sites")
    book = openpyxl.load_workbook(BytesIO(row_exports.template(case, table)))
    assert [cell.value for cell in book["Objekter"][1]] == [
        "Navn på objektet", "Adresse", "Type", "Delkontrakt", "Boliger", "Åpningstid", "Risikoklasse", "Skjermet",
        "Merknad", "Skjermet merknad",
    ]  # fmt: skip
    lists = {
        str(rule.sqref): rule
        for rule in book["Objekter"].data_validations.dataValidation
        if rule.type == "list"
    }
    assert set(lists) == {"C2:C501", "D2:D501", "G2:G501", "H2:H501"}
    assert [cell.value for cell in book["Valg"]["B"][:2]] == ["Nord", "Sør"]
    assert book["Valg"].sheet_state == "hidden"


def test_faulty_rows_are_given_back_with_the_reason_and_can_be_mended(journey: Journey) -> None:
    made = long_path.draft(journey)
    shown = plan(journey, made, f"{HEAD}\nA;Gata 1;Slott;Nord;9;Nei\n" + sites([1]).split("\n")[1])
    case = opened(journey, made)
    _, table = row_pages.table_of(case, "objekter", "sites")
    data = row_exports.faulty(case, table, shown)
    book = openpyxl.load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[2]][:6] == ["A", "Gata 1", "Slott", "Nord", "9", "Nei"]
    assert sheet["G2"].value == 2
    assert sheet["H2"].value.split("\n")[1].startswith("Risikoklasse: Finner ikke «9».")
    sheet["C2"], sheet["E2"] = "Bolig", 1
    stream = BytesIO()
    book.save(stream)
    mended = row_files.read_file("feil.xlsx", stream.getvalue())
    token = row_imports.keep(journey.session, journey.drafter, made, "sites", "feil.xlsx", mended)
    found = again(journey, made, token)
    assert (len(found.good), found.faulty, found.columns.needs_choice) == (1, [], False)


def test_a_formula_without_value_makes_its_row_faulty(journey: Journey) -> None:
    made = long_path.draft(journey)
    book = openpyxl.Workbook()
    book.active.append(HEAD.split(";"))
    book.active.append(["A", "=B9", "Bolig", 1, 1, "Nei"])
    stream = BytesIO()
    book.save(stream)
    sheet = row_files.read_file("a.xlsx", stream.getvalue())
    token = row_imports.keep(journey.session, journey.drafter, made, "sites", "a.xlsx", sheet)
    [faulty] = again(journey, made, token).faulty
    assert faulty.problems[0][1].startswith("Celle B2 har en formel uten verdi.")


def test_an_empty_table_is_filled_by_an_import(journey: Journey) -> None:
    made = long_path.draft(journey)
    row_sets.fill(journey.session, journey.releases, journey.drafter, made, {"sites": []})
    shown = plan(journey, made, sites([1, 2, 3]))
    assert shown.standing == 0
    take_in(journey, made, shown)
    assert [row["name"] for row in stored(journey, made, "sites").values()] == ["Hus 1", "Hus 2", "Hus 3"]
