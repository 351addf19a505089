"""`linan intake`: open the store, then the gateways, and go on until told to stop."""

import asyncio
import gc
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import structlog

from linan.ground.plugins import load_folder
from linan.monitoring.intake.batch import GroupCommit
from linan.monitoring.intake.directory import DeviceDirectory
from linan.monitoring.intake.mirror import mirror, mirror_last
from linan.monitoring.intake.store import Store

log = structlog.get_logger()
SWEEP_S = 1.0
MOVE_S = 0.1   # between two moves of what waits in the journal
TURN_S = 0.0001  # how long decoding may keep the thread that writes from going on (Python's own: 5 ms)


class Intake:
    """The store in its thread, what follows from it in another, the sink and the directory on the loop."""

    def __init__(self) -> None:
        self.store = Store()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="mirror")
        self._mover = ThreadPoolExecutor(1, thread_name_prefix="mover")
        loop = asyncio.get_running_loop()
        self.sink = GroupCommit(self.store.write, self._thread)
        self.directory = DeviceDirectory(
            lambda: loop.run_in_executor(self._thread, self.store.catch_up),
            lambda device_id: loop.run_in_executor(self._thread, self.store.attributes_of, device_id),
        )
        self._tasks: list[asyncio.Task[None]] = []

    async def begin(self) -> None:
        """Wait until this is the intake that writes, and read what it must know."""
        loop = asyncio.get_running_loop()
        self.directory.book = await loop.run_in_executor(self._thread, self.store.open)
        self._tasks = [loop.create_task(one) for one in (self.sink.run(), self._sweep(), self._mirror(), self._move())]

    async def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(SWEEP_S)
            self.directory.book = await loop.run_in_executor(self._thread, self.store.sweep)

    async def _mirror(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(SWEEP_S)
            await loop.run_in_executor(self._beside, mirror, self.store.latest, self.store.heard.device_of)

    async def _move(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(MOVE_S)
            if self.store.journal.waiting:
                await loop.run_in_executor(self._mover, self.store.move)

    async def failed(self) -> None:
        """Return, by raising, when a part that must run for ever has ended."""
        await asyncio.gather(*self._tasks)

    async def end(self) -> None:
        """Stop; what has not been stored has not been acknowledged either."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._beside, mirror_last, self.store.latest, self.store.heard.device_of)
        await loop.run_in_executor(self._mover, self.store.move_last)
        await loop.run_in_executor(self._thread, self.store.close)
        self._beside.shutdown()
        self._mover.shutdown()
        self._thread.shutdown()


async def serve() -> None:
    """Take in what devices send until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    sys.setswitchinterval(TURN_S)
    # What stands now stays; looking through it again and again took a third of the time under load.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    intake = Intake()
    beginning = asyncio.ensure_future(intake.begin())
    stopping = asyncio.ensure_future(stop.wait())
    await asyncio.wait([beginning, stopping], return_when=asyncio.FIRST_COMPLETED)
    if not beginning.done():
        return
    beginning.result()
    closers = [await one.open_gateway(intake.directory, intake.sink) for one in _gateways()]
    log.info("intake_open", gateways=len(closers))
    failing = asyncio.ensure_future(intake.failed())
    await asyncio.wait([failing, stopping], return_when=asyncio.FIRST_COMPLETED)
    if failing.done():
        # Alive and deaf would be worse than dead: nothing is closed politely, and the supervisor starts it again.
        failing.result()
    for close in closers:
        await close()
    await intake.end()


def _gateways() -> list[ModuleType]:
    return list(load_folder("linan.monitoring.gateways").values())
