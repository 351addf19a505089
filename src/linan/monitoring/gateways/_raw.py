"""What gateways note beside readings: raw messages, strangers, odd keys and clocks. Bounded, in memory, no I/O.

A gateway calls the one `NOTES` of its process, on the event loop, and goes on at once:

    NOTES.keep_raw(sender.device_id, text_of(payload))                       # one in a second is kept
    NOTES.keep_refused(sender.device_id, text_of(payload), refused)          # every one is kept
    NOTES.stranger(kind, address, text_of(payload), org_id=…)                # nobody has installed it
    NOTES.odd_keys(sender.device_id, {"rssi": -71})                          # its model has no such series
    NOTES.odd_clock(sender.device_id, source_us - received_us)               # more than a day off

Once a second the way to the office (gateways/office.py) takes the pages and `actions/raw.py: write_notes` stores
them, in its own thread and connection. What does not fit is dropped and counted; no reading waits for a note.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from prometheus_client import Counter

from linan.ground.refusals import Refused
from linan.ground.text import Sentence

RAW_CHARS = 2_000      # characters of one message that are kept
MOST = 5_000           # notes of each kind between two takings
SAMPLE = 200           # of them, messages that were taken: whoever speaks first after a taking is kept
KEYS_OF_DEVICE = 20
EVERY_S = 1.0
DROPPED = Counter("linan_gateway_notes_dropped", "Notes that did not fit between two writings", ["note"])


@dataclass(frozen=True, slots=True)
class RawNote:
    """A message of a device or of a source. at: seconds since 1970; code: of the refusal, empty where taken."""

    of_id: int
    at: float
    text: str
    code: str = ""
    refusal: Sentence | None = None


@dataclass(slots=True)
class StrangerNote:
    """A sender that is not known. org_id: None where the gateway cannot say; messages: (seconds, text)."""

    kind: str
    address: str
    org_id: int | None
    name: str = ""
    heard: int = 0
    messages: list[tuple[float, str]] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """All notes since the last taking.

    clocks: {device: (seconds ahead, seconds since 1970)}; faults: {source: why it is not connected, None when it is}.
    """

    raw: list[RawNote] = field(default_factory=list)
    source: list[RawNote] = field(default_factory=list)
    strangers: dict[tuple[int | None, str, str], StrangerNote] = field(default_factory=dict)
    keys: dict[int, dict[str, tuple[str, float]]] = field(default_factory=dict)
    clocks: dict[int, tuple[float, float]] = field(default_factory=dict)
    faults: dict[int, Sentence | None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.raw or self.source or self.strangers or self.keys or self.clocks or self.faults)


class Notebook:
    """Where gateways note; nothing here grows beyond its bound."""

    def __init__(self) -> None:
        self._page = Page()
        self._kept_at: dict[int, float] = {}

    def wants_raw(self, device_id: int) -> bool:
        """Return whether a taken message of the device would be kept now; asked before the text is made."""
        return len(self._page.raw) < SAMPLE and time.time() - self._kept_at.get(device_id, 0.0) >= EVERY_S

    def keep_raw(self, device_id: int, text: str) -> None:
        """Keep a message that was taken, at most one of a device and second."""
        if self.wants_raw(device_id):
            at = self._kept_at[device_id] = time.time()
            self._add("raw", self._page.raw, RawNote(device_id, at, text[:RAW_CHARS]))

    def keep_refused(self, device_id: int, text: str, refused: Refused) -> None:
        """Keep a message that was refused, with the reason."""
        note = RawNote(device_id, time.time(), text[:RAW_CHARS], refused.code, refused.sentence)
        self._add("raw", self._page.raw, note)

    def keep_of_source(self, source_id: int, text: str, refused: Refused | None = None) -> None:
        """Keep a message of a platform."""
        code, why = (refused.code, refused.sentence) if refused else ("", None)
        note = RawNote(source_id, time.time(), text[:RAW_CHARS], code, why)
        self._add("source", self._page.source, note)

    def stranger(
        self, kind: str, address: str, text: str, *, org_id: int | None = None, name: str = ""
    ) -> None:
        """Note a sender that nobody has installed. address: at most 120 characters are kept."""
        key = (org_id, kind, address[:120])
        known = self._page.strangers.get(key)
        if known is None:
            if len(self._page.strangers) >= MOST:
                DROPPED.labels("stranger").inc()
                return
            known = self._page.strangers[key] = StrangerNote(kind, address[:120], org_id)
        known.name, known.heard = name[:80] or known.name, known.heard + 1
        known.messages = [*known.messages[-4:], (time.time(), text[:RAW_CHARS])]

    def odd_keys(self, device_id: int, values: Mapping[str, object]) -> None:
        """Note values under keys that the device's model does not have."""
        if device_id not in self._page.keys and len(self._page.keys) >= MOST:
            DROPPED.labels("keys").inc()
            return
        known = self._page.keys.setdefault(device_id, {})
        for key, value in list(values.items())[: KEYS_OF_DEVICE - len(known)]:
            known[str(key)[:40]] = (str(value)[:40], time.time())

    def odd_clock(self, device_id: int, ahead_us: int) -> None:
        """Note that a device's clock is more than a day off. ahead_us: microseconds, negative when behind."""
        if len(self._page.clocks) < MOST:
            self._page.clocks[device_id] = (ahead_us / 1e6, time.time())

    def connection(self, source_id: int, fault: Sentence | None) -> None:
        """Note that a broker is connected, or why it is not."""
        self._page.faults[source_id] = fault

    def take(self) -> Page:
        """Return all notes and begin an empty page."""
        taken, self._page = self._page, Page()
        horizon = time.time() - EVERY_S
        self._kept_at = {pk: at for pk, at in self._kept_at.items() if at > horizon}
        return taken

    def _add(self, what: str, notes: list[RawNote], note: RawNote) -> None:
        if len(notes) < MOST:
            notes.append(note)
        else:
            DROPPED.labels(what).inc()


NOTES = Notebook()


def text_of(payload: bytes) -> str:
    """Return how a payload is shown: its text where it is printable UTF-8, else hexadecimal."""
    piece = payload[: RAW_CHARS * 4]
    try:
        text = piece.decode()
    except UnicodeDecodeError as fault:
        # A character cut off at the end of the piece is no sign of a binary payload.
        if len(piece) - fault.start >= 4 or len(piece) == len(payload):
            return payload[: RAW_CHARS // 2].hex(" ")
        text = piece[: fault.start].decode()
    if all(one.isprintable() or one in "\r\n\t" for one in text):
        return text[:RAW_CHARS]
    return payload[: RAW_CHARS // 2].hex(" ")
