"""The states of a competition and the moves between them."""

from __future__ import annotations

from typing import Literal

Status = Literal["draft", "submitted", "approved", "issued", "sent", "awarded", "cancelled"]
Move = Literal[
    "submit", "return", "approve", "reopen", "issue", "withdraw", "send", "change", "drop", "award", "cancel"
]

STATUS_LABELS: dict[str, str] = {
    "draft": "Utkast",
    "submitted": "Til godkjenning",
    "approved": "Godkjent",
    "issued": "Utstedt",
    "sent": "Sendt",
    "awarded": "Tildelt",
    "cancelled": "Avlyst",
}
_MOVES: dict[Move, tuple[frozenset[str], Status]] = {
    "submit": (frozenset({"draft"}), "submitted"),
    "return": (frozenset({"submitted"}), "draft"),
    "approve": (frozenset({"submitted"}), "approved"),
    "reopen": (frozenset({"submitted", "approved"}), "draft"),
    "issue": (frozenset({"approved"}), "issued"),
    "withdraw": (frozenset({"issued"}), "draft"),
    "send": (frozenset({"issued"}), "sent"),
    "change": (frozenset({"sent"}), "draft"),
    "drop": (frozenset({"draft"}), "sent"),
    "award": (frozenset({"sent"}), "awarded"),
    "cancel": (frozenset({"draft", "submitted", "approved", "issued", "sent"}), "cancelled"),
}


class WrongState(ValueError):
    """The move is not open from where the competition stands; the message says so in Norwegian."""


def after(status: str, move: Move) -> Status:
    """The state after a move, or ``WrongState``."""
    allowed, target = _MOVES[move]
    if status not in allowed:
        label = STATUS_LABELS.get(status, status).lower()
        raise WrongState(f"Det kan ikke gjøres nå. Konkurransen står som «{label}».")
    return target


def target(move: Move) -> Status:
    """The state a move leads to."""
    return _MOVES[move][1]


def can_move(status: str, move: Move) -> bool:
    """Whether the move is open."""
    return status in _MOVES[move][0]


def is_before_issue(status: str) -> bool:
    """Whether no package stands yet: the competition is its agency's own, and what it says can still change."""
    return status in ("draft", "submitted", "approved")


def is_editable(status: str) -> bool:
    """Answers can be changed only while drafting."""
    return status == "draft"
