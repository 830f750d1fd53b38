"""Structured logs: JSON lines with a request reference and without personal data."""

import logging
import re
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any, TextIO

import structlog

# 18-digit identity numbers and credit codes, mobile numbers (with 86 too), bank cards.
PRIVATE = re.compile(r"(?<!\d)(\d{17}[\dXx]|(?:0{0,2}86)?1[3-9]\d{9}|\d{16,19})(?!\d)")
HIDDEN_KEYS = re.compile(r"name|phone|password|id_number|token|secret|address|cookie", re.I)
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def redact(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Remove personal data and control characters from a log event."""
    for key, value in list(event.items()):
        if key != "event" and HIDDEN_KEYS.search(key):
            event[key] = "***"
        elif not isinstance(value, (bool, float)):
            event[key] = _masked(value)
    return event


def _masked(value: Any) -> Any:
    """Return a value with personal numbers masked; one without any keeps its type."""
    shown = CONTROL.sub(" ", PRIVATE.sub("***", str(value)))
    return value if shown == str(value) else shown


class LossyStream:
    """A stream whose full disk loses the line and not the request that logs it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write the text if there is space."""
        with suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Write what is buffered if there is space."""
        with suppress(OSError):
            self._stream.flush()


def configure(*, quiet: bool = False) -> None:
    """Write JSON lines to standard error; `quiet` keeps errors only (tests, commands)."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.ERROR if quiet else logging.INFO
        ),
        logger_factory=structlog.PrintLoggerFactory(LossyStream(sys.stderr)),  # type: ignore[arg-type]
        cache_logger_on_first_use=False,
    )


log: structlog.stdlib.BoundLogger = structlog.get_logger()
