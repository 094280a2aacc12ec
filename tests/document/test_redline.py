"""Two versions of a document: what stands, what is new, gone, moved or only renumbered; word by word and row by row."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpsdocs.document.lines import Line, units
from dpsdocs.document.model import Block, Column, Document, Field, Heading, Ref, Row, Table, Text, plain
from dpsdocs.document.outline import outlined
from dpsdocs.document.redline import MarkedLine, MarkedTable, Redline, compare, new_words, old_words
from dpsdocs.document.word_diff import changed
from tests.writers.sample import META, clause, items, p, rich, t

NOTICE = "Oppdragsgiveren varsler minst 30 dager før endringen, og leverandøren bekrefter skriftlig."


def made(*blocks: Block, version: str = "1.0") -> Document:
    return outlined(
        Document("kontrakt", replace(META, version=version), (Heading("om", 1, t("Om")), *blocks))
    )


def states(redline: Redline) -> dict[str, str]:
    return {unit.id: unit.state for unit in redline.units if unit.kind == "clause"}


def lines(redline: Redline, identity: str) -> list[MarkedLine]:
    unit = next(unit for unit in redline.units if unit.id == identity)
    return [part for part in unit.parts if isinstance(part, MarkedLine)]


def shown(line: MarkedLine) -> str:
    marks = {"same": "{}", "new": "+{}+", "gone": "-{}-"}
    return "".join(marks[run.mark].format(run.text.strip()) + " " for run in line.runs).strip()


OLD = made(
    clause("ett", p("ett.1", "Det første punktet står.")),
    clause("to", p("to.1", NOTICE)),
    clause("tre", p("tre.1", "Det tredje punktet viser til punkt ", (Ref("fire"),), ".")),
    clause("fire", p("fire.1", "Det fjerde punktet skal bort.")),
    clause("fem", p("fem.1", "Det femte punktet flyttes.")),
)


def test_what_is_equal_is_unchanged() -> None:
    redline = compare(OLD, OLD, "2027-01-18")
    assert {unit.state for unit in redline.units} == {"same"}
    assert redline.told == ()


def test_each_unit_gets_its_state() -> None:
    new = made(
        clause("fem", p("fem.1", "Det femte punktet flyttes.")),
        clause("ett", p("ett.1", "Det første punktet står.")),
        clause("to", p("to.1", NOTICE.replace("30", "60"))),
        clause("nytt", p("nytt.1", "Et nytt punkt.")),
        clause("tre", p("tre.1", "Det tredje punktet viser til punkt ", (Ref("fire"),), ".")),
        version="2.0",
    )
    redline = compare(OLD, new, "2027-01-18")
    assert (redline.before, redline.after) == ("1.0", "2.0")
    found = states(redline)
    assert {key: found[key] for key in ("ett", "to", "nytt", "fire")} == {
        "ett": "renumbered", "to": "changed", "nytt": "new", "fire": "gone",
    }  # fmt: skip
    moved = [unit for unit in redline.units if unit.id == "fem"]
    assert [(unit.state, unit.place, unit.was) for unit in moved] == [
        ("moved", "1.1 (1 Om)", "1.5 (1 Om)"), ("moved", "1.5 (1 Om)", ""),
    ]  # fmt: skip
    assert [unit.id for unit in redline.told] == ["fem", "to", "nytt", "fire", "fem"]


def test_a_changed_number_is_told_word_by_word() -> None:
    new = made(
        *(b if b.id != "to" else clause("to", p("to.1", NOTICE.replace("30", "60"))) for b in OLD.blocks[1:])
    )  # type: ignore[union-attr]
    (line,) = lines(compare(OLD, new, ""), "to")
    assert shown(line).startswith("Oppdragsgiveren varsler minst -30- +60+ dager før")


def test_a_reference_with_a_new_number_is_no_change() -> None:
    new = made(*(b for b in OLD.blocks[1:] if b.id != "ett"))  # type: ignore[union-attr]
    redline = compare(OLD, new, "")
    assert states(redline)["tre"] == "renumbered"
    assert "-1.4- +1.3+" in shown(lines(redline, "tre")[0])
    assert [unit.id for unit in redline.told] == ["ett"]


def test_texts_that_are_not_alike_are_replaced_whole() -> None:
    runs = changed(t("Leverandøren skal stille med to vektere."), t("Fristen er tirsdag."))
    assert [run.mark for run in runs] == ["gone", "new"]


def test_an_amount_is_one_word_and_a_hard_space_is_a_space() -> None:
    runs = changed(
        t("Verdien er kr 17\u00a0000\u00a0000 ekskl. mva."),
        t("Verdien er kr\u00a018\u00a0000\u00a0000 ekskl. mva."),
    )
    assert [(r.mark, r.text) for r in runs if r.mark != "same"] == [
        ("gone", "17\u00a0000\u00a0000 "), ("new", "18\u00a0000\u00a0000 "),
    ]  # fmt: skip


def test_an_answer_in_the_text_is_compared_as_words() -> None:
    old, new = ((Text("Fristen er "), Field("d", "Frist", day), Text(".")) for day in ("tirsdag", "onsdag"))
    assert [r.text for r in changed(old, new) if r.mark != "same"] == ["tirsdag", "onsdag"]


def test_an_item_of_a_list_that_came_and_one_that_went() -> None:
    old = made(
        clause("liste", p("liste.0", "Dette følger med:"), items("liste.1", "nøkler", "kort", "koder"))
    )
    new = made(
        clause("liste", p("liste.0", "Dette følger med:"), items("liste.1", "nøkler", "radio", "koder"))
    )
    found = lines(compare(old, new, ""), "liste")
    assert [(line.style, line.mark, shown(line)) for line in found[1:]] == [
        ("letter", "same", "nøkler"), ("letter", "gone", "-kort-"), ("letter", "new", "+radio+"),
        ("letter", "same", "koder"),
    ]  # fmt: skip


def table(*rows: tuple[str, ...], heads: tuple[str, ...] = ("Linje", "Mengde")) -> Table:
    made_rows = tuple(Row(f"linjer.{cells[0]}", tuple(t(cell) for cell in cells)) for cells in rows)
    return Table("linjer", tuple(Column(head, 50) for head in heads), made_rows, caption="Linjene")


def the_table(redline: Redline) -> list[MarkedTable]:
    return [part for unit in redline.units for part in unit.parts if isinstance(part, MarkedTable)]


def test_rows_are_known_by_their_ids() -> None:
    old = made(clause("t", table(("a", "100"), ("b", "200"), ("c", "300"))))
    new = made(clause("t", table(("c", "300"), ("a", "150"), ("d", "400"))))
    (marked,) = the_table(compare(old, new, ""))
    assert [(row.id[-1], row.mark) for row in marked.rows] == [
        ("c", "new"), ("a", "same"), ("b", "gone"), ("c", "gone"), ("d", "new"),
    ]  # fmt: skip
    assert [(run.mark, run.text) for run in marked.rows[1].cells[1]] == [("gone", "100"), ("new", "150")]


def test_a_table_with_other_columns_stands_twice() -> None:
    old, new = (
        made(clause("t", table(("a", "1")))),
        made(clause("t", table(("a", "1"), heads=("Linje", "Antall")))),
    )
    assert [part.mark for part in the_table(compare(old, new, ""))] == ["gone", "new"]


def texts(document: Document) -> list[str]:
    out = []
    for unit in units(document):
        for part in unit.parts:
            if isinstance(part, Line):
                out.append(f"{part.number} {part.text}")
            else:
                out += ["|".join(plain(cell) for cell in row.cells) for row in part.rows]
    return out


def side(redline: Redline, mark: str) -> list[str]:
    words = new_words if mark == "new" else old_words
    out = []
    for unit in redline.units:
        for part in unit.parts:
            if part.mark not in ("same", mark):
                continue
            if isinstance(part, MarkedLine):
                out.append(f"{words(part.number)} {words(part.runs)}")
            else:
                rows = [row for row in part.rows if row.mark in ("same", mark)]
                out += ["|".join(words(cell) for cell in row.cells) for row in rows]
    return out


def test_both_versions_can_be_read_out_of_the_redline() -> None:
    """Every block there is, with clauses taken out, turned round and reworded."""
    old = rich()
    kept = [b for n, b in enumerate(old.blocks) if n % 7 != 3]
    kept[4], kept[9] = kept[9], kept[4]
    kept.append(clause("nytt-punkt", p("nytt-punkt.1", NOTICE), items("nytt-punkt.2", "ett", "to")))
    new = outlined(replace(old, blocks=tuple(kept)))
    redline = compare(old, new, "")
    assert side(redline, "new") == texts(new)
    assert sorted(side(redline, "gone")) == sorted(texts(old))
    assert {unit.state for unit in redline.units} >= {"same", "gone", "new"}


WORDS = st.text(st.sampled_from("ab \u00a0.1,\n"), max_size=30)


@given(WORDS, WORDS)
def test_no_word_is_lost(old: str, new: str) -> None:
    runs = changed(t(old), t(new))
    assert old_words(runs).split() == old.split()
    assert new_words(runs).split() == new.split()
    assert ("same" in {run.mark for run in runs}) or not (old == new and old.strip())


@pytest.mark.parametrize("count", [2000])
def test_a_long_table_is_compared_quickly(count: int) -> None:
    old = made(clause("t", table(*((f"r{n}", str(n)) for n in range(count)))))
    new = made(clause("t", table(*((f"r{n}", str(n + n % 2)) for n in range(5, count)))))
    (marked,) = the_table(compare(old, new, ""))
    assert sum(row.mark == "gone" for row in marked.rows) == 5
