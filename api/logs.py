"""What the server logs: warnings as text, or one JSON object a line with every request."""

import logging
import sys
from datetime import UTC, datetime
from typing import Any

import orjson


class Lines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and what a request said of itself."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            said["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(said | getattr(record, "said", {}), default=str).decode()


def log_to_stderr(kind: str) -> None:
    """Set up logging of this process: "json" logs every request, anything else warnings only, as text."""
    handler = logging.StreamHandler(sys.stderr)
    lines = kind == "json"
    handler.setFormatter(Lines() if lines else logging.Formatter("%(levelname)s %(name)s %(message)s"))
    levels = {"innograph": logging.INFO if lines else logging.WARNING, "uvicorn": logging.WARNING}
    # Faults of the driver are raised and told by whom they hinder; the end of the server hinders no warming question.
    for name, level in (levels | {"neo4j": logging.CRITICAL}).items():
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level)
