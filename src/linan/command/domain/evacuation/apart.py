"""Work in a process of its own with limits of time and memory, so that killing it harms nobody."""

import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection
from typing import Any

from linan.ground.refusals import Refused
from linan.ground.text import noop as _

_MEGABYTE = 1 << 20


class OutOfLimits(Refused):
    """The work needed more time or memory than it was given, or was killed."""

    code = "evacuation_out_of_limits"
    status = 503
    msgid = _(
        "The calculation was ended after %(seconds)s s with a limit of %(memory_mb)s MB. Give it more, or a smaller zone."
    )


class Start(StrEnum):
    """How the process begins: fork is quick where there are no threads yet, spawn is safe everywhere."""

    FORK = "fork"
    SPAWN = "spawn"


@dataclass(frozen=True, slots=True)
class Limits:
    """seconds: after which the process is killed; memory_mb: address space it may take."""

    seconds: float
    memory_mb: int = 4096


@dataclass(frozen=True, slots=True)
class _Failure:
    """What ended the work; an exception with named values does not travel, its class and values do."""

    kind: type[Refused] | None
    values: dict[str, Any]


def run_apart(
    work: Callable[..., Iterator[Any]], *arguments: Any, limits: Limits, start: Start = Start.SPAWN
) -> Iterator[Any]:
    """Yield what work(*arguments) yields in another process; closing the iterator kills the process.

    Raises: OutOfLimits; and whatever Refused the work raises.
    """
    context = multiprocessing.get_context(start.value)
    receiver, sender = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(sender, limits.memory_mb, work, arguments), daemon=True)  # type: ignore[attr-defined]
    worker.start()
    sender.close()
    try:
        yield from _received(receiver, limits)
    finally:
        worker.kill()
        worker.join()
        receiver.close()


def _received(receiver: Connection, limits: Limits) -> Iterator[Any]:
    ends_at = time.monotonic() + limits.seconds
    while receiver.poll(max(0.0, ends_at - time.monotonic())):
        try:
            message = receiver.recv()
        except EOFError:
            break
        if message is None:
            return
        if isinstance(message, _Failure):
            if message.kind is not None:
                raise message.kind(**message.values)
            break
        yield message
    raise OutOfLimits(seconds=round(limits.seconds), memory_mb=limits.memory_mb)


def _work(
    sender: Connection, memory_mb: int, work: Callable[..., Iterator[Any]], arguments: tuple[Any, ...]
) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * _MEGABYTE, most))
    try:
        for message in work(*arguments):
            sender.send(message)
        sender.send(None)
    except Refused as refusal:
        sender.send(_Failure(type(refusal), refusal.values))
    except MemoryError:
        sender.send(_Failure(None, {}))


def peak_mb() -> int:
    """Return the most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
