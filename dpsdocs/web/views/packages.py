"""Issue, watch the package being made, download, withdraw, mark as sent."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpsdocs.assemble import NotReady
from dpsdocs.services import jobs, messages, packages, previews, versions
from dpsdocs.services.errors import Invalid
from dpsdocs.services.packages import FileView
from dpsdocs.web.context import actor, session, writing
from dpsdocs.web.opened import opened
from dpsdocs.web.releases import releases

bp = Blueprint("packages", __name__)
_BASE = "/konkurranser/<uuid:competition_id>/pakke"


@bp.get(_BASE)
def show(competition_id: str) -> str:
    """The package: being made, ready, sent or withdrawn."""
    return _page(competition_id, {})


@bp.get(f"{_BASE}/framdrift")
def progress(competition_id: str) -> str:
    """How far the making has come; asks again by itself until it is done."""
    issue = packages.issued(session(), actor(), competition_id)
    return render_template("packages/_progress.html", issue=issue, competition_id=competition_id)


@bp.route(f"{_BASE}/utsted", methods=["GET", "POST"])
def issue(competition_id: str) -> ResponseReturnValue:
    """Show what is frozen and for whom; then order the package."""
    case = opened(competition_id)
    stops = case.checked.stops
    if request.method == "POST":
        try:
            packages.issue(session(), releases(), actor(), competition_id)
        except NotReady as error:
            stops = error.stops
        else:
            return redirect(url_for("packages.show", competition_id=competition_id), 303)
    page = render_template(
        "packages/issue.html", case=case, stops=stops, documents=previews.documents(case),
        added=previews.added(case),
    )  # fmt: skip
    return page, 422 if request.method == "POST" else 200


@bp.post(f"{_BASE}/prov-igjen")
def retry(competition_id: str) -> ResponseReturnValue:
    """Let the worker try a failed job again."""
    job = packages.issued(session(), actor(), competition_id).job
    if job is not None:
        jobs.retry(session(), actor(), job.id)
    return redirect(url_for("packages.show", competition_id=competition_id), 303)


@bp.post(f"{_BASE}/trekk")
def withdraw(competition_id: str) -> ResponseReturnValue:
    """Take the package back before it is sent."""
    try:
        packages.withdraw(session(), releases(), actor(), competition_id, request.form.get("words", ""))
    except Invalid as error:
        session().rollback()
        return _page(competition_id, error.problems), 422
    return redirect(url_for("competitions.show", competition_id=competition_id), 303)


@bp.post(f"{_BASE}/sendt")
def sent(competition_id: str) -> ResponseReturnValue:
    """Say that the invitation is sent in the KGV."""
    packages.mark_sent(session(), actor(), competition_id)
    return redirect(url_for("packages.show", competition_id=competition_id), 303)


@bp.get("/filer/<uuid:file_id>")
def download(file_id: str) -> Response:
    """One file of an issued package."""
    name, kind, data = packages.download(session(), actor(), file_id)
    page = Response(data, mimetype=kind)
    page.headers.set("Content-Disposition", "attachment", filename=name)
    packages.note_download(writing(), actor(), file_id, name)
    return page


def _page(competition_id: str, problems: dict[str, str]) -> str:
    case = opened(competition_id)
    issue = packages.issued(session(), actor(), competition_id)
    current = next((p for p in issue.packages if p.state == "current"), None)
    texts = messages.copy_texts(session(), releases(), current.id) if current and case.can_draft else None
    return render_template(
        "packages/show.html", case=case, issue=issue, current=current, texts=texts, problems=problems,
        form=request.form, by_document=_by_document,
        differences=versions.differences(session(), releases(), actor(), competition_id),
    )  # fmt: skip


def _by_document(files: Sequence[FileView]) -> list[tuple[str, str, list[FileView]]]:
    """Title, name without ending, and the formats, in the order of the package."""
    found: dict[str, tuple[str, str, list[FileView]]] = {}
    for file in files:
        stem = file.name.rsplit(".", 1)[0]
        found.setdefault(stem, (file.title, stem, []))[2].append(file)
    return list(found.values())
