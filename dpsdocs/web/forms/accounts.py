"""Signing in and passwords."""

from __future__ import annotations

from .base import Form, line, secret

LENGTH = "Minst 12 tegn. Flere ord etter hverandre er lettere å huske enn tegn og tall."


class SignIn(Form):
    """Who are you?"""

    email = line("E-postadresse", kind="email", autocomplete="username")
    password = secret("Passord", autocomplete="current-password")


class ChangePassword(Form):
    """A new password for somebody who knows the old one."""

    old = secret("Passordet du har nå", autocomplete="current-password")
    new = secret("Nytt passord", LENGTH, autocomplete="new-password")


class Invitation(Form):
    """The first password, or a new one for somebody who forgot."""

    password = secret("Velg et passord", LENGTH, autocomplete="new-password")
