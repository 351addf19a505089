"""Web push to browsers that agreed to it. Source: RFC 8030, RFC 8291 (encryption), RFC 8292 (VAPID)."""

import json
from collections.abc import Mapping

import aiohttp
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02, b64urlencode
from pywebpush import WebPushException, webpush_async

from linan.ground.text import noop
from linan.response.calls.domain.letters import (
    Asked,
    Letter,
    Reach,
    Result,
    Settings,
    accepted,
    refused,
    retry,
    unknown,
)

TITLE = noop("Browser push")
REACHES = Reach.PUSH
PER_SECOND: float | None = 100.0
ASKS = (
    Asked("mailto", noop("E-mail address that the push services may write to")),
    Asked("private_key", noop("Private key (made by itself when left empty)"), is_secret=True, must=False),
)
ALIVE_S = 1800  # after that the services drop it
TOTAL_S = 10.0
GONE = (404, 410)


class PushLine:
    """Pushes over one pool of connections."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._session: aiohttp.ClientSession | None = None

    async def send(self, letter: Letter) -> Result:
        """Push one letter."""
        if not letter.address:
            return refused("no subscription")
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TOTAL_S))
        words = {"title": letter.title, "body": letter.text, "url": letter.link, "tag": letter.key}
        try:
            answer = await webpush_async(
                json.loads(letter.address), data=json.dumps(words, ensure_ascii=False), ttl=ALIVE_S,
                vapid_private_key=Vapid02.from_string(self._settings["private_key"]),
                vapid_claims={"sub": f"mailto:{self._settings['mailto']}"}, headers={"Urgency": "high"},
                aiohttp_session=self._session,
            )
        except WebPushException as error:
            return _judged(getattr(error.response, "status", 0))
        except TimeoutError:
            return unknown("timeout")
        except aiohttp.ClientError as error:
            return retry(type(error).__name__)
        return accepted(code=f"http {getattr(answer, 'status', '')}")

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
        self._session = None


def make_secrets(secrets: Mapping[str, str]) -> dict[str, str]:
    """Return the secrets with a new key, where there is none yet: browsers know the sender by it."""
    return {**secrets, "private_key": secrets.get("private_key") or _new_key()}


def public_key_of(private_key: str) -> str:
    """Return the public half that browsers ask for when they subscribe, base64url."""
    keys = Vapid02.from_string(private_key)
    return str(b64urlencode(keys.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)))


def _new_key() -> str:
    keys = Vapid02()
    keys.generate_keys()
    number = keys.private_key.private_numbers().private_value
    return str(b64urlencode(number.to_bytes(32, "big")))


def open_line(settings: Settings) -> PushLine:
    """Return a line to the push services."""
    return PushLine(settings)


def _judged(status: int) -> Result:
    if status in GONE:
        return refused(f"gone {status}")
    return retry(f"http {status}") if status == 429 or status >= 500 else refused(f"http {status}")
