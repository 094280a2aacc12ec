"""Tables as pages: what is shown, found, counted and told of rows that must be mended."""

from __future__ import annotations

from decimal import Decimal

from dpsdocs.domain.case import TableRow
from dpsdocs.domain.rules import Finding
from dpsdocs.services import asking, estimates, hour_tables, row_pages
from tests.services import long_path
from tests.services.journey import Journey
from tests.services.long_path import NEW, ids, listing, opened, save


def sites(count: int) -> dict[str, list[TableRow]]:
    """Many sites, each complete."""
    row = {"kind": "office", "risk": "1", "secret": "no", "lot": "d1"}
    found = [TableRow(f"s{n}", {**row, "name": f"Hus {n}", "address": f"Gata {n}"}) for n in range(count)]
    return {"lots": long_path.TABLES["lots"], "sites": found}


def test_fifty_rows_a_page(journey: Journey) -> None:
    made = long_path.draft(journey, sites(120))
    pages = [listing(journey, made, "objekter", "sites", number=n) for n in (-1, 1, 2, 3, 99)]
    assert [(len(p.rows), p.number, p.first) for p in pages] == [
        (50, 1, 1), (50, 1, 1), (50, 2, 51), (20, 3, 101), (20, 3, 101),
    ]  # fmt: skip
    assert (
        pages[0].has_filter and not listing(journey, long_path.draft(journey), "objekter", "sites").has_filter
    )


def test_rows_are_found_by_every_word_in_what_they_say(journey: Journey) -> None:
    made = long_path.draft(journey, sites(120))
    for text, count in (
        ("hus 119", 2),
        ("GATA 117", 2),
        ("o-07 kontor", 1),
        ("nord", 120),
        ("sør", 0),
        ("", 120),
    ):
        assert listing(journey, made, "objekter", "sites", text=text).matching == count, text


def test_what_is_wrong_with_a_row_is_told_in_words(journey: Journey) -> None:
    made = long_path.draft(journey, sites(60))
    bad = ids(journey, made, "sites")[55]
    save(journey, made, "sites", bad, {"name": "", "risk": "9", "lot": ""})
    shown = listing(journey, made, "objekter", "sites", only_faulty=True)
    assert (shown.faulty, shown.matching) == (1, 1)
    [line] = shown.rows
    assert line.row.name == "Objekt 56"
    assert line.faults[0] == "Navn på objektet mangler." and line.faults[1] == "Delkontrakt mangler."
    assert line.faults[2].startswith("Risikoklasse: Valget «9» finnes ikke")
    task = next(
        t for g in asking.groups(opened(journey, made)) for t in g.tasks if t.section.id == "objekter"
    )
    assert (task.state, task.note) == ("begun", "Én rad må rettes")
    lines = dict(asking.summary(opened(journey, made)))
    [line] = next(found for section, found in lines.items() if section.id == "objekter")  # type: ignore[assignment]
    assert (line.shown, line.note) == ("60 rader", "Én rad må rettes")  # type: ignore[attr-defined]


def test_a_page_of_tables_is_untouched_done_or_begun(journey: Journey) -> None:
    made = journey.draft(extras=["places", "lots"])

    def state(section: str) -> tuple[str, str]:
        case = opened(journey, made)
        return next(
            (t.state, t.note) for g in asking.groups(case) for t in g.tasks if t.section.id == section
        )

    assert (state("objekter"), state("vakter")) == (("untouched", ""), ("untouched", "Valgfri side"))
    full = dict(long_path.TABLES["sites"][0].answers)
    save(journey, made, "lots", NEW, {"name": "Nord"})
    save(journey, made, "sites", NEW, {**full, "lot": NEW})
    assert state("objekter") == ("done", "")
    for n in (2, 3):
        save(journey, made, "sites", f"{n}{NEW[1:]}", {"name": f"Hus {n}"})
    assert state("objekter") == ("begun", "2 rader må rettes")


def test_a_finding_that_names_a_cell_leads_to_its_row(journey: Journey) -> None:
    made = long_path.draft(journey)
    case, row_id = opened(journey, made), ids(journey, made, "sites")[1]

    def finding(*keys: str) -> Finding:
        return Finding("rows", "stop", "Feil", "Rett.", keys, "", "", "")

    place = asking.place_of(case, finding(f"sites:{row_id}:risk"))
    assert place is not None
    assert (place.section.id, place.key, place.row_id, place.column) == ("objekter", "sites", row_id, "risk")
    plain = asking.place_of(case, finding("title"))
    assert plain is not None and (plain.key, plain.row_id) == ("title", "")
    assert asking.place_of(case, finding("finnes-ikke:1:2")) is None
    pointed = object.__new__(type(case))
    for name in case.__slots__:
        object.__setattr__(pointed, name, getattr(case, name))
    checked = type(case.checked)(case.competition, (finding(f"sites:{row_id}:risk"),), {})
    object.__setattr__(pointed, "checked", checked)
    assert list(asking.faulty_rows(pointed, "sites")) == [row_id]
    _, table = row_pages.table_of(case, "objekter", "sites")
    fields = {f.question.key: f for f in row_pages.page(pointed, table, row_id).fields}
    assert fields["risk"].error == "Feil. Rett."


def test_columns_come_and_go_with_the_row_and_the_competition(journey: Journey) -> None:
    made = long_path.draft(journey)
    case = opened(journey, made)
    _, table = row_pages.table_of(case, "objekter", "sites")

    def asked(row_id: str, **typed: str) -> set[str]:
        return {f.question.key for f in row_pages.page(case, table, row_id, typed).fields if f.visible}

    one = ids(journey, made, "sites")[0]
    assert {"lot"} == asked(one) & {"lot", "buyer", "homes", "secret_note"}
    assert {"homes", "secret_note"} <= asked(one, kind="housing", secret="yes")
    assert row_pages.page(case, table, NEW).number == 0


def test_hours_by_post_and_site_come_to_the_same(journey: Journey) -> None:
    made = long_path.draft(journey)
    case = opened(journey, made)
    posts, places = hour_tables.by_post(case), hour_tables.by_site(case)
    assert posts is not None and places is not None
    assert posts.total == places.total == sum(posts.sums.values()) > 0
    assert [row.small for row in posts.rows] == ["P-1 · O-01 Bygg 1", "P-2 · O-02 Bygg 2"]
    assert posts.rows[0].when == "Mandag–fredag 08.00–16.00"
    assert posts.rows[1].when == "Fredag og lørdag 21.00–06.00, 2 vektere"
    shown = listing(journey, made, "vakter", "shifts")
    assert shown.overview.columns[-1].total == hour_tables.figure(posts.total)
    journey.save(made, {"start_date": ""})
    assert hour_tables.by_post(opened(journey, made)) is None
    assert "Timene regnes ut når" in listing(journey, made, "vakter", "shifts").overview.words[0]


def test_quantities_and_money_over_the_contract(journey: Journey) -> None:
    made = long_path.draft(journey, option_count="0")
    shown = listing(journey, made, "mengder", "volumes")
    assert [line.figures for line in shown.rows] == [("runde, per år", "200"), ("oppdrag, per år", "24")]
    assert shown.overview.words == ("Mengdene gir kr\u00a050\u00a0000 ekskl.\u00a0mva. med prisene dere har anslått. "
                                    "Én linje har ingen anslått pris.",)  # fmt: skip
    told = {worth: listing_words(journey, made, worth) for worth in ("", "5 000 000", "6 000 000")}
    whole = "Delkontraktene er til sammen anslått til kr\u00a05\u00a0000\u00a0000 ekskl.\u00a0mva."
    assert told == {
        "": whole, "5 000 000": f"{whole} Det er det samme som den anslåtte verdien.",
        "6 000 000": f"{whole} Den anslåtte verdien er kr\u00a06\u00a0000\u00a0000 ekskl.\u00a0mva.",
    }  # fmt: skip


def listing_words(journey: Journey, made: str, worth: str) -> str:
    """What the lots come to, said beside the value of the whole."""
    journey.save(made, {"estimated_value": worth})
    [words] = listing(journey, made, "delkontrakter", "lots").overview.words
    return words


def test_the_ceiling_of_a_lot_is_asked_before_the_form_of_the_contract_is_chosen(journey: Journey) -> None:
    made = long_path.draft(journey, contract_form="")

    def asked() -> tuple[bool, bool]:
        """Whether the lots are asked for a ceiling, and whether one must be given."""
        case = opened(journey, made)
        columns = {c.key for c in listing(journey, made, "delkontrakter", "lots").columns}
        return "ceiling" in columns, any("ceiling" in row.missing for row in case.competition.tables["lots"])

    assert asked() == (True, False)
    journey.save(made, {"contract_form": "framework"})
    assert asked() == (True, True)
    journey.save(made, {"contract_form": "single"})
    assert asked() == (False, False)


def test_the_estimate_beside_the_stated_value(journey: Journey) -> None:
    made = long_path.draft(journey, hourly_estimate="500", option_count="0")
    found = estimates.estimate(opened(journey, made))
    assert found is not None and [label.split(",")[0] for label, _ in found.parts] == [
        "Vektertimer", "Oppdrag etter behov",
    ]  # fmt: skip
    total = opened(journey, made).competition.scope.estimate
    assert total is not None
    assert found.left_out == "Én linje i prisskjemaet har ingen anslått pris og er ikke regnet med."
    journey.save(made, {"estimated_value": str(total + 1)})
    assert "kr\u00a01 ekskl.\u00a0mva. høyere" in estimates.estimate(opened(journey, made)).words  # type: ignore[union-attr]
    journey.save(made, {"estimated_value": str(total - Decimal(2))})
    assert "kr\u00a02 ekskl.\u00a0mva. lavere" in estimates.estimate(opened(journey, made)).words  # type: ignore[union-attr]
    journey.save(made, {"estimated_value": str(total)})
    assert "det samme som verdien" in estimates.estimate(opened(journey, made)).words  # type: ignore[union-attr]
    journey.save(made, {"start_date": ""})
    assert estimates.estimate(opened(journey, made)) is None
