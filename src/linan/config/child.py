"""A child process of the supervisor: started in its own session, started again when it dies."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_FIRST_DELAY_S = 0.2
_LONGEST_DELAY_S = 3.0
_STEADY_AFTER_S = 10.0
_PR_SET_PDEATHSIG = 1


@dataclass(slots=True)
class Child:
    """One process: what to run, and when it may run again.

    log: where its output goes; None shows it on the supervisor's own terminal.
    before: done each time before it starts. stop_signal: what asks it to end.
    """

    name: str
    words: tuple[str, ...]
    environ: Mapping[str, str]
    log: Path | None
    user: str | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    before: Callable[[], None] = lambda: None
    process: subprocess.Popen[bytes] | None = None
    _delay_s: float = _FIRST_DELAY_S
    _again_at: float = field(default=0.0)
    _started_at: float = field(default=0.0)

    def start(self) -> None:
        """Start it, whatever was before."""
        self.before()
        self._started_at = time.monotonic()
        output = self._open_log()
        self.process = subprocess.Popen(
            self.words,
            env=dict(self.environ),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            user=self.user,
            cwd="/" if self.user else None,
            preexec_fn=_end_with_parent(self.stop_signal) if sys.platform == "linux" else None,
        )
        if output is not None:
            os.close(output)

    def look_after(self) -> str | None:
        """Start it again when it is dead and has waited; return a sentence when something happened."""
        if self.process is not None:
            if self.process.poll() is None:
                return None
            return self._bury(self.process)
        if time.monotonic() < self._again_at:
            return None
        self.start()
        return f"{self.name} runs again."

    @property
    def has_ended(self) -> bool:
        """Whether it was started and has ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def ask_to_end(self) -> None:
        """Send the signal that asks it to end."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)

    def end(self, *, within_s: float) -> None:
        """End it, hard after `within_s` seconds."""
        self.ask_to_end()
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(within_s)
        self._end_group(self.process)
        self.process.wait()

    def _bury(self, process: subprocess.Popen[bytes]) -> str:
        """Clear away what the dead left running, so that its ports are free, and plan the next start."""
        self._end_group(process)
        if time.monotonic() - self._started_at > _STEADY_AFTER_S:
            self._delay_s = _FIRST_DELAY_S
        self._again_at = time.monotonic() + self._delay_s
        said = f"{self.name} ended ({_ending(process.returncode)}), starts again in {self._delay_s:.1f} s."
        self._delay_s = min(self._delay_s * 2, _LONGEST_DELAY_S)
        self.process = None
        return said

    def _end_group(self, process: subprocess.Popen[bytes]) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)

    def _open_log(self) -> int | None:
        if self.log is None:
            return None
        self.log.parent.mkdir(parents=True, exist_ok=True)
        return os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"


def _end_with_parent(stop_signal: signal.Signals) -> Callable[[], None]:
    """Return what a new child does first: ask Linux to be told when the supervisor is killed."""
    libc = ctypes.CDLL(None)

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(stop_signal))

    return ask
