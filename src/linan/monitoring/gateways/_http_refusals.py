"""Refusals over HTTP: problem+json (RFC 9457), counted."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.monitoring.gateways._counts import REFUSED

LIMIT = 65_536  # bytes of one body of a device
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class TooLarge(Refused):
    """A body is longer than it may be."""

    code = "too_large"
    status = 413
    msgid = noop("The message is too long. Send at most %(limit)d bytes at once.")


def refusal(refused: Refused) -> web.Response:
    """Return a refusal as problem+json, and count it."""
    REFUSED.labels("http", refused.code).inc()
    return web.json_response(
        dict(refused.as_problem()), status=refused.status, content_type="application/problem+json"
    )


@web.middleware
async def refuse_in_words(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer whatever a handler refuses, and a body that is too long, with code, field and sentence."""
    try:
        return await handler(request)
    except Refused as refused:
        return refusal(refused)
    except web.HTTPRequestEntityTooLarge:
        return refusal(TooLarge(limit=LIMIT))
