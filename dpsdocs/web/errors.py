"""What goes wrong, said in Norwegian: a page or a fragment with an error id, never what the program thought."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, g, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from dpsdocs.domain import formats
from dpsdocs.services.accounts import SignInRefused
from dpsdocs.services.errors import AlreadyDone, Conflict, Forbidden, Invalid, NotFound, ServiceError

from . import context, hx, kept, uploads
from .logs import log


@dataclass(frozen=True, slots=True)
class Words:
    """The heading, what happened, and what to do now."""

    title: str
    what: str
    then: str


SAYS = {
    400: Words(
        "Forespørselen kunne ikke leses",
        "Nettleseren sendte noe programmet ikke forstår.",
        "Gå tilbake, last siden på nytt og prøv igjen.",
    ),
    403: Words(
        "Du har ikke tilgang",
        "Rollen din gir ikke tilgang til dette.",
        "Spør systemadministratoren i virksomheten hvis du mener at du skal ha tilgang.",
    ),
    404: Words(
        "Vi finner ikke siden",
        "Adressen er feil, siden er flyttet, eller den er ikke delt med deg.",
        "Se etter om adressen er riktig, eller begynn fra forsiden.",
    ),
    405: Words(
        "Adressen kan ikke brukes slik",
        "Siden tar ikke imot det nettleseren ba om.",
        "Begynn fra forsiden, og følg lenkene derfra.",
    ),
    409: Words(
        "Noen andre har lagret i mellomtiden",
        "Endringen din er ikke lagret, fordi noen andre endret det samme etter at du åpnet siden.",
        "Kopier det du har skrevet, last siden på nytt og gjør endringen igjen.",
    ),
    413: Words(
        "Det du sendte, er for stort",
        "Et skjema kan være på høyst 4 MB, og en fil på høyst 5 MB.",
        "Kort ned teksten, eller del filen opp.",
    ),
    422: Words(
        "Noe må rettes",
        "Opplysningene kan ikke brukes slik de står.",
        "Gå tilbake, rett det meldingen sier, og prøv igjen.",
    ),
    429: Words(
        "For mange forsøk",
        "Det har kommet for mange forsøk på kort tid.",
        "Vent noen minutter, og prøv igjen.",
    ),
    500: Words(
        "Noe gikk galt hos oss",
        "Feilen er loggført. Det du sist lagret, er trygt.",
        "Prøv igjen om litt. Kommer feilen tilbake, ta kontakt og oppgi feilkoden under.",
    ),
}
CSRF = Words(
    "Siden er for gammel",
    "Siden ble åpnet før du logget inn på nytt. Derfor tok vi ikke imot det du sendte.",
    "Gå tilbake, kopier det du har skrevet, last siden på nytt og prøv igjen.",
)
STATUS: dict[type[ServiceError], int] = {
    NotFound: 404,
    Forbidden: 403,
    Conflict: 409,
    Invalid: 422,
    SignInRefused: 429,
}


def init_app(app: Flask) -> None:
    """Answer every error ourselves."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(ServiceError, _service)


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    if isinstance(error, SecurityError):  # a host that isn't ours: there are no addresses to link to
        return Response("Ukjent vertsnavn.\n", 400, mimetype="text/plain")
    code = error.code or 500
    if isinstance(error, InternalServerError):
        log().error("failed", exc_info=error.original_exception or error)
    words = CSRF if isinstance(error, CSRFError) else SAYS.get(code, SAYS[500 if code >= 500 else 400])
    if code == 413:
        uploads.read_away()
        words = _too_large(words)
    answer = _answer(code, words)
    if code == 405 and hasattr(error, "valid_methods"):
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return answer


def _too_large(words: Words) -> Words:
    """The same with figures, when a file was sent."""
    sent = request.content_length or 0
    if request.mimetype != "multipart/form-data" or not sent:
        return words
    limit = formats.size(uploads.largest_file())
    what = f"Det du sendte, er på {formats.size(sent)}. En fil kan være på høyst {limit} her."
    return Words(
        "Filen er for stor",
        what,
        "Gå tilbake, og velg en mindre fil. Del den opp, eller lagre bildene mindre.",
    )


def _service(error: ServiceError) -> Response:
    context.session().rollback()
    case = (request.view_args or {}).get("competition_id")
    if isinstance(error, AlreadyDone) and case and not hx.is_htmx():
        return make_response(redirect(url_for("competitions.show", competition_id=case), 303))
    code = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
    words = SAYS[code]
    log().info("refused", status=code, kind=type(error).__name__, endpoint=request.endpoint)
    return _answer(code, Words(words.title, str(error) or words.what, words.then))


def _answer(code: int, words: Words) -> Response:
    # a broken program or database must still be able to say so, hence the page without a menu
    template = (
        "errors/_error.html" if hx.is_htmx() else f"errors/{'failed' if code >= 500 else 'refused'}.html"
    )
    texts = kept.texts() if code < 500 else []
    shown = {"words": words, "code": code, "error_id": g.get("request_id", ""), "texts": texts}
    return make_response(render_template(template, **shown), code)
