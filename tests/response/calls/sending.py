"""The sender as it runs in the worker, beside gateways on this machine."""

import asyncio
from collections.abc import Callable

from linan.response.calls.models import Line, Message, MessageStatus
from linan.response.calls.sender.lanes import Database
from linan.response.calls.sender.loop import Sender
from tests.response.calls.gateway import Gateway

SMS = {"access_key_id": "id", "sign_name": "演示社区", "template_code": "SMS_1"}


def send_with(*gateways: Gateway, seconds: float = 3.0, until: Callable[[], bool] = lambda: False) -> None:
    """Run the sender beside gateways until the condition holds."""

    async def run() -> None:
        runners = [await gateway.serve() for gateway in gateways]
        database = Database()
        sender = Sender(database, idle_s=0.05)
        try:
            await database.run(_point_lines_at, gateways)
            async with asyncio.timeout(seconds):
                while not await database.run(until):
                    await sender.look()
                    await asyncio.sleep(0.05)
        except TimeoutError:
            pass
        finally:
            await sender.end()
            await asyncio.to_thread(database.close)
            for runner in runners:
                await runner.cleanup()

    asyncio.run(run())


def _point_lines_at(gateways: tuple[Gateway, ...]) -> None:
    for line, gateway in zip(Line._base_manager.order_by("pk"), gateways, strict=False):
        line.settings = {**line.settings, "url": gateway.url}
        line.save()


def none_queued() -> bool:
    """Return whether no message waits to leave."""
    return not Message._base_manager.filter(status=MessageStatus.QUEUED).exists()
