"""Organisation numbers and CPV codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpsdocs.domain.identifiers import (
    IdentifierError,
    cpv_code,
    cpv_digit,
    organisation_number,
    show_organisation_number,
)

PUBLISHED = [
    "79700000-1",
    "79710000-4",
    "79711000-1",
    "79713000-5",
    "79714000-2",
    "79714100-3",
    "79714110-6",
    "79715000-9",
    "79716000-6",
    "79720000-7",
    "79992000-4",
    "79993000-1",
    "98341120-2",
    "98341130-5",
    "98341140-8",
    "79417000-0",
    "75241000-7",
    "45000000-7",
    "72000000-5",
    "90910000-9",
]


@pytest.mark.parametrize("text", ["958 935 420", "924599545", "971183675", "958\u00a0935\u00a0420"])
def test_real_organisation_numbers(text: str) -> None:
    assert len(organisation_number(text)) == 9


@pytest.mark.parametrize(
    "text", ["958 935 421", "12345678", "1234567890", "", "abc", "123456785", "９５８９３５４２０"]
)
def test_wrong_organisation_numbers(text: str) -> None:
    with pytest.raises(IdentifierError):
        organisation_number(text)


@given(st.integers(0, 8), st.integers(1, 9))
def test_any_single_wrong_digit_is_found(place: int, by: int) -> None:
    digits = list("958935420")
    digits[place] = str((int(digits[place]) + by) % 10)
    with pytest.raises(IdentifierError):
        organisation_number("".join(digits))


@pytest.mark.parametrize("text", PUBLISHED)
def test_published_cpv_codes(text: str) -> None:
    code, _, digit = text.partition("-")
    assert str(cpv_digit(code)) == digit
    assert cpv_code(text) == code


def test_a_wrong_check_digit_names_the_right_one() -> None:
    with pytest.raises(IdentifierError, match="79710000-4"):
        cpv_code("79710000-5")


def test_shown_in_groups_that_do_not_break() -> None:
    assert show_organisation_number("958935420") == "958\u00a0935\u00a0420"
