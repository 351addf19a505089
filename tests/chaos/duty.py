"""People on duty beside a house that is under attack: they act through its pages, as people do."""

import asyncio
import threading
from contextlib import suppress

import aiohttp

from linan.demo.cast import Steps, play_night
from tests.running import House

TASKS_TO = ["duty", "grid", "director"]
PAUSE_S = 0.2
NIGHT_S = 60.0


class OnDuty(threading.Thread):
    """The duty officer, who does tasks too, and two more, night after night: each ends with the incident closed, or after a while."""

    def __init__(self, house: House) -> None:
        super().__init__(daemon=True, name="on duty")
        self.house = house
        self.nights = 0
        self._may_go = threading.Event()

    def run(self) -> None:
        """Stand duty until relieved."""
        while not self._may_go.is_set():
            # Pages may be away for longer than a browser waits, and sign-in asks for patience after many in a row.
            with suppress(aiohttp.ClientError, TimeoutError, PermissionError):
                self.nights += asyncio.run(self._night())

    def relieve(self) -> None:
        """Send them home, wherever they are in the night."""
        self._may_go.set()
        self.join(NIGHT_S)

    async def _night(self) -> bool:
        """Return whether this night ended with the incident closed."""
        night = asyncio.create_task(self._play())
        while not night.done() and not self._may_go.is_set():
            await asyncio.sleep(PAUSE_S)
        if night.done():
            return "closed" in night.result().seen
        night.cancel()
        return False

    async def _play(self) -> Steps:
        return await play_night(
            base=self.house.base, live=f"http://localhost:{self.house.environ['LINAN_LIVE_PORT']}/live", duty="duty",
            responders=TASKS_TO, pause_s=PAUSE_S, limit_s=NIGHT_S,
        )
