"""The log of a service: a JSON object a line, on standard error."""

import datetime
import json
import logging
from typing import Any

# Nothing else is listened to: another library's log might quote what was asked.
CONFIGURATION: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "hipexpert.service.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}},
    "loggers": {
        "hipexpert.service": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "uvicorn.error": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}


class JsonLines(logging.Formatter):
    """A record as a JSON object: when, how grave, what, and what is told of it. Of an exception only its kind: its message might
    quote what was asked.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        event = str(record.msg) if record.exc_info else record.getMessage()
        told: dict[str, Any] = {
            "time": datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": event.strip().partition("\n")[0],
            "process": record.process,
            **getattr(record, "told", {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            told["kind"] = record.exc_info[0].__name__
        return json.dumps(told, ensure_ascii=True)
