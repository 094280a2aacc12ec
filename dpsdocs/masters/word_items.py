"""What a Word file offers one document of a draft, piece by piece, until somebody takes it in or leaves it out."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Literal

from ..document.model import Lock
from ..domain.conditions import ConditionError
from . import segments
from .edit import ClauseText, EditError, read_source, write
from .word_file import Unread
from .wording import WORDS, Wording, WordingError

State = Literal["new", "changed", "gone", "moved"]
How = Literal["field", "uke", "bidder", "text"]
UKE, BIDDER = WORDS["uke"], WORDS["fyll"]
_CLOSE_ENOUGH = 0.62
_NO_FIELD = (
    "Feltet «{label}» for [{words}] finnes ikke. Velg et navn fra listen, eller noe annet enn et felt."
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to fill in by its name in the file, and what becomes of it. ``label`` is that of a field."""

    words: str
    how: How = "uke"
    label: str = ""

    @property
    def bracket(self) -> str:
        """What stands in the text for it."""
        made = {
            "field": f"[{self.label}]", "uke": f"[{UKE}: {self.words}]", "bidder": f"[{BIDDER}: {self.words}]",
            "text": self.words,
        }  # fmt: skip
        return made[self.how]


@dataclass(frozen=True, slots=True)
class Item:
    """A heading or clause the file adds, changes, has elsewhere or lacks. ``text`` is in brackets, tables in fences.

    ``id`` is its name in the document, ``after`` the one it stands after; ``old`` is what stood when the file came.
    A text that is ``ready`` stands as in the draft's own file and is not written in here. ``above`` is the clause
    that new text may ``join`` instead of being a clause of its own.
    """

    kind: Literal["heading", "clause"]
    state: State
    id: str
    text: str = ""
    level: int = 0
    lock: Lock = "locked"
    guidance: str = ""
    slots: tuple[Slot, ...] = ()
    notes: tuple[str, ...] = ()
    after: str = ""
    old: str = ""
    heading: str = ""
    take: bool = True
    problem: str = ""
    ready: bool = False
    above: str = ""
    join: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """All a file offers, and what was not understood."""

    items: tuple[Item, ...]
    unread: tuple[Unread, ...] = ()


def dumped(offer: Offer) -> str:
    """The offer as JSON."""
    return json.dumps(asdict(offer), ensure_ascii=False)


def loaded(text: str) -> Offer:
    """The offer from JSON."""
    data = json.loads(text)
    items = (
        Item(**{**row, "slots": tuple(Slot(**s) for s in row["slots"]), "notes": tuple(row["notes"])})
        for row in data["items"]
    )
    return Offer(tuple(items), tuple(Unread(**row) for row in data["unread"]))


def suggested(words: Iterable[str], labels: Mapping[str, str]) -> tuple[Slot, ...]:
    """Each place with the field it most likely is; a gap for UKE when none is like it."""
    known = {label.casefold(): (label, set(_WORD.findall(label.casefold()))) for label in labels.values()}
    return tuple(_suggested(name, known) for name in words)


def body_source(wording: Wording, item: Item) -> str:
    """The body as it stands in the file; ``WordingError`` with what to mend."""
    if item.ready:
        return item.text
    slots = {slot.words.casefold(): slot for slot in item.slots}

    def mapped(text: str) -> str:
        return re.sub(
            r"\[([^\[\]]+)\]",
            lambda m: slots[m[1].casefold()].bracket if m[1].casefold() in slots else m[0],
            text,
        )

    made: list[str] = []
    for piece in segments.split(item.text):
        if piece.kind == "fixed":
            made += piece.lines
        elif piece.kind == "table":
            made += [line if line.startswith(":::") else wording.source(mapped(line)) for line in piece.lines]
        else:
            made.append(wording.source(mapped("\n".join(piece.lines))))
    return "\n".join(made).strip("\n")


def clause_block(wording: Wording, item: Item, id: str) -> str:
    """A new clause as it stands in a file; ``EditError`` or ``WordingError`` with what to mend."""
    body = re.sub(r"(?m)^(::: tabell )tabell-", rf"\g<1>{id}-tabell-", body_source(wording, item))
    new = ClauseText(id, body, item.lock, guidance=item.guidance)
    return write(f"::: punkt {id}\n:::\n", new)


def checked(wording: Wording, item: Item) -> Item:
    """The item with what hinders it from being taken in, in words; nothing when it can be."""
    if item.state in ("gone", "moved") or (item.state == "changed" and item.problem):
        return item
    try:
        if not item.text.strip():
            raise EditError("Teksten er tom. Skriv en tekst, eller la være å ta med dette.")
        for slot in item.slots:
            if slot.how == "field" and wording.source(slot.bracket) == slot.bracket:
                raise WordingError(_NO_FIELD.format(words=slot.words, label=slot.label))
        if item.kind == "heading":
            heading_source(wording, item)
        elif item.old:
            changed_clause(wording, item, item.old)
        else:
            clause_block(wording, item, item.id)
    except (EditError, WordingError, ConditionError) as error:
        return replace(item, problem=str(error))
    return replace(item, problem="")


def changed_clause(wording: Wording, item: Item, old: str) -> ClauseText:
    """The clause that stands with the item's text, guidance and lock; the rest is kept."""
    was = read_source(old)
    body = body_source(wording, item)
    if not item.ready:
        body = re.sub(r"(?m)^(::: tabell )tabell-(?=\d)", rf"\g<1>{was.id}-tabell-", body)
    new = replace(was, body=body, guidance=item.guidance, lock=item.lock)
    write(old, new)
    return new


def joined(wording: Wording, item: Item, was: ClauseText) -> ClauseText:
    """The clause above with the item's text at its end."""
    body = re.sub(r"(?m)^(::: tabell )tabell-", rf"\g<1>{item.id}-tabell-", body_source(wording, item))
    guidance = "\n\n".join(words for words in (was.guidance, item.guidance) if words)
    return replace(was, body=f"{was.body}\n\n{body}", guidance=guidance)


def heading_source(wording: Wording, item: Item) -> str:
    """The words of a heading as they stand in a file; ``EditError`` with what to mend."""
    made = item.text if item.ready else wording.source(body_mapped(item))
    if not made.isprintable() or made.startswith("#") or re.search(r"\{[a-z0-9-]*\}\s*$", made):
        raise EditError("Skriv overskriften på én linje, uten krøllparentes til slutt.")
    return made


def body_mapped(item: Item) -> str:
    """One line of text with its places mapped."""
    text = " ".join(item.text.split())
    for slot in item.slots:
        text = text.replace(f"[{slot.words}]", slot.bracket)
    return text


def _suggested(name: str, known: Mapping[str, tuple[str, set[str]]]) -> Slot:
    folded = name.casefold()
    if folded in known:
        return Slot(name, "field", known[folded][0])
    best, score, words = "", _CLOSE_ENOUGH, set(_WORD.findall(folded))
    matcher = difflib.SequenceMatcher(None, "", folded, autojunk=False)
    for key, (label, other) in known.items():
        value = len(words & other) / max(len(words | other), 1)
        matcher.set_seq1(key)
        if matcher.real_quick_ratio() >= score and matcher.quick_ratio() >= score:
            value = max(value, matcher.ratio())
        if value >= score:
            best, score = label, value
    return Slot(name, "field", best) if best else Slot(name)
