"""The page a buyer will see with the questions of a draft, with the answers of a sample."""

from __future__ import annotations

from dataclasses import dataclass

from ..domain.competition import Competition, options_for
from ..domain.questions import Question, Section
from ..masters.record_kinds import COLUMNS, QUESTIONS, SECTIONS
from .asking import AskedField, as_typed
from .errors import NotFound
from .master_drafts import Working
from .master_records import OpenedRecord
from .master_samples import competition, samples
from .releases import Releases

_MOST_OPTIONS = 12


@dataclass(frozen=True, slots=True)
class PagePreview:
    """A page of questions in a sample. ``asked`` says whether the sample comes to the record that is shown at all."""

    section: Section
    fields: tuple[AskedField, ...]
    key: str
    asked: bool


def has_page(found: OpenedRecord) -> bool:
    """Whether a record is seen on a page of questions."""
    return found.kind in (QUESTIONS, SECTIONS, COLUMNS)


def first_asked(releases: Releases, found: OpenedRecord) -> str:
    """The first sample that comes to a record; the first of all when none does."""
    known = [sample.id for sample in samples(releases, found.working.base)]
    if not has_page(found):
        return known[0] if known else ""
    asked = (sample for sample in known if preview(releases, found, sample).asked)
    return next(asked, known[0] if known else "")


def preview(releases: Releases, found: OpenedRecord, sample: str) -> PagePreview:
    """The page of a question, a column or the page itself; what is previewed is there also when it is not asked."""
    questions = found.working.release.catalogue.questions
    key = {QUESTIONS: found.record.id, COLUMNS: found.record.parent}.get(found.kind, "")
    question = questions.get(key) if key else None
    section = questions.section(question.section if question else found.record.id)
    if section is None or (key and question is None):
        raise NotFound("Siden finnes ikke i utkastet.")
    case = competition(releases, found.working, sample)
    fields = tuple(
        _field(found.working, q, case)
        for q in section.questions
        if q.key == key or q.visible.holds(case.values)
    )
    asked = section.visible.holds(case.values) and (question is None or question.visible.holds(case.values))
    return PagePreview(section, fields, key, asked)


def _field(working: Working, question: Question, case: Competition) -> AskedField:
    options = options_for(question, case.case, working.release.catalogue)[:_MOST_OPTIONS]
    raw = as_typed(question, case.case.answers.get(question.key, ""))
    return AskedField(question, options, raw, question.visible.holds(case.values), "", False)
