"""Platforms that push: /in/<secret>, one address for each source, answered after the COMMIT.

200 says how many readings were stored and which devices nobody has installed; those wait in the quarantine. Whatever
is refused is answered with its code, field and sentence, and shown on the source's page.
"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from types import ModuleType
from typing import Protocol

import structlog
from aiohttp import web
from django.db import Error, connection

from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.ground.plugins import load_folder
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.monitoring.actions.snapshots import keep_snapshot
from linan.monitoring.actions.sources import token_of
from linan.monitoring.domain.reading import Directory, Sender, Sink
from linan.monitoring.domain.sources._posts import Post
from linan.monitoring.gateways._counts import RECEIVED
from linan.monitoring.gateways._heard import Understood, understand
from linan.monitoring.gateways._http_refusals import TooLarge
from linan.monitoring.gateways._raw import NOTES, text_of
from linan.monitoring.intake.directory import Platform

log = structlog.get_logger()
LIMIT = 8_000_000    # bytes of one push: an event with pictures
PATIENCE_S = 30.0    # for the whole body
FULL_S = 0.01        # between two looks whether readings may be put again


class Sources(Directory, Protocol):
    """A directory that knows platforms too."""

    async def by_secret(self, secret: str) -> Platform | None:
        """Return the source whose address ends in this secret."""


class UnknownAddress(Refused):
    """No source has this address."""

    code = "unknown_address"
    status = 404
    msgid = noop("No platform has this address. Copy it from the platform's page, or have it renewed there.")


class NoChallenge(Refused):
    """A GET of a platform that has no question."""

    code = "post_only"
    status = 405
    msgid = noop("This address takes messages by POST only.")


class PushTooSlow(Refused):
    """The body did not come to its end in time."""

    code = "too_slow"
    status = 408
    msgid = noop("The message did not arrive completely within %(seconds)d seconds. Send it again.")


class TryAgain(Refused):
    """The readings are stored, the picture could not be."""

    code = "try_again"
    status = 503
    msgid = noop("The picture could not be stored just now. Send the message again.")


class Hooks:
    """The addresses of all sources."""

    def __init__(self, directory: Sources, sink: Sink) -> None:
        self.directory = directory
        self.sink = sink
        self.kinds: dict[str, ModuleType] = load_folder("linan.monitoring.domain.sources")
        self._last_us = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pictures")

    async def get(self, request: web.Request) -> web.Response:
        """Answer the question with which a platform tries an address."""
        platform = await self._platform(request)
        module = self.kinds[platform.kind]
        if not hasattr(module, "challenge"):
            raise NoChallenge
        return web.Response(text=module.challenge(self._post(platform, request, b"")))

    async def post(self, request: web.Request) -> web.Response:
        """Take one push; 200 means stored."""
        platform = await self._platform(request)
        body = await _body(request)
        text = text_of(body)
        try:
            answer = await self._take(platform, self._post(platform, request, body), text)
        except Refused as refused:
            NOTES.keep_of_source(platform.source_id, text, refused)
            raise
        RECEIVED.labels("http").inc()
        return web.json_response(answer)

    async def close(self) -> None:
        """End the thread of pictures."""
        await asyncio.get_running_loop().run_in_executor(self._thread, lambda: connection.close())
        self._thread.shutdown()

    async def _platform(self, request: web.Request) -> Platform:
        platform = await self.directory.by_secret(request.match_info["secret"])
        if platform is None or platform.kind not in self.kinds:
            raise UnknownAddress
        return platform

    def _post(self, platform: Platform, request: web.Request, body: bytes) -> Post:
        headers = {name.lower(): value for name, value in request.headers.items()}
        token = token_of(platform.source_id, platform.sealed_token) if platform.sealed_token else ""
        return Post(body=body, headers=headers, query=dict(request.query), token=token)

    async def _take(self, platform: Platform, post: Post, text: str) -> dict[str, object]:
        heard = self.kinds[platform.kind].decode(post)
        received_us = max(time.time_ns() // 1000, self._last_us + 1)
        self._last_us = received_us + len(heard)
        understood = await understand(
            heard, kind=platform.address_kind, org_id=platform.org_id, text=text, received_us=received_us,
            directory=self.directory,
        )
        await self._store(understood)
        refused = [*understood.refused, *await self._keep_pictures(understood)]
        NOTES.keep_of_source(platform.source_id, text, refused[0] if refused else None)
        return {"stored": len(understood.rows), "quarantined": understood.strangers}

    async def _store(self, understood: Understood) -> None:
        while self.sink.is_full:
            await asyncio.sleep(FULL_S)
        for row in understood.rows:
            self.sink.put(*row)
        stored = asyncio.Event()
        self.sink.when_stored(stored.set)
        await stored.wait()

    async def _keep_pictures(self, understood: Understood) -> list[Refused]:
        """Keep the pictures; return what was none, for the readings are stored already."""
        loop, refused = asyncio.get_running_loop(), list[Refused]()
        for sender, key, at_us, content in understood.pictures:
            try:
                await loop.run_in_executor(self._thread, partial(_keep, sender, key, at_us, content))
            except TryAgain:
                raise
            except Refused as fault:
                refused.append(fault)
        return refused


def _keep(sender: Sender, key: str, at_us: int, content: bytes) -> None:
    try:
        with everywhere():
            at = datetime.fromtimestamp(at_us / 1e6, UTC)
            keep_snapshot(content, device_id=sender.device_id, key=key, at=at, now=now())
    except Error as fault:
        log.warning("picture_not_stored", device=sender.device_id, fault=type(fault).__name__)
        connection.close()
        raise TryAgain from fault


async def _body(request: web.Request) -> bytes:
    """Return the body. Only who has a secret may send as much as a picture."""
    try:
        return await asyncio.wait_for(request.clone(client_max_size=LIMIT).read(), PATIENCE_S)
    except web.HTTPRequestEntityTooLarge as fault:
        raise TooLarge(limit=LIMIT) from fault
    except TimeoutError as fault:
        raise PushTooSlow(seconds=int(PATIENCE_S)) from fault
