"""A Word master beside the document it goes into: new names, and clauses that are like those that stand there."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from .edit import Part, parts, read_source, sources
from .word_in import WordPart
from .word_items import Item, suggested
from .wording import Wording

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "é": "e", "ö": "o", "ä": "a", "ü": "u"})
_CONDITIONS = re.compile(r"\[(?:hvis [^\[\]]*|slutt)\]")
_LIKE, _PART, _ENOUGH = 0.6, 0.9, 5
_LONGEST = 40


def items(
    wording: Wording, found: Iterable[WordPart], text: str, labels: Mapping[str, str], *, instead: bool
) -> tuple[Item, ...]:
    """What the file offers, with places as the fields of ``labels``.

    ``instead`` of what stands, headings and clauses that are alike keep their names.
    """
    namer = _Namer(wording, text, labels, instead=instead)
    return tuple(namer.item(part) for part in found)


class _Namer:
    def __init__(self, wording: Wording, text: str, labels: Mapping[str, str], *, instead: bool) -> None:
        self._labels = labels
        known = parts(text)
        self._taken = {part.id for part in known}
        self._clauses = sources(text) if instead else {}
        self._headings = (
            {wording.shown(p.text).casefold(): p for p in known if p.kind == "heading"} if instead else {}
        )
        self._bodies = {
            id: _CONDITIONS.sub(" ", wording.shown(read_source(source).body, row=True)).split()
            for id, source in self._clauses.items()
        }
        self._under = _under(known)
        self._place = "punkt"
        self._label = ""

    def item(self, part: WordPart) -> Item:
        """The part with its name, and the fields it asks for."""
        slots = suggested(part.slots, self._labels)
        if part.kind == "heading":
            like = self._headings.pop(part.text.casefold(), None)
            id = like.id if like else self._name(part.text)
            self._place, self._label = id, part.text
            return Item("heading", "new", id, part.text, part.level, slots=slots, heading=part.text)
        old = self._like(part.text)
        if not old:
            id = self._name(f"{self._place}-{_first_words(part.text)}")
            return Item("clause", "new", id, part.text, 0, part.lock, part.guidance, slots, part.notes,
                        heading=self._label)  # fmt: skip
        was = read_source(self._clauses[old])
        note = f"Ligner på punktet «{old}», som beholder navnet, vilkåret, kilden og låsen."
        return Item("clause", "changed", old, part.text, 0, was.lock, part.guidance or was.guidance,
                    slots, (note, *part.notes), old=self._clauses[old], heading=self._label)  # fmt: skip

    def _like(self, text: str) -> str:
        """The clause that stands there and says almost the same; its name is used once."""
        best, score, words = "", _LIKE, text.split()
        matcher = difflib.SequenceMatcher(None, [], words, autojunk=False)
        for id, body in self._bodies.items():
            matcher.set_seq1(body)
            if self._under.get(id) == self._place and len(words) >= _ENOUGH:
                # a variant of a clause with conditions: what the file says stands there, with more
                same = sum(block.size for block in matcher.get_matching_blocks())
                value = max(matcher.ratio(), _PART * same / len(words))
            elif matcher.real_quick_ratio() > score and matcher.quick_ratio() > score:
                value = matcher.ratio()
            else:
                continue
            if value > score:
                best, score = id, value
        self._bodies.pop(best, None)
        return best

    def _name(self, words: str) -> str:
        made = name(words)
        number, base = 2, made
        while made in self._taken:
            made, number = f"{base}-{number}", number + 1
        self._taken.add(made)
        return made


def name(words: str) -> str:
    """A name of small letters, digits and hyphens, that begins with a letter."""
    plain = re.sub(r"[^a-z0-9]+", "-", words.casefold().translate(_LETTERS)).strip("-")
    made = plain[:_LONGEST].rstrip("-")
    return made if re.match(r"[a-z]", made) and len(made) > 1 else f"punkt-{made}".rstrip("-")


def _first_words(text: str) -> str:
    plain = re.sub(r"(?m)^:::.*$|[\[\]*|]", " ", text)
    return " ".join(plain.split()[:3])


def _under(known: Iterable[Part]) -> dict[str, str]:
    """The heading each clause stands under, by name."""
    found, above = dict[str, str](), ""
    for part in known:
        above = part.id if part.kind == "heading" else above
        found[part.id] = above
    return found
