"""The headers every answer carries."""

from __future__ import annotations

from flask import Flask, Response, request

from .context import config

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-src 'self'",
        "frame-ancestors 'self'",
        "base-uri 'none'",
    )
)
FIXED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
YEAR = 31_536_000


def init_app(app: Flask) -> None:
    """Add the headers to every answer, errors too."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    for name, value in FIXED.items():
        response.headers.setdefault(name, value)
    if config().https and config().hsts:
        response.headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
    if request.endpoint == "static" and response.status_code in (200, 304):
        # the address changes with the file, so the browser may keep it
        kept = f"public, max-age={YEAR}, immutable" if "v" in request.args else "no-cache"
        response.headers["Cache-Control"] = kept
    else:
        response.headers["Cache-Control"] = "no-store"
        response.vary.update(("HX-Request", "Cookie"))
    return response
