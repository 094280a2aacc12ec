"""The case file: what is read comes back, and everything wrong is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpsdocs.domain import case_file
from dpsdocs.domain.case_file import CaseFileError
from dpsdocs.domain.case_schema import schema
from dpsdocs.masters.loader import load

Content = dict[str, Any]


@pytest.fixture(scope="module")
def sample(root: Path) -> bytes:
    """Case A as bytes."""
    return (root / "templates/masters/vektertjenester/samples/reception.json").read_bytes()


@pytest.fixture
def content(sample: bytes) -> Content:
    """Case A as JSON values."""
    parsed: Content = json.loads(sample)
    return parsed


def problems(content: object) -> str:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    with pytest.raises(CaseFileError) as refused:
        case_file.read(data)
    return "\n".join(refused.value.problems)


def test_reading_back_gives_the_same(sample: bytes) -> None:
    case = case_file.read(sample)
    assert case_file.read(case_file.dump(case)) == case
    assert case_file.dump(case_file.read(case_file.dump(case))) == case_file.dump(case)


def test_the_schema_holds_the_sample(sample: bytes, content: Content, root: Path) -> None:
    release = load(root / "templates/masters/vektertjenester")
    made = schema(release.catalogue.questions)
    jsonschema.Draft202012Validator.check_schema(made)
    jsonschema.validate(content, made)
    jsonschema.validate(json.loads(case_file.dump(case_file.read(sample))), made)
    content["answers"]["finnes_ikke"] = "x"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, made)
    jsonschema.validate(content, schema())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "ikke gyldig JSON (linje 1, tegn 1)"), (b"\xff\xfe{}", "UTF-8"), (b"PK\x03\x04", "ikke gyldig JSON"),
        (b"[]", "ett JSON-objekt"), (b"null", "ett JSON-objekt"), (b'{"a": 1, "a": 2}', "«a» står to ganger"),
        (b'{"x": {"b": 1, "b": 1}}', "«b» står to ganger"), (b"[" * 100_000, "mange nivåer"),
        (b'{"a":' * 100_000, "mange nivåer"), (b" " * 8_000_001, "større enn 8 MB"),
        (b'{"x": ' + b"9" * 5000 + b"}", "et tall som er for langt"), (b'{"x": NaN}', "NaN"),
        (b'{"x": -Infinity}', "-Infinity"), (b"{}", "agency: mangler"), (b"{}", "format: skal"),
    ],
)  # fmt: skip
def test_what_is_no_case_file(data: bytes, words: str) -> None:
    assert words in problems(data)


def put(path: str, value: object) -> Callable[[Content], object]:
    def change(content: Content) -> None:
        *way, last = path.split(".")
        target: Any = content
        for step in way:
            target = target[int(step) if step.isdigit() else step]
        target[int(last) if last.isdigit() else last] = value

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (put("extra", 1), "extra: ukjent nøkkel."), (put("agency.extra", 1), "agency.extra: ukjent nøkkel."),
        (put("format", "dpsdocs/case/9"), "format: skal være"), (put("agency", []), "agency: skal være et objekt."),
        (put("agency.org_number", "123456789"), "agency.org_number:"),
        (put("suppliers.0.org_number", "899910002"), "suppliers[1].org_number:"),
        (put("dps.cpv", ["79713000-9"]), "dps.cpv[1]:"), (put("dps.cpv", "79713000"), "dps.cpv: skal være en liste."),
        (put("dps.valid_from", "2025-02-30"), "dps.valid_from: Datoen finnes ikke"),
        (put("dps.valid_from", 20250101), "dps.valid_from: skal være tekst."),
        (put("dps.regime", "foa9"), "dps.regime: skal være en av foa3, foa2."), (put("dps.regime", []), "dps.regime:"),
        (put("dps.criteria.0.minimum", "mye"), "dps.criteria[1].minimum: Skriv et tall"),
        (put("dps.criteria.0.minimum", True), "dps.criteria[1].minimum:"),
        (put("dps.criteria.0.minimum", 1e400), "Infinity er ikke et tall"),
        (put("suppliers_at", "i går"), "suppliers_at:"),
        (put("suppliers_at", None), "suppliers_at:"),
        (put("suppliers_at", "0001-01-01T00:00+14:00"), "suppliers_at:"),
        (put("draft", "no"), "draft: skal være true eller false."),
        (put("settings", {"strict_deadline": 1}), "settings.strict_deadline:"), (put("answers", "x"), "answers:"),
        (put("answers.title", [1, 2]), "answers.title: skal være"),
        (put("answers.title", {"a": {"b": "c"}}), "answers.title: skal være"),
        (put("answers.title", [["x"]]), "answers.title: skal være"),
    ],
)  # fmt: skip
def test_a_wrong_key_or_value_is_named(
    content: Content, change: Callable[[Content], object], words: str
) -> None:
    change(content)
    assert words in problems(content)


def test_every_problem_is_told_at_once(content: Content) -> None:
    content["agency"]["org_number"] = "1"
    del content["dps"]["title"]
    content["more"] = 1
    found = problems(content)
    assert all(words in found for words in ("agency.org_number", "dps.title: mangler", "more: ukjent"))


def test_control_characters_become_a_visible_mark(content: Content) -> None:
    content["answers"]["title"] = "a\x00b\ud800c\x1b"
    content["agency"]["name"] = "Etat\x07"
    case = case_file.read(json.dumps(content).encode())
    assert case.answers["title"] == "a�b�c�"
    assert case.agency.name == "Etat�"


def test_strange_answer_keys_are_kept_readable(content: Content) -> None:
    content["answers"] = {"\x1b[31m\ud800": "x", "weights": {"\x00": "1"}}
    case = case_file.read(json.dumps(content).encode())
    assert case_file.read(case_file.dump(case)) == case
    assert not any("\x1b" in key or "\ud800" in key for key in case.answers)


def test_moments_are_taken_to_oslo(content: Content) -> None:
    content["suppliers_at"] = "2027-01-11T23:30:00+00:00"
    assert case_file.read(json.dumps(content).encode()).suppliers_at.isoformat() == "2027-01-12T00:30:00"
    content["suppliers_at"] = "2027-01-11T08:15"
    assert case_file.read(json.dumps(content).encode()).suppliers_at.isoformat() == "2027-01-11T08:15:00"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
PLACES = (
    "agency", "agency.name", "dps", "dps.valid_to", "dps.cpv", "dps.criteria", "dps.criteria.0", "dps.confirmed",
    "suppliers", "suppliers.0", "suppliers.0.admitted_until", "suppliers_at", "answers", "answers.title",
    "answers.weights", "answers.requirements", "release", "version", "settings", "example",
)  # fmt: skip


@given(place=st.sampled_from(PLACES), value=JSON)
def test_anything_anywhere_is_read_or_named(sample: bytes, place: str, value: object) -> None:
    content = json.loads(sample)
    put(place, value)(content)
    try:
        case = case_file.read(json.dumps(content).encode())
    except CaseFileError as error:
        assert error.problems
    else:
        assert case_file.read(case_file.dump(case)) == case
