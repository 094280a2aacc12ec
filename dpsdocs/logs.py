"""Log lines as JSON on standard error, the same for web and worker."""

from __future__ import annotations

import logging
import sys

import structlog


def configure() -> None:
    """Send log lines to standard error as JSON; line breaks in values are escaped by the format."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),
    )
