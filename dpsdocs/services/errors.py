"""What a use case raises when it can't be done. Messages are for the user, in Norwegian."""

from __future__ import annotations

from collections.abc import Mapping


class ServiceError(Exception):
    """The common ancestor; ``str(error)`` is the message."""


class NotFound(ServiceError):
    """It isn't there, or this person may not know that it is."""

    def __init__(self, message: str = "Fant ikke det du lette etter.") -> None:
        super().__init__(message)


class Forbidden(ServiceError):
    """The person may see it, but not do this."""

    def __init__(self, message: str = "Rollen din gir ikke lov til dette.") -> None:
        super().__init__(message)


class Invalid(ServiceError):
    """Values that can't be used. ``problems`` gives the message per field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


class Conflict(ServiceError):
    """Somebody else saved in between."""

    def __init__(
        self,
        message: str = "Noen andre har lagret i mellomtiden. Last siden på nytt og gjør endringen igjen.",
    ) -> None:
        super().__init__(message)


class AlreadyDone(Conflict):
    """A moment ago the same was done, as when a button is clicked twice: nothing is wrong, and nothing more happens."""
