"""Who is admitted on which day, and lists read from files."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
import time_machine
from sqlalchemy.orm import Session

from dpsdocs.services import suppliers
from dpsdocs.services.errors import Conflict, Forbidden, Invalid, NotFound
from dpsdocs.services.suppliers import ImportPlan
from tests.builders import Make, org_number

HEADING = "organisasjonsnummer;navn;opptatt fra;opptatt til;kategorier"
DAY = date(2027, 2, 9)


def csv(*rows: str) -> bytes:
    """A file as people make it."""
    return "\r\n".join([HEADING, *rows]).encode()


def actions(plan: ImportPlan) -> list[str]:
    """What each row would do."""
    return [row.action for row in plan.rows]


@pytest.mark.parametrize(
    ("day", "there"),
    [
        ("2027-02-08", False),
        ("2027-02-09", True),
        ("2027-06-01", True),
        ("2028-02-08", True),
        ("2028-02-09", False),
    ],
)
def test_both_days_of_an_admission_are_included(session: Session, make: Make, day: str, there: bool) -> None:
    dps = make.dps()
    make.supplier(dps, admitted_from=DAY, admitted_until=date(2028, 2, 8))
    assert bool(suppliers.admitted(session, dps.id, date.fromisoformat(day))) is there
    assert len(suppliers.admissions(session, dps.id)) == 1


def test_each_system_has_its_own_list(session: Session, make: Make) -> None:
    dps, other = make.dps(), make.dps()
    make.supplier(other)
    assert suppliers.admitted(session, dps.id, DAY) == ()


def test_names_are_remembered_and_given_by_day(session: Session, make: Make) -> None:
    dps, manager, number = make.dps(), make.actor("dps_manager"), org_number(900)
    with time_machine.travel("2025-05-01 12:00+02:00"):
        first = suppliers.save_admission(session, manager, dps.id, None, number, "Vakt AS", "01.03.2024")
    with time_machine.travel("2026-05-01 12:00+02:00"):
        suppliers.save_admission(session, manager, dps.id, first.id, number, "Sikker AS", "01.03.2024")
        suppliers.save_admission(session, manager, dps.id, first.id, number, "Trygg AS", "01.03.2024")
    names = {
        day: suppliers.admitted(session, dps.id, date.fromisoformat(day))[0].supplier.name
        for day in ("2024-03-01", "2026-04-30", "2026-05-01")
    }
    assert names == {"2024-03-01": "Vakt AS", "2026-04-30": "Vakt AS", "2026-05-01": "Trygg AS"}
    found = suppliers.admissions(session, dps.id)[0]
    assert found.names == (("Vakt AS", date(2024, 3, 1)), ("Trygg AS", date(2026, 5, 1)))


def test_a_firm_may_come_back_but_not_be_admitted_twice_at_once(session: Session, make: Make) -> None:
    dps, manager, number = make.dps(), make.actor("dps_manager"), org_number(900)
    suppliers.save_admission(session, manager, dps.id, None, number, "Vakt AS", "01.03.2024", "31.12.2025")
    with pytest.raises(Invalid) as caught:
        suppliers.save_admission(session, manager, dps.id, None, number, "Vakt AS", "31.12.2025")
    assert caught.value.problems.keys() == {"admitted_from"}
    session.rollback()
    suppliers.save_admission(session, manager, dps.id, None, number, "Vakt AS", "01.01.2026")
    assert len(suppliers.admissions(session, dps.id)) == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"org_number": "123456789"}, "org_number"),
        ({"name": ""}, "name"),
        ({"admitted_from": None}, "admitted_from"),
        ({"admitted_until": "28.02.2024"}, "admitted_until"),
        ({"categories": ["x" * 121]}, "categories"),
    ],
)
def test_faults_are_named_by_field(session: Session, make: Make, change: dict, field: str) -> None:
    values = {"org_number": org_number(1), "name": "Vakt AS", "admitted_from": date(2024, 3, 1)} | change
    with pytest.raises(Invalid) as caught:
        suppliers.save_admission(session, make.actor("dps_manager"), make.dps().id, None, **values)
    assert caught.value.problems.keys() == {field}


def test_only_dps_managers_write(session: Session, make: Make) -> None:
    dps, admin = make.dps(), make.admin()
    with pytest.raises(Forbidden):
        suppliers.save_admission(session, admin, dps.id, None, org_number(1), "Vakt AS", DAY)
    plan = suppliers.plan_import(session, dps.id, "liste.csv", csv(f"{org_number(1)};Vakt AS;01.03.2024;;"))
    with pytest.raises(Forbidden):
        suppliers.apply_import(session, admin, dps.id, plan.token)


def test_an_admission_is_changed_in_its_own_system(session: Session, make: Make) -> None:
    row, other = make.supplier(make.dps()), make.dps()
    with pytest.raises(NotFound):
        suppliers.save_admission(
            session, make.actor("dps_manager"), other.id, row.id, org_number(1), "Vakt AS", DAY
        )


def test_a_plan_changes_nothing_and_is_done_as_shown(session: Session, make: Make) -> None:
    dps, manager = make.dps(), make.actor("dps_manager")
    same, renamed, changed = (make.supplier(dps) for _ in range(3))
    numbers = [row.supplier.org_number for row in (same, renamed, changed)]
    names = [row.supplier.name for row in (same, renamed, changed)]
    plan = suppliers.plan_import(
        session, dps.id, "liste.csv",
        csv(
            f"{numbers[0]};{names[0]};01.03.2024;;",
            f"{numbers[1]};Nytt navn AS;01.03.2024;;",
            f"{numbers[2]};{names[2]};01.03.2024;31.12.2027;Mottak, Rundering",
            f"{org_number(700)};Ny AS;09.02.2027;;",
            "",
            ";;;;",
        ),
    )  # fmt: skip
    assert actions(plan) == ["same", "rename", "change", "new"]
    assert plan.changes == 3
    assert len(suppliers.admissions(session, dps.id)) == 3
    assert suppliers.apply_import(session, manager, dps.id, plan.token) == 3
    found = {a.supplier.org_number: a for a in suppliers.admissions(session, dps.id)}
    assert found[numbers[1]].supplier.name == "Nytt navn AS"
    assert [name for name, _ in found[numbers[1]].names] == [names[1], "Nytt navn AS"]
    assert found[numbers[2]].supplier.categories == ("Mottak", "Rundering")
    assert found[numbers[2]].supplier.admitted_until == date(2027, 12, 31)
    assert found[org_number(700)].supplier.admitted_from == DAY
    with pytest.raises(NotFound):
        suppliers.apply_import(session, manager, dps.id, plan.token)


def test_a_plan_is_for_one_system_and_one_state(session: Session, make: Make) -> None:
    dps, other, manager = make.dps(), make.dps(), make.actor("dps_manager")
    row = make.supplier(dps)
    line = f"{row.supplier.org_number};Nytt navn AS;01.03.2024;;"
    plan = suppliers.plan_import(session, dps.id, "liste.csv", csv(line))
    with pytest.raises(NotFound):
        suppliers.apply_import(session, manager, other.id, plan.token)
    suppliers.save_admission(
        session, manager, dps.id, row.id, row.supplier.org_number, "Helt annet AS", "01.03.2024"
    )
    with pytest.raises(Conflict):
        suppliers.apply_import(session, manager, dps.id, plan.token)


def test_a_plan_lasts_a_day(session: Session, make: Make) -> None:
    dps, data = make.dps(), csv(f"{org_number(1)};Vakt AS;01.03.2024;;")
    with time_machine.travel("2027-02-09 12:00+01:00"):
        old = suppliers.plan_import(session, dps.id, "liste.csv", data)
    with time_machine.travel("2027-02-10 12:00:01+01:00"):
        suppliers.plan_import(session, dps.id, "liste.csv", data)
        with pytest.raises(NotFound):
            suppliers.apply_import(session, make.actor("dps_manager"), dps.id, old.token)


FAULTY = [
    ("123456789;Vakt AS;01.03.2024;;", "organisasjonsnummer"),
    (";Vakt AS;01.03.2024;;", "organisasjonsnummer"),
    ("91234567;Vakt AS;01.03.2024;;", "organisasjonsnummer"),
    ("ABCDEFGHI;Vakt AS;01.03.2024;;", "organisasjonsnummer"),
    ("=1+1;Vakt AS;01.03.2024;;", "organisasjonsnummer"),
    (f"{org_number(1)};;01.03.2024;;", "navn"),
    (f"{org_number(2)};=HYPERLINK(\"x\");01.03.2024;;", "navn"),
    (f"{org_number(3)};{'x' * 201};01.03.2024;;", "navn"),
    (f"{org_number(4)};Vakt\x01 AS;01.03.2024;;", "navn"),
    (f"{org_number(5)};Vakt AS;;;", "opptatt fra"),
    (f"{org_number(6)};Vakt AS;31.02.2024;;", "opptatt fra"),
    (f"{org_number(7)};Vakt AS;i går;;", "opptatt fra"),
    (f"{org_number(8)};Vakt AS;01.13.2024;;", "opptatt fra"),
    (f"{org_number(9)};Vakt AS;01.03.1024;;", "opptatt fra"),
    (f"{org_number(10)};Vakt AS;01.03.2024;29.02.2025;", "opptatt til"),
    (f"{org_number(11)};Vakt AS;01.03.2024;28.02.2024;", "opptatt til"),
    (f"{org_number(12)};Vakt AS;01.03.2024;snart;", "opptatt til"),
    (f"{org_number(13)};Vakt AS;01.03.2024;;{'x' * 121}", "kategorier"),
    (f"{org_number(99)};Vakt AS;01.04.2024;;", "organisasjonsnummer"),
    (f"{org_number(99)};Annet navn AS;01.01.2020;31.12.2020;", "organisasjonsnummer"),
]  # fmt: skip


def test_twenty_faulty_rows_are_named_and_the_good_ones_kept(session: Session, make: Make) -> None:
    dps, manager = make.dps(), make.actor("dps_manager")
    good = [f"{org_number(99)};God AS;01.03.2024;;", f"{org_number(98)};Bra AS;01.03.2024;;"]
    plan = suppliers.plan_import(
        session, dps.id, "liste.csv", csv(good[0], *(row for row, _ in FAULTY), good[1])
    )
    assert actions(plan) == ["new", *["error"] * 20, "new"]
    named = [(row.row, row.problems[0][0]) for row in plan.with_action("error")]
    assert named == [(number, column) for number, (_, column) in enumerate(FAULTY, 3)]
    assert all(message.endswith(".") for row in plan.rows for _, message in row.problems)
    assert suppliers.apply_import(session, manager, dps.id, plan.token) == 2
    assert [a.supplier.name for a in suppliers.admissions(session, dps.id)] == ["Bra AS", "God AS"]


def test_two_rows_never_change_the_same_admission(session: Session, make: Make) -> None:
    dps = make.dps()
    row = make.supplier(dps, admitted_from=date(2020, 1, 1), admitted_until=date(2030, 1, 1))
    start = f"{row.supplier.org_number};{row.supplier.name}"
    plan = suppliers.plan_import(
        session,
        dps.id,
        "liste.csv",
        csv(f"{start};01.01.2020;31.12.2023;", f"{start};01.01.2026;01.01.2030;"),
    )
    assert actions(plan) == ["change", "error"]


def test_a_row_over_two_admissions_is_an_error(session: Session, make: Make) -> None:
    dps, manager, number = make.dps(), make.actor("dps_manager"), org_number(900)
    suppliers.save_admission(session, manager, dps.id, None, number, "Vakt AS", "01.03.2024", "31.12.2024")
    suppliers.save_admission(session, manager, dps.id, None, number, "Vakt AS", "01.01.2026")
    plan = suppliers.plan_import(session, dps.id, "liste.csv", csv(f"{number};Vakt AS;01.03.2024;;"))
    assert actions(plan) == ["error"]


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ";"), ("utf-8-sig", ","), ("latin-1", ";"), ("cp1252", ",")]
)
def test_csv_as_programs_write_it(session: Session, make: Make, encoding: str, delimiter: str) -> None:
    text = f"Opptatt fra;NAVN;Organisasjonsnummer\n01.03.2024;Blåvakt Ærlig Øst AS;{org_number(1)}\n"
    data = text.replace(";", delimiter).encode(encoding)
    plan = suppliers.plan_import(session, make.dps().id, "LISTE.CSV", data)
    assert plan.rows[0].values.name == "Blåvakt Ærlig Øst AS"  # type: ignore[union-attr]


def test_xlsx_with_its_own_kinds_of_cells(session: Session, make: Make) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADING.split(";"))
    sheet.append([int(org_number(1)), "Vakt AS", date(2024, 3, 1), "28.02.2028", "Mottak; Rundering"])
    sheet.append([float(org_number(2)), "=A1", date(2024, 3, 1), None, None])
    sheet.append([org_number(3), "Trygg AS", True, "#N/A", None])
    sheet["D4"].data_type = "e"
    stream = BytesIO()
    book.save(stream)
    plan = suppliers.plan_import(session, make.dps().id, "liste.xlsx", stream.getvalue())
    assert actions(plan) == ["new", "error", "error"]
    values = plan.rows[0].values
    assert values is not None
    assert (values.admitted_from, values.admitted_until) == (date(2024, 3, 1), date(2028, 2, 28))
    assert values.categories == ("Mottak", "Rundering")
    assert [[c for c, _ in row.problems] for row in plan.rows[1:]] == [
        ["navn"],
        ["opptatt fra", "opptatt til"],
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"navn;opptatt fra\nVakt AS;01.03.2024\n", "organisasjonsnummer"),
        (HEADING.encode(), "ingen rader"),
        (b"\n\n", "ingen rader"),
        (f"{HEADING};navn\n1;2;3;4;5;6".encode(), "to ganger"),
        ("\n".join([HEADING, *["1;2;3;4;5"] * 5001]).encode(), "flere enn 5000"),
        (HEADING.encode() + b"\n" + b'"' + b"x" * 200_000, "Rad 2"),
    ],
)
def test_a_file_that_is_no_list_is_refused(session: Session, make: Make, data: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        suppliers.plan_import(session, make.dps().id, "liste.csv", data)
