"""Pictures that stations send: kept in a thread of their own, before anybody is told that they came."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import structlog
from django.db import Error, connection

from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.monitoring.actions.snapshots import keep_snapshot

log = structlog.get_logger()


class Album:
    """Where a gateway puts pictures."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="album")

    async def keep(self, content: bytes, *, device_id: int, key: str, at_us: int) -> bool:
        """Return whether a picture is stored now; what is no picture never is."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, _keep, content, device_id, key, at_us)

    async def close(self) -> None:
        """End the thread."""
        await asyncio.get_running_loop().run_in_executor(self._thread, lambda: connection.close())
        self._thread.shutdown()


def _keep(content: bytes, device_id: int, key: str, at_us: int) -> bool:
    try:
        with everywhere():
            keep_snapshot(
                content, device_id=device_id, key=key, at=datetime.fromtimestamp(at_us / 1e6, UTC), now=now()
            )
    except Refused as refused:
        log.warning("picture_refused", device=device_id, reason=refused.code)
        return False
    except Error as fault:
        log.warning("picture_not_stored", device=device_id, fault=type(fault).__name__)
        connection.close()
        return False
    return True
