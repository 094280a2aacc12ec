"""The looks of a draft: colours, sizes, a font and a logo, a page that shows them and a trial as Word."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from dpsdocs.masters import theme_sizes
from dpsdocs.masters.theme_edit import COLOURS, FACES
from dpsdocs.services import master_drafts, master_font, master_logo, master_theme
from dpsdocs.services.file_check import media_type
from dpsdocs.services.master_drafts import Working

from ..context import actor, session
from ..forms.master_theme import ColoursForm, FontForm, LogoForm, SizesForm, WordStylesForm
from ..pages import done, page
from ..releases import releases
from .master_clauses import POLICY

bp = Blueprint("master_theme", __name__, url_prefix="/maler/<uuid:draft_id>/utseende")


@bp.route("", methods=["GET", "POST"])
def edit(draft_id: str) -> ResponseReturnValue:
    """The colours of the documents."""
    working = _working(draft_id)
    now = master_theme.colours(working)
    form = ColoursForm() if request.method == "POST" else ColoursForm(data=now)
    if form.sent():
        with form.objections():
            typed = {name: str(form[name].data or "") for name in COLOURS}
            master_theme.save(session(), releases(), actor(), draft_id, typed)
            return done("Fargene er lagret.", "master_theme.edit", draft_id=draft_id)
    writer = master_drafts.may_edit(actor()) and working.draft.is_editable
    return page(
        "master_theme/edit.html", form=form, working=working, draft=working.draft, writer=writer,
        logo=master_logo.has(working), family=master_font.family(working), sizes=bool(master_theme.sizes(working)),
    )  # fmt: skip


@bp.route("/storrelser", methods=["GET", "POST"])
def sizes(draft_id: str) -> ResponseReturnValue:
    """The sizes of the letters and the room around them."""
    working = _working(draft_id)
    now = {name: theme_sizes.words(size) for name, size in master_theme.sizes(working).items()}
    form = SizesForm() if request.method == "POST" else SizesForm(data=now)
    if form.sent():
        with form.objections():
            typed = {name: str(form[name].data or "") for name in theme_sizes.NAMES}
            master_theme.save_sizes(session(), releases(), actor(), draft_id, typed)
            return done("Størrelsene er lagret.", "master_theme.edit", draft_id=draft_id)
    return page(
        "master_theme/sizes.html", form=form, working=working, draft=working.draft, styles=theme_sizes.STYLES,
        parts=theme_sizes.PARTS,
    )  # fmt: skip


@bp.route("/word", methods=["GET", "POST"])
def word(draft_id: str) -> ResponseReturnValue:
    """Take the colours and sizes from the styles of a Word file."""
    working, form = _working(draft_id), WordStylesForm()
    if form.sent():
        with form.objections():
            file = form.file.data
            name, data = (file.filename or "", file.read()) if file else ("", b"")
            whole = master_theme.take_from_word(session(), releases(), actor(), draft_id, name, data)
            taken = "Farger og størrelser" if whole else "Fargene"
            return done(f"{taken} i stilene er tatt inn.", "master_theme.edit", draft_id=draft_id)
    return page("master_theme/word.html", form=form, working=working, draft=working.draft)


@bp.get("/prove.docx")
def trial(draft_id: str) -> Response:
    """A document with the looks of the draft, as Word."""
    answer = Response(master_theme.trial(releases(), _working(draft_id)), mimetype=media_type("prove.docx"))
    answer.headers.set("Content-Disposition", "attachment", filename="prove.docx")
    return answer


@bp.get("/ramme")
def sheet(draft_id: str) -> Response:
    """A document with the looks of the draft, for a frame."""
    working = _working(draft_id)
    logo = url_for("master_theme.logo_picture", draft_id=draft_id) if master_logo.has(working) else ""
    styles = url_for("master_theme.styles", draft_id=draft_id)
    answer = Response(master_theme.page(releases(), working, styles, logo), mimetype="text/html")
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


@bp.get("/ramme.css")
def styles(draft_id: str) -> Response:
    """The colours of the draft for that page."""
    return Response(master_theme.sheet(_working(draft_id)), mimetype="text/css")


@bp.route("/skrift", methods=["GET", "POST"])
def font(draft_id: str) -> ResponseReturnValue:
    """Set the documents in another font."""
    working, form = _working(draft_id), FontForm()
    if form.sent():
        with form.objections():
            files = {face: form[face].data for face in FACES}
            given = {face: (file.filename or "", file.read()) for face, file in files.items() if file}
            master_font.take_in(session(), releases(), actor(), draft_id, given)
            return done("Skriften er tatt inn.", "master_theme.edit", draft_id=draft_id)
    return page("master_theme/font.html", form=form, working=working, draft=working.draft)


@bp.post("/skrift/fjern")
def remove_font(draft_id: str) -> ResponseReturnValue:
    """Set the documents in the font that ships."""
    master_font.remove(session(), releases(), actor(), draft_id)
    return done("Dokumentene har Source Sans igjen.", "master_theme.edit", draft_id=draft_id)


@bp.get("/skrift/<face>.ttf")
def font_file(draft_id: str, face: str) -> Response:
    """A face of the font, for the page that shows it."""
    return Response(master_font.file_of(_working(draft_id), face), mimetype="font/ttf")


@bp.route("/logo", methods=["GET", "POST"])
def logo(draft_id: str) -> ResponseReturnValue:
    """Put a logo on the covers."""
    working, form = _working(draft_id), LogoForm()
    if form.sent():
        with form.objections():
            file = form.file.data
            name, data = (file.filename or "", file.read()) if file else ("", b"")
            master_logo.take_in(session(), releases(), actor(), draft_id, name, data)
            return done("Logoen er tatt inn.", "master_theme.edit", draft_id=draft_id)
    has = master_logo.has(working)
    return page("master_theme/logo.html", form=form, working=working, draft=working.draft, logo=has)


@bp.post("/logo/fjern")
def remove_logo(draft_id: str) -> ResponseReturnValue:
    """Take the logo away."""
    master_logo.remove(session(), releases(), actor(), draft_id)
    return done("Logoen er tatt bort.", "master_theme.edit", draft_id=draft_id)


@bp.get("/logo.png")
def logo_picture(draft_id: str) -> Response:
    """The logo itself."""
    return Response(master_logo.picture(_working(draft_id)), mimetype="image/png")


def _working(draft_id: str) -> Working:
    return master_drafts.opened(session(), releases(), actor(), draft_id)
