"""Files from their sources: PDF in child processes, the others beside them, each kept by what it was made from.

The contents list of a Word file has the page numbers of the PDF, so a Word file with contents waits for its
document's PDF, or for a layout without one, and is kept by those pages too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from ..document.model import Document, Table, walk
from ..document.redline import Redline
from ..masters.release import DocumentSpec
from ..writers import pdf
from ..writers.docx import write_docx
from ..writers.docx_redline import write_redline
from ..writers.html import heading_pages, print_html
from ..writers.pdf_child import Order, Rendered, RenderFailed, render_each
from ..writers.theme import Theme
from . import program
from .cache import Cache
from .sheets import Sheet, write_sheet

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Task:
    """One file to make. ``key`` is the hash of all but the pages of its contents list."""

    spec: DocumentSpec
    title: str
    source: Document | Sheet | Redline
    extension: str
    key: str
    layout: str

    @property
    def waits(self) -> bool:
        """True for a Word file with a contents list."""
        return self.extension == "docx" and isinstance(self.source, Document) and bool(self.source.toc)


def fingerprint(source: Document | Sheet | Redline, theme: Theme) -> str:
    """A hash of all a file is made from: what it says, the look and the program. Long documents take their time."""
    return _hash(f"{program.digest()} {theme.digest} {source!r}")


def task_for(
    spec: DocumentSpec, title: str, source: Document | Sheet | Redline, extension: str, known: str
) -> Task:
    """A task with its hashes, from the ``fingerprint`` of its source."""
    key = _hash(f"{known} {extension} {spec.word_kind}")
    return Task(spec, title, source, extension, key, _hash(f"{known} pages"))


def render(
    tasks: Iterable[Task], theme: Theme, cache: Cache, progress: Progress, *, lay_out: bool = True
) -> tuple[dict[str, bytes], int]:
    """The bytes of every task by ``key``, and the highest memory use of a child in kB.

    Without ``lay_out`` a Word file whose pages are not known gets contents without page numbers.
    """
    run = _Run(tuple(tasks), theme, cache, progress, lay_out)
    run.take_from_cache()
    if run.left:
        run.make()
    return run.done, run.peak


@dataclass(slots=True)
class _Run:
    tasks: tuple[Task, ...]
    theme: Theme
    cache: Cache
    progress: Progress
    lay_out: bool
    done: dict[str, bytes] = field(default_factory=dict)
    pages: dict[str, dict[str, int]] = field(default_factory=dict)
    peak: int = 0

    @property
    def left(self) -> list[Task]:
        """What is not made yet."""
        return [task for task in self.tasks if task.key not in self.done]

    def take_from_cache(self) -> None:
        """Whatever was made before from the same."""
        for task in self.tasks:
            if task.waits and task.layout not in self.pages:
                known = self.cache.get(task.layout)
                if known is not None:
                    self.pages[task.layout] = json.loads(known)
            if self._must_lay_out(task):
                continue
            data = self.cache.get(self._key(task))
            if data is not None:
                self.done[task.key] = data

    def make(self) -> None:
        """The rest: children lay out while this process writes what waits for no pages."""
        ordered = self._orders()
        self._tell("Lager Word- og regnearkfiler" if not ordered else "Lager PDF-filer")
        orders = [Order(partial(print_html, s, self.theme), _weight(s), w) for s, w in ordered.values()]
        layouts = list(ordered)
        printing = any(order.write for order in orders)
        # a Word file whose contents have no numbers is better than none
        with suppress(*(() if printing else (RenderFailed,))):
            for index, made in self._children(orders):
                self._take(layouts[index], ordered[layouts[index]][0], made.data, made.pages)
                self.peak = max(self.peak, made.peak_kb)
        for waiting in (False, True):
            for _ in self._written(waiting=waiting):
                pass

    def _children(self, orders: list[Order]) -> Iterator[tuple[int, Rendered]]:
        if not orders:
            return iter(())
        return render_each(orders, self.theme, meanwhile=self._written(waiting=False))

    def _orders(self) -> dict[str, tuple[Document, bool]]:
        """What the children must do, by layout: the document and whether the PDF itself is wanted."""
        found: dict[str, tuple[Document, bool]] = {}
        for task in self.left:
            if isinstance(task.source, Document) and task.extension == "pdf":
                found[task.layout] = (task.source, True)
        for task in self.left if self.lay_out else ():
            if self._must_lay_out(task) and task.layout not in found:
                assert isinstance(task.source, Document)
                if pdf.available() is None:
                    found[task.layout] = (task.source, False)
        return found

    def _take(self, layout: str, document: Document, data: bytes, anchors: dict[str, int]) -> None:
        """A finished layout: its PDF, its pages, and the Word file that waited for them."""
        self.pages[layout] = heading_pages(document, anchors)
        self.cache.put(layout, json.dumps(self.pages[layout]).encode())
        for task in self.left:
            if task.layout == layout and task.extension == "pdf":
                self._keep(task, data)
            elif task.layout == layout and task.waits:
                self._write_one(task)

    def _written(self, *, waiting: bool) -> Iterator[Task]:
        """Each file that is no PDF, as it gets written; with ``waiting`` also those whose pages are not known."""
        for task in self.left:
            if task.key in self.done or task.extension == "pdf":
                continue
            if waiting or not self._must_lay_out(task):
                self._write_one(task)
                yield task

    def _write_one(self, task: Task) -> None:
        if isinstance(task.source, Document):
            pages = self.pages.get(task.layout)
            data = write_docx(task.source, self.theme, kind=task.spec.word_kind, pages=pages)
        elif isinstance(task.source, Redline):
            data = write_redline(task.source, self.theme)
        else:
            data = write_sheet(task.source)
        self._keep(task, data)

    def _keep(self, task: Task, data: bytes) -> None:
        self.done[task.key] = data
        if not self._must_lay_out(task):  # else PDF cannot be made now, but perhaps later
            self.cache.put(self._key(task), data)
        self._tell(task.title)

    def _key(self, task: Task) -> str:
        if not task.waits or task.layout not in self.pages:
            return task.key
        return _hash(f"{task.key} {sorted(self.pages[task.layout].items())}")

    def _must_lay_out(self, task: Task) -> bool:
        return self.lay_out and task.waits and task.layout not in self.pages

    def _tell(self, what: str) -> None:
        self.progress(len(self.done), len(self.tasks), what)


def _weight(document: Document) -> int:
    """How long a document is, roughly: its rows and its other blocks."""
    return sum(len(b.rows) if isinstance(b, Table) else 1 for b in walk(document.blocks))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
