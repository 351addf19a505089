"""A gateway on this machine: `python _gateway.py PORT` takes every message, `python _gateway.py PORT hang` never answers."""

import asyncio
import sys
from itertools import count

from aiohttp import web

_numbers = count(1)


async def take(request: web.Request) -> web.Response:
    """Take one message."""
    await request.read()
    return web.json_response({"id": f"g{next(_numbers)}"})


async def hang(request: web.Request) -> web.Response:
    """Keep the sender waiting."""
    await asyncio.sleep(3600)
    return web.Response()


def main() -> None:
    """Serve until killed."""
    app = web.Application()
    app.router.add_post("/{path:.*}", hang if "hang" in sys.argv else take)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None, shutdown_timeout=0.1)


if __name__ == "__main__":
    main()
