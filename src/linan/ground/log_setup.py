"""Structured logs: one JSON object per line, ids and kinds only, never personal data."""

import logging
import sys
import traceback

import structlog

_FRAMES = 6


def set_up_logs(*, level: int = logging.INFO) -> None:
    """Make structlog and the standard library write JSON lines to standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                without_messages_of_errors,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(handlers=[lines], level=level, force=True)
    logging.getLogger("procrastinate").setLevel(logging.WARNING)  # it logs the arguments of every job


def without_messages_of_errors(
    logger: logging.Logger, name: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Keep the class of an exception and where it arose; drop its message, which may quote what a person typed."""
    error = event.pop("exc_info", None)
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["error"], event["at"] = type(error).__qualname__, where_it_arose(error)
    return event


def where_it_arose(error: BaseException) -> list[str]:
    """Return Lin'an's own calls that led to an error and the innermost of all: file, line and function, no values."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/linan/" in frame.filename][-_FRAMES:]
    shown = own if own[-1:] == frames[-1:] else [*own, *frames[-1:]]
    return [f"{frame.filename.rpartition('/src/')[2]}:{frame.lineno} {frame.name}" for frame in shown]
