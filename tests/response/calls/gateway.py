"""A gateway on this machine that implements the providers' side: it takes what is posted and answers as told."""

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web

from linan.response.calls.channels import channel_kinds
from linan.response.calls.domain.letters import Letter, Result


@dataclass
class Gateway:
    """What was posted, and what is answered: (status, JSON, headers); the last answer is given again and again."""

    answers: deque[tuple[int, Any, dict[str, str]]] = field(default_factory=lambda: deque([(200, {}, {})]))
    posts: list[dict[str, Any]] = field(default_factory=list)
    hangs_s: float = 0.0
    url: str = ""

    def will_answer(self, body: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> None:
        """Answer like this from now on."""
        self.answers = deque([(status, body, headers or {})])

    async def _take(self, request: web.Request) -> web.Response:
        raw = await request.read()
        if self.hangs_s:
            await asyncio.sleep(self.hangs_s)
        self.posts.append({
            "path": request.path, "query": dict(request.query), "headers": {k.lower(): v for k, v in request.headers.items()},
            "raw": raw, "body": _body(raw),
        })
        status, body, headers = self.answers[0] if len(self.answers) == 1 else self.answers.popleft()
        return web.json_response(body, status=status, headers=headers)

    async def serve(self) -> web.AppRunner:
        """Begin to listen on a free port."""
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._take)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}/"
        return runner


def a_letter(**columns: Any) -> Letter:
    """Return an ordinary letter of level red."""
    words = {
        "key": "linan-message-7", "address": "12000001234", "title": "燃气泄漏", "text": "3幢燃气泄漏，请立即离开。",
        "spoken": "请注意，3幢燃气泄漏。", "poster": "紧急通知", "link": "http://localhost/c/1-0.abc/", "level": 1, "is_drill": False,
    }
    return Letter(**(words | columns))


def hand_over(kind: str, settings: dict[str, str], *letters: Letter, gateway: Gateway | None = None) -> list[Result]:
    """Hand letters over a line of a kind, with its address at the gateway; return the results."""

    async def run() -> list[Result]:
        runner = await gateway.serve() if gateway else None
        line = channel_kinds()[kind].open_line({**({"url": gateway.url} if gateway else {}), **settings})
        try:
            return [await line.send(letter) for letter in letters or (a_letter(),)]
        finally:
            await line.close()
            if runner:
                await runner.cleanup()

    return asyncio.run(run())




def _body(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return {name: values[0] for name, values in parse_qs(raw.decode(errors="replace")).items()}
