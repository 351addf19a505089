"""Short messages over SMPP 3.4, for carriers that offer no HTTP.

Source: Short Message Peer to Peer Protocol Specification v3.4 (1999); UCS-2 parts with a UDH of 3GPP TS 23.040.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress

import smpp34

from linan.ground.text import noop
from linan.response.calls.domain.letters import (
    Asked,
    Came,
    Letter,
    Reach,
    Receipt,
    Result,
    Settings,
    accepted,
    refused,
    retry,
    unknown,
)

TITLE = noop("Text message (SMPP)")
REACHES = Reach.PHONE
PER_SECOND: float | None = 100.0
ASKS = (
    Asked("host", noop("Server")),
    Asked("port", noop("Port"), default="2775"),
    Asked("tls", noop("Encrypted: yes or no"), default="no"),
    Asked("system_id", noop("System id")),
    Asked("password", noop("Password"), is_secret=True),
    Asked("source", noop("Sender's number")),
)
UCS2 = 0x08
WITH_HEADER = 0x40            # esm_class: the message begins with a user data header
RECEIPT = 0x04                # esm_class of deliver_sm: a delivery receipt
WANTS_RECEIPT = 0x01
CHARACTERS_OF_ONE = 70
CHARACTERS_OF_PART = 67       # six bytes of the 140 go to the header
TIMEOUT_S = 10.0
NOT_NOW = frozenset({0x08, 0x14, 0x58})  # system error, queue full, throttled. Source: SMPP 3.4, table 5-2
RECEIPT_TEXT = re.compile(r"id:(?P<id>\S+).*?stat:(?P<stat>\w+)", re.DOTALL)  # Source: SMPP 3.4, appendix B


class SmppLine:
    """One bound session for sending and receipts, bound again when it is lost."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._binding = asyncio.Lock()
        self._client: smpp34.Client | None = None
        self._session: smpp34.Smsc | None = None
        self._reference = 0
        self._listener: asyncio.Task[None] | None = None
        self._receipts: asyncio.Queue[Receipt] = asyncio.Queue()

    async def send(self, letter: Letter) -> Result:
        """Hand one message over, in parts where it is long; the first part's id stands for all."""
        if not letter.address:
            return refused("no phone number")
        try:
            session = await self._bound()
        except (OSError, TimeoutError, smpp34.SmppError) as error:
            return retry(str(error)[:60] or "not bound")
        self._reference = self._reference % 255 + 1
        first: Result | None = None
        for part in parts_of(f"{letter.text} {letter.link}", reference=self._reference):
            result = await self._submitted(session, letter.address, part)
            if result.verdict != "accepted":
                return result
            first = first or result
        return first or refused("empty")

    async def receipts(self) -> AsyncIterator[Receipt]:
        """Yield the delivery receipts that come in over the session."""
        while True:
            yield await self._receipts.get()

    async def close(self) -> None:
        """Unbind."""
        if self._listener is not None:
            self._listener.cancel()
        if self._session is not None:
            with suppress(Exception):  # the peer may be gone already
                await asyncio.wait_for(self._session.unbind(), 2)
        if self._client is not None:
            with suppress(Exception):
                await asyncio.wait_for(self._client.stop(), 2)
        self._client = self._session = self._listener = None

    async def _submitted(self, session: smpp34.Smsc, address: str, part: bytes) -> Result:
        is_part = part[:1] == b"\x05"
        asked = session.submit_sm(
            address, part, source_addr=self._settings["source"], data_coding=UCS2,
            esm_class=WITH_HEADER if is_part else 0, registered_delivery=WANTS_RECEIPT,
        )
        try:
            answer = await asyncio.wait_for(asked, TIMEOUT_S)
        except (OSError, TimeoutError, smpp34.SmppError) as error:
            await self.close()
            return unknown(type(error).__name__)
        return judged(answer.command_status, answer.message_id or "")

    async def _bound(self) -> smpp34.Smsc:
        async with self._binding:
            if self._session is None:
                self._client = smpp34.Client(
                    self._settings["host"], int(self._settings.get("port") or 2775), self._settings["system_id"],
                    self._settings["password"], bind_type="TRX", tls=self._settings.get("tls") == "yes",
                    connect_timeout_ms=int(TIMEOUT_S * 1000),
                )
                self._session = await self._client.connect()
                self._listener = asyncio.create_task(self._listen(self._session))
            return self._session

    async def _listen(self, session: smpp34.Smsc) -> None:
        while isinstance(event := await session.next(), smpp34.DeliverSmEvent):
            if event.esm_class & RECEIPT and (receipt := receipt_of(event.short_message)):
                self._receipts.put_nowait(receipt)
        self._session = None


def parts_of(text: str, *, reference: int) -> list[bytes]:
    """Return a text as UCS-2 messages: one where it fits, else parts with a header that joins them."""
    if len(text) <= CHARACTERS_OF_ONE:
        return [text.encode("utf-16-be")]
    pieces = [text[at : at + CHARACTERS_OF_PART] for at in range(0, len(text), CHARACTERS_OF_PART)]
    return [
        bytes([5, 0, 3, reference, len(pieces), number]) + piece.encode("utf-16-be")
        for number, piece in enumerate(pieces, start=1)
    ]


def judged(status: int, message_id: str) -> Result:
    """Return what a command status means."""
    if status == 0:
        return accepted(message_id, code="0x00000000")
    return retry(f"0x{status:08x}") if status in NOT_NOW else refused(f"0x{status:08x}")


def receipt_of(short_message: bytes) -> Receipt | None:
    """Return the receipt in a deliver_sm; None for one that only says that it is under way."""
    found = RECEIPT_TEXT.search(short_message.decode("ascii", errors="replace"))
    if found is None or found["stat"] in ("ENROUTE", "ACCEPTD", "UNKNOWN"):
        return None
    came = Came.DELIVERED if found["stat"] == "DELIVRD" else Came.FAILED
    return Receipt(came=came, provider_id=found["id"], code=found["stat"])


def open_line(settings: Settings) -> SmppLine:
    """Return a line to the carrier."""
    return SmppLine(settings)
