"""Organisation numbers and CPV codes: shape and check digits."""

from __future__ import annotations

import re

from .formats import NBSP

_ORG_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
_CPV_WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7)
_BLANKS = re.compile(r"[\s.\u00a0\u202f]")


class IdentifierError(ValueError):
    """A number that cannot be right; the message says why, in Norwegian."""


def organisation_number(text: str) -> str:
    """The nine digits, or ``IdentifierError``. Modulus 11 as Brønnøysundregistrene describes it."""
    digits = _BLANKS.sub("", text)
    if not (digits.isascii() and digits.isdigit() and len(digits) == 9):
        raise IdentifierError("Organisasjonsnummeret skal ha ni siffer.")
    rest = sum(int(d) * w for d, w in zip(digits, _ORG_WEIGHTS, strict=False)) % 11
    control = 0 if rest == 0 else 11 - rest
    if control == 10 or control != int(digits[8]) or digits[0] not in "89":
        raise IdentifierError(
            "Kontrollsifferet i organisasjonsnummeret stemmer ikke. Se etter om to siffer er byttet om."
        )
    return digits


def show_organisation_number(digits: str) -> str:
    """«958 935 420»."""
    return NBSP.join((digits[:3], digits[3:6], digits[6:])) if len(digits) == 9 else digits


def cpv_digit(code: str) -> int:
    """The check digit of an eight-digit CPV code."""
    return sum(int(d) * w for d, w in zip(code, _CPV_WEIGHTS, strict=True)) % 10


def cpv_code(text: str) -> str:
    """The eight digits of «79710000» or «79710000-4», or ``IdentifierError`` when the check digit is wrong."""
    code, dash, digit = text.strip().partition("-")
    if not (code.isascii() and code.isdigit() and len(code) == 8):
        raise IdentifierError("CPV-koden skal ha åtte siffer, for eksempel 79710000-4.")
    if dash and digit != str(cpv_digit(code)):
        raise IdentifierError(
            f"Kontrollsifferet i CPV-koden {text.strip()} stemmer ikke. Riktig kode er {code}-{cpv_digit(code)}."
        )
    return code


def show_cpv(code: str) -> str:
    """«79710000-4»."""
    return f"{code}-{cpv_digit(code)}" if len(code) == 8 and code.isdigit() else code
