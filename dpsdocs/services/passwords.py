"""Passwords: what a good one is, and argon2id to keep them. Tokens: only a hash is kept."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 128
_KEYBOARD = (
    "qwerty",
    "qwertyuiop",
    "asdfgh",
    "asdfghjkl",
    "zxcvbnm",
    "1q2w3e4r",
    "qazwsx",
    "abcdef",
    "abc123",
)
_WORDS = (
    "passord", "password", "passordet", "velkommen", "welcome", "sommer", "vinter", "høst", "vår", "norge",
    "oslo", "oslokommune", "kommune", "vektertjenester", "vekter", "anskaffelse", "dpsdocs", "hemmelig",
    "letmein", "iloveyou", "admin", "administrator", "dragon", "football", "monkey", "brann", "vålerenga",
)  # fmt: skip


def new_hasher() -> PasswordHasher:
    """Argon2id with the parameters of RFC 9106 for little memory (64 MiB, three passes)."""
    return PasswordHasher(type=Type.ID)


class _Keeper:
    """The hasher in use, and a hash that no password fits, made when first needed."""

    def __init__(self) -> None:
        self._hasher: PasswordHasher | None = None
        self._nobody = ""

    def use(self, hasher: PasswordHasher) -> None:
        """Hash with this one from now on."""
        self._hasher, self._nobody = hasher, hasher.hash(secrets.token_urlsafe())

    @property
    def hasher(self) -> PasswordHasher:
        """The hasher."""
        if self._hasher is None:
            self.use(new_hasher())
        assert self._hasher is not None
        return self._hasher

    @property
    def nobody(self) -> str:
        """The hash to check against when there is no person, so that the answer takes as long."""
        return self._nobody if self.hasher else ""


KEEPER = _Keeper()


def token_hash(token: str) -> str:
    """What is stored of a token; it is long and random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def hashed(password: str) -> str:
    """What is stored of a password."""
    return KEEPER.hasher.hash(_normal(password))


def fits(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one; takes as long when nothing is stored."""
    try:
        KEEPER.hasher.verify(stored or KEEPER.nobody, _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether a stored hash was made with weaker parameters than today's."""
    return KEEPER.hasher.check_needs_rehash(stored)


def password_problem(text: str, name: str = "", email: str = "") -> str | None:
    """What is wrong with a new password, or None. No rules about which characters: length is what counts."""
    password = _normal(text)
    if len(password) < SHORTEST:
        return f"Passordet må ha minst {SHORTEST} tegn. Fire tilfeldige ord er langt og lett å huske."
    if len(text) > LONGEST or len(password) > LONGEST:
        return f"Passordet kan høyst ha {LONGEST} tegn. Kort det ned."
    bare = "".join(c for c in password.casefold() if c.isalnum())
    if len(set(bare)) < 5:
        return "Passordet gjentar de samme få tegnene. Velg noe med større variasjon."
    if _is_common(bare):
        return "Passordet er blant dem som gjettes først. Velg noe annet, for eksempel fire tilfeldige ord."
    if _is_personal(bare, name, email):
        return "Passordet ligner navnet eller e-postadressen din. Velg noe som ikke har med deg å gjøre."
    return None


def _normal(text: str) -> str:
    """The same letters typed on another keyboard give the same bytes."""
    return unicodedata.normalize("NFC", text[: LONGEST + 1])


def _is_common(bare: str) -> bool:
    """Well-known words, keyboard rows and counting, with figures or repetition around them."""
    rest = bare
    for word in sorted((*_KEYBOARD, *_WORDS), key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest.strip("0123456789")) < 4


def _is_personal(bare: str, name: str, email: str) -> bool:
    parts = [*name.casefold().split(), *email.casefold().replace("@", ".").replace("-", ".").split(".")]
    known = sorted({"".join(c for c in part if c.isalnum()) for part in parts}, key=len, reverse=True)
    rest = bare
    for part in known:
        if len(part) >= 3:
            rest = rest.replace(part, "")
    return len(rest) < 6 and rest != bare
