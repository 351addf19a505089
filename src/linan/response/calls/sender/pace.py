"""At most so many a second."""

import asyncio


class Pace:
    """Spaces what goes over one line. per_second None: without limit."""

    def __init__(self, per_second: float | None) -> None:
        self._pause_s = 1 / per_second if per_second else 0.0
        self._next_at = 0.0

    async def wait(self) -> None:
        """Return when the next one may go."""
        if not self._pause_s:
            return
        moment = asyncio.get_running_loop().time()
        at = max(self._next_at, moment)
        self._next_at = at + self._pause_s
        if at > moment:
            await asyncio.sleep(at - moment)
