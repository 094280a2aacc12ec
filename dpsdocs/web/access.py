"""Who may come where: one table over all endpoints, asked before each request. No entry, no entrance."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpsdocs.services import accounts

from . import context, hx, kept, uploads
from .guards import (
    Guard,
    SignInNeeded,
    admin,
    annex_writer,
    deviation_reader,
    dps_manager,
    master_reader,
    master_writer,
    public,
    routine_writer,
    signed_in,
)
from .opened import drafts_case, reads_answers, reads_case, reads_help, works_in_agency, writes_help

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})

POLICY: dict[str, Guard] = {
    "static": public,
    "front.index": signed_in,
    "front.brand": public,
    "health.show": public,
    "help.index": public,
    "rules.index": signed_in,
    "rules.switch": dps_manager,
    "rules.amount": dps_manager,
    "calculator.show": signed_in,
    "calculator.calendar": signed_in,
    "returned.check": reads_case,
    "help.privacy": public,
    "help.accessibility": public,
    "accounts.sign_in": public,
    "accounts.sign_out": public,
    "accounts.password": signed_in,
    "accounts.invitation": public,
    "competitions.index": signed_in,
    "competitions.new": works_in_agency,
    "competitions.show": reads_case,
    "competitions.calendar": reads_case,
    "competitions.copy": works_in_agency,
    "competitions.cancel": drafts_case,
    "sections.edit": reads_answers,
    "sections.save": drafts_case,
    "sections.autosave": drafts_case,
    "sections.settle": drafts_case,
    "rows.new": drafts_case,
    "rows.edit": reads_answers,
    "rows.save": drafts_case,
    "rows.autosave": drafts_case,
    "rows.settle": drafts_case,
    "rows.act": drafts_case,
    "row_files.upload": drafts_case,
    "row_files.paste": drafts_case,
    "row_files.columns": drafts_case,
    "row_files.plan": drafts_case,
    "row_files.apply": drafts_case,
    "row_files.faulty": drafts_case,
    "row_files.template": reads_case,
    "row_files.export": reads_answers,
    "attachments.index": reads_case,
    "attachments.new": drafts_case,
    "attachments.edit": drafts_case,
    "attachments.fetch": reads_case,
    "attachments.act": drafts_case,
    "changes.show": reads_case,
    "changes.start": drafts_case,
    "changes.drop": drafts_case,
    "check.show": reads_case,
    "findings.say": drafts_case,
    "findings.evidence": drafts_case,
    "findings.take_back": drafts_case,
    "findings.fetch": reads_case,
    "trials.index": reads_case,
    "trials.run": drafts_case,
    "trials.show": reads_case,
    "preview.index": reads_case,
    "preview.show": reads_case,
    "preview.frame": reads_case,
    "preview.draft": reads_case,
    "preview.styles": reads_case,
    "preview.font": reads_case,
    "preview.logo": reads_case,
    "master_moves.index": master_reader,
    "master_moves.edit": master_reader,
    "adaptations.index": reads_answers,
    "adaptations.edit": reads_answers,
    "adaptations.act": drafts_case,
    "following.show": reads_answers,
    "following.take": drafts_case,
    "deviations.index": deviation_reader,
    "deviations.decide": deviation_reader,
    "assistance.index": dps_manager,
    "assistance.show": reads_help,
    "assistance.send": writes_help,
    "assistance.close": writes_help,
    "approvals.ask": drafts_case,
    "approvals.show": reads_case,
    "approvals.decide": reads_case,
    "approvals.reopen": drafts_case,
    "packages.show": reads_case,
    "packages.progress": reads_case,
    "packages.issue": drafts_case,
    "packages.retry": drafts_case,
    "packages.withdraw": drafts_case,
    "packages.sent": drafts_case,
    "packages.download": signed_in,
    "register.index": signed_in,
    "register.export": signed_in,
    "register.show": signed_in,
    "register.award": drafts_case,
    "people.index": admin,
    "people.new": admin,
    "people.edit": admin,
    "people.invite": admin,
    "agencies.index": admin,
    "agencies.new": admin,
    "agencies.edit": admin,
    "audit.index": admin,
    "dps.index": signed_in,
    "dps.show": signed_in,
    "dps.new": dps_manager,
    "dps.edit": dps_manager,
    "dps.confirm": dps_manager,
    "dps.unconfirm": dps_manager,
    "dps_documents.index": signed_in,
    "dps_documents.new": dps_manager,
    "dps_documents.fetch": signed_in,
    "dps_documents.remove": dps_manager,
    "annexes.index": signed_in,
    "annexes.put": annex_writer,
    "annexes.remove": annex_writer,
    "annexes.fetch": signed_in,
    "routine.index": signed_in,
    "routine.edit": routine_writer,
    "routine.versions": routine_writer,
    "routine.version": routine_writer,
    "routine.restore": routine_writer,
    "masters.index": master_reader,
    "masters.begin": master_writer,
    "masters.release": master_reader,
    "masters.show": master_reader,
    "masters.changes": master_reader,
    "masters.submit": master_writer,
    "masters.decide": master_reader,
    "masters.act": master_writer,
    "master_sets.release": master_reader,
    "master_sets.draft": master_reader,
    "master_theme.edit": master_reader,
    "master_theme.word": master_writer,
    "master_theme.sizes": master_writer,
    "master_theme.trial": master_reader,
    "master_theme.sheet": master_reader,
    "master_theme.styles": master_reader,
    "master_theme.font": master_writer,
    "master_theme.remove_font": master_writer,
    "master_theme.font_file": master_reader,
    "master_theme.logo": master_writer,
    "master_theme.remove_logo": master_writer,
    "master_theme.logo_picture": master_reader,
    "master_sets.new": master_writer,
    "master_sets.upload": master_writer,
    "master_sets.incoming": master_writer,
    "master_documents.index": master_reader,
    "master_documents.new": master_writer,
    "master_documents.head": master_reader,
    "master_documents.act": master_writer,
    "master_documents.new_heading": master_writer,
    "master_documents.act_heading": master_writer,
    "master_blocks.edit": master_reader,
    "master_tables.edit": master_reader,
    "master_tables.new": master_writer,
    "master_tables.remove": master_writer,
    "master_clauses.edit": master_reader,
    "master_clauses.frame": master_reader,
    "master_clauses.heading": master_writer,
    "master_clauses.new": master_writer,
    "master_clauses.act": master_writer,
    "master_records.index": master_reader,
    "master_records.new": master_writer,
    "master_records.edit": master_reader,
    "master_records.frame": master_reader,
    "master_records.act": master_writer,
    "recalls.index": master_reader,
    "tryouts.show": master_reader,
    "tryouts.begin": master_writer,
    "tryouts.end": master_writer,
    "recalls.fetch": master_reader,
    "master_weighing.check": master_reader,
    "master_weighing.library": master_reader,
    "master_weighing.merge": master_writer,
    "master_weighing.impact": master_reader,
    "master_weighing.beside": master_reader,
    "master_weighing.trial": master_reader,
    "master_word.new": master_writer,
    "master_word.fetch": master_reader,
    "master_word.show": master_writer,
    "master_word.save": master_writer,
    "master_word.drop": master_writer,
    "settings.edit": dps_manager,
    "suppliers.index": signed_in,
    "suppliers.new": dps_manager,
    "suppliers.edit": dps_manager,
    "suppliers.upload": dps_manager,
    "suppliers.plan": dps_manager,
}


def init_app(app: Flask) -> None:
    """Ask the table before each request."""
    app.url_value_preprocessor(_ids_as_text)
    app.before_request(uploads.limit_body)
    app.before_request(_refuse_other_sites)
    app.before_request(_let_in)
    app.register_error_handler(SignInNeeded, _ask_to_sign_in)


def local_path(text: str) -> str:
    """The path when it lies on this site, else the front page: «next» never leads elsewhere."""
    ours = text.startswith("/") and not text.startswith("//") and text.isprintable() and "\\" not in text
    return text if ours else "/"


def _ids_as_text(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    for name, value in (values or {}).items():
        if values is not None and isinstance(value, uuid.UUID):
            values[name] = str(value)


def _refuse_other_sites() -> None:
    if request.method in UNSAFE and request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(403)


def _let_in() -> None:
    if request.endpoint == "static":
        return
    if request.method not in UNSAFE:
        context.session().info["read_only"] = True
    if context.token():
        g.actor = accounts.actor_for(context.session(), context.token())
        if g.actor:
            accounts.touch(context.session(), context.token())
    if request.endpoint is None:
        return
    guard = POLICY.get(request.endpoint)
    if guard is None:
        if current_app.testing:
            raise LookupError(f"no entry in the policy for {request.endpoint}")
        abort(404)
    guard(context.visitor(), request.view_args or {})
    if request.mimetype == "multipart/form-data":
        context.session().rollback()  # a file comes at its sender's pace: nobody else waits for it


def _ask_to_sign_in(_error: SignInNeeded) -> ResponseReturnValue:
    if hx.is_htmx():
        return hx.reply(render_template("errors/_signed_out.html"), 401)
    wanted = request.full_path if request.query_string else request.path
    if fields := kept.sent():
        shown = {"fields": fields, "texts": kept.texts(), "token": kept.token(), "address": wanted}
        return make_response(render_template("errors/signed_out.html", **shown), 401)
    if request.method in UNSAFE:
        came_from = urlsplit(request.referrer or "")
        wanted = came_from.path if came_from.netloc == request.host else "/"
    return redirect(url_for("accounts.sign_in", next=None if wanted == "/" else wanted), 303)
