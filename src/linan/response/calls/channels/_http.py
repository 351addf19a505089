"""What all channels over HTTP share: one kept connection pool, and every fault of the way as a Result."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp

from linan.response.calls.domain.letters import Result, Settings, refused, retry, unknown

CONNECT_S = 4.0
TOTAL_S = 10.0
MOST_BYTES = 64 * 1024
TOO_MANY = 429
BROKEN = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """A gateway's answer of the 200 family. body: parsed JSON, an empty dict where it is none."""

    status: int
    body: Any

    def word(self, name: str) -> str:
        """Return a field of the body as text, empty where it is missing."""
        found = self.body.get(name) if isinstance(self.body, Mapping) else None
        return "" if found is None else str(found)


Reader = Callable[[Answer], Result]


class HttpLine:
    """A line over HTTP. Connections are kept; redirects are not followed; long answers are cut.

    The setting timeout_s, where there is one, stands over the usual ten seconds.
    """

    def __init__(self, settings: Settings, *, at_once: int = 64) -> None:
        self._settings = settings
        self._at_once = at_once
        self._session: aiohttp.ClientSession | None = None

    async def post(
        self, url: str, *, read: Reader, body: Any = None, data: Any = None, params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Result:
        """Post and return what the answer means; read judges an answer of the 200 family."""
        try:
            asked = self._open().post(url, json=body, data=data, params=params, headers=headers, allow_redirects=False)
            async with asked as response:
                return _judged(response, await _body_of(response), read)
        except aiohttp.InvalidURL:
            return refused("bad address")
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            return retry(type(error).__name__)
        except TimeoutError:
            return unknown("timeout")
        except aiohttp.ClientError as error:
            return unknown(type(error).__name__)

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
        self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            limits = aiohttp.TCPConnector(limit=self._at_once, keepalive_timeout=60)
            total_s = float(self._settings.get("timeout_s") or TOTAL_S)
            timeout = aiohttp.ClientTimeout(total=total_s, sock_connect=CONNECT_S)
            self._session = aiohttp.ClientSession(connector=limits, timeout=timeout, trust_env=False)
        return self._session


async def _body_of(response: aiohttp.ClientResponse) -> Any:
    raw = await response.content.read(MOST_BYTES)
    try:
        return json.loads(raw)
    except ValueError:
        return {}


def _judged(response: aiohttp.ClientResponse, body: Any, read: Reader) -> Result:
    code = f"http {response.status}"
    if response.status == TOO_MANY or response.status >= BROKEN:
        return retry(code, after=_asked_pause(response.headers.get("Retry-After", "")))
    if not 200 <= response.status < 300:
        return refused(code)
    return read(Answer(status=response.status, body=body))


def _asked_pause(header: str) -> timedelta | None:
    return timedelta(seconds=min(int(header), 3600)) if header.isdecimal() else None
